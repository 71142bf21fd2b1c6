using System.Diagnostics;

namespace CyberExchange.Bench.Sharing;

/// <summary>Two ways of doing the same, in turns, so that a noisy neighbour meets both.</summary>
internal static class Turns
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(500);

    public static async Task<Measurement> AlternateAsync(string name, string unit, int rounds, double target, Func<int, Task> ours, Func<int, Task> floor)
    {
        await RateAsync(floor); // One turn each to warm up.
        await RateAsync(ours);
        var results = new List<(double, double)>();
        for (var round = 0; round < rounds; round++)
        {
            var floorRate = await RateAsync(floor);
            results.Add((await RateAsync(ours), floorRate));
        }

        return Measurement.Of(name, unit, results, target);
    }

    /// <summary>How often in a second, over one turn on one connection; each time is told its number.</summary>
    private static async Task<double> RateAsync(Func<int, Task> once)
    {
        var clock = Stopwatch.StartNew();
        var count = 0;
        for (; clock.Elapsed < Turn; count++)
        {
            await once(count);
        }

        return count / clock.Elapsed.TotalSeconds;
    }
}
