using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace CyberExchange.Domain.Sharing;

/// <summary>
/// One part of an audience that opens or closes on its own. An audience is broken into clauses so that a change in one
/// of them leaves no trace with the recipients of another.
/// </summary>
public abstract record AudienceClause
{
    private AudienceClause() { }

    /// <summary>Everyone, the public included: TLP:CLEAR.</summary>
    public sealed record Everyone : AudienceClause;

    /// <summary>One partner, by name.</summary>
    public sealed record NamedPartner(PartnerId Partner) : AudienceClause;

    /// <summary>One person, by name: TLP:RED.</summary>
    public sealed record NamedMember(MemberId Member) : AudienceClause;

    /// <summary>Every partner of the community that matches all kinds that are not empty.</summary>
    public sealed record Kinds(
        IReadOnlyList<GroupId> Groups,
        IReadOnlyList<Role> Roles,
        IReadOnlyList<Jurisdiction> Jurisdictions,
        IReadOnlyList<string> Sectors) : AudienceClause;

    /// <summary>The constituency of a CERT that forwards: all of it, or one client. Its members follow from the CERT's facts.</summary>
    /// <param name="Cert">The CERT.</param>
    /// <param name="Only">The one client; null for all. Each client that is named is a clause, so that none sees another come or go.</param>
    public sealed record Clients(PartnerId Cert, PartnerId? Only) : AudienceClause;

    /// <summary>The clause in one canonical line; equal clauses give equal lines.</summary>
    public string Key => this switch
    {
        Everyone => "everyone",
        NamedPartner named => $"partner:{named.Partner.Value:D}",
        NamedMember named => $"member:{named.Member.Value:D}",
        Kinds kinds => "kinds:"
            + $"groups={Join(kinds.Groups.Select(g => g.Value))};"
            + $"roles={Join(kinds.Roles.Select(r => r.Text()))};"
            + $"jurisdictions={Join(kinds.Jurisdictions.Select(j => j.Text()))};"
            + $"sectors={Join(kinds.Sectors)}",
        Clients { Only: { } only } clients => $"clients:{clients.Cert.Value:D}/{only.Value:D}",
        Clients clients => $"clients:{clients.Cert.Value:D}",
        _ => throw new UnreachableException("An audience clause without a key."),
    };

    /// <summary>The clause's id: the first 16 bytes of the SHA-256 of its key, so that a rebuild finds the same one.</summary>
    public Guid AudienceId => new(SHA256.HashData(Encoding.UTF8.GetBytes(Key)).AsSpan(0, 16), bigEndian: true);

    /// <summary>Whether the clause is about this partner; a clause that names a member is about that member only.</summary>
    /// <remarks>
    /// Suspension is not asked here: it is a predicate of its own, so that reinstatement restores. Nor are clients, whom no
    /// terms address: a forward does, and who they are stands with their CERT (<see cref="ClientsOfCert"/>).
    /// </remarks>
    public bool Includes(PartnerProfile partner, MemberId member) => this switch
    {
        Everyone => true,
        NamedPartner named => named.Partner == partner.Id,
        NamedMember named => named.Member == member,
        Kinds kinds => kinds.Matches(partner),
        Clients => false,
        _ => throw new UnreachableException("An audience clause that includes nobody can decide."),
    };

    private static string Join(IEnumerable<string> values) => string.Join(',', values.Order(StringComparer.Ordinal));
}

/// <summary>The intersection of kinds.</summary>
public static class KindsOfAudience
{
    /// <summary>Whether a partner of the community matches every kind that is not empty.</summary>
    public static bool Matches(this AudienceClause.Kinds kinds, PartnerProfile partner) =>
        partner.Roles.Any(r => Roles.Community.Contains(r) && (kinds.Roles.Count == 0 || kinds.Roles.Contains(r)))
        && (kinds.Groups.Count == 0 || kinds.Groups.Any(partner.Groups.Contains))
        && (kinds.Jurisdictions.Count == 0 || kinds.Jurisdictions.Contains(partner.Jurisdiction))
        && (kinds.Sectors.Count == 0 || kinds.Sectors.Any(asked => partner.Sectors.Any(held => Taxonomies.Sectors.Covers(asked, held))));
}

/// <summary>The clients of a CERT.</summary>
public static class ClientsOfCert
{
    /// <summary>Whether a CERT's forward to this clause reaches a partner, by what the steward has set of the two.</summary>
    public static bool Matches(this AudienceClause.Clients clients, PartnerProfile cert, PartnerProfile partner) =>
        cert.Id == clients.Cert
        && partner.InCommunity
        && cert.Constituency.Contains(partner.Id)
        && (clients.Only is null || clients.Only == partner.Id);
}
