using System.Security.Cryptography;

namespace CyberExchange.EventStore.Appending;

/// <summary>An append that waits for its place, hashed already, with the promise of its answer.</summary>
internal sealed class PendingAppend
{
    /// <summary>So many events are hashed by all cores: one core takes 1.6 us for each.</summary>
    private const int HashedTogetherMin = 32;

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
        Leaves = new Memory<byte>[count];
        var leafAt = 0;
        for (var i = 0; i < count; i++)
        {
            Salts[i] = salts.AsMemory(i * LeafEntry.SaltsBytes, LeafEntry.SaltsBytes);
            Leaves[i] = leaves.AsMemory(leafAt, LeafEntry.Bytes(append.Events[i]));
            leafAt += Leaves[i].Length;
        }

        if (count < HashedTogetherMin)
        {
            for (var i = 0; i < count; i++)
            {
                WriteLeaf(i);
            }
        }
        else
        {
            Parallel.For(0, count, i => WriteLeaf(i));
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

    public Memory<byte>[] Leaves { get; }

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

    private void WriteLeaf(int index) =>
        LeafEntry.Write(Append.Events[index], Append.Stream, RecordedAt, Append.Metadata.Span, Salts[index].Span, Leaves[index].Span);

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
