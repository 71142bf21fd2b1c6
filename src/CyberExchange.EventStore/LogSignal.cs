namespace CyberExchange.EventStore;

/// <summary>Tells whoever waits in this process that the log may have grown. A hint: the log itself is the truth.</summary>
public sealed class LogSignal
{
    private volatile TaskCompletionSource next = Fresh();

    /// <summary>Completes at the next pulse. Take it before reading the log: a pulse in between is then not missed.</summary>
    public Task Next => next.Task;

    /// <summary>Wakes everyone who holds <see cref="Next"/>.</summary>
    public void Pulse() => Interlocked.Exchange(ref next, Fresh()).TrySetResult();

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
