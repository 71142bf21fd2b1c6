using System.Text.Json.Nodes;
using CyberExchange.Contracts;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Incidents;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Advisories;

public sealed class ReadAdvisoriesTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_and_counts_narrow_by_vulnerability_vendor_product_and_score()
    {
        var document = await FixtureAsync("egw-2026-0001.json");
        var maker = exchange.As("maker-eu");
        var (advisory, _) = await maker.PublishedAsync(AdvisoryRequests.Terms("TLP:GREEN"), document);
        await maker.PublishedAsync(AdvisoryRequests.Terms("TLP:GREEN"), AdvisoryRequests.NewDocument());
        Assert.NotNull(advisory.CvssMax);

        foreach (var filter in new[]
            {
                $"cve={advisory.Vulnerabilities[0]}", $"vendor={Uri.EscapeDataString(advisory.Vendors[0].ToUpperInvariant())}",
                $"product={Uri.EscapeDataString(advisory.Products[0])}", FormattableString.Invariant($"cvssMin={advisory.CvssMax}"),
                $"vendorText={Uri.EscapeDataString(advisory.Vendors[0][..3].ToUpperInvariant())}", $"category={advisory.Category}&status=final&cve={advisory.Vulnerabilities[0]}",
                $"cvssMax=10&cvssVersion=3&cvssVersion=4&productText={Uri.EscapeDataString(advisory.Products[0][1..])}",
                $"purl={Uri.EscapeDataString("pkg:generic/example-grid-works/gridgate-agent@9?arch=arm")}",
                $"cpe={Uri.EscapeDataString("cpe:2.3:*:example_grid_works:*:2.1.0:*:*:*:*:*:*:*")}&cve={advisory.Vulnerabilities[0]}",
                $"currentReleaseSince=2000-01-01T00:00:00Z&initialReleaseBefore=2999-01-01T00:00:00Z&cve={advisory.Vulnerabilities[0]}",
            })
        {
            using var list = await exchange.As("grid-jp").ReadAsync($"/v1/advisories?{filter}");
            Assert.Equal(advisory.Id, Assert.Single((await list.BodyAsync(WireJson.Default.PageAdvisoryDocument)).Items).Id);
            using var count = await exchange.As("grid-jp").ReadAsync($"/v1/advisories/count?{filter}");
            Assert.Equal(1, (await count.BodyAsync(WireJson.Default.CountDocument)).Count);
            using var search = await exchange.As("grid-jp").ReadAsync($"/v1/search?kind=advisory&{filter}");
            var found = await search.BodyAsync(WireJson.Default.SearchPage);
            Assert.Equal((advisory.Id, 1, false), (Assert.Single(found.Items).Id, found.Total.Count, found.Total.More));
        }

        using var none = await exchange.As("grid-jp").ReadAsync("/v1/advisories?cve=CVE-1999-0001");
        Assert.Empty((await none.BodyAsync(WireJson.Default.PageAdvisoryDocument)).Items);
    }

    internal static Task<string> FixtureAsync(string name) =>
        File.ReadAllTextAsync(Path.Combine(SharedSuites.RepositoryRoot, "tests", "CyberExchange.Tests", "Fixtures", "csaf", name), Ct);

    [Theory]
    [InlineData("cvssMax=11", "cvssMax")]
    [InlineData("vendorText=%E2%80%8B", "vendorText")] // A space of no width.
    [InlineData("productText=%C2%AD%E2%81%A0", "productText")]
    [InlineData("cvssVersion=3.1", "cvssVersion")]
    [InlineData("status=finished", "status")]
    [InlineData("purl=npm/a", "purl")]
    [InlineData("purl=pkg:npm/a&purl=pkg:npm", "purl")]
    [InlineData("cpe=cpe:2.3:a:b", "cpe")]
    [InlineData("cpe=cpe:2.3:a:b:c:8.*:*:*:*:*:*:*:*", "cpe")]
    [InlineData("cpe=cpe:2.3:a:*:*:8:*:*:*:*:*:*:*", "cpe")]
    [InlineData("currentReleaseSince=2026-01-01", "currentReleaseSince")]
    [InlineData("initialReleaseBefore=2026-01-01T00:00:00Z&initialReleaseBefore=2026-01-01T00:00:00Z", "initialReleaseBefore")]
    public async Task A_filter_that_says_nothing_is_refused_by_its_name(string filter, string name)
    {
        foreach (var path in new[] { "/v1/advisories", "/v1/advisories/count", "/v1/search" })
        {
            using var answer = await exchange.As("grid-jp").ReadAsync($"{path}?{filter}");
            Assert.Equal(name, (await answer.AssertProblemAsync(400, "bad-parameter")).Pointer);
        }
    }

    [Fact]
    public async Task An_incident_is_no_advisory()
    {
        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync(IncidentExamples.Report);

        using var read = await exchange.As("cert-eu").ReadAsync($"/v1/advisories/{incident.Id}/document");

        await read.AssertProblemAsync(404, "not-found");
    }

    [Fact]
    public async Task The_description_names_both_parts_of_a_publication()
    {
        using var read = await exchange.As(member: null).ReadAsync("/openapi/v1.json");
        var paths = JsonNode.Parse(await read.Content.ReadAsStringAsync(Ct))!["paths"]!;

        var form = paths["/v1/advisories"]!["post"]!["requestBody"]!["content"]!["multipart/form-data"]!["schema"]!;

        Assert.Equal(["document", "terms"], form["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.NotNull(paths["/v1/advisories/{id}/document"]!["put"]);
    }
}
