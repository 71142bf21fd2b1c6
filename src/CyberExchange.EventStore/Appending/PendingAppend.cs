using System.Security.Cryptography;

namespace CyberExchange.EventStore.Appending;

/// <summary>An append that waits for its place, hashed already, with the promise of its answer.</summary>
internal sealed class PendingAppend
{
    private readonly TaskCompletionSource<AppendResult> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private State state = State.Queued;

    /// <summary>Hashes the events; runs on the caller's thread, so that the one appender does not.</summary>
    public PendingAppend(Append append)
    {
        Append = append;
        Bytes = AppendLimits.Bytes(append);
        var utc = append.RecordedAt.ToUniversalTime();
        RecordedAt = utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
        KeyHash = EventStore.KeyHash.Of(append.Key.Scope, append.Key.Key);

        var count = append.Events.Count;
        var salts = new byte[count * LeafEntry.SaltsBytes];
        RandomNumberGenerator.Fill(salts);
        var leaves = new byte[LeavesBytes(append)];
        Salts = new ReadOnlyMemory<byte>[count];
        Leaves = new ReadOnlyMemory<byte>[count];
        var leafAt = 0;
        for (var i = 0; i < count; i++)
        {
            var e = append.Events[i];
            var leaf = leaves.AsMemory(leafAt, LeafEntry.Bytes(e));
            Salts[i] = salts.AsMemory(i * LeafEntry.SaltsBytes, LeafEntry.SaltsBytes);
            LeafEntry.Write(e, append.Stream, RecordedAt, append.Metadata.Span, Salts[i].Span, leaf.Span);
            Leaves[i] = leaf;
            leafAt += leaf.Length;
        }
    }

    private enum State
    {
        Queued,
        Taken,
        Withdrawn,
    }

    public Append Append { get; }

    /// <summary>What it holds in memory; counted against the queue and the batch.</summary>
    public long Bytes { get; }

    /// <summary>UTC, in whole microseconds.</summary>
    public DateTimeOffset RecordedAt { get; }

    /// <summary>By which the key is found.</summary>
    public Guid KeyHash { get; }

    public ReadOnlyMemory<byte>[] Salts { get; }

    public ReadOnlyMemory<byte>[] Leaves { get; }

    public Task<AppendResult> Answer => answer.Task;

    /// <summary>Takes it into a batch; false when its caller has withdrawn it.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref state, State.Taken, State.Queued) is State.Queued;

    /// <summary>Gives it up while it still waits. One that was taken is past recall, and its answer will come.</summary>
    public void Withdraw(CancellationToken ct)
    {
        if (Interlocked.CompareExchange(ref state, State.Withdrawn, State.Queued) is State.Queued)
        {
            answer.TrySetCanceled(ct);
        }
    }

    public void Complete(AppendResult result) => answer.TrySetResult(result);

    public void Fail(Exception error) => answer.TrySetException(error);

    private static int LeavesBytes(Append append)
    {
        var bytes = 0;
        foreach (var e in append.Events)
        {
            bytes += LeafEntry.Bytes(e);
        }

        return bytes;
    }
}
