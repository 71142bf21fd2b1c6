using CyberExchange.Domain.Obligations;

namespace CyberExchange.Cli.Duties;

/// <summary>Finds what a person names on the command line.</summary>
internal static class DutyNames
{
    /// <summary>The rule of the shipped rulebook.</summary>
    /// <exception cref="CyxFailure">There is none.</exception>
    public static Obligation Find(string id) => Rulebook.Shipped.Find(id)
        ?? throw new CyxFailure(ExitCode.Usage, $"Rulebook {Rulebook.Shipped.Version.Id} has no obligation '{id}'.");
}
