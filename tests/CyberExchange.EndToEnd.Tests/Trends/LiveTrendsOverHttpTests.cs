using System.Net;
using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Trends;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Console;
using CyberExchange.EndToEnd.Tests.Duties;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Trends;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Trends;

/// <summary>Live figures over TLS and with cyx: each caller counts what it sees.</summary>
public sealed class LiveTrendsOverHttpTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    // The reports of these tests were detected then.
    private const string Then = "?by=month&from=2026-02&to=2026-02";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_caller_counts_what_was_released_to_it()
    {
        await exchange.As("cert-eu").ReportAsync(Reports.Public("For everybody"));
        await exchange.As("cert-eu").ReportAsync(Reports.For("grid-jp", "For one partner"));
        await exchange.As("cert-eu").ReportAsync(Reports.Kept("For nobody else"));
        await exchange.As("maker-eu").PublishedAsync(AdvisoryRequests.Terms("TLP:GREEN"), AdvisoryRequests.NewDocument(document => document["tracking"]!["initial_release_date"] = "2026-02-10T10:00:00Z"));
        await exchange.CaughtUpAsync();

        foreach (var (caller, incidents, advisories, label) in new[]
        {
            ("cert-eu", 3, 1, "TLP:AMBER+STRICT"), ("grid-jp", 2, 1, "TLP:AMBER"), ("maker-eu", 1, 1, "TLP:GREEN"), (null, 1, 0, "TLP:CLEAR"),
        })
        {
            var figures = await LiveAsync(caller, Then);
            Assert.Equal(label, figures.Label);
            Assert.Equal(incidents, Number(figures.Incidents, "sectors.eu", "eu.energy.electricity"));
            Assert.Equal(incidents, Number(figures.Incidents, "classes.eu", "rsit.availability.ddos"));
            Assert.Equal(incidents, Number(figures.Incidents, "severities.eu", "nis-cg-impact.yellow"));
            Assert.Equal(0, Number(figures.Incidents, "sectors.jp", "total"));
            Assert.Equal(advisories, Number(figures.Advisories, "scores.eu", "total"));
            Assert.Equal(("2026-02", true), figures.Periods.Select(p => (p.Period, p.Over)).Single());
            Assert.Contains("another viewer has other figures", figures.WhatIsCounted.En, StringComparison.Ordinal);
        }

        using var listed = await exchange.As("grid-jp").ReadAsync("/v1/incidents/count?sector=eu.energy");
        Assert.Equal(2, (await listed.BodyAsync(WireJson.Default.CountDocument)).Count);
        Assert.Equal(2, Number((await LiveAsync("grid-jp", Then + "&sector=eu.energy&side=EU")).Incidents, "sectors.eu", "total"));
        Assert.Equal(0, Number((await LiveAsync("grid-jp", Then + "&sector=eu.health")).Incidents, "sectors.eu", "total"));
        var narrowed = await LiveAsync("grid-jp", Then + "&sector=eu.energy");
        Assert.Equal(["eu.energy"], narrowed.Sectors);
        Assert.Empty(narrowed.Advisories);
        Assert.Contains("only what names Energy is counted", narrowed.WhatIsCounted.En, StringComparison.Ordinal);
        Assert.Null((await LiveAsync("grid-jp", Then + "&side=JP")).Label); // Nothing is counted.
        Assert.All((await LiveAsync("grid-jp", Then + "&side=JP")).Incidents, t => Assert.Equal("JP", t.Side));

        using var tagged = await exchange.As("grid-jp").ReadAsync(LiveTrendsRoutes.Path + Then);
        using var again = new HttpRequestMessage(HttpMethod.Get, LiveTrendsRoutes.Path + Then);
        again.Headers.TryAddWithoutValidation("If-None-Match", tagged.Headers.ETag!.ToString()); // It has one.
        using var same = await exchange.As("grid-jp").SendAsync(again, Ct);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);

        using var sides = await exchange.As("grid-jp").ReadAsync(LiveTrendsRoutes.Path + "/side-by-side" + Then);
        var lines = (await sides.BodyAsync(WireJson.Default.LiveSideBySideDocument)).Lines;
        var electricity = lines.Single(l => l.Eu?.Id == "eu.energy.electricity");
        Assert.Equal((2, "jp.electricity", 0), (electricity.Eu!.Numbers.Single(), electricity.Jp!.Id, electricity.Jp.Numbers.Single())); // The bridge has both.
        Assert.Null(lines.Single(l => l.Eu?.Id == "eu.energy.hydrogen").Jp);

        var csv = await exchange.CyxAsync("grid-jp", "", "trends", "live", "--by", "month", "--from", "2026-02", "--to", "2026-02", "--csv");
        Assert.Contains(",sectors.eu,EU,eu.energy.electricity,eu.energy,Electricity,電力,Électricité,2026-02,true,2\r\n", csv.Output, StringComparison.Ordinal);
        var table = await exchange.CyxAsync("grid-jp", "", "trends", "live", "--by", "quarter", "--from", "2026-Q1", "--to", "2026-Q1", "--table", "classes.eu", "--lang", "fr");
        Assert.Equal((ExitCode.Done, "TABLE\tROW\tNAME\t2026-Q1\nclasses.eu\ttotal\tTous les incidents\t2\nclasses.eu\trsit.availability\tDisponibilité\t2\nclasses.eu\trsit.availability.ddos\tDéni de service distribué\t2\n"), (table.Code, table.Output));
        Assert.StartsWith("As of ", table.Error, StringComparison.Ordinal);
        Assert.Contains("Electricity\t", (await exchange.CyxAsync("grid-jp", "", "trends", "live", "--side-by-side", "--from", "2026-02", "--to", "2026-02")).Output, StringComparison.Ordinal);

        var compared = await exchange.CyxAsync("grid-jp", "", "trends", "live", "--compare", "sectors.eu:total:2026-Q1", "sectors.jp:total:2026-Q1");
        Assert.Contains("label     TLP:AMBER PAP:", compared.Output, StringComparison.Ordinal);
        Assert.Contains("outcome   too_few\nsentence  All incidents, EU, 2026-Q1, and All incidents, Japan, 2026-Q1: 2 and 0 incidents.", compared.Output, StringComparison.Ordinal);
    }

    // Of an incident of November, so that other tests count none of it. Regimes are known of reports that were made, which are duties.
    [Fact]
    public async Task A_token_that_keeps_no_duties_counts_none()
    {
        var keeper = exchange.As("cert-jp");
        await keeper.StateProfileAsync();
        var incident = await keeper.ReportRansomwareAsync();
        await keeper.RecordAsync(incident, "awareness", "2026-11-20T09:30:00", "Asia/Tokyo");
        await keeper.SubmitAsync(incident, "jp-appi-prompt", "2026-11-21T09:30:00+09:00");
        await exchange.CaughtUpAsync();

        Assert.Equal((1, 1), await RegimesAsync(keeper));
        Assert.Equal((1, 1), await RegimesAsync(await WithTokenAsync("ReadItems KeepDuties")));
        Assert.Equal((1, 0), await RegimesAsync(await WithTokenAsync("ReadItems")));

        async Task<(long All, long OfRegime)> RegimesAsync(HttpClient caller)
        {
            using var answer = await caller.ReadAsync(LiveTrendsRoutes.Path + "?by=month&from=2026-11&to=2026-11");
            var table = (await answer.BodyAsync(WireJson.Default.LiveTrendsDocument)).Incidents.Single(t => t.Id == "regimes.jp");
            return (table.Rows.Single(r => r.Id == "total").Numbers[0], table.Rows.Single(r => r.Id == "jp_appi").Numbers[0]);
        }

        async Task<HttpClient> WithTokenAsync(string scope)
        {
            var caller = exchange.As("cert-jp");
            using var self = await caller.ReadAsync("/v1/me");
            using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", $"{(await self.BodyAsync(WireJson.Default.MeDocument)).Member.Id}"), new("scope", scope)]);
            using var token = await caller.PostAsync("/oauth2/token", form, Ct);
            caller.DefaultRequestHeaders.Authorization = new("Bearer", (await token.BodyAsync(WireJson.Default.TokenDocument)).AccessToken);
            return caller;
        }
    }

    [Fact]
    public async Task A_comparison_says_what_can_be_said_in_three_languages()
    {
        var titles = Enumerable.Range(0, 24).Select(n => $"Compared {n}");
        foreach (var title in titles)
        {
            await exchange.As("cert-eu").ReportAsync(Reports.Public(title)
                .Replace("eu.energy.electricity", "eu.space", StringComparison.Ordinal).Replace("2026-02-03", "2025-02-03", StringComparison.Ordinal)); // Apart from what the other test counts.
        }

        await exchange.CaughtUpAsync();
        var (first, second) = (Uri.EscapeDataString("sectors.eu:eu.space:2025-Q1"), Uri.EscapeDataString("sectors.eu:eu.space:2024-Q4"));
        using var answer = await exchange.As(null).ReadAsync($"{LiveTrendsRoutes.Path}/comparison?first={first}&second={second}");
        var comparison = await answer.BodyAsync(WireJson.Default.LiveComparisonDocument);

        Assert.Equal(("more_than_chance", 24, 0), (comparison.Outcome, comparison.Numbers![0], comparison.Numbers[1])); // Both were counted.
        Assert.Null(comparison.Ratio);
        Assert.True(comparison.RatioLow > 1 && comparison.P < 0.05);
        Assert.StartsWith("Space, EU, 2025-Q1, and Space, EU, 2024-Q4: 24 and 0 incidents", comparison.Sentence.En, StringComparison.Ordinal);
        Assert.StartsWith("宇宙（EU、2025-Q1）", comparison.Sentence.Ja, StringComparison.Ordinal);
        Assert.StartsWith("Espace, UE, 2025-Q1", comparison.Sentence.Fr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?weather=1", "weather")]
    [InlineData("?by=week", "by")]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?from=2026-02&to=2026-01", "from")]
    [InlineData("?from=1999-01&to=2026-01", "from")]
    [InlineData("?to=9999", "to")]
    [InlineData("?to=0001-01", "to")]
    [InlineData("?by=year&to=0001", "to")]
    [InlineData("/side-by-side?to=0001-05", "to")]
    [InlineData("?side=US", "side")]
    [InlineData("?side=EU&side=JP", "side")]
    [InlineData("?sector=eu.moon", "sector")]
    [InlineData("/side-by-side?by=week", "by")]
    [InlineData("/comparison?second=sectors.eu:total:2025", "first")]
    [InlineData("/comparison?first=sectors.eu:total:2025&second=sectors.eu:total", "second")]
    [InlineData("/comparison?first=sectors.eu:total:2025&second=sectors.us:total:2025", "second")]
    [InlineData("/comparison?first=sectors.eu:eu.moon:2025&second=sectors.eu:total:2025", "first")]
    [InlineData("/comparison?first=sectors.eu:total:2025&second=sectors.eu:total:9999", "second")]
    [InlineData("/comparison?first=sectors.eu:total:2025&second=sectors.eu:total:2024&sector=eu.moon", "sector")]
    [InlineData("/comparison?first=scores.eu:total:2025&second=scores.jp:total:2025&sector=eu.energy", "sector")]
    [InlineData("/comparison?first=scores.eu:total:2025&second=sectors.eu:total:2025", "second")]
    [InlineData("/comparison?first=vendors.eu:Total:2025&second=vendors.eu:acme:2025", "first")]
    public async Task A_bad_parameter_is_named(string query, string name)
    {
        using var answer = await exchange.As("delegate-eu").ReadAsync(LiveTrendsRoutes.Path + query);

        Assert.Equal(name, (await answer.AssertProblemAsync(400, "bad-parameter")).Pointer);
    }

    [Fact]
    public async Task What_still_runs_is_not_compared_and_stewards_count_nothing()
    {
        var year = exchange.Clock.GetUtcNow().Year;
        using var running = await exchange.As("delegate-eu").ReadAsync($"{LiveTrendsRoutes.Path}/comparison?first=sectors.eu:total:{year}&second=sectors.eu:total:{year - 1}");
        Assert.Contains("not over yet", (await running.AssertProblemAsync(400, "bad-parameter")).Detail, StringComparison.Ordinal);
        using var steward = await exchange.As("steward").ReadAsync(LiveTrendsRoutes.Path);
        await steward.AssertProblemAsync(403, "not-permitted");
        using var image = new HttpRequestMessage(HttpMethod.Get, LiveTrendsRoutes.Path) { Headers = { { "Accept", "image/png" } } };
        using var refused = await exchange.As("delegate-eu").SendAsync(image, Ct);
        await refused.AssertProblemAsync(406, "not-acceptable");
    }

    private static long Number(IReadOnlyList<LiveTableDocument> tables, string table, string row) => tables.Single(t => t.Id == table).Rows.Single(r => r.Id == row).Numbers.Single();

    private async Task<LiveTrendsDocument> LiveAsync(string? caller, string query)
    {
        using var answer = await exchange.As(caller).ReadAsync(LiveTrendsRoutes.Path + query);
        return await answer.BodyAsync(WireJson.Default.LiveTrendsDocument);
    }
}
