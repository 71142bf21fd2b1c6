using System.Net;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Groups;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Incidents;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.Server.Groups;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Groups;

/// <summary>A steward keeps the sharing groups; their members see them, and nobody else learns that they exist.</summary>
public sealed class GroupTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private HttpClient Steward => exchange.As("steward");

    [Fact]
    public async Task The_examples_form_change_and_dissolve_a_group()
    {
        using var formed = await Steward.PostJsonAsync("/v1/groups", GroupExamples.Form, key: "form-once");
        Assert.Equal((HttpStatusCode.Created, "/v1/groups/water-watch"), (formed.StatusCode, formed.Headers.Location?.ToString()));
        Assert.Equal("water-watch", (await formed.BodyAsync(WireJson.Default.GroupReceipt)).Group);
        var (group, tag) = await GroupAsync("steward", "water-watch");
        Assert.Equal(("TLP:AMBER", 2), (group.DefaultLabel, group.MemberCount));
        Assert.Equal(["cert-eu", "grid-eu"], group.Members!.Select(m => m.Handle));

        await Steward.WriteAsync(HttpMethod.Put, "/v1/groups/water-watch", GroupExamples.Change).AssertRefusedAsync(428, "precondition-required", "If-Match");
        await Steward.WriteAsync(HttpMethod.Put, "/v1/groups/water-watch", GroupExamples.Change, ifMatch: "\"x\"").AssertRefusedAsync(412, "stale", "If-Match");
        await SendAsync(HttpMethod.Put, "/v1/groups/water-watch", GroupExamples.Change, tag);
        await SendAsync(HttpMethod.Post, "/v1/groups/water-watch/members", GroupExamples.ChangeMembers);
        (group, _) = await GroupAsync("grid-jp", "water-watch");
        Assert.Equal("TLP:AMBER+STRICT", group.DefaultLabel);
        Assert.Equal(["cert-eu", "cert-jp", "grid-jp"], group.Members!.Select(m => m.Handle));

        await SendAsync(HttpMethod.Post, "/v1/groups/water-watch/dissolution", GroupExamples.Dissolve);
        foreach (var caller in new[] { "steward", "cert-eu" })
        {
            await exchange.As(caller).ReadAsync("/v1/groups/water-watch").AssertRefusedAsync(404, "not-found");
            Assert.DoesNotContain("water-watch", await NamesAsync(caller));
        }

        using var again = await Steward.PostJsonAsync("/v1/groups", GroupExamples.Form, key: "form-once");
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        await Steward.PostJsonAsync("/v1/groups", GroupExamples.Form).AssertRefusedAsync(409, "already-exists", "/group");
        await Steward.PostJsonAsync("/v1/groups/water-watch/members", GroupExamples.ChangeMembers).AssertRefusedAsync(404, "not-found");
    }

    [Fact]
    public async Task A_group_is_shown_to_its_members_and_stewards_and_is_absent_for_all_others()
    {
        await Steward.FormGroupAsync("secret", "TLP:AMBER", "cert-eu", "cert-jp");

        Assert.Contains("secret", await NamesAsync("steward"));
        Assert.Contains("secret", await NamesAsync("cert-jp-service"));
        foreach (var other in new[] { "grid-eu", "maker-jp", "authority-eu", "delegate-jp" })
        {
            Assert.DoesNotContain("secret", await NamesAsync(other));
            Assert.Equal(await AnswerAsync(other, "absent"), await AnswerAsync(other, "secret"));
        }

        await exchange.As(null).ReadAsync("/v1/groups").AssertRefusedAsync(401, "certificate-missing");
        await exchange.As("cert-eu").PostJsonAsync("/v1/groups", GroupExamples.Form).AssertRefusedAsync(403, "not-permitted");
        foreach (var group in new[] { "secret", "absent" })
        {
            await exchange.As("grid-eu").PostJsonAsync($"/v1/groups/{group}/members", GroupExamples.ChangeMembers).AssertRefusedAsync(403, "not-permitted");
        }
    }

    [Fact]
    public async Task Who_leaves_loses_at_once_and_who_joins_gains_only_what_comes_after()
    {
        await Steward.FormGroupAsync("shift", "TLP:AMBER", "cert-eu", "grid-eu", "maker-eu");
        var before = await ShareAsync("shift");
        await ReadsAsync(before, ("grid-eu", 200), ("maker-eu", 200), ("authority-eu", 404));

        await Steward.RegroupAsync("shift", join: ["authority-eu"], leave: ["grid-eu", "maker-eu"]);
        await ReadsAsync(before, ("grid-eu", 410), ("maker-eu", 410), ("authority-eu", 404));
        var after = await ShareAsync("shift");
        await ReadsAsync(after, ("grid-eu", 404), ("maker-eu", 404), ("authority-eu", 200));

        await SendAsync(HttpMethod.Post, "/v1/groups/shift/dissolution", GroupExamples.Dissolve);
        await ReadsAsync(after, ("authority-eu", 410), ("cert-eu", 200));
        var (me, _) = await exchange.As("cert-eu").PartnerAsync(exchange.PartnerOf("cert-eu").Id.Value);
        Assert.DoesNotContain("shift", me.Facts!.Groups ?? []);
    }

    [Theory]
    [InlineData("/v1/groups", """{"group":"Bad Name","name":"n","purpose":"p","defaultLabel":"TLP:AMBER"}""", 422, "invalid", "/group")]
    [InlineData("/v1/groups", """{"group":"fine","name":"n","purpose":"p","defaultLabel":"TLP:WHITE"}""", 422, "unknown-term", "/defaultLabel")]
    [InlineData("/v1/groups", """{"group":"fine","name":"n","purpose":"p","defaultLabel":"TLP:RED"}""", 422, "audience-not-for-label", "/defaultLabel")]
    [InlineData("/v1/groups", """{"group":"fine","name":" ","purpose":"p","defaultLabel":"TLP:AMBER"}""", 422, "invalid", "/name")]
    [InlineData("/v1/groups", """{"group":"fine","name":"n","defaultLabel":"TLP:AMBER"}""", 400, "malformed-json", "/purpose")]
    [InlineData("/v1/groups", """{"group":"fine","name":"n","purpose":"p","defaultLabel":"TLP:AMBER","members":["cert-eu","nobody"]}""", 422, "unknown-party", "/members/1")]
    [InlineData("/v1/groups", """{"group":"fine","name":"n","purpose":"p","defaultLabel":"TLP:AMBER","members":["delegate-eu"]}""", 422, "audience-not-for-label", "/members/0")]
    [InlineData("/v1/groups/absent/members", """{"join":["cert-eu"]}""", 404, "not-found", null)]
    [InlineData("/v1/groups/Absent%20Name/members", """{"join":["cert-eu"]}""", 404, "not-found", null)]
    [InlineData("/v1/groups/absent/dissolution", """{"reason":"r"}""", 404, "not-found", null)]
    public async Task A_faulty_order_is_refused_with_a_pointer(string path, string body, int status, string name, string? pointer) =>
        await Steward.PostJsonAsync(path, body).AssertRefusedAsync(status, name, pointer);

    private async Task<Guid> ShareAsync(string group)
    {
        var body = ReportIncidentTests.Own("group").Replace(
            "\"label\": \"TLP:AMBER\"", $$""" "audience": { "groups": ["{{group}}"] } """, StringComparison.Ordinal);
        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync(body);
        await exchange.CaughtUpAsync();
        return incident.Id;
    }

    private async Task ReadsAsync(Guid incident, params (string Caller, int Status)[] expected)
    {
        foreach (var (caller, status) in expected)
        {
            using var read = await exchange.As(caller).ReadAsync($"/v1/incidents/{incident}");
            Assert.Equal((caller, status), (caller, (int)read.StatusCode));
        }
    }

    private async Task SendAsync(HttpMethod method, string path, string body, string? ifMatch = null)
    {
        using var answer = await Steward.WriteAsync(method, path, body, ifMatch: ifMatch);
        await answer.BodyAsync(WireJson.Default.GroupReceipt);
    }

    private async Task<(GroupDocument Group, string ETag)> GroupAsync(string caller, string group)
    {
        using var read = await exchange.As(caller).ReadAsync($"/v1/groups/{group}");
        return (await read.BodyAsync(WireJson.Default.GroupDocument), read.Headers.ETag!.ToString()); // Every single read has a tag.
    }

    private async Task<IEnumerable<string>> NamesAsync(string caller)
    {
        using var read = await exchange.As(caller).ReadAsync("/v1/groups");
        return (await read.BodyAsync(WireJson.Default.PageGroupDocument)).Items.Select(g => g.Group);
    }

    private async Task<(HttpStatusCode Status, string Body)> AnswerAsync(string caller, string group)
    {
        using var read = await exchange.As(caller).ReadAsync($"/v1/groups/{group}");
        return (read.StatusCode, await read.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
