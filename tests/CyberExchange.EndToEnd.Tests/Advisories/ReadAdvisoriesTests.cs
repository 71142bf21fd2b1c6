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
        var document = await File.ReadAllTextAsync(
            Path.Combine(SharedSuites.RepositoryRoot, "tests", "CyberExchange.Tests", "Fixtures", "csaf", "egw-2026-0001.json"), Ct);
        var maker = exchange.As("maker-eu");
        var (advisory, _) = await maker.PublishedAsync(AdvisoryRequests.Terms("TLP:GREEN"), document);
        await maker.PublishedAsync(AdvisoryRequests.Terms("TLP:GREEN"), AdvisoryRequests.NewDocument());
        Assert.NotNull(advisory.CvssMax);

        foreach (var filter in new[]
            {
                $"cve={advisory.Vulnerabilities[0]}", $"vendor={Uri.EscapeDataString(advisory.Vendors[0].ToUpperInvariant())}",
                $"product={Uri.EscapeDataString(advisory.Products[0])}", FormattableString.Invariant($"cvssMin={advisory.CvssMax}"),
            })
        {
            using var list = await exchange.As("grid-jp").ReadAsync($"/v1/advisories?{filter}");
            Assert.Equal(advisory.Id, Assert.Single((await list.BodyAsync(WireJson.Default.PageAdvisoryDocument)).Items).Id);
            using var count = await exchange.As("grid-jp").ReadAsync($"/v1/advisories/count?{filter}");
            Assert.Equal(1, (await count.BodyAsync(WireJson.Default.CountDocument)).Count);
        }

        using var none = await exchange.As("grid-jp").ReadAsync("/v1/advisories?cve=CVE-1999-0001");
        Assert.Empty((await none.BodyAsync(WireJson.Default.PageAdvisoryDocument)).Items);
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
