using CyberExchange.Contracts.Sharing;

namespace CyberExchange.Cli.Items;

/// <summary>The sharing of an item as its originator reads it back.</summary>
public static class OwnSharingText
{
    /// <summary>Labelled lines; none for an item of somebody else.</summary>
    public static IEnumerable<(string Label, string? Value)> Fields(OwnSharing? sharing) => sharing is null
        ? []
        :
        [
            ("shared with", Audience(sharing.Terms, nobody: "nobody but you")),
            ("proposed", sharing.Proposal is { } p ? $"{p.Terms.Label} by member {p.ProposedBy}, awaits another member: approve or reject" : null),
            ("withheld", sharing.Withheld == 0 ? null : $"from {sharing.Withheld} partner(s) for want of a legal basis"),
            ("embargo", sharing.Terms.Embargo is { } e ? $"until {e.LocalTime} {e.Zone}{(e.Lifted == true ? " (lifted)" : "")}" : null),
            ("statistics", sharing.Terms.PermitsStatistics ? "may be counted in published editions" : null),
            ("audit reference", sharing.AuditReference),
            .. (sharing.Terms.LegalBases ?? []).Select(b => ("legal basis", (string?)$"{b.Destination}: {b.Code}, {b.Reference}")),
        ];

    /// <summary>Whom terms address.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="nobody">What is said where that is nobody.</param>
    public static string Audience(SharingDocument terms, string nobody)
    {
        var audience = terms.Audience;
        var parts = new[]
        {
            Part("partners", audience?.Partners),
            Part("persons", audience?.Members),
            Part("groups", audience?.Groups),
            Part("roles", audience?.Roles),
            Part("jurisdictions", audience?.Jurisdictions),
            Part("sectors", audience?.Sectors),
        }.OfType<string>().ToList();
        return (terms.Label, parts.Count) switch
        {
            ("TLP:CLEAR", _) => "everyone",
            ("TLP:GREEN", 0) => "the whole community",
            (_, 0) => nobody,
            _ => string.Join("; ", parts),
        };
    }

    private static string? Part(string name, IReadOnlyList<string>? values) =>
        values is { Count: > 0 } ? $"{name} {string.Join(", ", values)}" : null;
}
