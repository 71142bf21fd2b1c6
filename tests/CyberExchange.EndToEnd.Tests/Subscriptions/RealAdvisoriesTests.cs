using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Feed;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Subscriptions;

/// <summary>Two operators with different interests, and advisories of CISA as a CERT brings them in.</summary>
public sealed class RealAdvisoriesTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const int DocumentsMax = 60;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_operator_gets_of_real_advisories_what_its_subscription_asks_for()
    {
        var files = Directory.GetFiles(SharedSuites.Require("data/cisa-csaf"), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        foreach (var file in files.Where((_, i) => i % (files.Count / DocumentsMax) == 0).Take(DocumentsMax))
        {
            using var published = await exchange.As("cert-eu").PublishAsync(
                AdvisoryRequests.Terms("TLP:GREEN", "third-party"), await File.ReadAllTextAsync(file, Ct));
            await published.BodyAsync(WireJson.Default.WriteReceipt);
        }

        await exchange.CaughtUpAsync();
        await CheckAsync("grid-eu", "\"vendors\": [\"siemens\", \"SCHNEIDER ELECTRIC\"], \"cvssMin\": 7.5", "vendors", a =>
            Has(a.Vendors, name => Same(name, "Siemens") || Same(name, "Schneider Electric")) && a.CvssMax >= 7.5);
        await CheckAsync("grid-jp", "\"productTexts\": [\"simatic\", \"PLC\", \"modicon\", \"scada\"]", "productTexts", a =>
            Has(a.Products, name => new[] { "simatic", "plc", "modicon", "scada" }.Any(text => name.Contains(text, StringComparison.OrdinalIgnoreCase))));
    }

    private static bool Has(IReadOnlyList<string> names, Func<string, bool> meets) => names.Any(meets);

    private static bool Same(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private async Task CheckAsync(string partner, string filter, string criterion, Func<AdvisoryDocument, bool> passes)
    {
        var client = exchange.As(partner);
        using var whole = await client.ReadAsync("/v1/feed?limit=200");
        var all = (await whole.BodyAsync(WireJson.Default.FeedPage)).Entries.Where(e => e.Advisory is not null).ToList();
        var expected = all.Where(e => passes(e.Advisory!)).Select(e => e.Id).ToList();
        Assert.InRange(expected.Count, 1, all.Count - 1); // Else nothing was narrowed.

        var narrowed = (await client.NarrowedAsync(await client.SubscribeAsync(filter))).Entries;

        Assert.Equal(expected, narrowed.Select(e => e.Id));
        Assert.All(narrowed, e =>
        {
            var names = criterion == "vendors" ? e.Advisory!.Vendors : e.Advisory!.Products;
            Assert.NotEmpty(e.Match!.Criteria);
            Assert.All(e.Match.Criteria.Where(c => c.Criterion == criterion).SelectMany(c => c.Matched), name => Assert.Contains(name, names));
        });
    }
}
