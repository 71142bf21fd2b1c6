using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Trends;
using CyberExchange.Domain.Trends;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.EventStore;
using CyberExchange.Server.Trends;
using CyberExchange.Views.Trends;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Trends;

/// <summary>Editions over TLS and with cyx: drafted by one side, published by the other, read by whoever they are released to, and attacked with what was given out.</summary>
public sealed class EditionsOverHttpTests(RunningExchange exchange, ITestOutputHelper output) : IClassFixture<RunningExchange>
{
    private const int WidthMin = 5; // DisclosureRule.Standard.

    private static readonly Period Third = Period.OfQuarter(2025, 3);
    private static readonly Period Fourth = Period.OfQuarter(2025, 4);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edition_is_drafted_by_one_side_published_by_the_other_and_corrected()
    {
        var incidents = new CountedIncidents(exchange);
        await ReportAsync(incidents);
        await PublishAsync("TLP:CLEAR", "--statistics");
        await PublishAsync("TLP:CLEAR");
        await PublishAsync("TLP:GREEN", "--statistics");
        await exchange.CaughtUpAsync();

        // Nobody but the other side publishes it, and before that it is nowhere.
        var drafted = await exchange.CyxAsync("delegate-eu", "", "trends", "draft", "--from", "2025-Q3", "--through", "2025-Q4", "--reason", "For the council.");
        Assert.Equal((ExitCode.Done, ""), (drafted.Code, drafted.Error));
        var proposal = drafted.Output.Trim().Split(' ')[^1];
        Assert.EndsWith("(other-side-needed)\n", (await exchange.CyxAsync("delegate-eu", "", "trends", "publish", proposal)).Error, StringComparison.Ordinal);
        Assert.Empty((await ListAsync("delegate-jp")).Editions);
        Assert.Contains("\topen\t", (await exchange.CyxAsync("delegate-jp", "", "trends", "proposals")).Output, StringComparison.Ordinal);
        var published = await exchange.CyxAsync("delegate-jp", "", "trends", "publish", proposal);
        Assert.Equal((ExitCode.Done, "published; cyx trends list has it\n"), (published.Code, published.Output));
        Assert.EndsWith("(proposal-outdated)\n", (await exchange.CyxAsync("delegate-jp", "", "trends", "publish", proposal)).Error, StringComparison.Ordinal);

        // GREEN is for every partner, and for nobody else.
        var listed = Assert.Single((await ListAsync("grid-jp")).Editions);
        Assert.Equal((1, "2025-Q3", "2025-Q4", "TLP:GREEN"), (listed.Number, listed.From, listed.Through, listed.Label));
        Assert.Empty((await ListAsync(null)).Editions);
        await HasNothingForThePublicAsync("1", listed.Id);

        // What is read is what was frozen, and what anybody makes of the log again.
        var bytes = await BytesAsync("cert-eu", $"{EditionRoutes.Editions}/1");
        Assert.Equal(listed.Id, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        Assert.Equal(bytes, await BytesAsync("grid-eu", $"{EditionRoutes.Editions}/{listed.Id}"));
        var first = TrendEdition.Read(bytes);
        Assert.Equal(bytes, await AgainAsync(first));
        await ReadAsTablesAsync();
        Assert.Equal((1, 1), first.Table("vendors.eu")!.Figure(TrendTable.Total, Fourth)); // One of three is public and may be counted.
        var known = Attack(first.Table("sectors.eu")!, incidents.Counted, (row, period) => first.Table("sectors.eu")!.Figure(row, period)?.Number);

        // What came late is told by a correction, and the public gets that one.
        var before = incidents.Counted.Count;
        await LateAsync(incidents);
        var corrected = await exchange.CyxAsync("delegate-jp", "", "trends", "draft", "--through", "2025-Q4", "--corrects", "--label", "TLP:CLEAR", "--reason", "Late reports.");
        Assert.Equal((ExitCode.Done, ""), (corrected.Code, corrected.Error));
        var agreed = await exchange.CyxAsync("delegate-eu", "", "trends", "publish", corrected.Output.Trim().Split(' ')[^1]);
        Assert.Equal((ExitCode.Done, ""), (agreed.Code, agreed.Error));
        var clear = Assert.Single((await ListAsync(null)).Editions);
        Assert.Equal((2, listed.Id, listed.Id), (clear.Number, clear.Previous, clear.Corrects));
        await HasNothingForThePublicAsync("1", listed.Id);
        var second = TrendEdition.Read(await BytesAsync(null, $"{EditionRoutes.Editions}/2"));
        Assert.Equal(await BytesAsync(null, $"{EditionRoutes.Editions}/2"), second.Canonical());
        NeverContradicts(first, second);
        Assert.Equal(bytes, await BytesAsync("cert-eu", $"{EditionRoutes.Editions}/1"));

        // Whoever has both learns of each change a group that could be stated, and of the others no more than such a group.
        var late = incidents.Counted.Skip(before).ToList();
        var (then, now) = (first.Table("sectors.eu")!, second.Table("sectors.eu")!);
        var changes = Attack(now, late, (row, period) => now.Figure(row, period) is (var number, 2) ? number - then.Figure(row, period)!.Value.Number : null);
        output.WriteLine($"{known} cells of edition 1 attacked, {changes} changes of edition 2");
        await AgreeInVainAsync();
        await TellsNumbersFromOtherBytesAsync();
    }

    [Fact]
    public async Task Only_delegates_draft_and_a_bad_request_is_named()
    {
        foreach (var other in new[] { "cert-eu", "grid-jp", "maker-eu", "authority-jp", "steward" })
        {
            using var write = await exchange.As(other).WriteAsync(HttpMethod.Post, EditionRoutes.Proposals, """{ "from": "2023-Q1", "through": "2025-Q4", "label": "TLP:GREEN", "reason": "r" }""");
            await write.AssertProblemAsync(403, "not-permitted");
            using var read = await exchange.As(other).ReadAsync(EditionRoutes.Proposals);
            await read.AssertProblemAsync(403, "not-permitted");
        }

        foreach (var (body, pointer) in new[]
        {
            ("""{ "from": "2020-Q1", "through": "2023", "label": "TLP:GREEN", "reason": "r" }""", "/through"),
            ("""{ "from": "spring", "through": "2023-Q4", "label": "TLP:GREEN", "reason": "r" }""", "/from"),
            ("""{ "from": "9999-Q1", "through": "9998-Q4", "label": "TLP:GREEN", "reason": "r" }""", "/from"),
            ("""{ "from": "9998-Q1", "through": "9999-Q4", "label": "TLP:GREEN", "reason": "r" }""", "/through"),
            ("""{ "from": "2020-Q1", "through": "2023-Q4", "label": "GREEN", "reason": "r" }""", "/label"),
            ("""{ "from": "2020-Q1", "through": "2023-Q4", "label": "TLP:RED", "reason": "r" }""", "/label"),
            ("""{ "from": "2020-Q1", "through": "2023-Q4", "label": "TLP:GREEN", "reason": "" }""", "/reason"),
            ("""{ "from": "2020-Q1", "through": "2023-Q4", "asOf": "2999-01-01T00:00:00Z", "label": "TLP:GREEN", "reason": "r" }""", "/asOf"),
        })
        {
            using var answer = await exchange.As("delegate-eu").WriteAsync(HttpMethod.Post, EditionRoutes.Proposals, body);
            var problem = await answer.ProblemAsync();
            Assert.Equal((422, pointer), (problem.Status, problem.Pointer));
        }

        using var missing = await exchange.As("delegate-eu").WriteAsync(HttpMethod.Post, $"{EditionRoutes.Proposals}/{Guid.NewGuid():D}/publication", body: null);
        await missing.AssertProblemAsync(404, "not-found");
    }

    // A correction that says nothing is made once, by one request at a time, while both sides want it; and what came of it is the answer to each retry.
    private async Task AgreeInVainAsync()
    {
        var (eu, jp, steward) = (exchange.As("delegate-eu"), exchange.As("delegate-jp"), exchange.As("steward"));
        var proposal = (await eu.WriteAsync(HttpMethod.Post, EditionRoutes.Proposals, """{ "through": "2025-Q4", "isCorrection": true, "label": "TLP:GREEN", "reason": "Once more." }""").ReceiptAsync()).Id;
        var (publication, key) = ($"{EditionRoutes.Proposals}/{proposal:D}/publication", $"{Guid.NewGuid():D}");
        using (exchange.Services.GetRequiredService<MakeEdition>().Begin())
        {
            using var busy = await jp.WriteAsync(HttpMethod.Post, publication, body: null, key: key);
            await busy.AssertProblemAsync(503, "busy");
            Assert.NotNull(busy.Headers.RetryAfter);
        }

        var suspension = $"/v1/partners/{exchange.PartnerOf("delegate-eu").Id.Value:D}/suspension";
        await steward.WriteAsync(HttpMethod.Post, suspension, """{ "reason": "Under review." }""").ReceiptAsync();
        using (var alone = await jp.WriteAsync(HttpMethod.Post, publication, body: null))
        {
            await alone.AssertProblemAsync(409, "proposal-outdated");
        }

        await steward.SendDeleteAsync(suspension).ReceiptAsync();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            using var answer = await jp.WriteAsync(HttpMethod.Post, publication, body: null, key: key);
            Assert.StartsWith("No number changes by so many", (await answer.AssertProblemAsync(422, "invalid")).Detail, StringComparison.Ordinal);
        }

        Assert.EndsWith("(proposal-outdated)\n", (await exchange.CyxAsync("delegate-jp", "", "trends", "publish", $"{proposal:D}")).Error, StringComparison.Ordinal);
        Assert.Contains("\tdeclined: No number changes", (await exchange.CyxAsync("delegate-eu", "", "trends", "proposals")).Output, StringComparison.Ordinal);

        // The list has pages.
        var pages = new List<Guid>();
        for (string? after = ""; after is not null;)
        {
            using var answer = await jp.ReadAsync($"{EditionRoutes.Proposals}?limit=1{after}");
            var page = await answer.BodyAsync(WireJson.Default.PageEditionProposalDocument);
            pages.Add(Assert.Single(page.Items).Id);
            after = page.Next is { } next ? $"&after={next}" : null;
        }

        Assert.Equal((3, proposal), (pages.Distinct().Count(), pages[0]));
    }

