using CyberExchange.EventStore;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore;

public sealed class LogFollowerTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    // No poll comes within a test: what arrives was brought by a signal or a hint.
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_follower_sees_every_event_in_order_while_many_append()
    {
        const int writers = 8;
        const int each = 50;
        await using var otherNode = new EventLog(database.Connections.Service);
        EventLog[] nodes = [database.Log, otherNode];
        var start = await database.Log.HeadAsync(Ct);
        var following = TakeAsync(
            new LogFollower(database.Log) { Poll = TimeSpan.FromMilliseconds(20), PageEventsMax = 7 }, start, writers * each);

        var ids = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(
            async () =>
            {
                var stream = Appends.NewStream();
                var written = new List<Guid>();
                for (var i = 0; i < each; i++)
                {
                    var append = Appends.To(stream, ExpectedVersion.Exactly(i));
                    Assert.IsType<AppendResult.Appended>(await nodes[writer % 2].AppendAsync(append, Ct));
                    written.Add(append.Events[0].Id);
                }

                return written;
            },
            Ct)));

        var seen = await following;
        Assert.Equal(Enumerable.Range(1, writers * each).Select(i => start + i), seen.Select(e => e.Position));
        Assert.Equal(ids.SelectMany(list => list).Order(), seen.Select(e => e.Id).Order());
    }

    [Fact]
    public async Task A_follower_is_woken_by_an_append_of_its_own_node()
    {
        var start = await database.Log.HeadAsync(Ct);
        var following = TakeAsync(new LogFollower(database.Log) { Poll = Never }, start, 1);

        var appended = await AppendOneAsync(database.Log);

        Assert.Equal(appended.FirstPosition, Assert.Single(await following).Position);
    }

    [Fact]
    public async Task A_follower_is_woken_by_a_hint_from_another_node()
    {
        await using var otherNode = new EventLog(database.Connections.Service);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var hints = Task.WhenAll(
            new LogHints(database.Log, database.Connections.Service).RunAsync(stopping.Token),
            new LogHints(otherNode, database.Connections.Service).RunAsync(stopping.Token));
        await UntilListeningAsync(listeners: 2);
        var start = await database.Log.HeadAsync(Ct);
        var following = TakeAsync(new LogFollower(database.Log) { Poll = Never }, start, 1);

        var appended = await AppendOneAsync(otherNode);

        Assert.Equal(appended.FirstPosition, Assert.Single(await following).Position);
        await stopping.CancelAsync();
        await hints;
    }

    [Fact]
    public async Task Hints_tell_of_a_failure_that_is_no_outage_and_go_on()
    {
        await using var otherNode = new EventLog(database.Connections.Service);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var told = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var heard = database.Log.Signal.Next;
        var hints = Task.WhenAll(
            new LogHints(database.Log, database.Connections.Service).RunAsync(stopping.Token),
            new LogHints(otherNode, database.Connections.Service, new ClockThatFailsOnce(), e => told.TrySetResult(e)).RunAsync(stopping.Token));
        await UntilListeningAsync(listeners: 2);

        await AppendUntilAsync(otherNode, told.Task);
        Assert.IsType<NotSupportedException>(await told.Task);
        await AppendUntilAsync(otherNode, heard); // Its first hint was sent before it failed.

        await AppendUntilAsync(otherNode, database.Log.Signal.Next);
        await stopping.CancelAsync();
        await hints;
    }

    [Fact]
    public async Task A_follower_without_signal_or_hint_polls()
    {
        await using var otherNode = new EventLog(database.Connections.Service);
        var start = await database.Log.HeadAsync(Ct);
        var following = TakeAsync(new LogFollower(database.Log) { Poll = TimeSpan.FromMilliseconds(10) }, start, 1);

        var appended = await AppendOneAsync(otherNode);

        Assert.Equal(appended.FirstPosition, Assert.Single(await following).Position);
    }

    private static async Task<AppendResult.Appended> AppendOneAsync(EventLog log) =>
        Assert.IsType<AppendResult.Appended>(await log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.None), Ct));

    private static async Task AppendUntilAsync(EventLog log, Task done)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (!done.IsCompleted)
        {
            await AppendOneAsync(log);
            await Task.WhenAny(done, Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token));
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task<List<StoredEvent>> TakeAsync(LogFollower follower, long afterPosition, int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var seen = new List<StoredEvent>();
        await foreach (var page in follower.FollowAsync(afterPosition, patience.Token))
        {
            seen.AddRange(page);
            if (seen.Count >= count)
            {
                break;
            }
        }

        return seen;
    }

    private async Task UntilListeningAsync(int listeners)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (await database.AsSuperuserAsync(
            "select count(*) from pg_stat_activity where datname = current_database() and state = 'idle' and query = 'listen cx_log'")
            is not long count || count < listeners)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
        }
    }

    /// <summary>Its first timer is that of the pause after the first hint.</summary>
    private sealed class ClockThatFailsOnce : TimeProvider
    {
        private int asked;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            Interlocked.Increment(ref asked) == 1
                ? throw new NotSupportedException("No timer.")
                : base.CreateTimer(callback, state, dueTime, period);
    }
}
