using System.Threading.Channels;

namespace CyberExchange.EventStore.Appending;

/// <summary>Appends that wait for the node's one appender, bounded in number and in bytes.</summary>
internal sealed class AppendQueue
{
    // A batch is one transaction under the lock of the whole log. These keep it to some tens of milliseconds.
    public const int BatchAppendsMax = 256;
    public const int BatchEventsMax = 1000;
    public const long BatchBytesMax = 16L * 1024 * 1024;

    private readonly Channel<PendingAppend> arrivals = Channel.CreateUnbounded<PendingAppend>(new() { SingleReader = true });
    private readonly List<PendingAppend> waiting = [];
    private readonly HashSet<string> streams = new(StringComparer.Ordinal);
    private readonly HashSet<(Guid Scope, string Key)> keys = [];
    private int queuedAppends;
    private long queuedBytes;

    /// <summary>How many appends wait.</summary>
    public int Count => Volatile.Read(ref queuedAppends);

    /// <summary>False when the queue is full; then nothing was queued.</summary>
    /// <exception cref="ObjectDisposedException">The log has been closed.</exception>
    public bool TryEnqueue(PendingAppend pending)
    {
        var appends = Interlocked.Increment(ref queuedAppends);
        var bytes = Interlocked.Add(ref queuedBytes, pending.Bytes);
        var alone = appends == 1; // However large, one that nobody waits before is let in.
        if (!alone && (appends > AppendLimits.QueueAppendsMax || bytes > AppendLimits.QueueBytesMax))
        {
            Release(pending);
            return false;
        }

        if (!arrivals.Writer.TryWrite(pending))
        {
            Release(pending);
            throw new ObjectDisposedException(nameof(EventLog));
        }

        return true;
    }

    /// <summary>Takes no further append; those that wait are still given out.</summary>
    public void Close() => arrivals.Writer.TryComplete();

    /// <summary>Waits for the next batch: appends in order of arrival, at most one for each stream and for each key.</summary>
    /// <returns>Null when the queue is closed and empty.</returns>
    public async ValueTask<List<PendingAppend>?> NextBatchAsync()
    {
        while (waiting.Count > 0 || await arrivals.Reader.WaitToReadAsync())
        {
            while (arrivals.Reader.TryRead(out var arrived))
            {
                waiting.Add(arrived);
            }

            if (Gather() is { Count: > 0 } batch)
            {
                return batch;
            }
        }

        return null;
    }

    /// <summary>
    /// A second append to a stream, or with a key, waits for the next batch: within one batch nothing decides between
    /// the two. Appends behind it may pass it, for they belong to other callers.
    /// </summary>
    private List<PendingAppend> Gather()
    {
        var batch = new List<PendingAppend>(Math.Min(waiting.Count, BatchAppendsMax));
        streams.Clear();
        keys.Clear();
        var (events, bytes, kept) = (0, 0L, 0);
        var i = 0;
        for (; i < waiting.Count && batch.Count < BatchAppendsMax; i++)
        {
            var next = waiting[i];
            var append = next.Append;
            if (batch.Count > 0 && (events + append.Events.Count > BatchEventsMax || bytes + next.Bytes > BatchBytesMax))
            {
                break;
            }

            var key = (append.Key.Scope, append.Key.Key);
            if (streams.Contains(append.Stream) || keys.Contains(key))
            {
                waiting[kept++] = next;
                continue;
            }

            Release(next);
            if (next.TryTake())
            {
                batch.Add(next);
                streams.Add(append.Stream);
                keys.Add(key);
                events += append.Events.Count;
                bytes += next.Bytes;
            }
        }

        waiting.RemoveRange(kept, i - kept);
        return batch;
    }

    private void Release(PendingAppend pending)
    {
        Interlocked.Decrement(ref queuedAppends);
        Interlocked.Add(ref queuedBytes, -pending.Bytes);
    }
}
