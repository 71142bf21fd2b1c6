using System.Diagnostics;
using System.Text;
using CyberExchange.Bench.Store;

namespace CyberExchange.Bench.Http;

/// <summary>Reports and feed pages over mutual TLS against a plain Kestrel endpoint that moves as many bytes.</summary>
/// <remarks>
/// Both servers and the clients share this process and take turns of one second; connections stay open. The floor has no
/// gate, no rule and no database: the ratio is what all of those cost together.
/// </remarks>
internal static class HttpBench
{
    private const int Connections = 8;
    private const int FeedEntries = 50;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    // No peer was measured over HTTP yet: the target is that the exchange costs no more than the plain endpoint twice over.
    private const double ReportTarget = 0.33;
    private const double FeedTarget = 0.33;

    public static async Task<int> RunAsync(string[] options)
    {
        var (json, rounds) = BenchOptions.Read(options);
        await using var bench = await BenchExchange.StartAsync();
        using var client = bench.Client();
        using var plain = bench.PlainClient();

        for (var i = 0; i < FeedEntries; i++)
        {
            await ReportAsync(client);
        }

        bench.PlainAnswer = await FeedAsync(client);
        foreach (var (name, target, request) in new (string, double, Func<HttpClient, Task>)[]
        {
            ("http.report.1-connection", ReportTarget, ReportAsync),
            ("http.report.8-connections", ReportTarget, ReportAsync),
            ("http.feed-page.1-connection", FeedTarget, FeedAsync),
            ("http.feed-page.8-connections", FeedTarget, FeedAsync),
        })
        {
            var connections = name.Contains("8-", StringComparison.Ordinal) ? Connections : 1;
            var measured = await AlternateAsync(name, target, rounds, () => RateAsync(client, request, connections), () => RateAsync(plain, request, connections));
            Console.WriteLine(json ? measured.ToJson() : measured.ToLine());
        }

        return 0;
    }

    private static async Task<Measurement> AlternateAsync(string name, double target, int rounds, Func<Task<double>> ours, Func<Task<double>> floor)
    {
        await floor(); // One turn each to warm up.
        await ours();
        var results = new List<(double, double)>();
        for (var round = 0; round < rounds; round++)
        {
            var floorRate = await floor();
            results.Add((await ours(), floorRate));
        }

        return Measurement.Of(name, "requests/s", results, target);
    }

    private static async Task<double> RateAsync(HttpClient client, Func<HttpClient, Task> request, int connections)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            var count = 0L;
            for (; clock.Elapsed < Turn; count++)
            {
                await request(client);
            }

            return count;
        })));
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    private static async Task ReportAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/incidents");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Content = new StringContent(Report, Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<byte[]> FeedAsync(HttpClient client)
    {
        using var answer = await client.GetAsync($"/v1/feed?limit={FeedEntries}");
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private const string Report = """
        {
          "report": {
            "title": "Loss of view in a control centre",
            "summary": "The control centre of a distribution grid lost sight of four substations for eleven minutes. Operators switched to the reserve channel, no customer lost supply. The cause is being looked into; the logs of the communication gateway show repeated authentication failures before the loss.",
            "classification": "rsit.availability.outage",
            "severity": "nis-cg-impact.green",
            "sectors": ["eu.energy.electricity"],
            "detectedAt": "2026-11-01T08:00:00Z",
            "affectedCount": 4
          },
          "sharing": { "label": "TLP:GREEN" }
        }
        """;
}
