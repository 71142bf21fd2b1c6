using System.Net;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Incidents;
using CyberExchange.EndToEnd.Tests.Feed;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Incidents;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Subscriptions;

/// <summary>What cert-eu reports is released to grid-jp, which follows parts of it.</summary>
public sealed class SubscribedFeedTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Energy = "\"sectors\": [\"eu.energy\"]";
    private const string Health = "\"sectors\": [\"eu.health\"]";

    private HttpClient Reporter => exchange.As("cert-eu");

    private HttpClient Follower => exchange.As("grid-jp");

    [Fact]
    public async Task An_arrival_says_what_was_asked_and_what_met_it()
    {
        var id = await Follower.SubscribeAsync($"{Energy}, \"kinds\": [\"incident\"], \"labels\": [\"TLP:AMBER\"], \"originators\": [\"cert-eu\"]");
        await exchange.CaughtUpAsync();
        var before = (await Follower.NarrowedAsync(id)).Cursor;
        await ReportAsync("eu.health");
        var incident = await ReportAsync("eu.energy.electricity");

        var entry = Assert.Single((await Follower.NarrowedAsync(id, before)).Entries);

        Assert.Equal((incident.Id, id), (entry.Incident!.Id, entry.Match!.Subscription));
        Assert.Equal(
            ["kinds incident: incident", "sectors eu.energy: eu.energy.electricity", "labels TLP:AMBER: TLP:AMBER", "originators cert-eu: cert-eu"],
            entry.Match.Criteria.Select(c => $"{c.Criterion} {c.Asked}: {string.Join(' ', c.Matched)}"));
        using var whole = await Follower.ReadAsync($"/v1/feed?after={before}");
        Assert.All((await whole.BodyAsync(WireJson.Default.FeedPage)).Entries, e => Assert.Null(e.Match));
    }

    [Fact]
    public async Task An_item_that_is_amended_out_of_a_subscription_is_named_as_unmatched_and_may_come_back()
    {
        var id = await Follower.SubscribeAsync(Health);
        await exchange.CaughtUpAsync();
        await using var stream = await FeedReader.OpenAsync(Follower, $"?subscription={id}", (await Follower.NarrowedAsync(id)).Cursor);
        await ReportAsync("eu.energy");
        var incident = await ReportAsync("eu.health");
        Assert.Equal(("incident", incident.Id), await TypeAndIdAsync(stream));

        await AmendAsync(incident.Id, "eu.energy");
        Assert.Equal(("unmatched", incident.Id), await TypeAndIdAsync(stream));
        await AmendAsync(incident.Id, "eu.health");
        Assert.Equal(("incident", incident.Id), await TypeAndIdAsync(stream));
    }

    [Fact]
    public async Task A_loss_is_told_whatever_became_of_the_item_since()
    {
        var id = await Follower.SubscribeAsync(Health);
        await exchange.CaughtUpAsync();
        var before = (await Follower.NarrowedAsync(id)).Cursor;
        var (matching, other) = (await ReportAsync("eu.health"), await ReportAsync("eu.energy"));
        foreach (var incident in new[] { matching, other })
        {
            await ShareAsync(incident.Id, "maker-jp");
            await AmendAsync(incident.Id, incident == matching ? "eu.energy" : "eu.health");
        }

        var entries = (await Follower.NarrowedAsync(id, before)).Entries;

        Assert.Equal([("removal", matching.Id), ("removal", other.Id)], entries.Select(e => (e.Type, e.Id)));
        Assert.All(entries, e => Assert.True(e is { Match: null, Incident: null, RemovedAt: not null }));
    }

    [Fact]
    public async Task A_change_of_the_subscription_counts_from_its_acknowledgement_on()
    {
        var id = await Follower.SubscribeAsync(Health);
        await exchange.CaughtUpAsync();
        await using var stream = await FeedReader.OpenAsync(Follower, $"?subscription={id}", (await Follower.NarrowedAsync(id)).Cursor);
        await Follower.RestateAsync(id, Energy);
        await ReportAsync("eu.health");
        var energy = await ReportAsync("eu.energy.gas");
        Assert.Equal(("incident", energy.Id), await TypeAndIdAsync(stream));

        await Follower.RestateAsync(id, Health);
        var health = await ReportAsync("eu.health");
        Assert.Equal(("incident", health.Id), await TypeAndIdAsync(stream));
    }

    [Fact]
    public async Task A_stream_ends_with_its_subscription_and_says_so()
    {
        var id = await Follower.SubscribeAsync(Health);
        using var response = await FeedReader.RequestAsync(Follower, $"?subscription={id}");
        var text = response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        await Follower.CancelAsync(id);

        Assert.EndsWith("event: end\ndata: {\"reason\":\"subscription-cancelled\"}\n\n", await text, StringComparison.Ordinal);
        using var again = await FeedReader.RequestAsync(Follower, $"?subscription={id}");
        await again.AssertProblemAsync(404, "not-found");
    }

    [Fact]
    public async Task A_cursor_is_a_place_in_one_feed_whoever_narrows_it()
    {
        var (energy, health) = (await Follower.SubscribeAsync(Energy), await Follower.SubscribeAsync(Health));
        await exchange.CaughtUpAsync();
        var before = (await Follower.NarrowedAsync(energy)).Cursor;
        var first = await ReportAsync("eu.energy");
        var second = await ReportAsync("eu.health");

        var page = await Follower.NarrowedAsync(energy, before);
        Assert.Equal(first.Id, Assert.Single(page.Entries).Id);

        // The entry's own cursor stands at the entry; that of a page without more stands at the end of the whole feed.
        Assert.Equal(second.Id, Assert.Single((await Follower.NarrowedAsync(health, page.Entries[0].Cursor)).Entries).Id);
        Assert.Empty((await Follower.NarrowedAsync(health, page.Cursor)).Entries);
        using var whole = await Follower.ReadAsync($"/v1/feed?after={page.Entries[0].Cursor}");
        Assert.Equal([second.Id], (await whole.BodyAsync(WireJson.Default.FeedPage)).Entries.Select(e => e.Id));
    }

    [Fact]
    public async Task A_subscription_that_is_absent_anothers_or_not_named_right_narrows_nothing()
    {
        var foreign = await exchange.As("grid-eu").SubscribeAsync(Health);
        foreach (var id in new[] { foreign, Guid.NewGuid() })
        {
            using var page = await Follower.ReadAsync($"/v1/feed?subscription={id}");
            await page.AssertProblemAsync(404, "not-found");
            using var stream = await FeedReader.RequestAsync(Follower, $"?subscription={id}");
            await stream.AssertProblemAsync(404, "not-found");
        }

        foreach (var (query, pointer) in new[] { ("subscription=mine", "subscription"), ($"subscription={foreign}&subscription={foreign}", "subscription"), ($"subscription={foreign}&kind=incident", "kind") })
        {
            using var answer = await Follower.ReadAsync($"/v1/feed?{query}");
            Assert.Equal(pointer, (await answer.AssertProblemAsync(400, "bad-parameter")).Pointer);
        }
    }

    [Fact]
    public async Task A_colleague_reads_the_subscription_of_its_partner()
    {
        var id = await Follower.SubscribeAsync(Health);
        using var page = await exchange.As("grid-jp-service").ReadAsync($"/v1/feed?subscription={id}");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    private static async Task<(string, Guid)> TypeAndIdAsync(FeedReader stream)
    {
        var entry = await stream.NextAsync();
        return (entry.Type, entry.Id);
    }

    private async Task<IncidentDocument> ReportAsync(string sector) =>
        (await Reporter.ReportAsync(IncidentExamples.Report.Replace("eu.energy.electricity", sector, StringComparison.Ordinal))).Incident;

    private async Task AmendAsync(Guid id, string sector) =>
        await ChangeAsync(id, "report", IncidentExamples.Amend.Replace("eu.energy.electricity", sector, StringComparison.Ordinal));

    private async Task ShareAsync(Guid id, string partner) => await ChangeAsync(id, "sharing", $$"""
        {
          "sharing": {
            "label": "TLP:AMBER",
            "audience": { "partners": ["{{partner}}"] },
            "legalBases": [{ "destination": "JP", "code": "consent", "reference": "Consent of 3 February 2026" }]
          }
        }
        """);

    private async Task ChangeAsync(Guid id, string part, string body)
    {
        using var read = await Reporter.ReadAsync($"/v1/incidents/{id}");
        using var answer = await Reporter.WriteAsync(HttpMethod.Put, $"/v1/incidents/{id}/{part}", body, ifMatch: read.Headers.ETag!.ToString());
        await answer.BodyAsync(WireJson.Default.WriteReceipt);
        await exchange.CaughtUpAsync();
    }
}
