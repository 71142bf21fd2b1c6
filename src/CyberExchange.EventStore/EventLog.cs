using CyberExchange.EventStore.Appending;
using CyberExchange.EventStore.Reading;
using Npgsql;

namespace CyberExchange.EventStore;

/// <summary>The append-only log of one exchange: named bytes in streams, in one order that all readers share.</summary>
/// <remarks>
/// One a node. Appends that wait at the same time are committed together, under a lock on one row that hands out
/// positions, so positions are dense and in commit order: a reader that goes on from its last position misses nothing.
/// </remarks>
/// <param name="source">Connections of role cx_service. The log holds one of them for appending.</param>
/// <param name="clock">Measures pauses between attempts; the log never records its time.</param>
public sealed class EventLog(NpgsqlDataSource source, TimeProvider? clock = null) : IAsyncDisposable
{
    private readonly LogReader reader = new(source);
    private readonly KeepKeyCommand keptKeys = new(source);
    private readonly Lock startGate = new();
    private BatchingAppender? appender;
    private bool closed;

    /// <summary>How many appends wait in this node now; at <see cref="AppendLimits.QueueAppendsMax"/> the next is answered Busy.</summary>
    public int QueuedAppends => appender?.QueuedAppends ?? 0;

    /// <summary>Pulsed after every append of this node, and by <see cref="LogHints"/> after those of others.</summary>
    public LogSignal Signal { get; } = new();

    /// <summary>Pulsed after the appends of this node alone: what other nodes do not know yet.</summary>
    internal LogSignal OwnAppends { get; } = new();

    /// <summary>Stores the events of the append together, once for its key, or says why not.</summary>
    /// <param name="append">What to store.</param>
    /// <param name="ct">Withdraws the append while it waits; once it is being written its answer is awaited.</param>
    /// <returns>The result; Busy when the queue is full, the head stays locked or the server is away for some seconds.</returns>
    /// <exception cref="OperationCanceledException">Withdrawn in time: nothing is stored.</exception>
    /// <exception cref="PostgresException">The schema or the rights are wrong; nothing is stored.</exception>
    /// <exception cref="ObjectDisposedException">The log has been closed.</exception>
    public Task<AppendResult> AppendAsync(Append append, CancellationToken ct = default)
    {
        if (ct.IsCancellationRequested)
        {
            return Task.FromCanceled<AppendResult>(ct);
        }

        return AppendLimits.Broken(append) is { } reason
            ? Task.FromResult<AppendResult>(new AppendResult.Rejected(reason))
            : Appender().AppendAsync(new PendingAppend(append), ct);
    }

    /// <summary>Binds a key to a request that found the stream as it wished it to be, so that a retry finds the key.</summary>
    /// <param name="stream">The stream that the request looked at.</param>
    /// <param name="version">The version at which it found it; 0 when there is none.</param>
    /// <param name="key">The request's key.</param>
    /// <param name="ct">Gives up. Whether the key is kept is then unknown; sending it again settles that.</param>
    /// <returns>As an append answers, but no event is stored: the positions are those of the stream's last event.</returns>
    /// <exception cref="NpgsqlException">The database is away, or the schema or the rights are wrong.</exception>
    public async Task<AppendResult> KeepKeyAsync(string stream, int version, IdempotencyKey key, CancellationToken ct = default) =>
        AppendLimits.Broken(stream, key) is { } reason
            ? new AppendResult.Rejected(reason)
            : await keptKeys.ExecuteAsync(stream, version, key, ct);

    /// <summary>The events of a stream from the given version on, oldest first; empty when there are none.</summary>
    public async Task<IReadOnlyList<StoredEvent>> ReadStreamAsync(string stream, int fromVersion = 1, CancellationToken ct = default) =>
        await reader.StreamAsync(stream, fromVersion, int.MaxValue, long.MaxValue, ct).ToListAsync(ct);

    /// <summary>The events of a stream, oldest first, one in memory at a time.</summary>
    /// <remarks>Holds a connection until the last one is taken.</remarks>
    public IAsyncEnumerable<StoredEvent> ReadEachAsync(string stream, CancellationToken ct = default) =>
        reader.StreamAsync(stream, fromVersion: 1, int.MaxValue, long.MaxValue, ct);

    /// <summary>A stream as it was at a version: its events up to there, oldest first.</summary>
    /// <param name="stream">Its id.</param>
    /// <param name="version">The last version that is read; beyond the stream's own, all of it is.</param>
    /// <param name="ct">Ends the read.</param>
    public async Task<IReadOnlyList<StoredEvent>> ReadStreamAsOfAsync(string stream, int version, CancellationToken ct = default) =>
        await reader.StreamAsync(stream, fromVersion: 1, version, long.MaxValue, ct).ToListAsync(ct);

