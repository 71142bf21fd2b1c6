using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Sources;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Sources;
using CyberExchange.Tests.Fetching;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Sources;

/// <summary>An exchange whose operator lets it fetch from one provider, which is on this machine and speaks real TLS.</summary>
public sealed class FollowingExchange : IAsyncLifetime
{
    private static readonly TimeSpan RunWaitMax = TimeSpan.FromSeconds(60);

    private readonly string _anchors = Path.GetTempFileName();
    private ServedProvider? _site;
    private RunningExchange? _exchange;

    public RunningExchange Exchange => _exchange!; // Made before the first test.

    internal ServedProvider Site => _site!; // Made before the first test.

    /// <summary>The only authorities that count for providers.</summary>
    internal string AnchorsFile => _anchors;

    internal string Host => Site.Localhost;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _site = await ServedProvider.StartAsync();
        await File.WriteAllTextAsync(_anchors, Site.AnchorPem);
        _exchange = new()
        {
            Settings = options => options with
            {
                Sources = new() { Reach = SourceReach.Read($"localhost:{Site.Port} 127.0.0.0/8 ::1").Reach!, AnchorsFile = _anchors, AskedRunsApart = TimeSpan.Zero }, // Every word is one.
            },
        };
        await _exchange.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_exchange is not null)
        {
            await _exchange.DisposeAsync();
        }

        if (_site is not null)
        {
            await _site.DisposeAsync();
        }

        File.Delete(_anchors);
    }

    /// <summary>A client of a demo member that asks again while views are behind.</summary>
    internal HttpClient As(string member) => Exchange.With(RunningExchange.CertificateOf(member), patient: true);

    /// <summary>Serves a provider of its own for one test.</summary>
    /// <param name="name">What its metadata and its folder are called.</param>
    /// <returns>The URL of its metadata.</returns>
    internal string Provide(string name)
    {
        Site.Add($"{Host}/{name}/provider-metadata.json", MadeProvider.Metadata(Host).Replace("/csaf\"", $"/{name}\"", StringComparison.Ordinal));
        return $"https://{Host}/{name}/provider-metadata.json";
    }

    /// <summary>Publishes documents there, and lists all of them with their dates.</summary>
    internal void Publish(string name, params (string Id, string Version, string Date)[] documents)
    {
        foreach (var (id, version, date) in documents)
        {
            Site.Add($"{Host}/{name}/2026/{id}.json", MadeProvider.Document(id.ToUpperInvariant(), version, date));
        }

        Site.Add($"{Host}/{name}/index.txt", string.Concat(documents.Select(d => $"2026/{d.Id}.json\n")));
        Site.Add($"{Host}/{name}/changes.csv", string.Concat(documents.OrderByDescending(d => d.Date, StringComparer.Ordinal).Select(d => $"\"2026/{d.Id}.json\",\"{d.Date}\"\n")));
    }

    internal static async Task<Guid> FollowAsync(HttpClient partner, string provider, string more = "")
    {
        using var answer = await partner.WriteAsync(HttpMethod.Post, SourceRoutes.Collection, $$"""{ "provider": "{{provider}}"{{more}} }""");
        return (await answer.BodyAsync(WireJson.Default.WriteReceipt)).Id;
    }

    internal static async Task<SourceDocument> ReadAsync(HttpClient partner, Guid id)
    {
        using var answer = await partner.ReadAsync($"{SourceRoutes.Collection}/{id}");
        return await answer.BodyAsync(WireJson.Default.SourceDocument);
    }

    internal static async Task<IReadOnlyList<SourceDocument>> ListAsync(HttpClient partner)
    {
        using var answer = await partner.ReadAsync(SourceRoutes.Collection);
        return (await answer.BodyAsync(WireJson.Default.PageSourceDocument)).Items;
    }

    /// <summary>Asks for a run, and waits for its end.</summary>
    internal static async Task<SourceRunDocument> RunAsync(HttpClient partner, Guid id)
    {
        var before = await EndedAsync(partner, id, after: null);
        using var asked = await partner.WriteAsync(HttpMethod.Post, $"{SourceRoutes.Collection}/{id}/run", body: null);
        await asked.BodyAsync(WireJson.Default.SourceDocument);
        return await EndedAsync(partner, id, before.StartedAt);
    }

    /// <summary>The last run, once there is one that began after an instant.</summary>
    internal static async Task<SourceRunDocument> EndedAsync(HttpClient partner, Guid id, DateTimeOffset? after)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var source = await ReadAsync(partner, id);
            if (source is { RunningSince: null, LastRun: { } run } && (after is null || run.StartedAt > after))
            {
                return run;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(begun) < RunWaitMax, "The source is not run.");
            await Task.Delay(20, Ct);
        }
    }
}
