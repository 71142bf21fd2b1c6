using System.Diagnostics;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Server.Explain;

/// <summary>Parts of an audience in words.</summary>
public static class ClauseWords
{
    /// <summary>The part of the audience, as in "released to ...".</summary>
    /// <param name="clause">The part.</param>
    /// <param name="forwarder">Handle of the CERT whose clients it is; null where the reader's directory does not show it.</param>
    public static string Of(AudienceClause clause, string? forwarder) => clause switch
    {
        AudienceClause.Everyone => "everyone",
        AudienceClause.NamedPartner => "the partner, by name",
        AudienceClause.NamedMember => "the person, by name",
        AudienceClause.Clients => $"clients of {forwarder ?? "a CERT that your directory does not show"}",
        AudienceClause.Kinds kinds => Of(kinds),
        _ => throw new UnreachableException("An audience clause without words."),
    };

    private static string Of(AudienceClause.Kinds kinds)
    {
        string[] limits =
        [
            Part(" in the group", kinds.Groups.Select(g => g.Value)),
            Part(" in", kinds.Jurisdictions.Select(j => j.Text())),
            Part(" of the sector", kinds.Sectors),
        ];
        var who = kinds.Roles.Count == 0 ? "partner of the community" : Any(kinds.Roles.Select(r => r.Text()));
        return $"every {who}{string.Concat(limits)}";
    }

    private static string Part(string before, IEnumerable<string> values) => Any(values) is { Length: > 0 } any ? $"{before} {any}" : "";

    private static string Any(IEnumerable<string> values) => string.Join(" or ", values);
}
