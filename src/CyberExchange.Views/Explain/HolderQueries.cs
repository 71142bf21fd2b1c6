using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Explain;

/// <summary>Who holds an item, now or at an instant: the join that lists and reads make, asked from the item's side.</summary>
public sealed class HolderQueries(NpgsqlDataSource service)
{
    // Who has several ways is named once, by the one that opened first. Whom a CERT serves is not
    // the originator's to know: of a forward only the CERT is named.
    private const string Held = """
        select distinct on (h.section, h.id)
               h.section, h.partner_id, h.member_id, h.reason, h.since, h.released_at, h.policy_version, h.clients_of
        from (
            select case when a.partner_id = '00000000-0000-0000-0000-000000000000'::uuid then 0
                        when u.clients_of is not null then 3
                        when a.member_id = '00000000-0000-0000-0000-000000000000'::uuid then 1
                        else 2
                   end as section,
                   case when u.clients_of is not null then u.clients_of
                        when a.member_id = '00000000-0000-0000-0000-000000000000'::uuid then a.partner_id
                        else a.member_id
                   end as id,
                   a.partner_id, a.member_id, u.clients_of, r.reason, r.policy_version, r.audience_id, r.destination,
                   greatest(r.from_position, a.from_position) as opened,
                   case when a.from_position > r.from_position then a.from_at else r.from_at end as since,
                   r.from_at as released_at
            from core.released r
            join core.audience u on u.audience_id = r.audience_id
            join core.audience_member a on a.audience_id = r.audience_id
            left join core.partner p on p.partner_id = a.partner_id
            where r.item_id = $1
              and (case when $2::timestamptz is null then r.to_position is null and a.to_position is null
                        else r.from_at <= $2 and (r.to_at is null or r.to_at > $2) and a.from_at <= $2 and (a.to_at is null or a.to_at > $2)
                   end)
              and (r.newcomers or a.from_position <= r.from_position)
              and (r.destination = '*' or r.destination = p.jurisdiction)
              and (a.partner_id = '00000000-0000-0000-0000-000000000000'::uuid
                   or (($3::uuid[] is null or coalesce(u.clients_of, a.partner_id) = any ($3))
                       and not exists (
                           select 1
                           from core.suspension s
                           where s.partner_id = a.partner_id
                             and (case when $2::timestamptz is null then s.to_position is null
                                       else s.from_at <= $2 and (s.to_at is null or s.to_at > $2)
                                  end))))
        ) h
        where (h.section, h.id) > ($4, $5)
        order by h.section, h.id, h.opened, h.reason, h.audience_id, h.destination
        limit $6
        """;

    /// <summary>The holders that follow a place in the list.</summary>
    /// <param name="id">The item.</param>
    /// <param name="at">The instant; null for now.</param>
    /// <param name="shown">The partners that may be named; null for all.</param>
    /// <param name="after">The last holder that was read.</param>
    /// <param name="max">At most so many; null for all, of whom there are no more than partners and persons.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<Holder>> HoldersAsync(
        ItemId id, DateTimeOffset? at, IReadOnlyCollection<PartnerId>? shown, HolderPlace after, int? max, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        return await connection.Statement(Held)
            .With(id.Value)
            .WithNullable(NpgsqlDbType.TimestampTz, at)
            .WithNullable(NpgsqlDbType.Array | NpgsqlDbType.Uuid, shown?.Select(p => p.Value).ToArray())
            .With(after.Section).With(after.Id)
            .WithNullable(NpgsqlDbType.Integer, max)
            .ReadAsync(RowCaller.Explaining(id), Read, ct);
    }

    /// <summary>Whether there is such an item.</summary>
    public async Task<bool> ExistsAsync(ItemId id, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        var found = await connection.Statement("select i.item_id from core.item i where i.item_id = $1").With(id.Value).ReadAsync(RowCaller.Explaining(id), r => r.GetGuid(0), ct);
        return found.Count > 0;
    }

    private static Holder Read(NpgsqlDataReader r)
    {
        var reason = (ReleaseReason)r.GetInt16(3);
        var since = r.GetFieldValue<DateTimeOffset>(4);
        var released = r.GetFieldValue<DateTimeOffset>(5);
        var policy = r.GetInt32(6);
        return r.GetInt32(0) switch
        {
            HolderSections.Everyone => new Holder.Everyone { Reason = reason, Since = since, ReleasedAt = released, PolicyVersion = policy },
            HolderSections.Partners => new Holder.Whole(new(r.GetGuid(1))) { Reason = reason, Since = since, ReleasedAt = released, PolicyVersion = policy },
            HolderSections.Persons => new Holder.Person(new(r.GetGuid(1)), new(r.GetGuid(2))) { Reason = reason, Since = since, ReleasedAt = released, PolicyVersion = policy },
            HolderSections.Forwards => new Holder.Forwarded(new(r.GetGuid(7))) { Reason = reason, Since = since, ReleasedAt = released, PolicyVersion = policy },
            _ => throw new System.Diagnostics.UnreachableException("A holder of no known section."),
        };
    }
}
