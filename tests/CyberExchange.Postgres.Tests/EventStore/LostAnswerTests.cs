using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Faults;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore;

/// <summary>The outcome of a commit is unknown when the line breaks before its answer: the event must be there once.</summary>
public sealed class LostAnswerTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_without_the_end_of_their_answer_acknowledge_nothing()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is "full" or "soak", "waits half a minute for a time-out");
        await using var line = new FaultyLine(database.ConnectionString);
        await using var connections = new ExchangeDatabase(line.ConnectionString);
        await using var log = new EventLog(connections.Service);
        var append = Appends.To(Appends.NewStream(), ExpectedVersion.None);

        var halted = line.At(AppendStep.InAnswer, _ => line.At(AppendStep.BeforeRequest, static _ => Task.CompletedTask));
        var appended = Assert.IsType<AppendResult.Appended>(await log.AppendAsync(append, Ct));

        Assert.True(appended.Repeated, "the end of the first answer never came, so the append was to be sent again");
        await halted;
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
