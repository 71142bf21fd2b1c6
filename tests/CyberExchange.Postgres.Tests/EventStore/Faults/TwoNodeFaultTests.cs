using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Faults;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore.Faults;

/// <summary>Two nodes whose lines are cut again and again, and callers who ask both of them.</summary>
public sealed class TwoNodeFaultTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private static readonly int Rounds = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is null or "quick" ? 25 : 200;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_that_is_sent_to_both_nodes_is_stored_by_one()
    {
        await using var nodes = new CutNodes(database.ConnectionString);
        var kept = new Acknowledgements();
        for (var round = 0; round < Rounds; round++)
        {
            var append = Appends.To(Appends.NewStream(), ExpectedVersion.None, Appends.Event(), Appends.Event());
            var answers = await Task.WhenAll(kept.StoreAsync(nodes.One, append), kept.StoreAsync(nodes.Two, append));
            Assert.True(answers.Count(answer => !answer.Repeated) <= 1, "both say that they stored it first");
        }

        Assert.True(nodes.Cuts > Rounds / 2, $"only {nodes.Cuts} cuts: little was shown");
        await kept.AssertKeptAsync(database.ConnectionString);
    }

    [Fact]
    public async Task Of_rivals_on_two_nodes_one_is_stored_and_the_other_learns_the_version()
    {
        await using var nodes = new CutNodes(database.ConnectionString);
        var kept = new Acknowledgements();
        for (var round = 0; round < Rounds; round++)
        {
            var stream = Appends.NewStream();
            (EventLog Node, Append Append)[] rivals =
            [
                (nodes.One, Appends.To(stream, ExpectedVersion.None)), (nodes.Two, Appends.To(stream, ExpectedVersion.None)),
            ];
            var answers = await Task.WhenAll(rivals.Select(rival => AnswerAsync(rival.Node, rival.Append)));

            var winner = Assert.Single(answers.Index(), answer => answer.Item is AppendResult.Appended);
            kept.Remember(rivals[winner.Index].Append, (AppendResult.Appended)winner.Item);
            Assert.Equal(new AppendResult.Conflict(1), answers[1 - winner.Index]);
        }

        Assert.True(nodes.Cuts > Rounds / 2, $"only {nodes.Cuts} cuts: little was shown");
        await kept.AssertKeptAsync(database.ConnectionString);
    }

    private static async Task<AppendResult> AnswerAsync(EventLog log, Append append)
    {
        while (true)
        {
            if (await log.AppendAsync(append, Ct) is not AppendResult.Busy and var answer)
            {
                return answer;
            }
        }
    }

    /// <summary>Two nodes, each over a line that is cut at every second append, at one step after another.</summary>
    private sealed class CutNodes : IAsyncDisposable
    {
        private static readonly AppendStep[] Steps =
            [AppendStep.BeforeRequest, AppendStep.BeforeAnswer, AppendStep.InRequest, AppendStep.AfterRequest, AppendStep.InAnswer];

        private readonly FaultyLine[] lines;
        private readonly ExchangeDatabase[] connections;
        private int cuts;

        public CutNodes(string connectionString)
        {
            lines = [new(connectionString), new(connectionString)];
            connections = [.. lines.Select(line => new ExchangeDatabase(line.ConnectionString))];
            (One, Two) = (new(connections[0].Service), new(connections[1].Service));
            foreach (var line in lines)
            {
                Plan(line, cut: 0);
            }
        }

        public EventLog One { get; }

        public EventLog Two { get; }

        public int Cuts => Volatile.Read(ref cuts);

        public async ValueTask DisposeAsync()
        {
            await One.DisposeAsync();
            await Two.DisposeAsync();
            foreach (var open in connections)
            {
                await open.DisposeAsync();
            }

            foreach (var line in lines)
            {
                await line.DisposeAsync();
            }
        }

        // The next cut is planned when an append has come through, so that there is progress.
        private void Plan(FaultyLine line, int cut) => _ = line.At(
            Steps[cut % Steps.Length],
            met =>
            {
                Interlocked.Increment(ref cuts);
                _ = line.At(
                    AppendStep.AfterAnswer,
                    _ =>
                    {
                        Plan(line, cut + 1);
                        return Task.CompletedTask;
                    });
                met.Cut();
                return Task.CompletedTask;
            });
    }
}
