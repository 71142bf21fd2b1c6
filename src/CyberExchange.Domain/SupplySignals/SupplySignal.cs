namespace CyberExchange.Domain.SupplySignals;

/// <summary>What a partner foresees of the supply of semiconductors: where in the chain, of what, when, and how likely it is. Whole at every statement.</summary>
public sealed record SupplySignal
{
    public required string Title { get; init; }

    public required string Summary { get; init; }

    /// <summary>One of <see cref="SupplyWords.Stages"/>.</summary>
    public required string Stage { get; init; }

    /// <summary>One of <see cref="SupplyWords.ProductClasses"/>.</summary>
    public required string ProductClass { get; init; }

    /// <summary>What it is about more closely, such as a gas, a material or a part; null where the class says it all.</summary>
    public required string? Product { get; init; }

    /// <summary>Where it would be felt: ISO 3166-1 alpha-2, or <c>EU</c>. None stands for everywhere.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Some of <see cref="SupplyWords.Observations"/>.</summary>
    public required IReadOnlyList<string> Observed { get; init; }

    /// <summary>The first day on which what is foreseen may come true, in UTC.</summary>
    public required DateOnly HorizonFrom { get; init; }

    /// <summary>The last day on which it may.</summary>
    public required DateOnly HorizonTo { get; init; }

    /// <summary>How likely it is to come true within the horizon: the word of a <see cref="SupplyConfidence"/>.</summary>
    public required string Confidence { get; init; }

    public required IReadOnlyList<SignalReference> References { get; init; }

    /// <summary>Items of the originator's own that bear it out. Nobody else reads which they are: they may be released to others than the signal.</summary>
    public required IReadOnlyList<Guid> Items { get; init; }

    /// <summary>Whether two statements say the same.</summary>
    public bool Says(SupplySignal other) =>
        this with { Regions = other.Regions, Observed = other.Observed, References = other.References, Items = other.Items } == other
        && Regions.SequenceEqual(other.Regions, StringComparer.Ordinal) && Observed.SequenceEqual(other.Observed, StringComparer.Ordinal)
        && References.SequenceEqual(other.References) && Items.SequenceEqual(other.Items);
}

/// <summary>What somebody said or measured.</summary>
/// <param name="Text">What it is, and what it says.</param>
/// <param name="Url">Where it is read; null where it is not on the Web.</param>
public sealed record SignalReference(string Text, string? Url);

/// <summary>What became of what was foreseen.</summary>
/// <param name="Verdict">One of <see cref="SupplyWords.Verdicts"/>.</param>
/// <param name="CameTrueOn">When it came true, whole or in part; null otherwise.</param>
/// <param name="Explanation">How that is known.</param>
/// <param name="References">The evidence.</param>
public sealed record SignalOutcome(string Verdict, DateOnly? CameTrueOn, string Explanation, IReadOnlyList<SignalReference> References)
{
    /// <summary>Whether two outcomes say the same.</summary>
    public bool Says(SignalOutcome other) => this with { References = other.References } == other && References.SequenceEqual(other.References);
}

/// <summary>The parts of a signal that figures and warnings ask for: short, however long its texts are.</summary>
/// <param name="Stage">See <see cref="SupplySignal.Stage"/>; so are the others.</param>
public sealed record SignalGist(string Stage, string ProductClass, IReadOnlyList<string> Regions, DateOnly HorizonTo, string Confidence)
{
    /// <summary>The gist of a signal.</summary>
    public static SignalGist Of(SupplySignal signal) => new(signal.Stage, signal.ProductClass, signal.Regions, signal.HorizonTo, signal.Confidence);
}
