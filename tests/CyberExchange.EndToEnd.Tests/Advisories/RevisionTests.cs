using System.Text.Json.Nodes;
using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Advisories;

public sealed class RevisionTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Maker => exchange.As("maker-eu");

    [Fact]
    public async Task Whoever_saw_an_advisory_all_along_reads_each_revision_and_what_changed()
    {
        var first = AdvisoryRequests.NewDocument();
        var (id, tag) = await PublishAsync(first, "grid-jp");
        var second = AdvisoryRequests.Changed(AdvisoryRequests.Version(first, "2"), d => d["title"] = "Another title");
        tag = await ReviseAsync(id, tag, second);
        var third = AdvisoryRequests.Version(second, "3");
        await ReviseAsync(id, tag, third);

        Assert.Equal([(1, "1"), (2, "2"), (3, "3")], await RevisionsAsync("grid-jp", id));
        Assert.Equal([(1, "1"), (2, "2"), (3, "3")], await RevisionsAsync("maker-eu", id));
        using var old = await exchange.As("grid-jp").ReadAsync($"/v1/advisories/{id}/revisions/1/document");
        Assert.Equal(first, await old.Content.ReadAsStringAsync(Ct));

        var whole = await ChangesAsync("grid-jp", id, "?from=1&to=2");
        Assert.Equal((1, 2, 0), (whole.Old.Revision, whole.New.Revision, whole.Untold));
        Assert.Contains("The title is changed from \"The signing key for updates changes\" to \"Another title\".", whole.Changes.Select(change => change.Sentence));
        var last = await ChangesAsync("grid-jp", id, "");
        Assert.Equal((2, 3), (last.Old.Revision, last.New.Revision));
        Assert.Equal(["version-changed", "revision-added"], last.Changes.Select(change => change.Code));
        var back = await ChangesAsync("grid-jp", id, "?from=3&to=1");
        Assert.Equal((3, 1, "not-a-revision"), (back.Old.Revision, back.New.Revision, Assert.Single(back.Hints).Code));
    }

    // Who gains an advisory gains the revision that stands, and learns nothing of those before it.
    [Fact]
    public async Task Whoever_came_later_is_told_of_no_earlier_revision()
    {
        var first = AdvisoryRequests.NewDocument();
        var (id, tag) = await PublishAsync(first, "grid-jp");
        var second = AdvisoryRequests.Version(first, "2");
        tag = await ReviseAsync(id, tag, second);
        tag = await ShareAsync(id, tag, AdvisoryRequests.Terms("TLP:AMBER", partner: "cert-eu"));
        Assert.Equal([(2, "2")], await RevisionsAsync("cert-eu", id));
        var alone = await ChangesAsync("cert-eu", id, "");
        Assert.Equal((2, 2, 0), (alone.Old.Revision, alone.New.Revision, alone.Changes.Count));

        await ReviseAsync(id, tag, AdvisoryRequests.Version(second, "3"));
        Assert.Equal([(2, "2"), (3, "3")], await RevisionsAsync("cert-eu", id));

        foreach (var path in new[] { "revisions/1/document", "revisions/9/document", "revisions/0/document", "changes?from=1", "changes?from=9", "changes?to=1", "changes?from=1&to=3" })
        {
            using var refused = await exchange.As("cert-eu").ReadAsync($"/v1/advisories/{id}/{path}");
            await refused.AssertProblemAsync(404, "not-found");
        }

        foreach (var path in new[] { "revisions", "revisions/1/document", "changes" })
        {
            using var lost = await exchange.As("grid-jp").ReadAsync($"/v1/advisories/{id}/{path}");
            await lost.AssertProblemAsync(410, "gone");
            using var never = await exchange.As("grid-eu").ReadAsync($"/v1/advisories/{id}/{path}");
            await never.AssertProblemAsync(404, "not-found");
            using var nobody = await exchange.As(member: null).ReadAsync($"/v1/advisories/{id}/{path}");
            await nobody.AssertProblemAsync(404, "not-found");
        }
    }

    [Fact]
    public async Task Whoever_lost_an_advisory_and_gains_it_again_missed_what_was_in_between()
    {
        var first = AdvisoryRequests.NewDocument();
        var (id, tag) = await PublishAsync(first, "grid-jp");
        tag = await ShareAsync(id, tag, AdvisoryRequests.Terms("TLP:AMBER", partner: "cert-eu"));
        var second = AdvisoryRequests.Version(first, "2");
        tag = await ReviseAsync(id, tag, second);
        var third = AdvisoryRequests.Version(second, "3");
        tag = await ReviseAsync(id, tag, third);
        await ShareAsync(id, tag, AdvisoryRequests.Terms("TLP:AMBER", partner: "grid-jp"));

        Assert.Equal([(1, "1"), (3, "3")], await RevisionsAsync("grid-jp", id));
    }

    [Fact]
    public async Task A_revision_that_stood_only_while_a_partner_was_suspended_is_not_told_to_it()
    {
        var first = AdvisoryRequests.NewDocument();
        var (id, tag) = await PublishAsync(first, "maker-jp");
        var path = $"/v1/partners/{exchange.PartnerOf("maker-jp").Id.Value}/suspension";
        var second = AdvisoryRequests.Version(first, "2");
        tag = await ReviseAsync(id, tag, second);
        using (var suspended = await exchange.As("steward").WriteAsync(HttpMethod.Post, path, """{"reason":"A drill."}"""))
        {
            await suspended.BodyAsync(WireJson.Default.WriteReceipt);
        }

        var third = AdvisoryRequests.Version(second, "3");
        tag = await ReviseAsync(id, tag, third);
        await ReviseAsync(id, tag, AdvisoryRequests.Version(third, "4"));
        using (var reinstated = await exchange.As("steward").WriteAsync(HttpMethod.Delete, path, body: null))
        {
            await reinstated.BodyAsync(WireJson.Default.WriteReceipt);
        }

        Assert.Equal([(1, "1"), (2, "2"), (4, "4")], await RevisionsAsync("maker-jp", id));
    }

    [Fact]
    public async Task A_withdrawn_advisory_keeps_its_revisions()
    {
        var (id, tag) = await PublishAsync(AdvisoryRequests.NewDocument(), "grid-jp");
        using var withdrawn = await Maker.WriteAsync(HttpMethod.Post, $"/v1/advisories/{id}/withdrawal", """{ "reason": "Wrong." }""", ifMatch: tag);
        await withdrawn.BodyAsync(WireJson.Default.WriteReceipt);
        await exchange.CaughtUpAsync();

        Assert.Equal([(1, "1")], await RevisionsAsync("grid-jp", id));
    }

    [Fact]
    public async Task The_status_of_products_is_read_as_OpenVEX_by_whoever_sees_the_advisory()
    {
        var (id, _) = await PublishAsync(AdvisoryRequests.Affecting(AdvisoryRequests.NewDocument(), "A key that leaks"), "grid-jp");
        var (bare, _) = await PublishAsync(AdvisoryRequests.NewDocument(), "grid-jp");
        using var read = await exchange.As("grid-jp").ReadAsync($"/v1/advisories/{id}/openvex");
        var vex = JsonNode.Parse(await read.Content.ReadAsStringAsync(Ct))!;
        Assert.Equal(("https://openvex.dev/ns/v0.2.0", "affected", "CVE-2026-10001"), ((string?)vex["@context"], (string?)vex["statements"]![0]!["status"], (string?)vex["statements"]![0]!["vulnerability"]!["name"]));
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/v1/advisories/{id}/openvex");
        again.Headers.IfNoneMatch.Add(read.Headers.ETag!); // A single read has one.
        using var unchanged = await exchange.As("grid-jp").SendAsync(again, Ct);
        Assert.Equal(304, (int)unchanged.StatusCode);
        using var none = await exchange.As("grid-jp").ReadAsync($"/v1/advisories/{bare}/openvex");
        await none.AssertProblemAsync(404, "not-found");
        using var hidden = await exchange.As("grid-eu").ReadAsync($"/v1/advisories/{id}/openvex");
        await hidden.AssertProblemAsync(404, "not-found");
    }

    [Theory]
    [InlineData("?from=x", "from")]
    [InlineData("?to=1&to=2", "to")]
    [InlineData("?from=-1", "from")]
    [InlineData("?from=99999999999", "from")]
    [InlineData("?since=1", "since")]
    public async Task A_revision_is_named_by_its_number(string query, string name)
    {
        using var refused = await exchange.As("grid-jp").ReadAsync($"/v1/advisories/{Guid.Empty}/changes{query}");
        Assert.Equal(name, (await refused.AssertProblemAsync(400, "bad-parameter")).Pointer);
    }

    [Fact]
    public async Task Cyx_lists_revisions_writes_one_and_tells_what_changed()
    {
        var first = AdvisoryRequests.Affecting(AdvisoryRequests.NewDocument(), "A key that leaks");
        var (id, tag) = await PublishAsync(first, "grid-jp");
        await ReviseAsync(id, tag, AdvisoryRequests.Changed(AdvisoryRequests.Version(first, "2"), d => d["title"] = "Another title"));

        var listed = await exchange.CyxAsync("grid-jp", "", "advisory", "revisions", $"{id}");
        var written = await exchange.CyxAsync("grid-jp", "", "advisory", "document", $"{id}", "--revision", "1");
        var told = await exchange.CyxAsync("grid-jp", "", "advisory", "diff", $"{id}");
        var vex = await exchange.CyxAsync("grid-jp", "", "advisory", "document", $"{id}", "--openvex");
        var never = await exchange.CyxAsync("grid-jp", "", "advisory", "diff", $"{id}", "--from", "7");

        Assert.Equal(["REVISION", "1", "2"], listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]));
        Assert.Equal(first, written.Output);
        Assert.Contains("  The title is changed from \"The signing key for updates changes\" to \"Another title\".", told.Output, StringComparison.Ordinal);
        Assert.StartsWith("from revision 1: ", told.Output, StringComparison.Ordinal);
        Assert.Contains("\"affected\"", vex.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotFound, never.Code);
    }

    [Fact]
    public async Task A_revision_takes_back_nothing_that_was_released()
    {
        var first = AdvisoryRequests.NewDocument();
        var (id, tag) = await PublishAsync(first, "grid-jp");
        var second = AdvisoryRequests.Version(first, "2");
        (Action<JsonObject> Change, string Pointer)[] cases =
        [
            (tracking => tracking["status"] = "draft", "status"),
            (tracking => tracking["initial_release_date"] = "2026-03-01T09:00:00Z", "initial_release_date"),
            (tracking => tracking["current_release_date"] = "2026-03-01T09:00:00Z", "current_release_date"),
            (tracking => tracking["revision_history"]!.AsArray().RemoveAt(0), "revision_history"),
            (tracking => tracking["revision_history"]![0]!["summary"] = "Nothing happened.", "revision_history/0/summary"),
        ];
        foreach (var (change, pointer) in cases)
        {
            var broken = AdvisoryRequests.Changed(second, d => change(d["tracking"]!.AsObject())); // Required.
            using var refused = await Maker.WriteAsync(HttpMethod.Put, $"/v1/advisories/{id}/document", broken, ifMatch: tag);
            Assert.Equal($"/document/document/tracking/{pointer}", (await refused.AssertProblemAsync(422, "invalid")).Pointer);
        }

        await ReviseAsync(id, tag, second);
    }

    private async Task<(Guid Id, string ETag)> PublishAsync(string document, string partner)
    {
        var (advisory, tag) = await Maker.PublishedAsync(AdvisoryRequests.Terms("TLP:AMBER", partner: partner), document);
        return (advisory.Id, tag);
    }

    private async Task<string> ReviseAsync(Guid id, string tag, string document)
    {
        using var answer = await Maker.WriteAsync(HttpMethod.Put, $"/v1/advisories/{id}/document", document, ifMatch: tag);
        return (await Maker.ReadBackAsync(await answer.BodyAsync(WireJson.Default.WriteReceipt))).ETag;
    }

    private async Task<string> ShareAsync(Guid id, string tag, string terms)
    {
        using var answer = await Maker.WriteAsync(HttpMethod.Put, $"/v1/advisories/{id}/sharing", terms, ifMatch: tag);
        return (await Maker.ReadBackAsync(await answer.BodyAsync(WireJson.Default.WriteReceipt))).ETag;
    }

    private async Task<List<(int, string)>> RevisionsAsync(string member, Guid id)
    {
        using var answer = await exchange.As(member).ReadAsync($"/v1/advisories/{id}/revisions");
        return [.. (await answer.BodyAsync(WireJson.Default.PageRevisionDocument)).Items.Select(row => (row.Revision, row.TrackingVersion))];
    }

    private async Task<ChangesDocument> ChangesAsync(string member, Guid id, string query)
    {
        using var answer = await exchange.As(member).ReadAsync($"/v1/advisories/{id}/changes{query}");
        return await answer.BodyAsync(WireJson.Default.ChangesDocument);
    }
}