    /// <summary>A stream as it was at an instant: its events up to <see cref="PositionAtAsync"/>, oldest first.</summary>
    public async Task<IReadOnlyList<StoredEvent>> ReadStreamAsOfAsync(string stream, DateTimeOffset instant, CancellationToken ct = default) =>
        await reader.StreamAsync(stream, fromVersion: 1, int.MaxValue, await reader.PositionAtAsync(instant, ct), ct).ToListAsync(ct);

    /// <summary>The last position at an instant: the one before the first event that was recorded later; 0 before all events.</summary>
    /// <remarks>
    /// Clocks of nodes differ and may step back. What counts is the running maximum of the recorded times, so that an instant
    /// always means a beginning of the log, and a later instant never a shorter one.
    /// </remarks>
    public Task<long> PositionAtAsync(DateTimeOffset instant, CancellationToken ct = default) => reader.PositionAtAsync(instant, ct);

    /// <summary>The events that follow a position, oldest first, without gaps.</summary>
    /// <param name="afterPosition">The last position that was read; 0 reads from the beginning.</param>
    /// <param name="maxCount">At most so many. Large events make a page end sooner: only an empty page is the end.</param>
    /// <param name="ct">Ends the read.</param>
    public Task<IReadOnlyList<StoredEvent>> ReadAllAsync(long afterPosition, int maxCount, CancellationToken ct = default) =>
        reader.PageAsync(afterPosition, maxCount, ct);

    /// <summary>The events between two positions, oldest first, one in memory at a time: what a rebuild or an export reads.</summary>
    /// <param name="afterPosition">The last position that was read; 0 reads from the beginning.</param>
    /// <param name="toPosition">The last position to read, not beyond the head.</param>
    /// <param name="ct">Ends the read.</param>
    /// <remarks>Holds a connection until the last one is taken. The database is asked in parts, so that it may clean up meanwhile.</remarks>
    /// <exception cref="InvalidDataException">A position is missing in the log.</exception>
    public IAsyncEnumerable<StoredEvent> ScanAsync(long afterPosition, long toPosition, CancellationToken ct = default) =>
        reader.ScanAsync(afterPosition, toPosition, ct);

    /// <summary>The events of some types that follow a position, oldest first, found without reading the others.</summary>
    /// <param name="types">Stored names.</param>
    /// <param name="afterPosition">The last position that was read; 0 reads from the beginning.</param>
    /// <param name="toPosition">The last position that may be read: everything up to there must be committed, as it is up to the head.</param>
    /// <param name="maxCount">At most so many. Large events make a page end sooner: only an empty page is the end.</param>
    /// <param name="ct">Ends the read.</param>
    public Task<IReadOnlyList<StoredEvent>> ReadTypesAsync(
        IReadOnlyCollection<string> types, long afterPosition, long toPosition, int maxCount, CancellationToken ct = default) =>
        reader.TypesPageAsync(types, afterPosition, toPosition, maxCount, ct);

    /// <summary>The stored name of every type that the log holds, in ordinal order. Costs one look into an index for each.</summary>
    public Task<IReadOnlyList<string>> TypesAsync(CancellationToken ct = default) => reader.TypesAsync(ct);

    /// <summary>The leaves that follow a position, as <see cref="ReadAllAsync"/> reads events.</summary>
    public Task<IReadOnlyList<StoredLeaf>> ReadLeavesAsync(long afterPosition, int maxCount, CancellationToken ct = default) =>
        reader.LeavesAsync(afterPosition, maxCount, ct);

    /// <summary>The position of the last committed event; 0 when there is none.</summary>
    public Task<long> HeadAsync(CancellationToken ct = default) => reader.HeadAsync(ct);

    /// <summary>What the key has stored, or null.</summary>
    public Task<StoredKey?> FindKeyAsync(Guid scope, string key, CancellationToken ct = default) =>
        AppendLimits.AllowsKey(key) ? reader.KeyAsync(scope, key, ct) : Task.FromResult<StoredKey?>(null);

    /// <summary>The bytes of a document, or null.</summary>
    public Task<byte[]?> ReadDocumentAsync(ReadOnlyMemory<byte> sha512, CancellationToken ct = default) => reader.DocumentAsync(sha512, ct);

    /// <summary>Answers the appends that wait, then lets the connection go. Reads are not ended.</summary>
    public async ValueTask DisposeAsync()
    {
        BatchingAppender? last;
        lock (startGate)
        {
            closed = true;
            last = appender;
        }

        if (last is not null)
        {
            await last.DisposeAsync();
        }
    }

    private void PulseBoth()
    {
        Signal.Pulse();
        OwnAppends.Pulse();
    }

    private BatchingAppender Appender()
    {
        if (appender is { } running)
        {
            return running;
        }

        lock (startGate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            return appender ??= new(source, PulseBoth, clock ?? TimeProvider.System);
        }
    }
}
