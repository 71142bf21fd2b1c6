using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Explain;

/// <summary>An item as a partner read it at an instant: content, labels and terms that were so then.</summary>
public sealed class RenditionQueries(NpgsqlDataSource service)
{
    // What was so at an instant is the first state that ended after it, or the present one. The reader takes it for the item's row.
    private const string Then = $"""
        select {ItemReader.Columns}, $3::smallint, 0::bigint, 0::bigint, $4::uuid
        from (
            select c.item_id, c.kind, c.originator_id, c.home, c.first_at, c.stream_version, c.withheld,
                   coalesce(s.revision, c.revision) as revision, coalesce(s.stated_at, c.stated_at) as stated_at,
                   coalesce(s.label, c.label) as label, coalesce(s.pap, c.pap) as pap, coalesce(s.content, c.content) as content,
                   coalesce(t.terms, c.terms) as terms, coalesce(t.embargo_lifted, c.embargo_lifted) as embargo_lifted,
                   array[]::text[] as cves, -- What is known to be exploited is none of the item's content.
                   null::uuid as proposed_by, null::bytea as proposed_terms, c.filed_by, c.filed_under,
                   case when $2::timestamptz is null or c.withdrawn_at <= $2 then c.withdrawn_because end as withdrawn_because,
                   case when $2::timestamptz is null or c.withdrawn_at <= $2 then c.withdrawn_at end as withdrawn_at
            from core.item c
            left join lateral (
                select v.revision, v.stated_at, v.label, v.pap, v.content
                from core.item_revision v
                where v.item_id = c.item_id and v.to_at > $2
                order by v.to_position
                limit 1
            ) s on true
            left join lateral (
                select p.terms, p.embargo_lifted
                from core.past_terms p
                where p.item_id = c.item_id and p.to_at > $2
                order by p.to_position
                limit 1
            ) t on true
            where c.item_id = $1
        ) i
        """;

    /// <summary>The row that the viewer read; null where there is no such item.</summary>
    /// <remarks>Whether the viewer saw it is another question, which <see cref="ExplainQueries"/> answers.</remarks>
    /// <param name="id">The item.</param>
    /// <param name="viewer">Who read it.</param>
    /// <param name="way">How the viewer saw it.</param>
    /// <param name="at">The instant; null for now.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<ItemRow?> FindAsync(ItemId id, Viewer.Partner viewer, OpenWay way, DateTimeOffset? at, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        var rows = await connection.Statement(Then)
            .With(id.Value)
            .WithNullable(NpgsqlDbType.TimestampTz, at)
            .With((short)way.Reason)
            .WithNullable(NpgsqlDbType.Uuid, (way.Clause as AudienceClause.Clients)?.Cert.Value)
            .ReadAsync(RowCaller.Explaining(id), r => ItemReader.Read(r, viewer), ct);
        return rows is [var row] ? row with { Own = null, Withheld = 0 } : null; // What an originator reads of its terms is of now.
    }
}
