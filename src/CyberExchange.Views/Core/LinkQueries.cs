using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>A link as a viewer of both its items reads it.</summary>
/// <param name="Own">Whether the viewer's partner stated it.</param>
public sealed record LinkRow(IncidentId Incident, AdvisoryId Advisory, string Kind, string Reason, DateTimeOffset StatedAt, bool Own);

/// <summary>The links of an item, to whoever sees it and what it is linked with.</summary>
public sealed class LinkQueries(NpgsqlDataSource service)
{
    /// <summary>Links of one answer: more are more than a person reads.</summary>
    public const int LinksMax = 200;

    // Both ends are asked: of the item that was asked for it is known only to have been open a moment ago.
    private const string OfItem = """
        select l.incident_id, l.advisory_id, l.kind, l.reason, l.stated_at, l.by_id = $1
        from core.link l
        where (l.incident_id = $3 or l.advisory_id = $3)
          and exists (select 1 from core.ways_to($1, $2, l.incident_id) w where w.lost_position is null)
          and exists (select 1 from core.ways_to($1, $2, l.advisory_id) w where w.lost_position is null)
        order by l.stated_position desc, l.link_id
        limit $4
        """;

    /// <summary>The newest first, and whether there are more.</summary>
    public async Task<(IReadOnlyList<LinkRow> Links, bool More)> ListAsync(Viewer viewer, ItemId item, CancellationToken ct, int max = LinksMax)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        var found = await connection.Statement(OfItem).WithViewer(viewer).With(item.Value).With(max + 1).ReadAsync(
            RowCaller.Of(viewer),
            r => new LinkRow(new(r.GetGuid(0)), new(r.GetGuid(1)), r.GetString(2), r.GetString(3), r.GetFieldValue<DateTimeOffset>(4), r.GetBoolean(5)),
            ct);
        return found.Count > max ? (found[..max], true) : (found, false);
    }
}
