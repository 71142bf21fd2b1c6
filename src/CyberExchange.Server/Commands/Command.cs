using CyberExchange.Domain;
using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;
using CyberExchange.Server.Problems;

namespace CyberExchange.Server.Commands;

/// <summary>One stream and how to read it.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="Catalog">Its events' stored names and shapes.</param>
/// <param name="Evolve">The state after one more event; null stands for an empty stream's.</param>
public sealed record CommandStream<TState, TEvent>(
    string Id, EventCatalog<TEvent> Catalog, Func<TState?, TEvent, TState> Evolve)
    where TState : class
    where TEvent : class
{
    /// <summary>Reads the stream and folds it, one event in memory at a time.</summary>
    public async Task<LoadedStream<TState>> LoadAsync(EventLog log, CancellationToken ct)
    {
        var loaded = new LoadedStream<TState>(State: null, Version: 0, LastPosition: 0);
        await foreach (var e in log.ReadEachAsync(Id, ct))
        {
            loaded = new(Evolve(loaded.State, Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing)), e.Version, e.Position);
        }

        return loaded;
    }
}

/// <summary>A stream as it is now.</summary>
/// <param name="State">Its events, folded; null when it does not exist.</param>
/// <param name="Version">How many events it has.</param>
/// <param name="LastPosition">The last event's place in the log; 0 when there is none. It never leaves.</param>
public sealed record LoadedStream<TState>(TState? State, int Version, long LastPosition)
    where TState : class;

/// <summary>Something that somebody wants to happen to one stream.</summary>
public sealed record Command<TState, TEvent>
    where TState : class
    where TEvent : class
{
    public required CommandStream<TState, TEvent> Stream { get; init; }

    public required Actor By { get; init; }

    public required IdempotencyKey Key { get; init; }

    /// <summary>The rule. Asked again after every conflict, so it reads nothing but its arguments and what cannot change.</summary>
    public required Func<TState?, CancellationToken, Task<Decision<TEvent>>> Decide { get; init; }

    /// <summary>
    /// Whether the caller sees what it wants to change, asked before the stream is read and on every retry; null asks nothing.
    /// The time that reading takes would tell of what is hidden.
    /// </summary>
    public Func<CancellationToken, Task<Problem?>>? Visible { get; init; }

    /// <summary>Whether the caller may touch this in its present state, asked before the rule and on every retry; null asks nothing.</summary>
    public Func<LoadedStream<TState>, CancellationToken, Task<Problem?>>? Guard { get; init; }

    /// <summary>Whether the caller knew the present state (If-Match); null asks nothing.</summary>
    public Func<LoadedStream<TState>, CancellationToken, Task<Precondition>>? Precondition { get; init; }

    /// <summary>Whether somebody may see or do less afterwards: then it is acknowledged only once that holds everywhere.</summary>
    public bool Narrows { get; init; }

    /// <summary>Documents that the events name by digest.</summary>
    public IReadOnlyList<Document> Documents { get; init; } = [];
}

/// <summary>How a precondition came out.</summary>
public enum Precondition
{
    Holds,

    /// <summary>The caller's knowledge is old.</summary>
    Stale,

    /// <summary>The views have moved on between the look and the read: look again.</summary>
    LookAgain,

    /// <summary>The views are behind, and what the caller knew cannot be compared.</summary>
    Unknown,
}

/// <summary>How a command came out.</summary>
public abstract record CommandResult
{
    private CommandResult() { }

    /// <summary>It is so: by this request, by an earlier one with the same key, or because it was so already.</summary>
    /// <param name="Stream">The stream it happened to; on a repeat, that of the first request.</param>
    /// <param name="Position">Where in the log one can see it. It never leaves unsealed.</param>
    /// <param name="Repeated">Whether an earlier request with the key did it.</param>
    public sealed record Done(string Stream, long Position, bool Repeated) : CommandResult;

    /// <summary>The guard turned it away.</summary>
    public sealed record Barred(Problem Problem) : CommandResult;

    /// <summary>The rule refused it.</summary>
    public sealed record Refused(Refusal Refusal) : CommandResult;

    /// <summary>The caller's knowledge is old.</summary>
    public sealed record Stale : CommandResult;

    /// <summary>Others changed the stream again and again.</summary>
    public sealed record Conflict : CommandResult;

    /// <summary>The key did something else before.</summary>
    public sealed record KeyReused : CommandResult;

    /// <summary>The log can never take it.</summary>
    public sealed record Rejected(RejectedReason Reason) : CommandResult;

    /// <summary>Not now, or not yet everywhere: the same request with the same key finds out.</summary>
    public sealed record Busy(TimeSpan RetryAfter) : CommandResult;
}
