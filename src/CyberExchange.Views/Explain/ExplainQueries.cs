using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Explain;

/// <summary>Why a partner sees an item, or does not, now or at an instant: answered from the relation that lists and reads join.</summary>
public sealed class ExplainQueries(NpgsqlDataSource service)
{
    // The terms of an instant are the first that ended after it, or the present ones.
    private const string Item = """
        select i.originator_id, i.home, coalesce(t.terms, i.terms), coalesce(t.embargo_lifted, i.embargo_lifted), i.kind,
               exists (select 1 from core.released r where r.item_id = i.item_id and ($2::timestamptz is null or r.from_at <= $2))
        from core.item i
        left join lateral (
            select p.terms, p.embargo_lifted
            from core.past_terms p
            where p.item_id = i.item_id and p.to_at > $2
            order by p.to_position
            limit 1
        ) t on true
        where i.item_id = $1
        """;

    // The order is that in which reads choose among several ways. Without a member every member's ways are the partner's.
    private const string Rows = """
        select u.clause, r.destination, r.reason, r.newcomers, r.policy_version,
               r.from_position, r.from_at, r.to_position, r.to_at,
               a.from_position, a.from_at, a.to_position, a.to_at
        from core.released r
        join core.audience u on u.audience_id = r.audience_id
        join core.audience_member a on a.audience_id = r.audience_id
        where r.item_id = $1
          and a.partner_id in ($2, '00000000-0000-0000-0000-000000000000'::uuid)
          and ($3::uuid is null or a.member_id in ($3, '00000000-0000-0000-0000-000000000000'::uuid))
        order by greatest(r.from_position, a.from_position), r.reason, r.audience_id, r.destination
        """;

    private const string Suspensions = """
        select s.from_position, s.from_at, s.to_position, s.to_at
        from core.suspension s
        where s.partner_id = $1
        order by s.from_position
        """;

    /// <summary>Why; null where there is no such item.</summary>
    /// <param name="id">The item.</param>
    /// <param name="partner">The partner.</param>
    /// <param name="member">One of its members; null for the partner as a whole.</param>
    /// <param name="at">The instant; null for now.</param>
    /// <param name="knownGroups">The groups of which whoever asks may know the members; null for all.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Explanation?> ExplainAsync(
        ItemId id, PartnerProfile partner, MemberId? member, DateTimeOffset? at, IReadOnlyCollection<GroupId>? knownGroups, CancellationToken ct)
    {
        // One snapshot for all that the answer is made of.
        await using var connection = await service.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginSnapshotAsync(RowCaller.Explaining(id), ct);
        var items = await connection.Statement(Item)
            .With(id.Value).WithNullable(NpgsqlDbType.TimestampTz, at)
            .ReadAsync(r => (Kind: ItemReader.KindOf(r.GetString(4)), Shared: ItemReader.ReadShared(r), Existed: r.GetBoolean(5)), ct);
        if (items is not [var item])
        {
            return null;
        }

        var rows = await connection.Statement(Rows)
            .With(id.Value).With(partner.Id.Value).WithNullable(NpgsqlDbType.Uuid, member?.Value)
            .ReadAsync(ReadRow, ct);
        var suspensions = await connection.Statement(Suspensions).With(partner.Id.Value).ReadAsync(r => ReadHeld(r, 0), ct);
        return Explaining.Of(item.Kind, item.Shared, item.Existed, rows, Tells, partner.Jurisdiction, suspensions, at);

        bool Tells(AudienceClause clause) => knownGroups is null
            || clause is not AudienceClause.Kinds { Groups: { Count: > 0 } groups }
            || groups.Any(group => knownGroups.Contains(group) && partner.Groups.Contains(group));
    }

    private static RelationRow ReadRow(NpgsqlDataReader r) => new()
    {
        Clause = ClauseKeys.Parse(r.GetString(0)),
        Destination = Roles.ParseJurisdiction(r.GetString(1)),
        Reason = (ReleaseReason)r.GetInt16(2),
        OpenToNewcomers = r.GetBoolean(3),
        PolicyVersion = r.GetInt32(4),
        Release = ReadHeld(r, 5),
        Membership = ReadHeld(r, 9),
    };

    private static Held ReadHeld(NpgsqlDataReader r, int column) => new(
        r.GetInt64(column),
        r.GetFieldValue<DateTimeOffset>(column + 1),
        r.IsDBNull(column + 2) ? null : r.GetInt64(column + 2),
        r.IsDBNull(column + 3) ? null : r.GetFieldValue<DateTimeOffset>(column + 3));
}