    private async Task TellsNumbersFromOtherBytesAsync()
    {
        var first = await exchange.CyxAsync("grid-jp", "", "trends", "show", "01");
        Assert.Equal((ExitCode.Done, ""), (first.Code, first.Error));
        var none = await exchange.CyxAsync("grid-jp", "", "trends", "show", "7");
        Assert.Equal(ExitCode.NotFound, none.Code);
        Assert.Contains("There is no edition 7", none.Error, StringComparison.Ordinal);
    }

    // Of 2025: three sectors with many incidents, one with two, what nobody permitted and an exercise.
    private static async Task ReportAsync(CountedIncidents incidents)
    {
        foreach (var sector in new[] { "eu.energy.gas", "eu.banking", "eu.health", "jp.finance", "jp.gas" })
        {
            await incidents.ReportAsync(sector, Third, incidents: 36, reporters: 6);
            await incidents.ReportAsync(sector, Fourth, sector == "eu.banking" ? 72 : 36, reporters: 6);
        }

        await incidents.ReportAsync("eu.research", Fourth, incidents: 18, reporters: 6);
        await incidents.ReportAsync("eu.research", Third, incidents: 18, reporters: 6);
        await incidents.ReportAsync("eu.space", Fourth, incidents: 2, reporters: 1);
        await incidents.ReportAsync("eu.banking", Third, incidents: 7, reporters: 7, permits: false);
        await incidents.ReportAsync("eu.banking", Third, incidents: 7, reporters: 7, classification: "rsit.test.test");
    }

