namespace CyberExchange.EventStore;

/// <summary>Tells whoever waits in this process that the log may have grown. A hint: the log itself is the truth.</summary>
public sealed class LogSignal
{
    private volatile TaskCompletionSource next = Fresh();

    /// <summary>Completes at the next pulse. Take it before reading the log: a pulse in between is then not missed.</summary>
    public Task Next => next.Task;

    /// <summary>Wakes everyone who holds <see cref="Next"/>.</summary>
    public void Pulse() => Interlocked.Exchange(ref next, Fresh()).TrySetResult();

    /// <summary>Waits for a pulse, and no longer than a reader goes without looking: polling is the truth.</summary>
    /// <param name="next">What <see cref="Next"/> was before the reader looked.</param>
    /// <param name="poll">How long at most.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="ct">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    public static async Task WaitAsync(Task next, TimeSpan poll, TimeProvider clock, CancellationToken ct)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(next, Task.Delay(poll, clock, waiting.Token));
        await waiting.CancelAsync(); // Lets the timer go when the pulse came first.
        ct.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
