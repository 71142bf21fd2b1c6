using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using CyberExchange.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Cli;

public sealed class ViewCommandsTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    [Fact]
    public async Task A_steward_reads_how_the_views_stand_and_nobody_else_does()
    {
        var list = await StewardAsync("list", "--json");
        Assert.Equal((ExitCode.Done, ""), (list.Code, list.Error));
        var views = list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["duties", "search", "sharing-core", "subscriptions"], views.Select(v => (string?)v["name"]));
        Assert.All(views, v => Assert.Equal("running", (string?)v["state"]));
        Assert.All(views, v => Assert.NotNull((string?)v["holder"]));

        var status = await StewardAsync("status", "sharing-core");
        Assert.Equal(ExitCode.Done, status.Code);
        Assert.Contains("running", status.Output, StringComparison.Ordinal);
        Assert.Contains("search", (await StewardAsync("status")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotFound, (await StewardAsync("status", "no-such-view")).Code);
        Assert.Equal(ExitCode.NotPermitted, (await exchange.CyxAsync("cert-eu", "", "view", "list")).Code);
        Assert.Equal(ExitCode.NotPermitted, (await exchange.CyxAsync("cert-eu", "", "view", "rebuild", "search")).Code);
    }

    [Fact]
    public async Task A_steward_has_a_view_made_anew_follows_it_slows_it_down_and_cancels_it()
    {
        var followed = await StewardAsync("rebuild", "search", "--follow");
        Assert.Equal(ExitCode.Done, followed.Code);
        Assert.StartsWith("rebuilt search, at position ", followed.Output, StringComparison.Ordinal);

        // One event a second: it is not over before it is cancelled.
        Assert.Equal((ExitCode.Done, "rebuilding sharing-core\n"), Said(await StewardAsync("rebuild", "sharing-core", "--events-per-second", "1")));
        var slow = JsonNode.Parse((await StewardAsync("status", "sharing-core", "--json")).Output)!;
        Assert.Equal(1, (int?)slow["rebuild"]!["eventsPerSecondMax"]);
        Assert.Equal("running", (string?)slow["state"]);
        Assert.Equal((ExitCode.Done, "cancelled the rebuild of sharing-core\n"), Said(await StewardAsync("rebuild", "sharing-core", "--cancel")));

        while (JsonNode.Parse((await StewardAsync("status", "sharing-core", "--json")).Output)!["rebuild"] is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken); // It is removed by the node that did it.
        }

        Assert.Equal(ExitCode.NotFound, (await StewardAsync("rebuild", "sharing-core", "--cancel")).Code);
        Assert.Equal(ExitCode.NotFound, (await StewardAsync("rebuild", "no-such-view")).Code);
        Assert.Equal(ExitCode.Refused, (await StewardAsync("rebuild", "search", "--events-per-second", "0")).Code);
        Assert.Equal(ExitCode.Usage, (await StewardAsync("rebuild", "search", "--cancel", "--follow")).Code);
        Assert.Equal(ExitCode.Done, (await exchange.CyxAsync("cert-eu", "", "incident", "list")).Code);
    }

    [Fact]
    public async Task Metrics_tell_of_every_view()
    {
        await StewardAsync("list"); // By then the views run.
        var measured = new ConcurrentDictionary<(string Instrument, string View), double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == "CyberExchange")
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();

        foreach (var view in new[] { "duties", "search", "sharing-core", "subscriptions" })
        {
            Assert.Contains(("cyberexchange.view.lag", view), measured.Keys);
            Assert.Contains(("cyberexchange.view.errors", view), measured.Keys);
            Assert.Equal(0, measured[("cyberexchange.view.stopped", view)]);
            Assert.Equal(1, measured[("cyberexchange.view.held", view)]);
        }

        Assert.True(measured[("cyberexchange.view.applied", "sharing-core")] > 0);

        // Other exchanges of this process have the same instruments: of several measurements the greatest counts.
        void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            measured.AddOrUpdate((instrument.Name, (string)tags[0].Value!), value, (_, before) => Math.Max(before, value)); // Every measurement names its view.
    }

    private static (ExitCode Code, string Output) Said(CyxRun run) => (run.Code, run.Output);

    private Task<CyxRun> StewardAsync(params string[] args) => exchange.CyxAsync("steward", "", ["view", .. args]);
}
