using System.Diagnostics;
using Npgsql;

namespace CyberExchange.EventStore.Appending;

/// <summary>The one appender of a node: commits together what waits together.</summary>
/// <remarks>Appends that waited for the same commit share it, which is what makes many writers faster than one.</remarks>
internal sealed class BatchingAppender : IAsyncDisposable
{
    /// <summary>How long a batch is sent again to a server that is down before its callers are told to come back.</summary>
    private static readonly TimeSpan OutageMax = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BusyRetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FullRetryAfter = TimeSpan.FromMilliseconds(200);

    private readonly AppendQueue queue = new();
    private readonly CancellationTokenSource closing = new();
    private readonly AppendSession session;
    private readonly Action appended;
    private readonly TimeProvider clock;
    private readonly Task pump;

    public BatchingAppender(NpgsqlDataSource source, Action appended, TimeProvider clock)
    {
        session = new(source);
        this.appended = appended;
        this.clock = clock;
        pump = Task.Run(PumpAsync);
    }

    public int QueuedAppends => queue.Count;

    public async Task<AppendResult> AppendAsync(PendingAppend pending, CancellationToken ct)
    {
        if (!queue.TryEnqueue(pending))
        {
            return new AppendResult.Busy(FullRetryAfter);
        }

        await using var registration = ct.UnsafeRegister(
            static (state, token) => ((PendingAppend)state!).Withdraw(token), pending); // The state given here.
        return await pending.Answer;
    }

    /// <summary>Answers everyone who waits, without waiting for a server that is down.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Close();
        await closing.CancelAsync();
        await pump;
        await session.DisposeAsync();
        closing.Dispose();
    }

    private async Task PumpAsync()
    {
        while (await queue.NextBatchAsync() is { } batch)
        {
            await CommitOrFailAsync(batch.ToArray());
            // Callers that were just answered send their next append now. Without this turn for them, those who wait
            // split into two cohorts that take turns, and a batch holds half of them.
            await Task.Yield();
        }
    }

    /// <summary>Fails the batch for what <see cref="CommitAsync"/> did not foresee: were the pump to end of it, every later
    /// append would wait for ever.</summary>
    private async Task CommitOrFailAsync(ReadOnlyMemory<PendingAppend> batch)
    {
        try
        {
            await CommitAsync(batch);
        }
        catch (Exception bug)
        {
            Fail(batch.Span, bug);
        }
    }

    /// <summary>Commits the batch and answers its callers.</summary>
    private async Task CommitAsync(ReadOnlyMemory<PendingAppend> batch)
    {
        long? lostAt = null;
        var pause = FirstPause;
        var lockTimeouts = 0;
        var sentAgain = false;
        while (true)
        {
            try
            {
                var results = await session.ExecuteAsync(batch);
                Answer(batch.Span, results);
                return;
            }
            catch (PostgresException moved) when (batch.Length == 1 && moved.SqlState is PostgresErrorCodes.CheckViolation && !sentAgain)
            {
                sentAgain = true; // Its partition may have been made while it waited to be written: then the next attempt finds it.
            }
            catch (PostgresException refused) when (AppendFailure.IsOfTheData(refused))
            {
                await IsolateAsync(batch);
                return;
            }
            catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable)
            {
                if (++lockTimeouts > 1)
                {
                    AnswerBusy(batch.Span);
                    return;
                }
            }
            catch (NpgsqlException outage) when (Outage.Is(outage))
            {
                // Whether the batch was committed is unknown. Sending it again settles that: behind the lock on the
                // head, after whatever the lost connection did, its keys are either stored or they are not. The time is
                // counted from the loss: a line that went silent took half a minute to be known as lost.
                lostAt ??= clock.GetTimestamp();
                await session.ResetAsync();
                if (clock.GetElapsedTime(lostAt.Value) + pause > OutageMax || !await PauseAsync(pause))
                {
                    AnswerBusy(batch.Span);
                    return;
                }

                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (Exception bug)
            {
                await session.ResetAsync();
                Fail(batch.Span, bug);
                return;
            }
        }
    }

    /// <summary>Halves the batch until the append that the database refuses stands alone.</summary>
    private async Task IsolateAsync(ReadOnlyMemory<PendingAppend> batch)
    {
        if (batch.Length == 1)
        {
            batch.Span[0].Complete(new AppendResult.Rejected(RejectedReason.RefusedByDatabase));
            return;
        }

        await CommitAsync(batch[..(batch.Length / 2)]);
        await CommitAsync(batch[(batch.Length / 2)..]);
    }

    /// <summary>False when the log is being closed.</summary>
    private async Task<bool> PauseAsync(TimeSpan pause)
    {
        await Task.Delay(pause, clock, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !closing.IsCancellationRequested;
    }

    private void Answer(ReadOnlySpan<PendingAppend> batch, AppendResult[] results)
    {
        Debug.Assert(batch.Length == results.Length, "Every append of a batch has an answer.");
        for (var i = 0; i < results.Length; i++)
        {
            batch[i].Complete(results[i]);
        }

        if (results.Any(result => result is AppendResult.Appended { Repeated: false }))
        {
            appended();
        }
    }

    private static void AnswerBusy(ReadOnlySpan<PendingAppend> batch)
    {
        foreach (var pending in batch)
        {
            pending.Complete(new AppendResult.Busy(BusyRetryAfter));
        }
    }

    private static void Fail(ReadOnlySpan<PendingAppend> batch, Exception error)
    {
        foreach (var pending in batch)
        {
            pending.Fail(error);
        }
    }
}
