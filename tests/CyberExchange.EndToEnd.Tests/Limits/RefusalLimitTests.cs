using System.Net;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Limits;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Limits;

/// <summary>Whom the gate turns away again and again shuts itself out, and nobody who shares its address: here all come from one.</summary>
public sealed class RefusalLimitTests(RefusalLimitTests.StrictExchange strict) : IClassFixture<RefusalLimitTests.StrictExchange>
{
    private const int PerSecond = 1;
    private const int AtOnce = PerSecond * LimitNumbers.WindowSeconds;
    private const int Often = AtOnce * 3;

    private readonly RunningExchange _exchange = strict.Exchange;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_member_may_not_do_is_no_refusal_of_its_address()
    {
        var (incident, _, _) = await _exchange.As("cert-eu").ReportAsync(IncidentExamples.Report);
        var recipient = _exchange.As("grid-jp");
        var tag = (await recipient.ReadAsync($"/v1/incidents/{incident.Id}")).Headers.ETag!.ToString(); // Every single read has a tag.
        for (var i = 0; i < Often; i++)
        {
            using var right = await recipient.GetAsync("/v1/audit/reads", Ct);
            await right.AssertProblemAsync(403, "not-permitted");
            Assert.True(right.Headers.Contains("RateLimit"));
            using var rule = await recipient.WriteAsync(HttpMethod.Put, $"/v1/incidents/{incident.Id}/report", IncidentExamples.Amend, ifMatch: tag);
            await rule.AssertProblemAsync(403, "not-originator");
        }

        await AnsweredAsync("grid-jp", "/v1/me");
        await AnsweredAsync("grid-eu", "/v1/me");
        await AnsweredAsync(member: null, "/v1/incidents");
    }

    [Fact]
    public async Task A_partner_that_is_turned_away_shuts_out_itself_alone()
    {
        var maker = _exchange.As("maker-eu");
        await _exchange.As("steward").PostJsonAsync($"/v1/partners/{_exchange.PartnerOf("maker-eu").Id.Value}/suspension", """{"reason":"Under review."}""").ReceiptAsync();
        var (before, refused) = await LimitTests.UntilRefusedAsync(() => maker.GetAsync("/v1/me", Ct));
        using (refused)
        {
            Assert.True(before >= AtOnce, $"{before} refusals were given before the door stayed shut.");
            Assert.NotNull(refused.Headers.RetryAfter?.Delta);
            Assert.DoesNotContain("RateLimit", (await refused.AssertProblemAsync(429, "too-many-requests")).Detail, StringComparison.Ordinal);
        }

        await AnsweredAsync("maker-jp", "/v1/me");
    }

    [Fact]
    public async Task Strangers_wear_out_their_address_and_no_partner_that_comes_from_there()
    {
        await using var own = new RunningExchange { Limits = Strict };
        await own.InitializeAsync();
        using var stranger = RunningExchange.IssueEuropean("stranger");
        var knocking = own.With(stranger);
        var (before, refused) = await LimitTests.UntilRefusedAsync(() => knocking.GetAsync("/v1/me", Ct));
        refused.Dispose();

        Assert.True(before >= AtOnce, $"{before} refusals were given before the door stayed shut.");
        using var partner = await own.As("grid-jp").GetAsync("/v1/me", Ct);
        Assert.Equal(HttpStatusCode.OK, partner.StatusCode);
        await LimitTests.ConnectAsync(own.Address, "127.0.0.1"); // Whoever watches over the server comes from there too.
        await LimitTests.ConnectAsync(own.Address, "127.0.0.2");
    }

    private static LimitNumbers Strict => new() { Refusals = PerSecond, Requests = 10_000, Writes = 10_000, Handshakes = 10_000 };

    private async Task AnsweredAsync(string? member, string path)
    {
        using var answer = await _exchange.As(member).GetAsync(path, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>An exchange that soon has enough of whom it turns away.</summary>
    public sealed class StrictExchange : IAsyncLifetime
    {
        internal RunningExchange Exchange { get; } = new() { Limits = Strict };

        public ValueTask InitializeAsync() => Exchange.InitializeAsync();

        public ValueTask DisposeAsync() => Exchange.DisposeAsync();
    }
}
