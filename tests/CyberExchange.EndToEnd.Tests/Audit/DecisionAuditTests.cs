using System.Net.Http.Headers;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Audit;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.Server;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Audit;

/// <summary>Whatever the gate decides is written down, and told to whom it is about, and to stewards without a name.</summary>
public sealed class DecisionAuditTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    /// <summary>The worker writes every second; a test that waits so long has failed.</summary>
    private const int LooksMax = 200;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Steward => exchange.As("steward");

    [Fact]
    public async Task A_partner_lists_what_was_decided_about_its_own_keys_and_nothing_of_anybody_elses()
    {
        using var refused = await exchange.As("grid-jp").ReadAsync("/v1/recertification");
        await refused.AssertProblemAsync(403, "not-permitted");
        using var token = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
        token.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "no.token.atall");
        using var tokenRefused = await exchange.As("grid-jp-service").SendAsync(token, Ct);
        Assert.Equal(401, (int)tokenRefused.StatusCode);
        using var other = await exchange.As("grid-eu").ReadAsync("/v1/me");

        var all = await UntilAsync(() => OwnAsync("grid-jp"), list => new[] { "not-permitted", "token-refused", "admitted" }.All(decision => list.Any(d => d.Decision == decision)));
        Assert.All(all, d => Assert.Contains(d.Member, new[] { exchange.MemberOf("grid-jp").Value, exchange.MemberOf("grid-jp-service").Value }));
        Assert.All(all, d => Assert.InRange(d.LastAt - d.FirstAt, TimeSpan.Zero, TimeSpan.FromMinutes(2)));
        Assert.Contains(all, d => d is { Decision: "admitted", Fault: null, Times: >= 1 } && d.Member == exchange.MemberOf("grid-jp").Value);
        var about = Assert.Single(all, d => d.Decision == "token-refused");
        Assert.Equal((exchange.MemberOf("grid-jp-service").Value, 1L), (about.Member, about.Times));
        Assert.False(string.IsNullOrEmpty(about.Fault));
    }

    [Fact]
    public async Task A_suspended_partner_s_tries_are_written_down_and_it_reads_of_them_once_it_is_back()
    {
        var partner = exchange.PartnerOf("maker-jp").Id.Value;
        await Steward.PostJsonAsync($"/v1/partners/{partner}/suspension", """{"reason":"Under review."}""").ReceiptAsync();
        await exchange.CaughtUpAsync();
        for (var time = 0; time < 3; time++)
        {
            using var refused = await exchange.As("maker-jp").ReadAsync("/v1/me");
            await refused.AssertProblemAsync(403, "partner-suspended");
        }

        await Steward.SendDeleteAsync($"/v1/partners/{partner}/suspension").ReceiptAsync();
        await exchange.CaughtUpAsync();
        var tries = await UntilAsync(() => OwnAsync("maker-jp"), list => list.Any(d => d.Decision == "partner-suspended"));
        Assert.InRange(tries.Where(d => d.Decision == "partner-suspended").Sum(d => d.Times), 1, 3);
    }

    [Fact]
    public async Task A_steward_lists_strangers_and_members_under_names_that_tell_nothing()
    {
        using var stranger = RunningExchange.IssueEuropean("stranger");
        using var unknown = await exchange.With(stranger).GetAsync("/v1/me", Ct);
        await unknown.AssertProblemAsync(401, "key-not-enrolled");
        using var nobody = await exchange.As(null).ReadAsync("/v1/me");
        await nobody.AssertProblemAsync(401, "certificate-missing");
        using var open = await exchange.As(null).ReadAsync("/v1/incidents");

        var all = await UntilAsync(AllAsync, list => list.Any(d => d.Decision == "key-not-enrolled") && list.Any(d => d.Decision == "certificate-missing") && list.Any(d => d is { Decision: "admitted", Source: null }));
        Assert.All(all.Where(d => d.Decision is "key-not-enrolled" or "certificate-missing"), d => Assert.Equal((null, null, 22), (d.Partner, d.Member, d.Source!.Length)));
        Assert.All(all.Where(d => d.Partner is not null), d => Assert.Equal((22, 22, 22), (d.Partner!.Length, d.Member!.Length, d.Source!.Length)));
        using var answer = await Steward.ReadAsync("/v1/audit/decisions?limit=200");
        var text = await answer.Content.ReadAsStringAsync(Ct);
        foreach (var secret in new[] { "127.0.0.1", "::1", $"{exchange.MemberOf("steward").Value}", $"{exchange.PartnerOf("steward").Id.Value}" })
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/audit/decisions?limit=1");
        request.Headers.Accept.ParseAdd("text/csv");
        using var csv = await Steward.SendAsync(request, Ct);
        Assert.StartsWith("firstAt,lastAt,times,decision,fault,partner,member,source\r\n", await csv.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains("rel=\"next\"", Assert.Single(csv.Headers.GetValues("Link")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_cannot_be_written_turns_nobody_away_and_loses_nothing()
    {
        await exchange.ExecuteAsync("revoke insert on cx.audit_decision from cx_service");
        try
        {
            for (var time = 0; time < 3; time++)
            {
                using var refused = await exchange.As("authority-jp").ReadAsync("/v1/recertification");
                await refused.AssertProblemAsync(403, "not-permitted");
                await Task.Delay(TimeSpan.FromMilliseconds(700), Ct); // A round fails in between.
            }
        }
        finally
        {
            await exchange.ExecuteAsync("grant insert on cx.audit_decision to cx_service");
        }

        var kept = await UntilAsync(() => OwnAsync("authority-jp"), list => list.Any(d => d.Decision == "not-permitted"));
        Assert.Equal(3, kept.Where(d => d.Decision == "not-permitted").Sum(d => d.Times));
    }

    [Fact]
    public async Task A_node_deletes_what_is_old_and_writes_down_its_last_decisions_when_it_stops()
    {
        await exchange.ExecuteAsync("""
            insert into cx.audit_decision (first_at, decision_id, last_at, times, decision)
            select now() - make_interval(days => d), gen_random_uuid(), now(), 1, 'of ' || d || ' days' from unnest(array[29, 31]) d
            """);
        await using var second = await ExchangeHost.StartAsync(exchange.Services.GetRequiredService<ServerOptions>() with { AuditDays = 30 }, Ct);
        var address = new Uri($"https://localhost:{new Uri(second.Urls.First()).Port}/v1/recertification");
        using var first = await exchange.As("delegate-jp").GetAsync(address, Ct);
        await first.AssertProblemAsync(403, "not-permitted");
        await UntilAsync(AllAsync, list => list.All(d => d.Decision != "of 31 days"));
        using var last = await exchange.As("delegate-jp").GetAsync(address, Ct); // Due in a minute.
        await second.StopAsync(Ct);

        Assert.Equal(2, (await OwnAsync("delegate-jp")).Where(d => d.Decision == "not-permitted").Sum(d => d.Times));
        Assert.Contains(await AllAsync(), d => d.Decision == "of 29 days");
    }

    private async Task<IReadOnlyList<DecisionDocument>> OwnAsync(string member)
    {
        using var answer = await exchange.As(member).ReadAsync("/v1/me/decisions?limit=200");
        return (await answer.BodyAsync(WireJson.Default.PageDecisionDocument)).Items;
    }

    private async Task<IReadOnlyList<AuditDecisionDocument>> AllAsync()
    {
        using var answer = await Steward.ReadAsync("/v1/audit/decisions?limit=200");
        return (await answer.BodyAsync(WireJson.Default.PageAuditDecisionDocument)).Items;
    }

    private static async Task<IReadOnlyList<T>> UntilAsync<T>(Func<Task<IReadOnlyList<T>>> read, Func<IReadOnlyList<T>, bool> holds)
    {
        for (var look = 0; look < LooksMax; look++)
        {
            var list = await read();
            if (holds(list))
            {
                return list;
            }

            await Task.Delay(Look, Ct);
        }

        Assert.Fail("It is not written down.");
        return [];
    }
}
