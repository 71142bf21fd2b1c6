using CyberExchange.EventStore;
using CyberExchange.Storage;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore;

/// <summary>The outcome of a commit is unknown when the line breaks before its answer: the event must be there once.</summary>
public sealed class LostAnswerTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task An_append_whose_answer_was_lost_is_found_by_its_key_and_not_stored_again(int events)
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var connections = new ExchangeDatabase(proxy.ConnectionString);
        await using var log = new EventLog(connections.Service);
        await log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.None), Ct);
        var head = await database.Log.HeadAsync(Ct);
        var append = Appends.To(
            Appends.NewStream(), ExpectedVersion.None, [.. Enumerable.Range(0, events).Select(_ => Appends.Event())]);

        proxy.LoseAnswers(1);
        var appended = Assert.IsType<AppendResult.Appended>(await log.AppendAsync(append, Ct));

        Assert.Equal(1, proxy.Cuts);
        Assert.True(appended.Repeated, "the first attempt was committed, so the second must have met its key");
        Assert.Equal((head + 1, head + events), (appended.FirstPosition, appended.LastPosition));
        Assert.Equal(head + events, await database.Log.HeadAsync(Ct));
        Assert.Equal(events, (await database.Log.ReadStreamAsync(append.Stream, ct: Ct)).Count);
    }

    [Fact]
    public async Task A_server_that_is_away_answers_busy_within_the_stated_limit()
    {
        var nowhere = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Host = "127.0.0.1", Port = 1 }.ConnectionString;
        await using var connections = new ExchangeDatabase(nowhere);
        await using var log = new EventLog(connections.Service);

        var answer = log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.None), Ct);

        Assert.IsType<AppendResult.Busy>(await answer.WaitAsync(TimeSpan.FromSeconds(20), Ct));
    }
}
