using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Incidents;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Feed;

public sealed class FeedPagesTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    [Fact]
    public async Task Pages_from_the_beginning_hold_what_was_released_once_each_and_in_order()
    {
        var incidents = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            var (incident, _, _) = await exchange.As("cert-eu").ReportAsync(IncidentExamples.Report);
            incidents.Add(incident.Id);
        }

        var (advisory, _) = await exchange.As("maker-eu").PublishedAsync(
            AdvisoryRequests.Terms("TLP:AMBER", partner: "grid-jp"), AdvisoryRequests.NewDocument());
        await exchange.As("maker-eu").PublishedAsync(AdvisoryRequests.Terms("TLP:AMBER", partner: "grid-eu"), AdvisoryRequests.NewDocument());

        var read = new List<FeedEntry>();
        FeedPage page;
        var after = "";
        do
        {
            page = await PageAsync("grid-jp", $"?limit=2{after}");
            Assert.InRange(page.Entries.Count, 1, 2);
            Assert.Equal(page.Entries[^1].Cursor.Length, page.Cursor.Length);
            read.AddRange(page.Entries);
            after = $"&after={page.Cursor}";
        }
        while (page.More);

        var ours = read.Where(e => incidents.Contains(e.Id) || e.Type == "advisory").ToList();
        Assert.Equal([.. incidents, advisory.Id], ours.Select(e => e.Id));
        Assert.Equal(advisory.Sha512, ours[^1].Advisory!.Sha512);
        Assert.Equal(ours[^1].Id, (await PageAsync("grid-jp", "?kind=advisory")).Entries.Single().Id);

        var end = await PageAsync("grid-jp", $"?after={page.Cursor}");
        Assert.Empty(end.Entries);
        Assert.Empty((await PageAsync("grid-jp", $"?after={end.Cursor}")).Entries);
        Assert.Empty((await PageAsync("grid-jp", $"?after={read[^1].Cursor}")).Entries);
    }

    [Fact]
    public async Task A_narrowing_leaves_one_removal_that_says_nothing_of_the_item()
    {
        var maker = exchange.As("maker-eu");
        await exchange.CaughtUpAsync();
        var before = await PageAsync("cert-jp");
        var (advisory, tag) = await maker.PublishedAsync(AdvisoryRequests.Terms("TLP:AMBER", partner: "cert-jp"), AdvisoryRequests.NewDocument());
        using var shared = await maker.WriteAsync(
            HttpMethod.Put, $"/v1/advisories/{advisory.Id}/sharing", AdvisoryRequests.Terms("TLP:AMBER", partner: "grid-eu"), ifMatch: tag);
        await shared.BodyAsync(WireJson.Default.WriteReceipt);

        var entry = Assert.Single((await PageAsync("cert-jp", $"?after={before.Cursor}")).Entries);

        Assert.Equal(("removal", advisory.Id), (entry.Type, entry.Id));
        Assert.NotNull(entry.RemovedAt);
        Assert.Null(entry.Advisory);
    }

    [Fact]
    public async Task A_cursor_is_good_for_the_member_and_the_list_that_it_was_given_for()
    {
        var cursor = (await PageAsync("grid-jp")).Cursor;

        using var foreign = await exchange.As("grid-eu").ReadAsync($"/v1/feed?after={cursor}");
        Assert.Equal("after", (await foreign.AssertProblemAsync(400, "bad-token")).Pointer);
        using var stream = await FeedReader.RequestAsync(exchange.As("grid-eu"), lastEventId: cursor);
        Assert.Equal("Last-Event-ID", (await stream.AssertProblemAsync(400, "bad-token")).Pointer);
        using var list = await exchange.As("grid-jp").ReadAsync($"/v1/incidents?after={cursor}");
        await list.AssertProblemAsync(400, "bad-token");
        using var colleague = await exchange.As("grid-jp-service").ReadAsync($"/v1/feed?after={cursor}");
        await colleague.AssertProblemAsync(400, "bad-token");
    }

    [Fact]
    public async Task What_the_feed_does_not_take_is_refused()
    {
        foreach (var (query, pointer) in new[] { ("?kind=removal", "kind"), ("?limit=0", "limit"), ("?cve=CVE-2026-0001", "cve"), ("?kind=incident&kind=advisory", "kind") })
        {
            using var answer = await exchange.As("grid-jp").ReadAsync($"/v1/feed{query}");
            Assert.Equal(pointer, (await answer.AssertProblemAsync(400, "bad-parameter")).Pointer);
        }

        using var nobody = await exchange.As(member: null).ReadAsync("/v1/feed");
        await nobody.AssertProblemAsync(401, "certificate-missing");
        using var steward = await exchange.As("steward").ReadAsync("/v1/feed");
        await steward.AssertProblemAsync(403, "not-permitted");
    }

    private async Task<FeedPage> PageAsync(string partner, string query = "")
    {
        using var answer = await exchange.As(partner).ReadAsync($"/v1/feed{query}");
        return await answer.BodyAsync(WireJson.Default.FeedPage);
    }
}
