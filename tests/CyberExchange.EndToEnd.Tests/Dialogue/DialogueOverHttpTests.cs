using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Dialogue;
using CyberExchange.Domain.Dialogue;
using CyberExchange.Domain.Trends;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Trends;
using CyberExchange.Server.Dialogue;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Dialogue;

/// <summary>The dialogue's record over TLS and with cyx: proposed by one side, agreed by the other, read by every partner, noted and watched by delegates.</summary>
public sealed class DialogueOverHttpTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_delegates_morning()
    {
        // Monday: the record that comes with the program is proposed by one side and agreed by the other.
        var shipped = await exchange.CyxAsync("delegate-eu", "", "dialogue", "shipped");
        var proposed = await exchange.CyxAsync("delegate-eu", shipped.Output, "dialogue", "propose", "-", "--reason", "To begin with.");
        Assert.Equal((ExitCode.Done, ""), (proposed.Code, proposed.Error));
        var proposal = proposed.Output.Trim().Split(' ')[^1];
        Assert.Empty((await EntriesAsync("delegate-jp", "")).Entries);
        var own = await exchange.CyxAsync("delegate-eu", "", "dialogue", "agree", proposal);
        Assert.EndsWith("(other-side-needed)\n", own.Error, StringComparison.Ordinal);
        Assert.Equal("agreed; the record says so now\n", (await exchange.CyxAsync("delegate-jp", "", "dialogue", "agree", proposal)).Output);
        Assert.Equal(ShippedDialogue.Entries.Count, (await EntriesAsync("grid-jp", "")).Entries.Count);
        var monday = exchange.Clock.GetUtcNow();

        // What changed since then, of what is watched.
        await exchange.CyxAsync("delegate-jp", "", "dialogue", "watch", "partnership");
        Assert.Equal("watching  partnership\n", (await exchange.CyxAsync("delegate-jp", "", "dialogue", "watch")).Output);
        var council = JsonNode.Parse(shipped.Output)!.AsArray().Single(e => (string?)e!["id"] == "dpc-4")!;
        council["date"] = "2026-12-15";
        var amended = await exchange.CyxAsync("delegate-jp", $"[{council.ToJsonString()}]", "dialogue", "propose", "-", "--reason", "The day is known.");
        var second = amended.Output.Trim().Split(' ')[^1];
        Assert.Contains("The date was: 2026; it is now: 2026-12-15.", (await exchange.CyxAsync("delegate-eu", "", "dialogue", "proposals", "--state", "open")).Output, StringComparison.Ordinal);
        Assert.Contains("\"after\":{\"id\":\"dpc-4\"", (await exchange.CyxAsync("delegate-eu", "", "--json", "dialogue", "proposals", "--state", "open")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await exchange.CyxAsync("delegate-eu", "", "dialogue", "agree", second)).Code);
        using var changes = await exchange.As("delegate-jp").ReadAsync($"/v1/dialogue/changes?watched=true&since={Uri.EscapeDataString(monday.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", null))}");
        var change = Assert.Single((await changes.BodyAsync(WireJson.Default.DialogueChangesDocument)).Changes, c => c.Revision == 2);
        Assert.Equal(("dpc-4", "The date was: 2026; it is now: 2026-12-15."), (change.Entry, Assert.Single(change.Words)));

        // What comes next month on both sides.
        var (today, month) = (DateOnly.FromDateTime(monday.UtcDateTime), DateOnly.FromDateTime(monday.UtcDateTime).AddMonths(1));
        var (first, last) = (new DateOnly(month.Year, month.Month, 1), new DateOnly(month.Year, month.Month, 1).AddMonths(1).AddDays(-1));
        await AgreeAsync(NextMonth("next-eu", "EU", $"{first.AddDays(14):yyyy-MM-dd}"), NextMonth("next-jp", "JP", $"{first:yyyy-MM}"));
        using var next = await exchange.As("delegate-jp").ReadAsync($"/v1/dialogue/timeline?from={first:yyyy-MM-dd}&to={last:yyyy-MM-dd}&topic=incident_reporting");
        var ahead = await next.BodyAsync(WireJson.Default.DialogueTimelineDocument);
        Assert.Equal(today, ahead.Today);
        Assert.Equal([("JP", "next-jp"), ("EU", "next-eu")], ahead.Ahead.Select(e => (e.Side, e.Entry)));
        Assert.Empty(ahead.Past);

        // What is to be done and has no day, or had one.
        using var all = await exchange.As("delegate-eu").ReadAsync("/v1/dialogue/timeline");
        var open = (await all.BodyAsync(WireJson.Default.DialogueTimelineDocument)).Open;
        Assert.Equal(["ns-oecd", "ns-loi", "ns-ai-bodies", "ns-arctic", "ns-arrangement", "ns-credentials", "ns-data-wg", "ns-early-warning", "ns-expert"], open.Select(e => e.Entry));
        Assert.Equal(["2024-05-02", "2025-05-13"], open.Select(e => e.Date).OfType<string>());
        var shown = (await exchange.CyxAsync("delegate-eu", "", "dialogue", "timeline", "--topic", "quantum")).Output.Split('\n');
        Assert.Contains(shown, line => line.StartsWith("overdue\t", StringComparison.Ordinal) && line.Contains("ns-loi", StringComparison.Ordinal));
        Assert.DoesNotContain(shown, line => line.StartsWith("past\t", StringComparison.Ordinal) && line.Contains("ns-loi", StringComparison.Ordinal));

        // What happened, and what each side has in place of the other's.
        using var timeline = await exchange.As("delegate-jp").ReadAsync("/v1/dialogue/timeline?from=2024-01-01&topic=product_security&topic=partnership");
        var dates = await timeline.BodyAsync(WireJson.Default.DialogueTimelineDocument);
        Assert.All(dates.Past, e => Assert.True(string.CompareOrdinal(e.Date, $"{dates.Today:yyyy-MM-dd}") <= 0 || e.Date!.Length < 10, e.Date)); // What is past has a date.
        Assert.Contains(dates.Past, e => e is { Side: "EU", Entry: "dev-2024-12-10-041" });
        Assert.Contains("dev-2025-03-25-049", Assert.Single(dates.Past.Concat(dates.Ahead), e => e.Entry == "dev-2024-10-23-037").Counterparts!);
        Assert.Contains(dates.Ahead, e => e.Entry == "dev-2027-12-11-084");

        // A comparison of what both sides published, in words to quote.
        var incidents = new CountedIncidents(exchange);
        await incidents.ReportAsync("eu.banking", Period.OfQuarter(2025, 3), incidents: 36, reporters: 6);
        await incidents.ReportAsync("eu.banking", Period.OfQuarter(2025, 4), incidents: 72, reporters: 6);
        await exchange.CaughtUpAsync();
        var draft = await exchange.CyxAsync("delegate-eu", "", "trends", "draft", "--from", "2025-Q3", "--through", "2025-Q4", "--reason", "For the council.");
        Assert.Equal(ExitCode.Done, (await exchange.CyxAsync("delegate-jp", "", "trends", "publish", draft.Output.Trim().Split(' ')[^1])).Code);
        var quoted = await exchange.CyxAsync("delegate-jp", "", "trends", "compare", "1", "--table", "sectors.eu", "--period", "2025-Q4", "--with-period", "2025-Q3", "--lang", "fr");
        Assert.StartsWith("Tous les incidents, UE, 2025-Q4, et Tous les incidents, UE, 2025-Q3 : 72 et 36 incidents, soit un écart de +36 ; 2,00 fois autant par mois", quoted.Output, StringComparison.Ordinal);
        Assert.Contains("Le hasard seul ne l’explique guère", quoted.Output, StringComparison.Ordinal);

        // Who spoke of it, and where.
        Assert.Contains("dpc-3", (await EntriesAsync("delegate-jp", "?kind=session&q=virkkunen")).Entries.Select(e => e.Entry.Id));
        Assert.Contains("dpc-4", (await EntriesAsync("delegate-jp", "?q=brussels&kind=session")).Entries.Select(e => e.Entry.Id));

        // The council's agenda, and a brief for paper that tells of it.
        var planned = await EntryAsync("delegate-eu", "dpc-4");
        using var unprepared = await exchange.As("delegate-eu").GetAsync(new Uri(exchange.Address, "/v1/dialogue/briefs/dpc-4"), Ct);
        var nothingYet = await unprepared.Content.ReadAsStringAsync(Ct);
        Assert.Contains("No agenda is recorded.", nothingYet, StringComparison.Ordinal);
        Assert.Contains("Set up semiconductor early-warning mechanisms", nothingYet, StringComparison.Ordinal);
        Assert.Contains("Sign the quantum letter of intent", nothingYet, StringComparison.Ordinal);
        await AgreeAsync(planned.Entry with { Agenda = [new("Reports by the same clock.", "incident_reporting", ["next-jp"]), new("Other business.")] });
        Assert.Contains("1. Reports by the same clock. (incident_reporting, next-jp)", (await exchange.CyxAsync("delegate-jp", "", "dialogue", "show", "dpc-4")).Output, StringComparison.Ordinal);
        Assert.Contains((await EntryAsync("delegate-jp", "next-jp")).LinkedFrom, l => l is { Relation: "agenda", Entry: "dpc-4" });
        using var brief = await exchange.As("delegate-jp").GetAsync(new Uri(exchange.Address, "/v1/dialogue/briefs/dpc-4?lang=ja"), Ct);
        Assert.Equal("text/html", brief.Content.Headers.ContentType?.MediaType);
        var page = await brief.Content.ReadAsStringAsync(Ct);
        Assert.Contains("会合資料", page, StringComparison.Ordinal);
        Assert.Contains("2026-12-15", page, StringComparison.Ordinal);
        Assert.Contains("<li>Reports by the same clock.<p class=\"note\">インシデント報告; Reporting rules of JP</p></li>", page, StringComparison.Ordinal);
        Assert.Matches("<tr><td>[^\n]*Reporting rules of EU[^\n]*</td><td>[^\n]*Reporting rules of JP[^\n]*</td></tr>", page);
        Assert.DoesNotContain("Sign the quantum letter of intent", page, StringComparison.Ordinal); // The agenda does not name it.

        // A note for one's own side reaches nobody else.
        Assert.Equal(ExitCode.Done, (await exchange.CyxAsync("delegate-eu", "", "dialogue", "note", "dpc-4", "Bring the cable report.")).Code);
        Assert.Contains("Bring the cable report.", (await exchange.CyxAsync("delegate-eu", "", "dialogue", "show", "dpc-4")).Output, StringComparison.Ordinal);
        Assert.Empty((await EntryAsync("delegate-jp", "dpc-4")).Notes!);
        Assert.Null((await EntryAsync("cert-eu", "dpc-4")).Notes);
        using var unwatched = await exchange.As("cert-eu").ReadAsync("/v1/dialogue/changes?watched=true");
        await unwatched.AssertProblemAsync(403, "forbidden");
        Assert.Equal(3, (await EntryAsync("cert-eu", "dpc-4")).History.Count);

        // What serves a system is there.
        foreach (var path in (await EntriesAsync("grid-jp", "?kind=system")).Entries.SelectMany(e => e.Entry.ServedBy ?? []).Distinct())
        {
            using var served = await exchange.As(path.StartsWith("/v1/trust", StringComparison.Ordinal) ? "steward" : "cert-eu").ReadAsync(path);
            Assert.True(served.StatusCode is HttpStatusCode.OK, path);
        }
    }

    [Fact]
    public async Task Only_delegates_conduct_and_the_public_reads_nothing()
    {
        foreach (var other in new[] { "cert-eu", "grid-jp", "maker-eu", "authority-jp", "steward" })
        {
            using var write = await exchange.As(other).WriteAsync(HttpMethod.Put, DialogueRoutes.Collection + "/watch", """{ "topics": [] }""");
            await write.AssertProblemAsync(403, "not-permitted");
            using var read = await exchange.As(other).ReadAsync(DialogueRoutes.Proposals);
            await read.AssertProblemAsync(403, "not-permitted");
            using var list = await exchange.As(other).ReadAsync(DialogueRoutes.Entries);
            Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        }

        using var anyone = await exchange.As(null).ReadAsync(DialogueRoutes.Entries);
        await anyone.AssertProblemAsync(401, "certificate-missing");
    }

    [Theory]
    [InlineData("/v1/dialogue/entries?weather=1", "weather")]
    [InlineData("/v1/dialogue/entries?kind=rumour", "kind")]
    [InlineData("/v1/dialogue/entries?from=yesterday", "from")]
    [InlineData("/v1/dialogue/changes?since=monday", "since")]
    [InlineData("/v1/dialogue/changes?watched=perhaps", "watched")]
    [InlineData("/v1/dialogue/timeline?topic=weather", "topic")]
    [InlineData("/v1/dialogue/briefs/ai?lang=de", "lang")]
    public async Task A_bad_parameter_is_named(string path, string name)
    {
        using var answer = await exchange.As("delegate-eu").GetAsync(new Uri(exchange.Address, path), Ct);

        Assert.Equal(name, (await answer.AssertProblemAsync(400, "bad-parameter")).Pointer);
    }

    [Fact]
    public async Task What_cannot_stand_is_refused_where_it_is_wrong()
    {
        var entry = """{ "id": "cra", "kind": "development", "topic": "product_security", "parties": ["EU"], "title": "CRA", "date": "2024-12", "status": "rumoured", "source": "s", "verified": true }""";
        using var answer = await exchange.As("delegate-eu").WriteAsync(HttpMethod.Post, DialogueRoutes.Proposals, $$"""{ "reason": "r", "entries": [ {{entry}} ] }""");

        Assert.Equal("/entries/0/status", (await answer.AssertProblemAsync(422, "unknown-term")).Pointer);
        using var missing = await exchange.As("delegate-eu").ReadAsync(DialogueRoutes.Entries + "/nowhere");
        await missing.AssertProblemAsync(404, "not-found");
        using var brief = await exchange.As("delegate-eu").GetAsync(new Uri(exchange.Address, "/v1/dialogue/briefs/nowhere"), Ct);
        await brief.AssertProblemAsync(404, "not-found");
    }

    private static DialogueEntryDocument NextMonth(string id, string side, string date) => new()
    {
        Id = id, Kind = "development", Topic = "incident_reporting", Parties = [side], Title = $"Reporting rules of {side}", Date = date, Status = "applicable", Source = "Official journal", Verified = true,
        Links = side == "EU" ? [new("counterpart", "next-jp")] : null,
    };

    private async Task AgreeAsync(params DialogueEntryDocument[] entries)
    {
        var request = new ProposeDialogueRequest { Reason = "As both sides said.", Entries = entries };
        using var proposed = await exchange.As("delegate-jp").WriteAsync(HttpMethod.Post, DialogueRoutes.Proposals, JsonSerializer.Serialize(request, WireJson.Default.ProposeDialogueRequest));
        var id = (await proposed.BodyAsync(WireJson.Default.WriteReceipt)).Id;
        Assert.Equal(ExitCode.Done, (await exchange.CyxAsync("delegate-eu", "", "dialogue", "agree", $"{id:D}")).Code);
    }

    private async Task<DialogueEntriesDocument> EntriesAsync(string partner, string query)
    {
        using var answer = await exchange.As(partner).ReadAsync(DialogueRoutes.Entries + query);
        return await answer.BodyAsync(WireJson.Default.DialogueEntriesDocument);
    }

    private async Task<DialogueEntryPage> EntryAsync(string partner, string id)
    {
        using var answer = await exchange.As(partner).ReadAsync($"{DialogueRoutes.Entries}/{id}");
        return await answer.BodyAsync(WireJson.Default.DialogueEntryPage);
    }
}
