using System.Net;
using System.Net.Sockets;
using System.Text;
using CyberExchange.Testing.Databases;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Faults;

/// <summary>An operator that names a collector gets the metrics there.</summary>
public sealed class MetricsExportTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    // No assert depends on it: it only ends what hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_of_views_and_log_reach_the_collector_that_the_environment_names()
    {
        using var collector = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort()}/";
        collector.Prefixes.Add(address);
        collector.Start();
        var collected = CollectAsync(collector);
        await using var server = new ServerProcess(database.ConnectionString)
        {
            Environment =
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
            },
        };

        await server.StartAsync(Ct);

        Assert.Equal("/v1/metrics", await collected.WaitAsync(Patience, Ct));
    }

    /// <summary>The path of the first message that holds every name that is looked for.</summary>
    private static async Task<string> CollectAsync(HttpListener collector)
    {
        string[] names = ["cyberexchange.view.lag", "cyberexchange.view.applied", "cyberexchange.view.stopped", "cyberexchange.log.queued", "sharing-core"];
        while (true)
        {
            var context = await collector.GetContextAsync();
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body, Ct);
            context.Response.Close();
            var text = Encoding.UTF8.GetString(body.ToArray());
            if (names.All(name => text.Contains(name, StringComparison.Ordinal)))
            {
                return context.Request.Url!.AbsolutePath; // A request that came in has a URL.
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
