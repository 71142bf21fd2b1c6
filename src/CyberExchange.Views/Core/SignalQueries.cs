using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.SupplySignals;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Core;

/// <summary>Signals that a viewer sees.</summary>
/// <param name="Signals">The latest first.</param>
/// <param name="Cut">Whether there are more than these.</param>
public sealed record SeenSignals(IReadOnlyList<SeenSignal> Signals, bool Cut);

/// <summary>All supply signals that a viewer sees, for figures and warnings. They join the one relation, as lists do.</summary>
/// <remarks>It looks at every signal that there is, so that the time it takes grows with those too that the viewer does not see.</remarks>
public sealed class SignalQueries(NpgsqlDataSource service) : IDisposable
{
    /// <summary>The latest that are read; figures of more are figures of these.</summary>
    public const int SignalsMax = 10_000;

    /// <summary>The latest of one originator: whoever posts many does not push out what others posted.</summary>
    public const int OfOneMax = 1_000;

    // Each holds up to SignalsMax rows; who comes later waits.
    private const int ReadsMax = 4;

    // The statement names a table itself: what a function looks at is locked only after the snapshot.
    private const string Newest = """
        select w.item_id, w.originator_id, w.first_at, w.withdrawn, w.gist, w.verdict, w.of_all, exists (select 1 from core.item where false)
        from core.signals_seen($1, $2, $3, $4, $5, $6) w
        order by w.first_at desc, w.item_id
        """;

    private readonly SemaphoreSlim _reads = new(ReadsMax);

    /// <summary>All that the viewer sees, for figures.</summary>
    public Task<SeenSignals> AllAsync(Viewer viewer, CancellationToken ct) => ReadAsync(viewer, openOn: null, since: null, ct);

    /// <summary>Those that may count for a warning: open, and not TLP:RED, which is for persons.</summary>
    /// <param name="viewer">Who sees them.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="days">Posted within so many days.</param>
    /// <param name="ct">Gives up.</param>
    public Task<SeenSignals> OpenAsync(Viewer viewer, DateTimeOffset now, int days, CancellationToken ct) =>
        ReadAsync(viewer, SignalRules.DayOf(now), now.ToUniversalTime() - TimeSpan.FromDays(days), ct);

    public void Dispose() => _reads.Dispose();

    private async Task<SeenSignals> ReadAsync(Viewer viewer, DateOnly? openOn, DateTimeOffset? since, CancellationToken ct)
    {
        await _reads.WaitAsync(ct);
        try
        {
            await using var connection = await service.OpenConnectionAsync(ct);
            var rows = await connection.Statement(Newest).WithViewer(viewer).With(SignalsMax).With(OfOneMax)
                .WithNullable(NpgsqlDbType.Date, openOn).WithNullable(NpgsqlDbType.TimestampTz, since)
                .ReadAsync(RowCaller.Of(viewer), r => (Signal: Seen(r), OfAll: r.GetInt64(6)), ct);
            return new([.. rows.Select(row => row.Signal)], rows.Count > 0 && rows[0].OfAll > rows.Count);
        }
        finally
        {
            _reads.Release();
        }
    }

    private static SeenSignal Seen(NpgsqlDataReader r) => new(
        new(r.GetGuid(0)), new(r.GetGuid(1)), CanonicalJson.Read(r.GetFieldValue<byte[]>(4), CoreJson.Default.SignalGist), r.GetFieldValue<DateTimeOffset>(2), r.Nullable<string>(5),
        r.GetBoolean(3));
}
