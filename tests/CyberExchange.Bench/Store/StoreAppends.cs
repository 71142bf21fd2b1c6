using System.Diagnostics;

namespace CyberExchange.Bench.Store;

/// <summary>Appends against the floors, in turns, and what an append leaves to the garbage collector.</summary>
internal static class StoreAppends
{
    private const int Many = 100;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    public static async IAsyncEnumerable<Measurement> MeasureAsync(string connectionString, string suffix, int rounds, Func<string, bool> wanted)
    {
        await using var floor = await PlainFloor.CreateAsync(connectionString);
        await using var same = await SameRowsFloor.CreateAsync(connectionString);
        await using var log = new OurLog(connectionString);
        await using var nodes = new TwoNodes(connectionString);
        await using var conflicting = new Conflicting(log);
        (string Name, double Target, IAppender Ours, IAppender Floor, int Writers, int Events)[] rows =
        [
            ("append.sequential", 0.55, log, floor, 1, 1),
            ("append.sequential.same-rows", 0.85, log, same, 1, 1),
            ("append.8-writers", 1.0, log, floor, 8, 1),
            ("append.32-writers", 1.5, log, floor, 32, 1),
            ("append.100-per-append", 0.8, log, floor, 1, Many),
            ("append.100-per-append.same-rows", 0.85, log, same, 1, Many),
            ("append.two-nodes-32-writers", 1.5, nodes, floor, 64, 1),
            ("append.conflicts-10-percent", 1.0, conflicting, log, 32, 1),
        ];
        foreach (var row in rows.Where(row => wanted(row.Name)))
        {
            yield return await AlternateAsync(row.Name + suffix, rounds, row.Target, row.Ours, row.Floor, row.Writers, row.Events);
        }

        foreach (var (name, writers, events) in new[] { ("allocated.sequential", 1, 1), ("allocated.8-writers", 8, 1), ("allocated.100-per-append", 1, Many) })
        {
            if (wanted(name))
            {
                yield return Measurement.Of(
                    name + suffix, "B/event", [(await AllocatedAsync(log, writers, events), await AllocatedAsync(floor, writers, events))], target: 2, "lower");
            }
        }
    }

    private static async Task<Measurement> AlternateAsync(
        string name, int rounds, double target, IAppender ours, IAppender floor, int writers, int events)
    {
        await RateAsync(floor, writers, events); // One turn each to warm up.
        await RateAsync(ours, writers, events);
        var results = new List<(double, double)>();
        for (var round = 0; round < rounds; round++)
        {
            var floorRate = await RateAsync(floor, writers, events);
            results.Add((await RateAsync(ours, writers, events), floorRate));
        }

        return Measurement.Of(name, "events/s", results, target);
    }

    /// <summary>Events a second over one turn.</summary>
    private static async Task<double> RateAsync(IAppender appender, int writers, int events)
    {
        var clock = Stopwatch.StartNew();
        var commits = await CommitsAsync(appender, writers, events, clock);
        return commits * events / clock.Elapsed.TotalSeconds;
    }

    private static async Task<double> AllocatedAsync(IAppender appender, int writers, int events)
    {
        await CommitsAsync(appender, writers, events, Stopwatch.StartNew());
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var commits = await CommitsAsync(appender, writers, events, Stopwatch.StartNew());
        return (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / (commits * events);
    }

    private static async Task<long> CommitsAsync(IAppender appender, int writers, int events, Stopwatch clock)
    {
        var commits = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var count = 0L;
            for (; clock.Elapsed < Turn; count++)
            {
                await appender.AppendAsync(writer, events);
            }

            return count;
        })));
        return commits.Sum();
    }
}
