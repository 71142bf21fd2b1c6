namespace CyberExchange.Interop.Losses;

/// <summary>What became of a value that could not be carried as it stood.</summary>
public enum LossFate
{
    /// <summary>It is not there on the other side.</summary>
    Dropped,

    /// <summary>Something near to it is there.</summary>
    Approximated,

    /// <summary>The source said nothing, and the other side had to have something.</summary>
    Defaulted,
}

/// <summary>One thing that a translation could not carry, of one record.</summary>
/// <param name="Path">
/// Where it stands: the source's own name for it, without indexes, such as <c>action.hacking.variety</c>; or, for what the
/// source does not have, a JSON pointer into the target, such as <c>/report/title</c>.
/// </param>
/// <param name="Fate">What became of it.</param>
/// <param name="Value">The value; null where there is none to show.</param>
/// <param name="Why">One clause, the same for every record with the same reason.</param>
public sealed record Loss(string Path, LossFate Fate, string? Value, string Why);

/// <summary>One row of a loss report.</summary>
/// <param name="Records">How many records it befell.</param>
/// <param name="Example">The value of the first of them, cut to <see cref="LossTable.ExampleCharactersMax"/>; null where there was none.</param>
public sealed record LossRow(string Path, LossFate Fate, string Why, long Records, string? Example);
