using System.Security.Cryptography;
using CyberExchange.EventStore;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore;

/// <summary>What happens to appends that wait, shown by holding the lock that the first of them needs.</summary>
public sealed class AppendQueueTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private EventLog Log => database.Log;

    [Fact]
    public async Task A_waiting_append_can_be_withdrawn_and_one_that_was_taken_cannot()
    {
        using var cancel = new CancellationTokenSource();
        var taken = Appends.To(Appends.NewStream(), ExpectedVersion.None);
        var waiting = Appends.To(Appends.NewStream(), ExpectedVersion.None);
        Task<AppendResult> takenAnswer, waitingAnswer;
        await using (var head = await HeldHead.TakeAsync(database))
        {
            takenAnswer = Log.AppendAsync(taken, cancel.Token);
            await head.UntilSomeoneWaitsAsync();
            waitingAnswer = Log.AppendAsync(waiting, cancel.Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waitingAnswer);
        }

        Assert.IsType<AppendResult.Appended>(await takenAnswer);
        Assert.IsType<AppendResult.Appended>(await Log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.None), Ct));
        Assert.Empty(await Log.ReadStreamAsync(waiting.Stream, ct: Ct));
    }

    [Fact]
    public async Task Of_appends_that_wait_together_only_those_that_lose_fail()
    {
        var stream = Appends.NewStream();
        Task<AppendResult> first;
        List<Task<AppendResult>> rivals;
        List<Task<AppendResult>> neighbours;
        await using (var head = await HeldHead.TakeAsync(database))
        {
            first = Log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.None), Ct);
            await head.UntilSomeoneWaitsAsync();
            rivals = [.. Enumerable.Range(0, 5).Select(_ => Log.AppendAsync(Appends.To(stream, ExpectedVersion.None), Ct))];
            neighbours = [.. Enumerable.Range(0, 5).Select(_ => Log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.None), Ct))];
        }

        Assert.IsType<AppendResult.Appended>(await first);
        Assert.All(await Task.WhenAll(neighbours), result => Assert.IsType<AppendResult.Appended>(result));
        var results = await Task.WhenAll(rivals);
        Assert.IsType<AppendResult.Appended>(results[0]);
        Assert.All(results[1..], result => Assert.Equal(new AppendResult.Conflict(1), result));
        await AssertDenseAsync();
    }

    [Fact]
    public async Task Copies_of_one_request_that_wait_together_are_stored_once()
    {
        var append = Appends.To(Appends.NewStream(), ExpectedVersion.Any);
        List<Task<AppendResult>> answers;
        await using (var head = await HeldHead.TakeAsync(database))
        {
            answers = [.. Enumerable.Range(0, 6).Select(_ => Log.AppendAsync(append, Ct))];
            await head.UntilSomeoneWaitsAsync();
        }

        var results = (await Task.WhenAll(answers)).Cast<AppendResult.Appended>().ToList();
        Assert.Single(results, result => !result.Repeated);
        Assert.Single(results.Select(result => result.FirstPosition).Distinct());
        Assert.Single(await Log.ReadStreamAsync(append.Stream, ct: Ct));
    }

    [Fact]
    public async Task What_the_database_refuses_is_isolated_and_its_neighbours_are_stored()
    {
        await database.AsSuperuserAsync("alter table cx.event add constraint no_poison check (type <> 'test.poison')");
        Task<AppendResult> first;
        List<(bool Poison, Task<AppendResult> Answer)> answers;
        await using (var head = await HeldHead.TakeAsync(database))
        {
            first = Log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.None), Ct);
            await head.UntilSomeoneWaitsAsync();
            answers = [.. Enumerable.Range(0, 20).Select(i => (
                Poison: i is 3 or 17,
                Log.AppendAsync(
                    Appends.To(
                        Appends.NewStream(), ExpectedVersion.None, Appends.Event(type: i is 3 or 17 ? "test.poison" : "test.happened")),
                    Ct)))];
        }

        await first;
        foreach (var (poison, answer) in answers)
        {
            if (poison)
            {
                Assert.Equal(new AppendResult.Rejected(RejectedReason.RefusedByDatabase), await answer);
            }
            else
            {
                Assert.IsType<AppendResult.Appended>(await answer);
            }
        }

        await AssertDenseAsync();
    }

    [Fact]
    public async Task A_full_queue_answers_busy_and_stores_everyone_else()
    {
        Task<AppendResult> first;
        List<Task<AppendResult>> answers;
        await using (var head = await HeldHead.TakeAsync(database))
        {
            first = Log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.None), Ct);
            await head.UntilSomeoneWaitsAsync();
            answers = [.. Enumerable.Range(0, AppendLimits.QueueAppendsMax + 10)
                .Select(_ => Log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.None), Ct))];
        }

        Assert.IsType<AppendResult.Appended>(await first);
        var results = await Task.WhenAll(answers);
        Assert.Equal(10, results.Count(result => result is AppendResult.Busy));
        Assert.Equal(AppendLimits.QueueAppendsMax, results.Count(result => result is AppendResult.Appended));
    }

    [Fact]
    public async Task Bad_appends_of_every_kind_fail_alone_among_good_ones()
    {
        await database.AsSuperuserAsync("alter table cx.event add constraint no_venom check (type <> 'test.venom')");
        var stored = Appends.To(Appends.NewStream(), ExpectedVersion.None);
        await Log.AppendAsync(stored, Ct);
        (Append Append, AppendResult? Answer)[] sent =
        [
            (Good(), null),
            (Appends.To(stored.Stream, ExpectedVersion.None), new AppendResult.Conflict(1)),
            (Good(), null),
            (Good() with { Events = [Appends.Event(type: "test.venom")] }, new AppendResult.Rejected(RejectedReason.RefusedByDatabase)),
            (Good() with { Key = Appends.Key(stored.Key.Key, "another") }, new AppendResult.KeyReused()),
            (Good() with { Events = [Appends.Event(new string(' ', AppendLimits.EventBodyBytesMax + 1))] }, new AppendResult.Rejected(RejectedReason.BodyTooLarge)),
            (Good(), null),
        ];
        Task<AppendResult> first;
        List<Task<AppendResult>> answers;
        await using (var head = await HeldHead.TakeAsync(database))
        {
            first = Log.AppendAsync(Good(), Ct);
            await head.UntilSomeoneWaitsAsync();
            answers = [.. sent.Select(one => Log.AppendAsync(one.Append, Ct))];
        }

        await first;
        foreach (var ((append, expected), answer) in sent.Zip(await Task.WhenAll(answers)))
        {
            if (expected is null)
            {
                Assert.False(Assert.IsType<AppendResult.Appended>(answer).Repeated);
                Assert.Single(await Log.ReadStreamAsync(append.Stream, ct: Ct));
            }
            else
            {
                Assert.Equal(expected, answer);
            }
        }

        await AssertDenseAsync();

        static Append Good() => Appends.To(Appends.NewStream(), ExpectedVersion.None);
    }

    [Fact]
    public async Task A_queue_of_large_appends_is_full_at_its_bytes_and_takes_others_when_they_are_stored()
    {
        var bytes = new byte[AppendLimits.DocumentBytesMax]; // Held once, counted for each append as if it were its own.
        var document = new Document(SHA512.HashData(bytes), bytes);
        var fit = (int)(AppendLimits.QueueBytesMax / AppendLimits.DocumentBytesMax);
        Task<AppendResult> first;
        List<Task<AppendResult>> answers;
        await using (var head = await HeldHead.TakeAsync(database))
        {
            first = Log.AppendAsync(Large(), Ct);
            await head.UntilSomeoneWaitsAsync();
            answers = [.. Enumerable.Range(0, fit + 2).Select(_ => Log.AppendAsync(Large(), Ct))];
            Assert.All(answers[(fit - 1)..], answer => Assert.True(answer.IsCompleted, "who comes to a full queue is told at once"));
        }

        Assert.IsType<AppendResult.Appended>(await first);
        var results = await Task.WhenAll(answers);
        Assert.All(results[..(fit - 1)], result => Assert.IsType<AppendResult.Appended>(result));
        Assert.All(results[(fit - 1)..], result => Assert.True(Assert.IsType<AppendResult.Busy>(result).RetryAfter > TimeSpan.Zero));
        Assert.IsType<AppendResult.Appended>(await Log.AppendAsync(Large(), Ct));

        Append Large() => Appends.To(Appends.NewStream(), ExpectedVersion.None) with { Documents = [document] };
    }

    [Fact]
    public async Task A_head_that_stays_locked_answers_busy_after_one_retry()
    {
        await using var log = new EventLog(database.Connections.Service);
        var append = Appends.To(Appends.NewStream(), ExpectedVersion.None);
        await using (await HeldHead.TakeAsync(database))
        {
            Assert.IsType<AppendResult.Busy>(await log.AppendAsync(append, Ct));
        }

        var later = Assert.IsType<AppendResult.Appended>(await log.AppendAsync(append, Ct));
        Assert.False(later.Repeated);
    }

    private async Task AssertDenseAsync()
    {
        var head = await Log.HeadAsync(Ct);
        var read = 0L;
        while (await Log.ReadAllAsync(read, 1000, Ct) is { Count: > 0 } page)
        {
            Assert.Equal(Enumerable.Range(1, page.Count).Select(i => read + i), page.Select(e => e.Position));
            read = page[^1].Position;
        }

        Assert.Equal(head, read);
    }
}
