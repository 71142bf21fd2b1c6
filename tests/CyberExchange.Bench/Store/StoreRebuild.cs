using System.Diagnostics;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Views.Projections;
using Npgsql;

namespace CyberExchange.Bench.Store;

/// <summary>Filling a view of one row per stream from the beginning of the log, against reading the log and parsing its bodies.</summary>
internal static class StoreRebuild
{
    private static readonly TimeSpan FillMax = TimeSpan.FromMinutes(10);

    /// <summary>Measures in a database that was filled in bulk and not analysed: the first rebuild comes as it is.</summary>
    public static async Task<IReadOnlyList<Measurement>> MeasureAsync(string connectionString, long events, int rounds)
    {
        await SnapshotView.CreateTableAsync(connectionString);
        await using var log = new OurLog(connectionString);
        var first = await RebuildAsync(log, events);
        var results = new List<(double, double)>();
        for (var round = 0; round < rounds; round++)
        {
            var scan = await ScanAsync(log, events);
            results.Add((await RebuildAsync(log, events), scan));
        }

        var steady = results.Select(r => r.Item1).Order().ElementAt(results.Count / 2);
        return
        [
            Measurement.Of("rebuild.per-stream", "events/s", results, target: 0.7),
            Measurement.Of("rebuild.first-after-load", "s", [(events / first, events / steady)], target: 1.5, "lower"),
        ];
    }

    private static async Task<double> RebuildAsync(OurLog log, long events)
    {
        using var stopping = new CancellationTokenSource();
        var runner = new ProjectionRunner(log.Log, log.Database.Projector, new SnapshotView(), TimeProvider.System);
        await runner.ClearAsync(CancellationToken.None);
        var clock = Stopwatch.StartNew();
        var running = runner.RunAsync(stopping.Token);
        if (!await runner.WaitForAsync(events, FillMax, CancellationToken.None))
        {
            throw new InvalidOperationException($"the view stands at {runner.Checkpoint}: {runner.Health}");
        }

        var rate = events / clock.Elapsed.TotalSeconds;
        await stopping.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // This is how a runner ends.
        }

        return rate;
    }

    private static async Task<double> ScanAsync(OurLog log, long events)
    {
        var clock = Stopwatch.StartNew();
        var (read, _) = await StoreReads.ScanAsync(log.Log, events);
        return read == events ? events / clock.Elapsed.TotalSeconds : throw new InvalidOperationException($"{read} of {events} events were read");
    }
}

/// <summary>One row for each stream: how many events it has, and the sum of what its bodies say.</summary>
internal sealed class SnapshotView : Projection
{
    private Dictionary<string, (int Version, long Sum)> page = new(StringComparer.Ordinal);

    public override string Name => "bench-snapshot";

    public override int Version => 1;

    public override string Schema => "bench";

    public override Projection Fresh() => new SnapshotView();

    public static async Task CreateTableAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(
            """
            create schema bench;
            create table bench.snapshot (stream_id text collate "C" not null primary key, version integer not null, sum bigint not null);
            grant usage on schema bench to cx_projector;
            grant select, insert, update, delete, truncate on bench.snapshot to cx_projector;
            """);
        await command.ExecuteNonQueryAsync();
    }

    public override Task ApplyAsync(NpgsqlConnection connection, StoredEvent e, DateTimeOffset instant, CancellationToken ct)
    {
        page[e.Stream] = (e.Version, page.GetValueOrDefault(e.Stream).Sum + StoreReads.Parse(e.Body));
        return Task.CompletedTask;
    }

    public override async Task CompleteAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var rows = page;
        page = new(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(
            """
            insert into bench.snapshot as s (stream_id, version, sum)
            select r.stream_id, r.version, r.sum
            from unnest($1::text[], $2::integer[], $3::bigint[]) as r (stream_id, version, sum)
            on conflict (stream_id) do update set version = excluded.version, sum = s.sum + excluded.sum
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = rows.Keys.ToArray() },
                new() { Value = rows.Values.Select(r => r.Version).ToArray() },
                new() { Value = rows.Values.Select(r => r.Sum).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    public override async Task ClearAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("truncate bench.snapshot", connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
