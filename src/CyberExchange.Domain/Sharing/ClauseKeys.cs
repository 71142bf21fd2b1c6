namespace CyberExchange.Domain.Sharing;

/// <summary>Reads clauses back from the canonical lines that stand for them.</summary>
public static class ClauseKeys
{
    private const string Partner = "partner:";
    private const string Member = "member:";
    private const string Clients = "clients:";
    private const string Kinds = "kinds:";

    /// <summary>The clause whose <see cref="AudienceClause.Key"/> this is.</summary>
    /// <exception cref="FormatException">The text is no clause's key.</exception>
    public static AudienceClause Parse(string key)
    {
        AudienceClause clause = key switch
        {
            "everyone" => new AudienceClause.Everyone(),
            _ when key.StartsWith(Partner, StringComparison.Ordinal) => new AudienceClause.NamedPartner(new(Guid.ParseExact(key.AsSpan(Partner.Length), "D"))),
            _ when key.StartsWith(Member, StringComparison.Ordinal) => new AudienceClause.NamedMember(new(Guid.ParseExact(key.AsSpan(Member.Length), "D"))),
            _ when key.StartsWith(Clients, StringComparison.Ordinal) => ParseClients(key[Clients.Length..]),
            _ when key.StartsWith(Kinds, StringComparison.Ordinal) => ParseKinds(key[Kinds.Length..]),
            _ => throw new FormatException($"'{key}' is no clause of an audience."),
        };
        return clause.Key == key ? clause : throw new FormatException($"'{key}' is not the canonical line of its clause.");
    }

    private static AudienceClause.Clients ParseClients(string text) => text.Split('/') switch
    {
        [var cert] => new(new(Guid.ParseExact(cert, "D")), Only: null),
        [var cert, var only] => new(new(Guid.ParseExact(cert, "D")), new PartnerId(Guid.ParseExact(only, "D"))),
        _ => throw new FormatException($"'{text}' names no clients."),
    };

    private static AudienceClause.Kinds ParseKinds(string text) => text.Split(';') is [var groups, var roles, var jurisdictions, var sectors]
        ? new(
            [.. Values(groups, "groups").Select(g => new GroupId(g))],
            [.. Values(roles, "roles").Select(r => Roles.Parse(r) ?? throw new FormatException($"'{r}' is no role."))],
            [.. Values(jurisdictions, "jurisdictions").Select(j => Roles.ParseJurisdiction(j) ?? throw new FormatException($"'{j}' is no jurisdiction."))],
            [.. Values(sectors, "sectors")])
        : throw new FormatException($"'{text}' does not state four kinds.");

    private static string[] Values(string text, string kind) => text.StartsWith(kind + "=", StringComparison.Ordinal)
        ? text[(kind.Length + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries)
        : throw new FormatException($"'{text}' does not state {kind}.");
}
