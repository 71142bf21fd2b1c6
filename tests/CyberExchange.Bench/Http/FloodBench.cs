using System.Diagnostics;

namespace CyberExchange.Bench.Http;

/// <summary>What a quiet partner waits for while somebody else asks five times what it may, against what it waits for alone.</summary>
/// <remarks>
/// The usual limits. Quiet: a page of the feed every 20 ms over one connection. Flood: pages of incidents over eight connections, paced, without
/// a certificate and so counted by address; every answer, given or refused, is read. Both share this process and its processors with the server.
/// </remarks>
internal static class FloodBench
{
    private const int FloodConnections = 8;
    private const int FloodPerSecond = 1_000;
    private const double Target = 3;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan QuietEvery = TimeSpan.FromMilliseconds(20);

    public static async Task<int> RunAsync(string[] options)
    {
        var (json, rounds) = BenchOptions.Read(options);
        await using var bench = await BenchExchange.StartAsync(new());
        using var quiet = bench.Client();
        using var flood = bench.PublicClient();
        await QuietAsync(quiet);
        var results = new List<(double P50, double P99, double AloneP50, double AloneP99)>();
        var (given, refused) = (0L, 0L);
        for (var round = 0; round < rounds; round++)
        {
            var (aloneP50, aloneP99) = await QuietAsync(quiet);
            using var stopping = new CancellationTokenSource();
            var flooding = FloodAsync(flood, stopping.Token);
            var (p50, p99) = await QuietAsync(quiet);
            await stopping.CancelAsync();
            var (some, others) = await flooding;
            (given, refused) = (given + some, refused + others);
            results.Add((p50, p99, aloneP50, aloneP99));
        }

        await Console.Error.WriteLineAsync($"the flood was given {given} answers and refused {refused}");
        foreach (var measured in new[]
        {
            Measurement.Of("flood.quiet.p50", "ms", [.. results.Select(r => (r.P50, r.AloneP50))], Target, "lower"),
            Measurement.Of("flood.quiet.p99", "ms", [.. results.Select(r => (r.P99, r.AloneP99))], Target, "lower"),
        })
        {
            Console.WriteLine(json ? measured.ToJson() : measured.ToLine());
        }

        return 0;
    }

    /// <summary>Milliseconds at the median and at the 99th of 100.</summary>
    private static async Task<(double P50, double P99)> QuietAsync(HttpClient client)
    {
        var waited = new List<double>();
        using var timer = new PeriodicTimer(QuietEvery);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Turn; await timer.WaitForNextTickAsync())
        {
            var asked = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync("/v1/feed");
            await answer.Content.ReadAsByteArrayAsync();
            answer.EnsureSuccessStatusCode();
            waited.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        waited.Sort();
        return (waited[waited.Count / 2], waited[waited.Count * 99 / 100]);
    }

    private static async Task<(long Given, long Refused)> FloodAsync(HttpClient client, CancellationToken ct)
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, FloodConnections).Select(_ => Task.Run(async () =>
        {
            var (given, refused, sent) = (0L, 0L, 0L);
            for (var clock = Stopwatch.StartNew(); !ct.IsCancellationRequested;)
            {
                // Behind its pace it does not wait; ahead of it, it does.
                if (sent > clock.Elapsed.TotalSeconds * FloodPerSecond / FloodConnections)
                {
                    await Task.Delay(1, CancellationToken.None);
                    continue;
                }

                using var answer = await client.GetAsync("/v1/incidents", CancellationToken.None);
                await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
                sent++;
                (given, refused) = answer.IsSuccessStatusCode ? (given + 1, refused) : (given, refused + 1);
            }

            return (given, refused);
        }, CancellationToken.None)));
        return (counts.Sum(c => c.given), counts.Sum(c => c.refused));
    }
}
