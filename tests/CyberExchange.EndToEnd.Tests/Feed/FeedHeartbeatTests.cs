using System.Diagnostics;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Incidents;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Feed;

/// <summary>A class of its own, since it waits for a quarter of a minute while the others go on.</summary>
public sealed class FeedHeartbeatTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    [Fact]
    public async Task A_silent_stream_shows_at_once_and_every_15_seconds_that_it_lives()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        using var response = await FeedReader.RequestAsync(exchange.As("grid-jp"));
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));

        await AssertHeartbeatAsync(lines, limit.Token);
        var silence = Stopwatch.StartNew();
        await AssertHeartbeatAsync(lines, limit.Token);

        Assert.InRange(silence.Elapsed, TimeSpan.FromSeconds(14), TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task Heartbeats_keep_a_time_of_their_own_whatever_arrives_between_them()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        using var response = await FeedReader.RequestAsync(exchange.As("maker-jp"));
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
        await AssertHeartbeatAsync(lines, limit.Token);
        var sinceBeginning = Stopwatch.StartNew();

        await Task.Delay(TimeSpan.FromSeconds(7), limit.Token);
        await exchange.As("maker-jp").ReportAsync(ReportIncidentTests.Own("between two heartbeats"));
        while (await lines.ReadLineAsync(limit.Token) is not ":")
        {
            // The report arrives first.
        }

        Assert.InRange(sinceBeginning.Elapsed, TimeSpan.FromSeconds(14), TimeSpan.FromSeconds(20));
    }

    private static async Task AssertHeartbeatAsync(StreamReader lines, CancellationToken ct)
    {
        Assert.Equal(":", await lines.ReadLineAsync(ct));
        Assert.Equal("", await lines.ReadLineAsync(ct));
    }
}
