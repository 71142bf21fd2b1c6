using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.SupplySignals;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>All supply signals that a viewer sees, for figures and warnings. They join the one relation, as lists do.</summary>
/// <remarks>It looks at every signal that there is, so that the time it takes grows with those too that the viewer does not see.</remarks>
public sealed class SignalQueries(NpgsqlDataSource service)
{
    /// <summary>The latest that are read; figures of more are figures of these.</summary>
    public const int SignalsMax = 10_000;

    private const string Newest = $"""
        select {ItemReader.Columns}, w.reason, w.feed_position, w.changed_position,
               case when w.reason = 6 then (select f.clients_of from core.audience f where f.audience_id = w.audience_id) end
        from core.signals_seen($1, $2, $3) w
        join core.item i on i.item_id = w.item_id
        order by i.first_at desc, i.item_id
        """;

    /// <summary>The signals, the latest first.</summary>
    public async Task<IReadOnlyList<ItemRow>> AllAsync(Viewer viewer, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        return await connection.Statement(Newest).WithViewer(viewer).With(SignalsMax).ReadAsync(RowCaller.Of(viewer), r => ItemReader.Read(r, viewer), ct);
    }

    /// <summary>A row as rules and figures take it.</summary>
    public static SeenSignal Seen(ItemRow row) => row.Signal is { } content
        ? new(new(row.Id.Value), row.Originator, content.Signal, row.FirstAt, content.Outcome?.Verdict, row.WithdrawnBecause is not null)
        : throw new ArgumentException($"Item {row.Id.Value} is no signal.", nameof(row));
}
