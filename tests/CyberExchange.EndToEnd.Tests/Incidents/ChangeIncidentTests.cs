using CyberExchange.Contracts;
using CyberExchange.Contracts.Incidents;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Incidents;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Incidents;

public sealed class ChangeIncidentTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string NobodyElse = """{ "sharing": { "label": "TLP:AMBER" } }""";

    [Fact]
    public async Task An_amendment_reaches_the_recipients()
    {
        var (incident, tag, _) = await ReportAsync();
        var receipt = await (await AmendAsync(incident, tag)).BodyAsync(WireJson.Default.WriteReceipt);
        using var read = await exchange.As("cert-eu").ReadAsync($"/v1/incidents/{incident.Id}", receipt.ConsistencyToken);
        var own = await read.BodyAsync(WireJson.Default.IncidentDocument);
        var seen = await SeenAsync("grid-jp", incident);
        Assert.Equal((2, 2), (own.Revision, seen.Revision));
        Assert.NotNull(seen.Report.EndedAt);
    }

    [Fact]
    public async Task Whoever_is_left_out_loses_the_incident_before_the_change_is_acknowledged()
    {
        var (incident, tag, _) = await ReportAsync();
        await SeenAsync("grid-jp", incident);
        using var shared = await exchange.As("cert-eu").WriteAsync(HttpMethod.Put, $"/v1/incidents/{incident.Id}/sharing", NobodyElse, ifMatch: tag);
        Assert.Equal(200, (int)shared.StatusCode);
        using var lost = await exchange.As("grid-jp").ReadAsync($"/v1/incidents/{incident.Id}");
        await lost.AssertProblemAsync(410, "gone");
        using var never = await exchange.As("cert-jp").ReadAsync($"/v1/incidents/{incident.Id}");
        await never.AssertProblemAsync(404, "not-found");
    }

    [Fact]
    public async Task A_withdrawn_incident_stays_with_its_viewers_and_takes_no_change()
    {
        var (incident, tag, _) = await ReportAsync();
        using var withdrawn = await WithdrawAsync(incident, tag, "withdraw-1");
        Assert.Equal(200, (int)withdrawn.StatusCode);
        Assert.StartsWith("Reported twice", (await SeenAsync("grid-jp", incident)).WithdrawnBecause, StringComparison.Ordinal);

        using var retried = await WithdrawAsync(incident, tag, "withdraw-1");
        Assert.Equal(200, (int)retried.StatusCode);
        using var amended = await AmendAsync(incident, await TagAsync("cert-eu", incident));
        await amended.AssertProblemAsync(409, "withdrawn");
    }

    [Fact]
    public async Task A_change_names_the_state_that_it_changes()
    {
        var (incident, tag, _) = await ReportAsync();
        using var without = await exchange.As("cert-eu").WriteAsync(HttpMethod.Put, $"/v1/incidents/{incident.Id}/report", IncidentExamples.Amend);
        await without.AssertProblemAsync(428, "precondition-required");
        using var first = await AmendAsync(incident, tag, key: "amend-1");
        Assert.Equal(200, (int)first.StatusCode);
        using var stale = await AmendAsync(incident, tag);
        await stale.AssertProblemAsync(412, "stale");

        // The first one again: its If-Match is stale by its own doing.
        using var retried = await AmendAsync(incident, tag, key: "amend-1");
        Assert.Equal(200, (int)retried.StatusCode);
        using var reused = await exchange.As("cert-eu").WriteAsync(
            HttpMethod.Put, $"/v1/incidents/{incident.Id}/report", IncidentExamples.Amend.Replace("routers", "cameras", StringComparison.Ordinal), "amend-1", tag);
        await reused.AssertProblemAsync(409, "idempotency-key-reused");
    }

    [Fact]
    public async Task Of_two_changes_of_one_state_one_wins()
    {
        var (incident, tag, _) = await ReportAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => AmendAsync(incident, tag)));
        Assert.Single(answers, a => (int)a.StatusCode == 200);
        Assert.Equal(5, answers.Count(a => (int)a.StatusCode == 412));
    }

    [Fact]
    public async Task A_recipient_changes_nothing()
    {
        var (incident, _, _) = await ReportAsync();
        using var answer = await exchange.As("grid-jp").WriteAsync(
            HttpMethod.Put, $"/v1/incidents/{incident.Id}/report", IncidentExamples.Amend, ifMatch: await TagAsync("grid-jp", incident));
        await answer.AssertProblemAsync(403, "not-originator");
    }

    [Fact]
    public async Task A_recipients_tag_stays_when_the_audience_changes_beside_it()
    {
        var (incident, tag, _) = await ReportAsync();
        var before = await TagAsync("grid-jp", incident);
        var wider = IncidentExamples.Share.Replace("\"label\": \"TLP:GREEN\"", """
            "label": "TLP:AMBER", "pap": "PAP:GREEN", "audience": { "partners": ["grid-jp", "cert-jp"] }
            """, StringComparison.Ordinal);
        using var shared = await exchange.As("cert-eu").WriteAsync(HttpMethod.Put, $"/v1/incidents/{incident.Id}/sharing", wider, ifMatch: tag);
        Assert.Equal(200, (int)shared.StatusCode);
        await SeenAsync("cert-jp", incident);
        Assert.Equal(before, await TagAsync("grid-jp", incident));
    }

    [Fact]
    public async Task Before_the_embargo_lifts_only_its_parties_see_and_afterwards_the_audience()
    {
        var lifts = DateTimeOffset.UtcNow.AddSeconds(4);
        var body = IncidentExamples.Report.Replace("\"audience\": { \"partners\": [\"grid-jp\"] }", $$"""
            "audience": { "partners": ["grid-jp", "cert-jp"] },
            "embargo": { "localTime": "{{lifts:yyyy-MM-dd'T'HH:mm:ss}}", "zone": "Etc/UTC", "parties": ["cert-jp"] }
            """, StringComparison.Ordinal);
        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync(body);
        Assert.Equal("embargo-party", (await SeenAsync("cert-jp", incident)).Received.Reason);
        using var closed = await exchange.As("grid-jp").ReadAsync($"/v1/incidents/{incident.Id}");
        await closed.AssertProblemAsync(404, "not-found");

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var answer = await exchange.As("grid-jp").ReadAsync($"/v1/incidents/{incident.Id}");
            if (answer.IsSuccessStatusCode)
            {
                break;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
        }

        Assert.True(DateTimeOffset.UtcNow >= lifts.AddSeconds(-1));
        Assert.Equal("named", (await SeenAsync("grid-jp", incident)).Received.Reason);
    }

    private Task<(IncidentDocument Incident, string ETag, CyberExchange.Contracts.Feed.WriteReceipt Receipt)> ReportAsync() =>
        exchange.As("cert-eu").ReportAsync(IncidentExamples.Report);

    private Task<HttpResponseMessage> AmendAsync(IncidentDocument incident, string tag, string? key = null) =>
        exchange.As("cert-eu").WriteAsync(HttpMethod.Put, $"/v1/incidents/{incident.Id}/report", IncidentExamples.Amend, key, tag);

    private Task<HttpResponseMessage> WithdrawAsync(IncidentDocument incident, string tag, string key) =>
        exchange.As("cert-eu").WriteAsync(HttpMethod.Post, $"/v1/incidents/{incident.Id}/withdrawal", IncidentExamples.Withdraw, key, tag);

    private async Task<IncidentDocument> SeenAsync(string partner, IncidentDocument incident)
    {
        await exchange.CaughtUpAsync();
        using var answer = await exchange.As(partner).ReadAsync($"/v1/incidents/{incident.Id}");
        return await answer.BodyAsync(WireJson.Default.IncidentDocument);
    }

    private async Task<string> TagAsync(string partner, IncidentDocument incident)
    {
        await exchange.CaughtUpAsync();
        using var answer = await exchange.As(partner).ReadAsync($"/v1/incidents/{incident.Id}");
        return answer.Headers.ETag!.ToString(); // Every single read has a tag.
    }
}
