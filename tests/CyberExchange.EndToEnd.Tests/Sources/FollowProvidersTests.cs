using System.Text;
using System.Text.Json;
using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Hostile;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.EventStore;
using CyberExchange.Server.Sources;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Sources;

public sealed class FollowProvidersTests(FollowingExchange following) : IClassFixture<FollowingExchange>
{
    private const string Publisher = "https://maker.example";
    private const string January = "2026-01-01T00:00:00Z";
    private const string February = "2026-02-01T00:00:00Z";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RunningExchange Exchange => following.Exchange;

    [Fact]
    public async Task A_followed_provider_is_imported_and_unchanged_costs_a_conditional_request_for_each_list()
    {
        var cert = following.As("cert-eu");
        var provider = following.Provide("whole");
        following.Publish("whole", ("w-1", "1", January), ("w-2", "1", January));

        var id = await FollowingExchange.FollowAsync(cert, provider, """, "intervalMinutes": 60, "sharing": { "label": "TLP:GREEN" }""");
        var first = await FollowingExchange.EndedAsync(cert, id, after: null);

        Assert.Equal(("done", 2, 0, 0, 0), (first.Outcome, first.New, first.Changed, first.Unchanged, first.Refused));
        var advisory = await AdvisoryAsync(cert, "W-1");
        Assert.Equal(("third-party", "TLP:GREEN"), (advisory.Provenance, advisory.Received.Label));
        var stored = Assert.Single(await StreamAsync("cert-eu", "W-1"));
        var metadata = JsonDocument.Parse(stored.Metadata).RootElement;
        Assert.Equal($"{Exchange.MemberOf("cert-eu").Value}", metadata.GetProperty("member").GetString());
        Assert.StartsWith($"csaf-source-{id}-run-", metadata.GetProperty("correlationId").GetString(), StringComparison.Ordinal);

        AskedFor("whole");
        var second = await FollowingExchange.RunAsync(cert, id);

        Assert.Equal(("done", 0, 0, 2, 0), (second.Outcome, second.New, second.Changed, second.Unchanged, second.Refused));
        var asked = AskedFor("whole");
        Assert.Equal(["changes.csv", "index.txt", "provider-metadata.json"], asked.Select(one => Path.GetFileName(one.Url)).Order(StringComparer.Ordinal));
        Assert.All(asked, one => Assert.Equal((true, StatusCodes.Status304NotModified), (one.IsConditional, one.Status)));
        Assert.InRange((await FollowingExchange.ReadAsync(cert, id)).NextRunAt!.Value, second.EndedAt.AddMinutes(59), second.EndedAt.AddMinutes(61));
        Assert.Single(await StreamAsync("cert-eu", "W-1"));
    }

    [Fact]
    public async Task A_changed_document_is_a_revision_and_what_was_withdrawn_or_is_ones_own_stays_as_it_is()
    {
        var cert = following.As("cert-eu");
        var provider = following.Provide("changing");
        following.Publish("changing", ("c-1", "1", January), ("c-2", "1", January));
        var id = await FollowingExchange.FollowAsync(cert, provider, """, "sharing": { "label": "TLP:GREEN" }""");
        await FollowingExchange.EndedAsync(cert, id, after: null);
        await Exchange.CaughtUpAsync();
        using (var read = await cert.ReadAsync(AddressOf("cert-eu", "C-2")))
        using (var withdrawn = await cert.WriteAsync(HttpMethod.Post, $"{AddressOf("cert-eu", "C-2")}/withdrawal", """{ "reason": "Not ours." }""", ifMatch: read.Headers.ETag!.ToString())) // Every single read has a tag.
        {
            await withdrawn.BodyAsync(WireJson.Default.WriteReceipt);
        }

        following.Publish("changing", ("c-1", "2", February), ("c-2", "2", February));
        var run = await FollowingExchange.RunAsync(cert, id);

        Assert.Equal(("done", 0, 1, 0, 1), (run.Outcome, run.New, run.Changed, run.Refused, run.LeftAlone));
        Assert.Equal(["advisory.published", "advisory.revised"], (await StreamAsync("cert-eu", "C-1")).Select(e => e.Type));
        Assert.Equal(["advisory.published", "advisory.withdrawn"], (await StreamAsync("cert-eu", "C-2")).Select(e => e.Type));
        Assert.Equal("2", (await AdvisoryAsync(cert, "C-1")).TrackingVersion);
    }

