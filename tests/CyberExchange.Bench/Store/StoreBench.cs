using System.Diagnostics;
using CyberExchange.Storage;

namespace CyberExchange.Bench.Store;

/// <summary>Appends to the log against the plainest program that stores a stream row and an event row.</summary>
/// <remarks>
/// Same database, same run, fsync on, bodies of 935 bytes; the two take turns of one second, so that a noisy neighbour
/// meets both. The database is a private one on the local disk, or the one that CYBEREXCHANGE_DATABASE names.
/// </remarks>
internal static class StoreBench
{
    private const int Writers = 8;
    private const int BatchEvents = 100;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(string[] options)
    {
        var (json, rounds) = BenchOptions.Read(options);

        await using var database = await BenchDatabase.OpenAsync();
        await Migrator.MigrateAsync(database.ConnectionString);
        await using var floor = await PlainFloor.CreateAsync(database.ConnectionString);
        await using var ours = new OurLog(database.ConnectionString);

        await foreach (var measurement in MeasureAsync(floor, ours, rounds))
        {
            Console.WriteLine(json ? measurement.ToJson() : measurement.ToLine());
        }

        return 0;
    }

    private static async IAsyncEnumerable<Measurement> MeasureAsync(PlainFloor floor, OurLog ours, int rounds)
    {
        yield return await AlternateAsync(
            "append.sequential", rounds, target: 0.55, ours.AppendOneAsync, floor.AppendOneAsync, writers: 1, eventsPerCommit: 1);
        yield return await AlternateAsync(
            "append.8-writers", rounds, target: 1.0, ours.AppendOneAsync, floor.AppendOneAsync, Writers, eventsPerCommit: 1);
        yield return await AlternateAsync(
            "append.100-per-commit", rounds, target: 0.8, ours.AppendManyAsync, floor.AppendManyAsync, writers: 1, BatchEvents);
    }

    private static async Task<Measurement> AlternateAsync(
        string name, int rounds, double target, Func<int, int, Task> ours, Func<int, int, Task> floor, int writers, int eventsPerCommit)
    {
        await RateAsync(floor, writers, eventsPerCommit); // One turn each to warm up.
        await RateAsync(ours, writers, eventsPerCommit);
        var results = new List<(double, double)>();
        for (var round = 0; round < rounds; round++)
        {
            var floorRate = await RateAsync(floor, writers, eventsPerCommit);
            results.Add((await RateAsync(ours, writers, eventsPerCommit), floorRate));
        }

        return Measurement.Of(name, "events/s", results, target);
    }

    /// <summary>Events a second over one turn.</summary>
    private static async Task<double> RateAsync(Func<int, int, Task> append, int writers, int eventsPerCommit)
    {
        var clock = Stopwatch.StartNew();
        var commits = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var count = 0L;
            for (; clock.Elapsed < Turn; count++)
            {
                await append(writer, eventsPerCommit);
            }

            return count;
        })));
        return commits.Sum() * eventsPerCommit / clock.Elapsed.TotalSeconds;
    }
}
