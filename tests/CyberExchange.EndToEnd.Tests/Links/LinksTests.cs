using System.Text.Json.Nodes;
using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Links;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.Server.Incidents;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Links;

public sealed class LinksTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_is_shown_to_whoever_sees_both_items_and_changes_neither()
    {
        // cert-eu and grid-jp see the incident, cert-eu and grid-eu the advisory.
        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync(IncidentExamples.Report);
        var (advisory, _) = await PublishAsync("TLP:AMBER+STRICT", "CVE-2026-20001", "grid-eu", "cert-eu");
        await exchange.CaughtUpAsync();
        var before = await WithoutLinksAsync(incident.Id, advisory.Id);

        var run = await exchange.CyxAsync("cert-eu", "", "incident", "link", $"{incident.Id}", "--advisory", $"{advisory.Id}", "--kind", "exploited-in", "--reason", "the portal was entered");
        Assert.Equal((ExitCode.Done, $"linked {incident.Id}\n"), (run.Code, run.Output));
        await exchange.CaughtUpAsync();

        Assert.Equal(before, await WithoutLinksAsync(incident.Id, advisory.Id));
        foreach (var path in new[] { $"/v1/incidents/{incident.Id}/links", $"/v1/advisories/{advisory.Id}/links" })
        {
            var link = Assert.Single((await LinksAsync("cert-eu", path)).Links);
            Assert.Equal((incident.Id, advisory.Id, "exploited-in", "the portal was entered", true), (link.Incident, link.Advisory, link.Kind, link.Reason, link.Own));
        }

        Assert.Empty((await LinksAsync("grid-jp", $"/v1/incidents/{incident.Id}/links")).Links);
        Assert.Empty((await LinksAsync("grid-eu", $"/v1/advisories/{advisory.Id}/links")).Links);
        Assert.Contains($"{advisory.Id}  exploited-in", (await exchange.CyxAsync("cert-eu", "", "incident", "links", $"{incident.Id}")).Output, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Done, (await exchange.CyxAsync("cert-eu", "", "incident", "unlink", $"{incident.Id}", "--advisory", $"{advisory.Id}")).Code);
        await exchange.CaughtUpAsync();
        Assert.Empty((await LinksAsync("cert-eu", $"/v1/incidents/{incident.Id}/links")).Links);
        await exchange.As("grid-jp").SendDeleteAsync($"/v1/incidents/{incident.Id}/links/{advisory.Id}").AssertRefusedAsync(404, "not-found");
    }

    [Fact]
    public async Task Who_does_not_see_both_or_is_neither_originator_nor_a_CERT_links_nothing()
    {
        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync(IncidentExamples.Report);
        var (hidden, _) = await PublishAsync("TLP:AMBER+STRICT", "CVE-2026-20002", "grid-eu");
        var (open, _) = await PublishAsync("TLP:GREEN", "CVE-2026-20003");
        await exchange.CaughtUpAsync();

        foreach (var advisory in new[] { hidden.Id, Guid.CreateVersion7() })
        {
            await exchange.As("cert-eu").PostJsonAsync($"/v1/incidents/{incident.Id}/links", Body(advisory)).AssertRefusedAsync(404, "not-found");
        }

        await exchange.As("grid-eu").PostJsonAsync($"/v1/incidents/{incident.Id}/links", Body(open.Id)).AssertRefusedAsync(404, "not-found");
        await exchange.As("grid-jp").PostJsonAsync($"/v1/incidents/{incident.Id}/links", Body(open.Id)).AssertRefusedAsync(403, "not-originator");
        await exchange.As("cert-eu").PostJsonAsync($"/v1/incidents/{incident.Id}/links", Body(open.Id, "seen")).AssertRefusedAsync(422, "unknown-term", "/kind");
    }

    [Fact]
    public async Task An_incident_relates_to_the_advisories_that_name_its_vulnerabilities_and_that_the_reader_sees()
    {
        const string cve = "CVE-2026-20004";
        var (seen, _) = await PublishAsync("TLP:GREEN", cve);
        var (hidden, _) = await PublishAsync("TLP:AMBER+STRICT", cve, "grid-eu");
        await PublishAsync("TLP:GREEN", "CVE-2026-20005");
        var report = JsonNode.Parse(IncidentExamples.Report)!;
        report["report"]!["vulnerabilities"] = new JsonArray(cve);
        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync(report.ToJsonString());
        var (without, _, _) = await exchange.As("cert-eu").ReportAsync(IncidentExamples.Report);
        await exchange.CaughtUpAsync();

        using var read = await exchange.As("grid-jp").ReadAsync($"/v1/incidents/{incident.Id}/advisories");
        Assert.Equal(seen.Id, Assert.Single((await read.BodyAsync(WireJson.Default.PageAdvisoryDocument)).Items).Id);
        using var none = await exchange.As("grid-jp").ReadAsync($"/v1/incidents/{without.Id}/advisories");
        Assert.Empty((await none.BodyAsync(WireJson.Default.PageAdvisoryDocument)).Items);
        using var foreign = await exchange.As("grid-eu").ReadAsync($"/v1/incidents/{incident.Id}/advisories");
        await foreign.AssertProblemAsync(404, "not-found");
        var run = await exchange.CyxAsync("grid-jp", "", "incident", "advisories", $"{incident.Id}");
        Assert.Contains($"{seen.Id}", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain($"{hidden.Id}", run.Output, StringComparison.Ordinal);
    }

    private static string Body(Guid advisory, string kind = "related") => $$"""{ "advisory": "{{advisory}}", "kind": "{{kind}}", "reason": "A test." }""";

    private async Task<(Contracts.Advisories.AdvisoryDocument Advisory, string Tag)> PublishAsync(string label, string cve, params string[] partners)
    {
        var document = JsonNode.Parse(AdvisoryRequests.NewDocument())!.AsObject();
        document["vulnerabilities"] = new JsonArray(new JsonObject { ["cve"] = cve, ["notes"] = new JsonArray(new JsonObject { ["category"] = "summary", ["text"] = "A weakness." }) });
        var terms = JsonNode.Parse(AdvisoryRequests.Terms(label))!;
        if (partners.Length > 0)
        {
            terms["sharing"]!["audience"] = new JsonObject { ["partners"] = new JsonArray([.. partners.Select(p => (JsonNode)p)]) };
        }

        return await exchange.As("maker-eu").PublishedAsync(terms.ToJsonString(), document.ToJsonString());
    }

    private async Task<LinksDocument> LinksAsync(string member, string path)
    {
        using var answer = await exchange.As(member).ReadAsync(path);
        return await answer.BodyAsync(WireJson.Default.LinksDocument);
    }

    // Items, lists, counts and feeds of all four, byte for byte but for cursors.
    private async Task<string> WithoutLinksAsync(Guid incident, Guid advisory)
    {
        var told = new List<string>();
        foreach (var member in new[] { "cert-eu", "grid-jp", "grid-eu", "maker-eu" })
        {
            foreach (var path in new[] { $"/v1/incidents/{incident}", $"/v1/advisories/{advisory}", "/v1/incidents", "/v1/advisories", "/v1/incidents/count", "/v1/search?q=portal" })
            {
                using var answer = await exchange.As(member).ReadAsync(path);
                told.Add($"{member} {path} {(int)answer.StatusCode} {answer.Headers.ETag}");
            }

            using var feed = await exchange.As(member).ReadAsync("/v1/feed?limit=200");
            told.Add(string.Join(' ', (await feed.BodyAsync(WireJson.Default.FeedPage)).Entries.Select(e => $"{e.Type} {e.Id}")));
        }

        return string.Join('\n', told);
    }
}
