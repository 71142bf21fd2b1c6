using System.Net;
using System.Text.Json;
using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.SupplySignals;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Feed;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Items;
using CyberExchange.Server.SupplySignals;
using CyberExchange.Views.Projections;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.SupplySignals;

/// <summary>The semiconductor early-warning mechanism over TLS and with cyx: signals, the joint watch list, warnings to both sides, outcomes.</summary>
public sealed class SupplySignalsOverHttpTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Entry = """
        { "id": "neon-analog", "title": "Gases for analog", "stage": "gases-and-chemicals", "productClass": "analog",
          "threshold": { "signals": 3, "partners": 2, "confidence": "likely", "days": 90 } }
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DateOnly Today => DateOnly.FromDateTime(exchange.Clock.GetUtcNow().UtcDateTime);

    [Fact]
    public async Task Both_sides_watch_foresee_are_warned_and_learn()
    {
        // What is watched is proposed by one side and agreed by the other; every partner reads it.
        var proposed = await exchange.CyxAsync("delegate-eu", Entry, "signal", "propose", "-", "--reason", "Few suppliers.");
        Assert.Equal((ExitCode.Done, ""), (proposed.Code, proposed.Error));
        var proposal = proposed.Output.Trim().Split(' ')[^1];
        Assert.EndsWith("(other-side-needed)\n", (await exchange.CyxAsync("delegate-eu", "", "signal", "agree", proposal)).Error, StringComparison.Ordinal);
        Assert.Contains("neon-analog: gases-and-chemicals, analog: Gases for analog", (await exchange.CyxAsync("delegate-jp", "", "signal", "proposals", "--state", "open")).Output, StringComparison.Ordinal);
        Assert.Empty((await WatchAsync("grid-jp")).Entries);
        Assert.Equal("agreed; the watch list says so now\n", (await exchange.CyxAsync("delegate-jp", "", "signal", "agree", proposal)).Output);
        Assert.Equal((1, 0, false), Assert.Single((await WatchAsync("grid-jp")).Entries) is var watched ? (watched.Revision, watched.Signals.Count, watched.Reached) : default);

        // Two signals for both sides, and one that the European side does not see.
        var first = await PostAsync("maker-eu", Watched("EU", "delegate-eu", "delegate-jp"));
        var second = await PostAsync("cert-jp", Watched("JP", "delegate-eu", "delegate-jp"));
        var hidden = await PostAsync("maker-jp", Watched("JP", "delegate-jp"));
        using var unseen = await exchange.As("delegate-eu").ReadAsync($"/v1/signals/{hidden}");
        await unseen.AssertProblemAsync(404, "not-found");
        Assert.Equal(((2, 2, false), (3, 3, true)), (await StandsAsync("delegate-eu"), await StandsAsync("delegate-jp")));

        // Who sees enough is warned of what it sees; who does not learns nothing of it.
        await using (var live = await FeedReader.OpenAsync(exchange.As("delegate-jp")))
        {
            while ((await live.NextAsync()).Type != "warning")
            {
                // The signals come first.
            }
        }

        await WarnAsync(); // The worker may not have come to the European side yet.
        Assert.Empty(await WarningsAsync("delegate-eu"));
        Assert.Equal(new[] { first, second, hidden }.Order(), Assert.Single(await WarningsAsync("delegate-jp")).Warning!.Signals.Order());
        var third = await PostAsync("cert-eu", Watched("EU", "delegate-eu", "delegate-jp"));
        await WarnAsync();
        await WarnAsync(); // Once, however often it is looked.
        var warning = Assert.Single(await WarningsAsync("delegate-eu")).Warning!;
        Assert.Equal(new[] { first, second, third }.Order(), warning.Signals.Order());
        Assert.Equal((3, "neon-analog"), (warning.Partners, warning.Entry.Id));
        Assert.Single(await WarningsAsync("delegate-jp"));
        Assert.Empty(await WarningsAsync("cert-jp"));
        Assert.Contains($"  warning  neon-analog  Gases for analog: 3 signals from 3: ", (await exchange.CyxAsync("delegate-eu", "", "feed")).Output, StringComparison.Ordinal);

        // Who may no longer read a signal is no longer told of it either.
        Assert.Equal(ExitCode.Done, (await exchange.CyxAsync("maker-jp", """{ "sharing": { "label": "TLP:AMBER", "pap": "PAP:GREEN", "permitsStatistics": false } }""", "signal", "share", $"{hidden}", "-")).Code);
        Assert.Empty(await WarningsAsync("delegate-jp"));

        // What became of it, in words and in the figure of whoever sees it.
        var told = await exchange.CyxAsync(
            "maker-eu", "", "signal", "outcome", $"{first}", "--verdict", "came-true", "--on", $"{Today:yyyy-MM-dd}", "--explanation", "Plants cut their output.");
        Assert.Equal((ExitCode.Done, "", $"outcome recorded {first}\n"), (told.Code, told.Error, told.Output));
        Assert.Contains($"came-true on {Today:yyyy-MM-dd}: Plants cut their output.", (await exchange.CyxAsync("delegate-jp", "", "signal", "show", $"{first}")).Output, StringComparison.Ordinal);
        Assert.Equal((1, 1), ((await CalibrationAsync("delegate-eu")).Scored, (await CalibrationAsync("delegate-jp")).Scored));
        Assert.Equal((0, "Too few to say: 0 of at least 10 outcomes."), await CalibrationAsync("grid-jp") is var none ? (none.Scored, none.InWords) : default);
        Assert.Equal((2, 2, false), await StandsAsync("delegate-eu")); // What came true is no warning any more.
        Assert.Contains("Too few to say: 1 of at least 10 outcomes.", (await exchange.CyxAsync("delegate-eu", "", "signal", "calibration")).Output, StringComparison.Ordinal);

        // It is found, paged, subscribed to and exported as every item is.
        await exchange.CaughtUpAsync();
        Assert.Contains($"signal  {first}", (await exchange.CyxAsync("delegate-eu", "", "search", "lithography", "--kind", "signal")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain($"{hidden}", (await exchange.CyxAsync("delegate-eu", "", "search", "lithography")).Output, StringComparison.Ordinal);
        using var page = await exchange.As("delegate-eu").GetAsync(new Uri(exchange.Address, $"/items/{first}?lang=ja"), Ct);
        Assert.Contains("供給シグナル", await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains($"\"id\":\"{first}\"", (await exchange.CyxAsync("delegate-eu", "", "export", "--kind", "signal")).Output, StringComparison.Ordinal);
        Assert.Contains($"signal,{first},TLP:AMBER", (await exchange.CyxAsync("delegate-eu", "", "export", "--format", "csv")).Output, StringComparison.Ordinal);
        Assert.Contains("DOES NOT SEE IT (not-in-audience)", (await exchange.CyxAsync("maker-eu", "", "signal", "explain", $"{first}", "--partner", "cert-jp")).Output, StringComparison.Ordinal);

        // The other side may have it end.
        var ending = await exchange.CyxAsync("delegate-jp", "", "signal", "propose", "neon-analog", "--end", "--reason", "New plants deliver.");
        Assert.Equal(ExitCode.Done, (await exchange.CyxAsync("delegate-eu", "", "signal", "agree", ending.Output.Trim().Split(' ')[^1])).Code);
        Assert.Empty((await WatchAsync("delegate-eu")).Entries);
    }

    [Fact]
    public async Task A_signal_is_revised_shared_and_withdrawn_by_its_originator_alone()
    {
        var template = await exchange.CyxAsync("maker-eu", "", "signal", "template", "--to", "delegate-eu");
        var posted = await exchange.CyxAsync("maker-eu", template.Output, "signal", "post", "-");
        Assert.Equal((ExitCode.Done, ""), (posted.Code, posted.Error));
        var id = posted.Output.Trim().Split(' ')[^1];
        Assert.Contains(id, (await exchange.CyxAsync("delegate-eu", "", "signal", "list")).Output, StringComparison.Ordinal);

        var sure = template.Output.Replace("\"likely\"", "\"almost-certain\"", StringComparison.Ordinal);
        Assert.Contains("/signal/confidence", (await exchange.CyxAsync("maker-eu", sure, "signal", "revise", id, "-")).Error, StringComparison.Ordinal);
        var more = await exchange.CyxAsync("maker-eu", template.Output.Replace("is short", "is scarce", StringComparison.Ordinal), "signal", "revise", id, "-");
        Assert.Equal((ExitCode.Done, $"revised {id}\n"), (more.Code, more.Output));
        Assert.Equal(ExitCode.Done, (await exchange.CyxAsync("maker-eu", """{ "sharing": { "label": "TLP:GREEN", "pap": "PAP:GREEN", "permitsStatistics": false } }""", "signal", "share", id, "-")).Code);
        using var gone = await exchange.As("delegate-eu").ReadAsync($"/v1/signals/{id}");
        await gone.AssertProblemAsync(410, "gone");
        Assert.Contains("Neon for lithography is scarce", (await exchange.CyxAsync("cert-eu", "", "signal", "show", id)).Output, StringComparison.Ordinal);

        using var other = await exchange.As("cert-eu").WriteAsync(HttpMethod.Post, $"/v1/signals/{id}/withdrawal", """{ "reason": "r" }""", ifMatch: "*");
        await other.AssertProblemAsync(403, "not-originator");
        Assert.Equal(ExitCode.Done, (await exchange.CyxAsync("maker-eu", "", "signal", "withdraw", id, "--reason", "A mistake.")).Code);
        Assert.Contains("[withdrawn] Neon", (await exchange.CyxAsync("cert-eu", "", "signal", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_that_bear_it_out_are_ones_own_and_for_oneself()
    {
        var own = await PostAsync("maker-eu", Body("EU", "delegate-eu"));
        var anothers = await PostAsync("cert-eu", Body("EU", "maker-eu"));
        var with = Body("EU", "delegate-eu").Replace("\"confidence\"", $"\"items\": [\"{own}\"], \"confidence\"", StringComparison.Ordinal);
        var id = await PostAsync("maker-eu", with);

        Assert.Equal([own], (await SignalAsync("maker-eu", id)).Signal.Items!);
        Assert.Null((await SignalAsync("delegate-eu", id)).Signal.Items);
        foreach (var not in new[] { anothers, Guid.CreateVersion7() })
        {
            using var refused = await exchange.As("maker-eu").WriteAsync(HttpMethod.Post, "/v1/signals", with.Replace($"{own}", $"{not}", StringComparison.Ordinal));
            Assert.Equal("/signal/items/0", (await refused.AssertProblemAsync(422, "invalid")).Pointer);
        }
    }

    [Theory]
    [InlineData("\"likely\"", "\"sure\"", 422, "/signal/confidence")]
    [InlineData("\"gases-and-chemicals\"", "\"mine\"", 422, "/signal/stage")]
    [InlineData("\"TLP:AMBER\"", "\"AMBER\"", 422, "/sharing/label")]
    [InlineData("\"observed\": [\"shortage\"],", "", 400, "/signal/observed")]
    public async Task What_cannot_stand_is_refused_where_it_is_wrong(string stated, string instead, int status, string pointer)
    {
        using var answer = await exchange.As("maker-eu").WriteAsync(HttpMethod.Post, "/v1/signals", Body("EU", "delegate-eu").Replace(stated, instead, StringComparison.Ordinal));

        var problem = await answer.ProblemAsync();
        Assert.Equal((status, pointer), (problem.Status, problem.Pointer));
    }

    [Fact]
    public async Task Only_delegates_conduct_the_watch_list_and_stewards_read_no_signal()
    {
        var propose = $$"""{ "reason": "r", "entry": {{Entry}} }""";
        foreach (var other in new[] { "cert-eu", "grid-jp", "maker-eu", "authority-jp", "steward" })
        {
            using var write = await exchange.As(other).WriteAsync(HttpMethod.Post, "/v1/supply-watch/proposals", propose);
            await write.AssertProblemAsync(403, "not-permitted");
            using var list = await exchange.As(other).ReadAsync("/v1/supply-watch");
            Assert.Equal(other is "steward" ? HttpStatusCode.Forbidden : HttpStatusCode.OK, list.StatusCode);
        }

        foreach (var path in new[] { "/v1/signals", "/v1/signals/count", "/v1/signals/calibration" })
        {
            using var steward = await exchange.As("steward").ReadAsync(path);
            await steward.AssertProblemAsync(403, "not-permitted");
            using var anyone = await exchange.As(null).ReadAsync(path);
            Assert.Equal(HttpStatusCode.OK, anyone.StatusCode);
        }

        using var unknown = await exchange.As(null).WriteAsync(HttpMethod.Post, "/v1/signals", Body("EU", "delegate-eu"));
        await unknown.AssertProblemAsync(401, "certificate-missing");
        using var both = await exchange.As("delegate-eu").WriteAsync(HttpMethod.Post, "/v1/supply-watch/proposals", propose.Replace("\"reason\"", "\"ends\": \"neon\", \"reason\"", StringComparison.Ordinal));
        Assert.Equal("/entry", (await both.AssertProblemAsync(422, "invalid")).Pointer);
        using var absent = await exchange.As("delegate-eu").WriteAsync(HttpMethod.Post, "/v1/supply-watch/proposals", """{ "reason": "r", "ends": "nothing" }""");
        Assert.Equal("/ends", (await absent.AssertProblemAsync(422, "invalid")).Pointer);
        using var state = await exchange.As("delegate-eu").ReadAsync("/v1/supply-watch/proposals?state=perhaps");
        Assert.Equal("state", (await state.AssertProblemAsync(400, "bad-parameter")).Pointer);
    }

    // Of another class than what else is posted here, so that only the story's signals count.
    private string Watched(string home, params string[] to) => Body(home, to).Replace("\"logic\"", "\"analog\"", StringComparison.Ordinal);

    private string Body(string home, params string[] to) => $$"""
        {
          "signal": {
            "title": "Neon for lithography is short", "summary": "Deliveries have stopped.", "stage": "gases-and-chemicals", "productClass": "logic",
            "observed": ["shortage"], "horizon": { "from": "{{Today:yyyy-MM-dd}}", "to": "{{Today.AddDays(90):yyyy-MM-dd}}" }, "confidence": "likely"
          },
          "sharing": {
            "label": "TLP:AMBER", "pap": "PAP:GREEN", "permitsStatistics": false, "audience": { "partners": {{JsonSerializer.Serialize(to)}} },
            "legalBases": [ { "destination": "{{(home is "EU" ? "JP" : "EU")}}", "code": "agreement", "reference": "file 1" } ]
          }
        }
        """;

    private async Task<Guid> PostAsync(string partner, string body)
    {
        using var answer = await exchange.As(partner).WriteAsync(HttpMethod.Post, "/v1/signals", body);
        var receipt = await answer.BodyAsync(WireJson.Default.WriteReceipt);
        Assert.Equal((HttpStatusCode.Created, $"/v1/signals/{receipt.Id}"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        await exchange.CaughtUpAsync();
        return receipt.Id;
    }

    private async Task WarnAsync()
    {
        // Of what may have been taken back nobody is warned: after a pause of the machine the core is not fresh for a moment.
        while (!exchange.Services.GetRequiredService<ProjectionRunner>().IsFresh(FreshReads.AgeMax))
        {
            await Task.Delay(50, Ct);
        }

        await exchange.Services.GetRequiredService<SupplyWarner>().WarnAsync(exchange.Clock.GetUtcNow(), Ct);
        await exchange.CaughtUpAsync();
    }

    private async Task<SignalDocument> SignalAsync(string partner, Guid id)
    {
        using var answer = await exchange.As(partner).ReadAsync($"/v1/signals/{id}");
        return await answer.BodyAsync(WireJson.Default.SignalDocument);
    }

    private async Task<IReadOnlyList<FeedEntry>> WarningsAsync(string partner)
    {
        using var answer = await exchange.As(partner).ReadAsync("/v1/feed?limit=200");
        return [.. (await answer.BodyAsync(WireJson.Default.FeedPage)).Entries.Where(e => e.Type == "warning")];
    }

    private async Task<WatchListDocument> WatchAsync(string partner)
    {
        using var answer = await exchange.As(partner).ReadAsync("/v1/supply-watch");
        return await answer.BodyAsync(WireJson.Default.WatchListDocument);
    }

    private async Task<(int Signals, int Partners, bool Reached)> StandsAsync(string partner) =>
        Assert.Single((await WatchAsync(partner)).Entries) is var entry ? (entry.Signals.Count, entry.Partners, entry.Reached) : default;

    private async Task<CalibrationDocument> CalibrationAsync(string partner)
    {
        using var answer = await exchange.As(partner).ReadAsync("/v1/signals/calibration");
        return await answer.BodyAsync(WireJson.Default.CalibrationDocument);
    }
}