    private static async Task LateAsync(CountedIncidents incidents)
    {
        foreach (var sector in new[] { "eu.energy.gas", "eu.banking", "eu.health" })
        {
            await incidents.ReportAsync(sector, Third, incidents: 18, reporters: 6);
        }

        await incidents.ReportAsync("eu.space", Third, incidents: 1, reporters: 1);
    }

    private async Task ReadAsTablesAsync()
    {
        var csv = await exchange.CyxAsync("grid-jp", "", "trends", "export", "1", "--table", "sectors.eu", "--csv");
        Assert.StartsWith("edition,label,asOf,table,side,row,", csv.Output, StringComparison.Ordinal);
        var sides = await exchange.CyxAsync("grid-jp", "", "trends", "export", "1", "--side-by-side", "--csv");
        Assert.Contains(",eu.energy.hydrogen,Hydrogen,,,no counterpart in Japan,,2025-Q4,withheld,,none,", sides.Output, StringComparison.Ordinal);
        using var json = await exchange.As("grid-jp").ReadAsync($"{EditionRoutes.Editions}/1/side-by-side");
        Assert.Contains("日本側に対応する分野なし", await json.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains("72\t1\teu.banking\t", (await exchange.CyxAsync("grid-jp", "", "trends", "show", "1", "--table", "sectors.eu")).Output, StringComparison.Ordinal);
        Assert.Contains("numbers are withheld", (await exchange.CyxAsync("grid-jp", "", "trends", "show", "1")).Output, StringComparison.Ordinal);
        var page = await exchange.CyxAsync("grid-jp", "", "trends", "export", "1", "--page", "ja");
        Assert.Contains("<h1>インシデント及びアドバイザリの動向 第1版</h1>", page.Output, StringComparison.Ordinal);
        Assert.Contains("<td>72</td>", page.Output, StringComparison.Ordinal);
        Assert.Contains("日本側に対応する分野なし", page.Output, StringComparison.Ordinal);

        var compared = await exchange.CyxAsync("delegate-jp", "", "trends", "compare", "1", "--table", "sectors.eu", "--row", "eu.banking", "--period", "2025-Q4", "--with-period", "2025-Q3");
        Assert.StartsWith("Banking, EU, 2025-Q4, and Banking, EU, 2025-Q3: 72 and 36 incidents, a difference of +36; 2.00 times as many a month", compared.Output, StringComparison.Ordinal);
        Assert.Contains("Chance alone hardly explains this", compared.Output, StringComparison.Ordinal);
        var sidesCompared = await CompareAsync("table=sectors.eu&row=eu.banking&period=2025-Q3&withTable=sectors.jp&withRow=jp.finance");
        Assert.Equal(("could_be_chance", 36L, 36L), (sidesCompared.Outcome, sidesCompared.FirstNumber, sidesCompared.SecondNumber));
        Assert.Contains(sidesCompared.Cautions, c => c.Fr.Contains("secteur", StringComparison.Ordinal));
        var small = await CompareAsync("table=sectors.eu&row=eu.space&period=2025-Q4&withRow=eu.banking");
        Assert.Equal(("withheld", null, null), (small.Outcome, small.FirstNumber, small.P));

        foreach (var (query, name) in new[] { ("table=sectors.eu", "period"), ("table=weather&period=2025-Q4", "table"), ("table=sectors.eu&period=2025-Q4&withRow=weather", "withRow"), ("table=sectors.eu&period=2025-Q4&withPeriod=soon", "withPeriod"), ("weather=1", "weather") })
        {
            using var bad = await exchange.As("grid-jp").ReadAsync($"{EditionRoutes.Editions}/1/comparison?{query}");
            Assert.Equal(name, (await bad.AssertProblemAsync(400, "bad-parameter")).Pointer);
        }

        using var neither = new HttpRequestMessage(HttpMethod.Get, $"{EditionRoutes.Editions}/1/tables/sectors.eu");
        neither.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/xml"));
        using var refused = await exchange.As("grid-jp").SendAsync(neither, Ct);
        await refused.AssertProblemAsync(406, "not-acceptable");
    }

    private async Task<TrendComparisonDocument> CompareAsync(string query)
    {
        using var answer = await exchange.As("grid-jp").ReadAsync($"{EditionRoutes.Editions}/1/comparison?{query}");
        return await answer.BodyAsync(WireJson.Default.TrendComparisonDocument);
    }

    // Absent and hidden are one answer.
    private async Task HasNothingForThePublicAsync(string number, string id)
    {
        using var absent = await exchange.As(null).ReadAsync($"{EditionRoutes.Editions}/99");
        var nothing = await absent.AssertProblemAsync(404, "not-found");
        foreach (var path in new[] { number, id, number + "/tables/sectors.eu", number + "/side-by-side", number + "/page", number + "/comparison?table=sectors.eu&period=2025-Q4&withPeriod=2025-Q3" })
        {
            using var hidden = await exchange.As(null).GetAsync(new Uri(exchange.Address, $"{EditionRoutes.Editions}/{path}"), Ct);
            Assert.Equal(nothing.Detail, (await hidden.AssertProblemAsync(404, "not-found")).Detail);
        }
    }

    // A maker's advisory of the fourth quarter.
    private async Task PublishAsync(string label, params string[] more)
    {
        var document = AdvisoryRequests.NewDocument(d =>
        {
            d["distribution"]!["tlp"]!["label"] = label is "TLP:CLEAR" ? "WHITE" : "GREEN";
            d["tracking"]!["initial_release_date"] = "2025-11-03T09:00:00Z";
            d["tracking"]!["revision_history"]![0]!["date"] = "2025-11-03T09:00:00Z";
        });
        var published = await exchange.CyxAsync("maker-eu", document, ["advisory", "publish", "-", "--label", label, .. more]);
        Assert.Equal(ExitCode.Done, published.Code);
    }

    // The edition, made from the log once more.
    private async Task<byte[]> AgainAsync(TrendEdition edition)
    {
        var log = exchange.Services.GetRequiredService<EventLog>();
        var position = await log.PositionAtAsync(edition.AsOf, Ct);
        var fold = await TrendFold.ReadAsync(log, position, Ct);
        var plan = new EditionPlan(TrendTables.All, DisclosureRule.Standard, edition.AsOf, edition.From, edition.Through, IsCorrection: false)
        {
            Advisories = await fold.Advisories.CountAsync(log, position, Ct),
        };
        return PublishTrends.Make(plan, [], fold.AsOf(long.MaxValue), _ => throw new InvalidOperationException("Nobody corrects here.")).Edition!.Canonical(); // It was published.
    }

    private static void NeverContradicts(TrendEdition first, TrendEdition second)
    {
        var restated = 0;
        foreach (var (before, after) in first.Tables.Zip(second.Tables))
        {
            for (var row = 0; row < before.Rows.Count; row++)
            {
                for (var at = 0; at < before.Periods.Count; at++)
                {
                    restated += after.Editions[row][at] == second.Number ? 1 : 0;
                    Assert.True(
                        after.Editions[row][at] == second.Number || (after.Numbers[row][at], after.Editions[row][at]) == (before.Numbers[row][at], before.Editions[row][at]),
                        $"{before.Id} {before.Rows[row].Id} {before.Periods[at]}");
                }
            }
        }

        Assert.True(restated > 0, "The correction says something.");
    }

    /// <summary>Bounds every cell that must not be stated by all that was given out; and shows that the attack succeeds where only those are withheld.</summary>
    private static int Attack(EditionTable table, IReadOnlyCollection<(string Sector, Period Month, int Reporter)> truth, Func<string, Period, long?> figure)
    {
        var cells = (from row in table.Rows from period in table.Periods select (Row: row.Id, Period: period)).ToList();
        var groups = cells.ToDictionary(c => c, c => truth.Where(t => IsWithin(table, t.Sector, c.Row) && (t.Month == c.Period || t.Month.Whole == c.Period)).ToList());
        var adversary = new WithheldBounds(table, figure);
        var sensitive = cells.Where(c => IsSensitive(groups[c])).ToList();
        Assert.All(cells, c => Assert.True(figure(c.Row, c.Period) is not { } number || (number == groups[c].Count && !IsSensitive(groups[c])), $"{c.Row} {c.Period} is stated"));
        Assert.All(sensitive, c =>
        {
            var (low, high) = adversary.Of(c.Row, c.Period);
            Assert.True(high - low >= WidthMin && low <= high / 2, $"{c.Row} {c.Period} lies in [{low}, {high}]");
        });

        var careless = new WithheldBounds(table, (row, period) => IsSensitive(groups[(row, period)]) ? null : groups[(row, period)].Count);
        Assert.Contains(sensitive, c => careless.Of(c.Row, c.Period) is var (low, high) && high - low < WidthMin);
        return sensitive.Count;
    }

    private static bool IsSensitive(List<(string Sector, Period Month, int Reporter)> group)
    {
        var shares = group.GroupBy(t => t.Reporter).Select(g => g.Count()).OrderDescending().ToList();
        return group.Count < WidthMin || shares.Count < 3 || 2 * shares[0] > group.Count || 5 * shares.Skip(2).Sum() < shares[0];
    }

    private static bool IsWithin(EditionTable table, string? row, string above)
    {
        while (row is not null && row != above)
        {
            row = table.Rows.FirstOrDefault(r => r.Id == row)?.Parent;
        }

        return row is not null;
    }

    private async Task<EditionsDocument> ListAsync(string? partner)
    {
        using var answer = await exchange.As(partner).ReadAsync(EditionRoutes.Editions);
        return await answer.BodyAsync(WireJson.Default.EditionsDocument);
    }

    private async Task<byte[]> BytesAsync(string? partner, string path)
    {
        using var answer = await exchange.As(partner).ReadAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync(Ct);
    }
}