    // Nobody can say which of the two is later, and whoever follows is told.
    [Fact]
    public async Task A_version_of_another_kind_is_refused_and_not_taken_for_an_older_one()
    {
        var cert = following.As("cert-eu");
        var provider = following.Provide("renumbered");
        following.Publish("renumbered", ("numbered-1", "1", January));
        var id = await FollowingExchange.FollowAsync(cert, provider, """, "sharing": { "label": "TLP:GREEN" }""");
        Assert.Equal(1, (await FollowingExchange.EndedAsync(cert, id, after: null)).New);

        following.Publish("renumbered", ("numbered-1", "2.0.0", February));
        var run = await FollowingExchange.RunAsync(cert, id);

        Assert.Equal((0, 1, null), (run.Changed, run.Refused, run.LeftAlone));
        Assert.Contains("2.0.0", Assert.Single(run.Refusals!).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_its_publisher_ends_is_ended_here_and_what_was_withdrawn_by_order_takes_the_document_that_says_so()
    {
        var cert = following.As("cert-eu");
        var provider = following.Provide("ending");
        following.Publish("ending", ("e-1", "1", January), ("e-2", "1", January), ("e-3", "2", January));
        End("e-3");
        var id = await FollowingExchange.FollowAsync(cert, provider, """, "sharing": { "label": "TLP:GREEN" }""");
        Assert.Equal(3, (await FollowingExchange.EndedAsync(cert, id, after: null)).New);
        await Exchange.CaughtUpAsync();
        using (var read = await cert.ReadAsync(AddressOf("cert-eu", "E-2")))
        using (var withdrawn = await cert.WriteAsync(HttpMethod.Post, $"{AddressOf("cert-eu", "E-2")}/withdrawal", """{ "reason": "Not ours." }""", ifMatch: read.Headers.ETag!.ToString())) // Every single read has a tag.
        {
            await withdrawn.BodyAsync(WireJson.Default.WriteReceipt);
        }

        following.Publish("ending", ("e-1", "2", February), ("e-2", "2", February), ("e-3", "2", January));
        End("e-1");
        End("e-2");
        End("e-3");
        var run = await FollowingExchange.RunAsync(cert, id);

        Assert.Equal(("done", 2, 0), (run.Outcome, run.Changed, run.Refused));
        Assert.Equal(["advisory.published", "advisory.revised", "advisory.withdrawn"], (await StreamAsync("cert-eu", "E-1")).Select(e => e.Type));
        Assert.Equal(["advisory.published", "advisory.withdrawn", "advisory.revised"], (await StreamAsync("cert-eu", "E-2")).Select(e => e.Type));
        Assert.Equal(["advisory.published", "advisory.withdrawn"], (await StreamAsync("cert-eu", "E-3")).Select(e => e.Type));
        var ended = await AdvisoryAsync(cert, "E-1");
        Assert.Equal(("withdrawn", "2"), (ended.Ended, ended.TrackingVersion));

        void End(string document)
        {
            var place = $"{following.Host}/ending/2026/{document}.json";
            following.Site.Add(place, Encoding.UTF8.GetString(following.Site.Files[place]).Replace("\"title\": \"", "\"title\": \"Withdrawn: ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_run_tells_what_failed_and_the_next_one_goes_on_with_it()
    {
        var cert = following.As("cert-eu");
        var provider = following.Provide("failing");
        following.Publish("failing", ("f-1", "1", January), ("f-2", "1", January), ("f-3", "1", January));
        following.Site.Answers[$"{following.Host}/failing/2026/f-2.json"] = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        following.Site.Files.TryRemove($"{following.Host}/failing/2026/f-3.json", out var third);

        var id = await FollowingExchange.FollowAsync(cert, provider, """, "sharing": { "label": "TLP:GREEN" }""");
        var broken = await FollowingExchange.EndedAsync(cert, id, after: null);

        Assert.Equal(("done", 1, 2), (broken.Outcome, broken.New, broken.Refused));
        Assert.Equal(["absent", "not-permitted"], broken.Refusals.Select(refused => refused.Reason).Order(StringComparer.Ordinal));

        following.Site.Answers.TryRemove($"{following.Host}/failing/2026/f-2.json", out _);
        following.Site.Files[$"{following.Host}/failing/2026/f-3.json"] = third!;
        var mended = await FollowingExchange.RunAsync(cert, id);

        Assert.Equal(("done", 2, 1, 0), (mended.Outcome, mended.New, mended.Unchanged, mended.Refused));
        foreach (var tracking in new[] { "F-1", "F-2", "F-3" })
        {
            Assert.Single(await StreamAsync("cert-eu", tracking));
        }
    }

    [Fact]
    public async Task A_provider_that_is_none_is_told_and_asked_again_in_its_time()
    {
        var cert = following.As("cert-eu");
        var id = await FollowingExchange.FollowAsync(cert, $"https://{following.Host}/none/provider-metadata.json");

        var run = await FollowingExchange.EndedAsync(cert, id, after: null);

        Assert.Equal("failed", run.Outcome);
        Assert.Contains("/none/provider-metadata.json is not there", run.Because, StringComparison.Ordinal);
        Assert.InRange((await FollowingExchange.ReadAsync(cert, id)).NextRunAt!.Value, run.EndedAt.AddHours(23), run.EndedAt.AddHours(25));
    }

    [Fact]
    public async Task A_document_without_a_label_is_refused_unless_the_source_has_one()
    {
        var cert = following.As("cert-eu");
        var provider = following.Provide("unlabelled");
        following.Publish("unlabelled", ("u-1", "1", January));
        var place = $"{following.Host}/unlabelled/2026/u-1.json";
        following.Site.Add(place, Encoding.UTF8.GetString(following.Site.Files[place]).Replace(""" "distribution": { "tlp": { "label": "WHITE" } },""", "", StringComparison.Ordinal));
        var id = await FollowingExchange.FollowAsync(cert, provider);

        var refused = Assert.Single((await FollowingExchange.EndedAsync(cert, id, after: null)).Refusals);
        Assert.Equal("not-taken", refused.Reason);
        Assert.Contains("no TLP label of its own", refused.Detail, StringComparison.Ordinal);

        var before = await FollowingExchange.EndedAsync(cert, id, after: null);
        using (var changed = await cert.WriteAsync(HttpMethod.Put, $"{SourceRoutes.Collection}/{id}", """{ "sharing": { "label": "TLP:AMBER", "audience": { "partners": ["grid-eu"] } } }"""))
        {
            await changed.BodyAsync(WireJson.Default.WriteReceipt);
        }

        Assert.Equal(1, (await FollowingExchange.EndedAsync(cert, id, before.StartedAt)).New);
        await Exchange.CaughtUpAsync();
        using var seen = await following.As("grid-eu").ReadAsync(AddressOf("cert-eu", "U-1"));
        using var unseen = await following.As("grid-jp").ReadAsync(AddressOf("cert-eu", "U-1"));
        Assert.Equal((200, 404), ((int)seen.StatusCode, (int)unseen.StatusCode));
    }

    [Fact]
    public async Task For_a_partner_that_is_suspended_and_a_member_who_is_gone_nothing_is_brought_in()
    {
        var (steward, cert, service) = (following.As("steward"), following.As("cert-jp"), following.As("cert-jp-service"));
        var provider = following.Provide("standing");
        following.Publish("standing", ("s-1", "1", January));
        var id = await FollowingExchange.FollowAsync(service, provider, """, "sharing": { "label": "TLP:GREEN" }""");
        var first = await FollowingExchange.EndedAsync(cert, id, after: null);
        following.Publish("standing", ("s-1", "2", February));
        AskedFor("standing");

        var partner = $"/v1/partners/{Exchange.PartnerOf("cert-jp").Id.Value}";
        await steward.WriteAsync(HttpMethod.Post, $"{partner}/suspension", """{"reason":"Under review."}""").ReceiptAsync();
        await Exchange.ExecuteAsync($"update cx.csaf_source set due_at = started_at where source_id = '{id}'");
        await WaitForRunAsync(id, "not-permitted");
        await steward.SendDeleteAsync($"{partner}/suspension").ReceiptAsync();
        await Exchange.CaughtUpAsync();

        var suspended = await FollowingExchange.EndedAsync(cert, id, first.StartedAt);
        Assert.Equal(("not-permitted", 0), (suspended.Outcome, suspended.Changed));
        Assert.Empty(AskedFor("standing"));

        await steward.WriteAsync(HttpMethod.Delete, $"{partner}/members/{Exchange.MemberOf("cert-jp-service").Value}", body: null).ReceiptAsync();
        await Exchange.CaughtUpAsync();
        var gone = await FollowingExchange.RunAsync(cert, id);
        Assert.Equal("not-permitted", gone.Outcome);
        Assert.Contains("let another member of your organisation state it anew", gone.Because, StringComparison.Ordinal);
        Assert.Empty(AskedFor("standing"));

        using (var stated = await cert.WriteAsync(HttpMethod.Put, $"{SourceRoutes.Collection}/{id}", """{ "sharing": { "label": "TLP:GREEN" } }"""))
        {
            await stated.BodyAsync(WireJson.Default.WriteReceipt);
        }

        Assert.Equal(1, (await FollowingExchange.EndedAsync(cert, id, gone.StartedAt)).Changed);
        var revised = (await StreamAsync("cert-jp", "S-1"))[^1];
        Assert.Equal($"{Exchange.MemberOf("cert-jp").Value}", JsonDocument.Parse(revised.Metadata).RootElement.GetProperty("member").GetString());
    }

    [Fact]
    public async Task A_source_that_is_due_when_the_server_starts_is_run_for_its_member()
    {
        var provider = following.Provide("restarted");
        following.Publish("restarted", ("r-1", "1", January));
        var id = await FollowingExchange.FollowAsync(following.As("cert-eu"), provider);
        var first = await FollowingExchange.EndedAsync(following.As("cert-eu"), id, after: null);
        following.Publish("restarted", ("r-1", "1", January), ("r-2", "1", February));
        await Exchange.ExecuteAsync($"update cx.csaf_source set due_at = started_at where source_id = '{id}'");

        await Exchange.RestartAsync();

        // Whichever server took it: none may say that the member is nobody.
        var next = await FollowingExchange.EndedAsync(following.As("cert-eu"), id, first.StartedAt);
        Assert.Equal(("done", 1), (next.Outcome, next.New));
    }

    [Fact]
    public async Task What_is_stated_anew_or_removed_during_a_run_ends_it_before_its_next_document()
    {
        var cert = following.As("cert-eu");
        var provider = following.Provide("narrowed");
        following.Publish("narrowed", ("n-1", "1", January));
        var place = $"{following.Host}/narrowed/2026/n-1.json";
        var document = following.Site.Files[place];
        var (asked, let) = (new TaskCompletionSource(), new TaskCompletionSource());
        following.Site.Answers[place] = async context =>
        {
            asked.TrySetResult();
            await let.Task;
            await context.Response.Body.WriteAsync(document);
        };
        var id = await FollowingExchange.FollowAsync(cert, provider, """, "sharing": { "label": "TLP:GREEN" }""");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60), Ct);

        using (var changed = await cert.WriteAsync(HttpMethod.Put, $"{SourceRoutes.Collection}/{id}", """{ "sharing": { "label": "TLP:AMBER", "audience": { "partners": ["grid-eu"] } } }"""))
        {
            await changed.BodyAsync(WireJson.Default.WriteReceipt);
        }

        let.TrySetResult();
        await FollowingExchange.EndedAsync(cert, id, after: null);

        Assert.Equal("TLP:AMBER", (await AdvisoryAsync(cert, "N-1")).Received.Label);
        Assert.Single(await StreamAsync("cert-eu", "N-1"));
    }

    [Fact]
    public async Task A_file_of_authorities_that_cannot_be_read_is_told_and_not_tried_without_a_pause()
    {
        var cert = following.As("cert-eu");
        var anchors = await File.ReadAllTextAsync(following.AnchorsFile, Ct);
        File.Delete(following.AnchorsFile);
        try
        {
            var id = await FollowingExchange.FollowAsync(cert, following.Provide("authorities"));
            var run = await FollowingExchange.EndedAsync(cert, id, after: null);

            Assert.Equal(("stopped", "the exchange failed; its operator finds why in its log"), (run.Outcome, run.Because));
            Assert.InRange((await FollowingExchange.ReadAsync(cert, id)).NextRunAt!.Value, run.EndedAt.AddMinutes(14), run.EndedAt.AddMinutes(16));
        }
        finally
        {
            await File.WriteAllTextAsync(following.AnchorsFile, anchors, Ct);
        }
    }

    [Fact]
    public async Task Nobody_else_sees_a_source_or_can_touch_it()
    {
        var cert = following.As("cert-eu");
        var id = await FollowingExchange.FollowAsync(cert, following.Provide("mine"));
        var other = following.As("cert-jp");

        Assert.Contains(await FollowingExchange.ListAsync(cert), one => one.Id == id);
        Assert.DoesNotContain(await FollowingExchange.ListAsync(other), one => one.Id == id);
        Assert.Contains(await FollowingExchange.ListAsync(following.As("cert-eu-service")), one => one.Id == id);
        foreach (var (method, part, body) in new[] { ("GET", "", null), ("PUT", "", "{}"), ("DELETE", "", null), ("POST", "/run", (string?)null) })
        {
            using var hidden = await other.WriteAsync(new(method), $"{SourceRoutes.Collection}/{id}{part}", body);
            using var absent = await other.WriteAsync(new(method), $"{SourceRoutes.Collection}/{OpenRoute.Nobody}{part}", body);
            Assert.Equal(404, (int)hidden.StatusCode);
            Assert.Equal(await absent.Content.ReadAsStringAsync(Ct), await hidden.Content.ReadAsStringAsync(Ct));
        }

        using var refused = await following.As("grid-eu").ReadAsync(SourceRoutes.Collection);
        await refused.AssertProblemAsync(403, "not-permitted");
    }

    [Theory]
    [InlineData("other.example")]
    [InlineData("https://169.254.169.254/provider-metadata.json")]
    [InlineData("https://localhost/provider-metadata.json")]
    public async Task A_host_that_the_operator_does_not_name_is_refused_at_once(string provider)
    {
        using var refused = await following.As("cert-eu").WriteAsync(HttpMethod.Post, SourceRoutes.Collection, $$"""{ "provider": "{{provider}}" }""");

        var problem = await refused.AssertProblemAsync(422, "invalid");
        Assert.Equal("/provider", problem.Pointer);
    }

    [Fact]
    public async Task Lists_and_redirects_that_lead_elsewhere_are_not_followed()
    {
        var cert = following.As("cert-eu");
        var inward = following.Provide("inward");
        following.Site.Add($"{following.Host}/inward/provider-metadata.json", CyberExchange.Tests.Fetching.MadeProvider.Metadata("169.254.169.254"));
        var redirected = following.Provide("redirected");
        following.Site.Answers[$"{following.Host}/redirected/provider-metadata.json"] = context =>
        {
            context.Response.StatusCode = StatusCodes.Status302Found;
            context.Response.Headers.Location = "https://169.254.169.254/provider-metadata.json";
            return Task.CompletedTask;
        };

        var listed = await FollowingExchange.EndedAsync(cert, await FollowingExchange.FollowAsync(cert, inward), after: null);
        var elsewhere = await FollowingExchange.EndedAsync(cert, await FollowingExchange.FollowAsync(cert, redirected), after: null);

        Assert.Equal("address", Assert.Single(listed.Refusals).Reason);
        Assert.Equal("failed", elsewhere.Outcome);
        Assert.Contains("is not followed", elsewhere.Because, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_whose_node_died_is_run_by_another()
    {
        var cert = following.As("cert-eu");
        var provider = following.Provide("orphaned");
        following.Publish("orphaned", ("o-1", "1", January));
        var id = await FollowingExchange.FollowAsync(cert, provider, """, "sharing": { "label": "TLP:GREEN" }""");
        var first = await FollowingExchange.EndedAsync(cert, id, after: null);
        following.Publish("orphaned", ("o-1", "1", January), ("o-2", "1", February));

        await Exchange.ExecuteAsync($"update cx.csaf_source set holder = 'gone', held_until = clock_timestamp() - interval '1 second', fence = fence + 1, due_at = started_at where source_id = '{id}'");

        var second = await FollowingExchange.EndedAsync(cert, id, first.StartedAt);
        Assert.Equal(("done", 1, 1), (second.Outcome, second.New, second.Unchanged));
    }

    [Fact]
    public async Task Cyx_adds_lists_shows_runs_changes_and_removes()
    {
        var provider = following.Provide("cyx");
        following.Publish("cyx", ("x-1", "1", January));
        var added = await CyxAsync("add", provider, "--every", "120", "--label", "TLP:GREEN", "--any-publisher", "--json");
        Assert.True(added.Code is ExitCode.Done, added.Error);
        var id = JsonDocument.Parse(added.Output).RootElement.GetProperty("id").GetGuid();
        await FollowingExchange.EndedAsync(following.As("cert-eu"), id, after: null);

        Assert.Matches($"{id}\t{provider}\tdone: 1 new, 0 changed, 0 unchanged, 0 refused\t20", (await CyxAsync("list")).Output);
        Assert.Matches("every +120 minutes\nlabel +TLP:GREEN\npublishers +any\n", (await CyxAsync("show", $"{id}")).Output);
        Assert.Equal($"asked for a run of {id}\n", (await CyxAsync("run", $"{id}")).Output);
        Assert.Equal($"changed {id}\n", (await CyxAsync("change", $"{id}")).Output);
        Assert.Matches("every +1440 minutes\nlabel +each document's own\nstated by", (await CyxAsync("show", $"{id}")).Output);
        Assert.Equal($"removed {id}\n", (await CyxAsync("remove", $"{id}")).Output);
        Assert.Equal(ExitCode.NotFound, (await CyxAsync("show", $"{id}")).Code);
    }

    [Fact]
    public async Task A_provider_revises_and_ends_nothing_that_came_from_another_one()
    {
        var cert = following.As("cert-eu");
        var (theirs, rogue) = (following.Provide("theirs"), following.Provide("rogue"));
        following.Publish("theirs", ("t-1", "1", January), ("t-2", "1", January));
        following.Publish("rogue", ("t-1", "99", February), ("q-1", "1", January));
        Rename("provider-metadata.json", $"\"{Publisher}\"", "\"https://rogue.example\"");
        Rename("2026/t-1.json", "\"title\": \"", "\"title\": \"Withdrawn: ");
        var id = await FollowingExchange.FollowAsync(cert, theirs, """, "sharing": { "label": "TLP:GREEN" }""");
        Assert.Equal(2, (await FollowingExchange.EndedAsync(cert, id, after: null)).New);

        // What is not of the provider's own publisher is not taken.
        var rogues = await FollowingExchange.FollowAsync(cert, rogue, """, "sharing": { "label": "TLP:GREEN" }""");
        var refused = await FollowingExchange.EndedAsync(cert, rogues, after: null);
        Assert.Equal(("done", 0, 2), (refused.Outcome, refused.New, refused.Refused));
        Assert.All(refused.Refusals, one => Assert.Equal("other-publisher", one.Reason));

        // Where the CERT says that others' are, what came from another provider stays as it is.
        using (var changed = await cert.WriteAsync(HttpMethod.Put, $"{SourceRoutes.Collection}/{rogues}", """{ "sharing": { "label": "TLP:GREEN" }, "anyPublisher": true }"""))
        {
            await changed.BodyAsync(WireJson.Default.WriteReceipt);
        }

        var any = await FollowingExchange.EndedAsync(cert, rogues, refused.StartedAt);
        Assert.Equal(("done", 1, 1), (any.Outcome, any.New, any.Refused));
        Assert.Contains($"came from the provider {theirs}", Assert.Single(any.Refusals).Detail, StringComparison.Ordinal);
        Assert.Contains(any.Notes!, note => note.Contains("q-1.json: the publisher is", StringComparison.Ordinal)); // Asserted to be there.
        Assert.True((await FollowingExchange.ReadAsync(cert, rogues)).AnyPublisher);

        // Nor does it help to claim to be that publisher.
        Rename("provider-metadata.json", "\"https://rogue.example\"", $"\"{Publisher}\"");
        following.Publish("rogue", ("t-1", "99", February), ("t-2", "0", January), ("q-1", "2", February));
        Rename("2026/t-1.json", "\"title\": \"", "\"title\": \"Withdrawn, again: ");
        var claiming = await FollowingExchange.RunAsync(cert, rogues);
        Assert.Equal(("done", 1, 2), (claiming.Outcome, claiming.Changed, claiming.Refused));
        Assert.Equal(["advisory.published"], (await StreamAsync("cert-eu", "T-1")).Select(e => e.Type));

        following.Publish("theirs", ("t-1", "2", February), ("t-2", "1", January));
        Assert.Equal(1, (await FollowingExchange.RunAsync(cert, id)).Changed);
        Assert.Equal(["advisory.published", "advisory.revised"], (await StreamAsync("cert-eu", "T-1")).Select(e => e.Type));

        void Rename(string file, string from, string to)
        {
            var place = $"{following.Host}/rogue/{file}";
            following.Site.Add(place, Encoding.UTF8.GetString(following.Site.Files[place]).Replace(from, to, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_a_member_brought_in_by_hand_its_publishers_provider_goes_on_with_and_no_other_does()
    {
        var cert = following.As("cert-eu");
        foreach (var document in new[] { "H-1", "H-2" })
        {
            await cert.PublishedAsync(AdvisoryRequests.Terms("TLP:GREEN", "third-party"), CyberExchange.Tests.Fetching.MadeProvider.Document(document));
        }

        var (own, other) = (following.Provide("own"), following.Provide("other"));
        following.Publish("own", ("h-1", "2", February));
        following.Publish("other", ("h-2", "2", February));
        var metadata = $"{following.Host}/other/provider-metadata.json";
        following.Site.Add(metadata, Encoding.UTF8.GetString(following.Site.Files[metadata]).Replace($"\"{Publisher}\"", "\"https://other.example\"", StringComparison.Ordinal));

        var first = await FollowingExchange.EndedAsync(cert, await FollowingExchange.FollowAsync(cert, own), after: null);
        var second = await FollowingExchange.EndedAsync(cert, await FollowingExchange.FollowAsync(cert, other, ", \"anyPublisher\": true"), after: null);

        Assert.Equal((1, 0), (first.Changed, first.Refused));
        Assert.Contains("brought in by a member", Assert.Single(second.Refusals).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_provider_lists_no_longer_is_told_until_it_is_listed_again()
    {
        var cert = following.As("cert-eu");
        var provider = following.Provide("shrinking");
        following.Publish("shrinking", ("l-1", "1", January), ("l-2", "1", January));
        var id = await FollowingExchange.FollowAsync(cert, provider, """, "sharing": { "label": "TLP:GREEN" }""");
        Assert.Null((await FollowingExchange.EndedAsync(cert, id, after: null)).Unlisted);

        following.Publish("shrinking", ("l-1", "1", January));
        var found = await FollowingExchange.RunAsync(cert, id);
        var later = await FollowingExchange.RunAsync(cert, id);

        var gone = Assert.Single(found.Unlisted!); // Asserted by that.
        Assert.Equal(($"https://{following.Host}/shrinking/2026/l-2.json", found.StartedAt), (gone.Url, gone.FoundAt));
        Assert.Equal([gone], later.Unlisted);
        Assert.Equal((1, 1), (found.Unchanged, later.Unchanged));
        Assert.Contains($"no longer listed  {gone.Url}  found ", string.Join('\n', (await CyxAsync("show", $"{id}")).Output.Split('\n')), StringComparison.Ordinal);
        Assert.Single(await StreamAsync("cert-eu", "L-2"));

        following.Publish("shrinking", ("l-1", "1", January), ("l-2", "1", January));
        var again = await FollowingExchange.RunAsync(cert, id);
        Assert.Equal((2, null), (again.Unchanged, again.Unlisted));
    }

    private Task<CyxRun> CyxAsync(params string[] arguments) => Exchange.CyxAsync("cert-eu", "", ["csaf", "source", .. arguments]);

    private IReadOnlyList<CyberExchange.Tests.Fetching.Asked> AskedFor(string name)
    {
        // Other tests of the class run one after another, and what they left running asks for its own.
        var asked = following.Site.Requests.Where(one => one.Url.StartsWith($"{following.Host}/{name}/", StringComparison.Ordinal)).ToList();
        following.Site.Requests.Clear();
        return [.. asked];
    }

    private async Task WaitForRunAsync(Guid id, string outcome)
    {
        var table = Exchange.Services.GetRequiredService<CyberExchange.Storage.Csaf.CsafSourceTable>();
        var begun = TimeProvider.System.GetTimestamp();
        while ((await table.ReadAsync([id], Ct))[id].LastRun?.Contains($"\"{outcome}\"", StringComparison.Ordinal) is not true)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(60), "The source is not run.");
            await Task.Delay(20, Ct);
        }
    }

    private AdvisoryId IdOf(string partner, string trackingId) => AdvisoryIds.For(Exchange.PartnerOf(partner).Id, Publisher, trackingId);

    private string AddressOf(string partner, string trackingId) => $"/v1/advisories/{IdOf(partner, trackingId).Value}";

    private async Task<CyberExchange.Contracts.Advisories.AdvisoryDocument> AdvisoryAsync(HttpClient partner, string trackingId)
    {
        await Exchange.CaughtUpAsync();
        using var answer = await partner.ReadAsync(AddressOf("cert-eu", trackingId));
        return await answer.BodyAsync(WireJson.Default.AdvisoryDocument);
    }

    private Task<IReadOnlyList<StoredEvent>> StreamAsync(string partner, string trackingId) =>
        Exchange.Services.GetRequiredService<EventLog>().ReadStreamAsync(AdvisoryEventCatalog.Stream(IdOf(partner, trackingId)), ct: Ct);
}
