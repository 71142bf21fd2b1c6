using CyberExchange.Contracts;
using CyberExchange.Contracts.Explain;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Incidents;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Explain;

/// <summary>What a partner saw at an instant, as its originator may read it afterwards.</summary>
public sealed class RenditionTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Terms = """ "label": "TLP:AMBER", "audience": { "partners": ["grid-eu", "maker-eu"] } """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_partner_saw_then_is_what_it_read_then()
    {
        var originator = exchange.As("cert-eu");
        var (incident, tag, _) = await originator.ReportAsync("As it was", Terms);
        var then = await ReadAsync("grid-eu", incident.Id);
        using var amended = await originator.WriteAsync(HttpMethod.Put, $"/v1/incidents/{incident.Id}/report", IncidentExamples.Amend, ifMatch: tag);
        await amended.BodyAsync(WireJson.Default.WriteReceipt);
        await exchange.CaughtUpAsync();
        await originator.ShareAsync(incident.Id, Terms.Replace("TLP:AMBER", "TLP:GREEN", StringComparison.Ordinal));
        var now = await ReadAsync("grid-eu", incident.Id);

        var past = await RenditionAsync(originator, incident.Id, "grid-eu", incident.ReportedAt);
        Assert.Equal("named", past.Explanation.Reason);
        Assert.Equal(("As it was", 1, "TLP:AMBER"), (past.Incident!.Report.Title, past.Incident.Revision, past.Incident.Received.Label));
        Assert.Equal(then, Text(past));
        var present = await RenditionAsync(originator, incident.Id, "grid-eu");
        Assert.Equal((2, "TLP:GREEN"), (present.Incident!.Revision, present.Incident.Received.Label));
        Assert.Equal(now, Text(present));
    }

    [Fact]
    public async Task A_withdrawal_shows_from_its_instant_on_and_nothing_shows_to_whom_it_was_withheld()
    {
        var originator = exchange.As("cert-eu");
        var (incident, tag, _) = await originator.ReportAsync("Withdrawn later", Terms);
        using var withdrawn = await originator.WriteAsync(HttpMethod.Post, $"/v1/incidents/{incident.Id}/withdrawal", IncidentExamples.Withdraw, ifMatch: tag);
        await withdrawn.BodyAsync(WireJson.Default.WriteReceipt);
        await exchange.CaughtUpAsync();

        Assert.Null((await RenditionAsync(originator, incident.Id, "grid-eu", incident.ReportedAt)).Incident!.WithdrawnBecause);
        Assert.NotNull((await RenditionAsync(originator, incident.Id, "grid-eu")).Incident!.WithdrawnBecause);
        var stranger = await RenditionAsync(originator, incident.Id, "grid-jp");
        Assert.Equal((false, true), (stranger.Explanation.Visible, stranger.Incident is null));
    }

    [Fact]
    public async Task A_maker_saw_no_victims_name_and_an_advisory_was_as_it_was()
    {
        var (incident, _, _) = await exchange.As("grid-eu").ReportAsync("Hit", """ "label": "TLP:AMBER", "audience": { "partners": ["maker-eu"] } """);
        Assert.Null((await RenditionAsync(exchange.As("grid-eu"), incident.Id, "maker-eu")).Incident!.Originator.Handle);

        var maker = exchange.As("maker-eu");
        var (advisory, _) = await maker.PublishedAsync(AdvisoryRequests.Terms("TLP:AMBER", partner: "grid-jp"), AdvisoryRequests.NewDocument());
        using var answer = await maker.ReadAsync($"/v1/advisories/{advisory.Id}/rendition?partner=grid-jp&at={ExplainRequests.Text(advisory.PublishedAt)}");
        Assert.Equal(advisory.TrackingId, (await answer.BodyAsync(WireJson.Default.RenditionDocument)).Advisory!.TrackingId);
    }

    [Fact]
    public async Task Only_the_originator_is_shown_what_others_saw()
    {
        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync("Guarded", Terms);
        using var recipient = await exchange.As("grid-eu").ReadAsync($"/v1/incidents/{incident.Id}/rendition?partner=maker-eu");
        await recipient.AssertProblemAsync(403, "not-originator");
        using var stranger = await exchange.As("grid-jp").ReadAsync($"/v1/incidents/{incident.Id}/rendition?partner=maker-eu");
        await stranger.AssertProblemAsync(404, "not-found");
    }

    private static string Text(RenditionDocument rendition) =>
        System.Text.Json.JsonSerializer.Serialize(rendition.Incident!, WireJson.Default.IncidentDocument); // Asserted before.

    private async Task<string> ReadAsync(string partner, Guid id)
    {
        using var answer = await exchange.As(partner).ReadAsync($"/v1/incidents/{id}");
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    private static async Task<RenditionDocument> RenditionAsync(HttpClient originator, Guid id, string partner, DateTimeOffset? at = null)
    {
        using var answer = await originator.ReadAsync(
            $"/v1/incidents/{id}/rendition?partner={partner}{(at is { } instant ? $"&at={ExplainRequests.Text(instant)}" : "")}");
        return await answer.BodyAsync(WireJson.Default.RenditionDocument);
    }
}
