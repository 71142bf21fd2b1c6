using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Core;

/// <summary>A partner with everything its steward stated, and the groups that it is in.</summary>
public sealed record PartnerEntry(PartnerId Id, PartnerFacts Facts, IReadOnlyList<GroupId> Groups, bool Suspended)
{
    public PartnerProfile Profile => Facts.Profile(Id, Groups, Suspended);

    /// <summary>Whether another partner may know of it: it is listed, or the two share a group, or one is the other's client. Stewards know all.</summary>
    public bool IsKnownTo(PartnerProfile other) => other.Id == Id || Facts.Listed || other.Groups.Any(Groups.Contains)
        || other.Constituency.Contains(Id) || Facts.Constituency.Contains(other.Id);
}

/// <summary>Reads partners as the core has them now.</summary>
internal static class PartnerEntries
{
    /// <summary>Every partner, or those with the given ids.</summary>
    public static Task<List<PartnerEntry>> ReadAsync(NpgsqlConnection connection, Guid[]? only, CancellationToken ct)
    {
        const string sql = """
            select p.partner_id, p.facts, p.suspended,
                   array(select m.group_id
                         from group_member m
                         where m.partner_id = p.partner_id and m.to_position is null
                         order by m.group_id)
            from partner p
            where $1::uuid[] is null or p.partner_id = any ($1)
            order by p.partner_id
            """;
        return connection.Statement(sql).WithNullable(NpgsqlDbType.Array | NpgsqlDbType.Uuid, only).ReadAsync(
            r => new PartnerEntry(
                new(r.GetGuid(0)),
                CanonicalJson.Read(r.GetFieldValue<byte[]>(1), PartnerJson.Default.PartnerFacts),
                [.. r.GetFieldValue<string[]>(3).Select(g => new GroupId(g))],
                r.GetBoolean(2)),
            ct);
    }
}
