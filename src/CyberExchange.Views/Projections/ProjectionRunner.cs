using CyberExchange.EventStore;
using Npgsql;

namespace CyberExchange.Views.Projections;

/// <summary>Keeps one view in step with the log: rows and checkpoint move in one transaction.</summary>
/// <remarks>
/// Several nodes may run it: the checkpoint row is locked while a page is applied, and a node that finds it moved reads on
/// from there. An event that cannot be applied stops the view before it, visibly; others go on.
/// </remarks>
/// <param name="log">What is followed.</param>
/// <param name="projector">Connections of role cx_projector.</param>
/// <param name="projection">The view.</param>
/// <param name="clock">Measures waits and how long ago the view was in step.</param>
/// <param name="behind">Another view whose rows this one reads: it takes no event that the other has not taken; null for none.</param>
public sealed class ProjectionRunner(EventLog log, NpgsqlDataSource projector, Projection projection, TimeProvider clock, ProjectionRunner? behind = null)
{
    /// <summary>How long a change of another node may stay unseen when no hint arrives.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan RetryMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(5);
    private const int PageEventsMax = 500;

    /// <summary>A table that grew by less is planned for well enough, and past this the statistics are taken each time it doubled.</summary>
    private const int GrowthEventsMin = 500;

    private readonly LogSignal _moved = new();
    private volatile ProjectionHealth _health = new ProjectionHealth.Running(0, null);
    private long _checkpoint;
    private long _statisticsAt;

    /// <summary>Name of the view.</summary>
    public string View => projection.Name;

    /// <summary>The last event in the view, as far as this node knows.</summary>
    public long Checkpoint => Volatile.Read(ref _checkpoint);

    public ProjectionHealth Health => _health;

    /// <summary>Called with what keeps the view from advancing: an outage, which passes, or what stops it.</summary>
    public Action<Exception>? Troubled { get; set; }

    /// <summary>Pulsed whenever the checkpoint moved: whoever streams the view looks again.</summary>
    public LogSignal Moved => _moved;

    /// <summary>Whether the view has held every event of the log within the last <paramref name="age"/>.</summary>
    public bool IsFresh(TimeSpan age) =>
        _health is ProjectionHealth.Running { CaughtUpAt: { } at } && clock.GetUtcNow() - at <= age;

    /// <summary>Waits until the view holds the event at a position.</summary>
    /// <returns>False when it did not within the time allowed, or is stopped before that event.</returns>
    public async Task<bool> WaitForAsync(long position, TimeSpan allowed, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(allowed);
        while (true)
        {
            var moved = _moved.Next; // Before the look: a move between the two still wakes us.
            if (Checkpoint >= position)
            {
                return true;
            }

            if (_health is ProjectionHealth.Stopped)
            {
                return false;
            }

            try
            {
                await moved.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return Checkpoint >= position;
            }
        }
    }

    /// <summary>Follows the log until cancelled, or until the view has to stop.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var retry = RetryMin;
        var pageMax = PageEventsMax;
        while (!ct.IsCancellationRequested)
        {
            var grown = behind?.Moved.Next ?? log.Signal.Next; // Before the read: an append between the two still wakes us.
            try
            {
                var applied = await ApplyPageAsync(pageMax, ct);
                (retry, pageMax) = (RetryMin, PageEventsMax);
                if (applied == 0)
                {
                    await LogSignal.WaitAsync(grown, Poll, clock, ct);
                }
            }
            catch (EventNotAppliedException e) when (e.AppliedBefore > 0)
            {
                pageMax = e.AppliedBefore; // Those before it go in; then it stands first and stops the view.
            }
            catch (Exception e) when (e is EventNotAppliedException or InvalidDataException or NewerViewException)
            {
                await StopAsync(e, ct);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                Troubled?.Invoke(e);
                await Task.Delay(retry, clock, ct);
                retry = retry < RetryMax ? retry * 2 : RetryMax;
            }
        }
    }

    /// <summary>Empties the view; the runner then fills it from the beginning of the log.</summary>
    public async Task ClearAsync(CancellationToken ct)
    {
        await using var connection = await projector.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        _ = await LockCheckpointAsync(connection, ct);
        await ClearAsync(connection, ct);
        await transaction.CommitAsync(ct);
        _statisticsAt = 0;
        Announce(0, caughtUpAt: null);
    }

    private async Task<int> ApplyPageAsync(int pageMax, CancellationToken ct)
    {
        var asked = clock.GetUtcNow();
        await using var connection = await projector.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (position, instant) = await LockCheckpointAsync(connection, ct);
        var head = await log.HeadAsync(ct); // Before the page, which then holds all events up to here or is cut short.
        var page = await ReadPageAsync(position, head, pageMax, ct);

        for (var i = 0; i < page.Count; i++)
        {
            instant = page[i].RecordedAt > instant ? page[i].RecordedAt : instant;
            await ApplyAsync(connection, page[i], instant, i, ct);
        }

        var last = page.Count == 0 ? position : page[^1].Position;
        if (page.Count > 0)
        {
            await CompleteAsync(connection, page, ct);
            await MoveCheckpointAsync(connection, last, instant, ct);
        }

        await transaction.CommitAsync(ct);
        var caughtUpBefore = (_health as ProjectionHealth.Running)?.CaughtUpAt;
        var caughtUpAt = last >= head ? asked : caughtUpBefore;
        if (caughtUpAt is not null)
        {
            await projection.CommittedAsync(movedElsewhere: position != Checkpoint || caughtUpBefore is null, ct);
        }

        Announce(last, caughtUpAt);
        await RefreshStatisticsAsync(connection, last, ct);
        return page.Count;
    }

    private async Task<IReadOnlyList<StoredEvent>> ReadPageAsync(long position, long head, int pageMax, CancellationToken ct)
    {
        var until = behind?.Checkpoint ?? long.MaxValue; // Before the read, so that the other's rows are there for all of it.
        var page = await log.ReadAllAsync(position, pageMax, ct);
        LogOrder.RefuseGap(page, position);
        return page.Count == 0 && head != position
            ? throw new InvalidDataException($"The log ends at position {head} and has no event after {position}.")
            : [.. page.TakeWhile(e => e.Position <= until)];
    }

    // What fails once for all events of a page is asked of each of them, until the one that causes it stands first.
    private async Task CompleteAsync(NpgsqlConnection connection, IReadOnlyList<StoredEvent> page, CancellationToken ct)
    {
        try
        {
            await projection.CompleteAsync(connection, ct);
        }
        catch (Exception cause) when (cause is not OperationCanceledException && !Outage.Is(cause))
        {
            throw new EventNotAppliedException(page[0].Position, page.Count / 2, cause);
        }
    }

    // The database's own round may be a minute away, and a plan made for an empty table reads a full one row by row.
    private async Task RefreshStatisticsAsync(NpgsqlConnection connection, long position, CancellationToken ct)
    {
        if (position - _statisticsAt >= Math.Max(GrowthEventsMin, _statisticsAt))
        {
            await projection.RefreshStatisticsAsync(connection, ct);
            _statisticsAt = position;
        }
    }

    private async Task ApplyAsync(NpgsqlConnection connection, StoredEvent e, DateTimeOffset instant, int appliedBefore, CancellationToken ct)
    {
        try
        {
            await projection.ApplyAsync(connection, e, instant, ct);
        }
        catch (Exception cause) when (cause is not OperationCanceledException && !Outage.Is(cause))
        {
            throw new EventNotAppliedException(e.Position, appliedBefore, cause);
        }
    }

    private async Task<(long Position, DateTimeOffset Instant)> LockCheckpointAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        const string sql = """
            select c.version, c.position, c.instant
            from core.checkpoint c
            where c.view = $1
            for update
            """;
        var found = await connection.Statement(sql).With(projection.Name)
            .ReadAsync(r => (Version: r.GetInt32(0), Position: r.GetInt64(1), Instant: r.GetFieldValue<DateTimeOffset>(2)), ct);
        if (found.Count == 0)
        {
            const string begin = """
                insert into core.checkpoint (view, version, position, instant) values ($1, $2, 0, 'epoch')
                on conflict (view) do nothing
                """;
            await connection.Statement(begin).With(projection.Name).With(projection.Version).RunAsync(ct);
            return await LockCheckpointAsync(connection, ct);
        }

        if (found[0].Version == projection.Version)
        {
            return (found[0].Position, found[0].Instant);
        }

        if (found[0].Version > projection.Version)
        {
            throw new NewerViewException($"the view is kept in version {found[0].Version} by a newer program; this one knows version {projection.Version}");
        }

        await ClearAsync(connection, ct);
        Announce(0, caughtUpAt: null); // What was there is not to be shown as fresh while the view fills again.
        return (0, DateTimeOffset.UnixEpoch);
    }

    private async Task ClearAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await projection.ClearAsync(connection, ct);
        await MoveCheckpointAsync(connection, 0, DateTimeOffset.UnixEpoch, ct);
    }

    private async Task MoveCheckpointAsync(NpgsqlConnection connection, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            update core.checkpoint
            set version = $2, position = $3, instant = $4, stopped_because = null
            where view = $1
            """;
        await connection.Statement(sql)
            .With(projection.Name).With(projection.Version).With(position).With(instant.ToUniversalTime())
            .RunAsync(ct);
    }

    private async Task StopAsync(Exception cause, CancellationToken ct)
    {
        // A view of a newer program is well; it is this program that cannot keep it.
        var recorded = cause is NewerViewException || await TryRecordStopAsync(cause.Message, ct);
        _health = new ProjectionHealth.Stopped(Checkpoint, cause.Message);
        _moved.Pulse();
        Troubled?.Invoke(cause);
        while (!recorded)
        {
            await Task.Delay(RetryMax, clock, ct);
            recorded = await TryRecordStopAsync(cause.Message, ct);
        }
    }

    private async Task<bool> TryRecordStopAsync(string because, CancellationToken ct)
    {
        const string sql = """
            insert into core.checkpoint (view, version, position, instant, stopped_because) values ($1, $2, 0, 'epoch', $3)
            on conflict (view) do update set stopped_because = excluded.stopped_because
            """;
        try
        {
            await using var connection = await projector.OpenConnectionAsync(ct);
            await connection.Statement(sql).With(projection.Name).With(projection.Version).With(because).RunAsync(ct);
            return true;
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return false;
        }
    }

    private void Announce(long position, DateTimeOffset? caughtUpAt)
    {
        var before = Interlocked.Exchange(ref _checkpoint, position);
        _health = new ProjectionHealth.Running(position, caughtUpAt);
        if (before != position)
        {
            _moved.Pulse();
        }
    }

    /// <summary>An event that the view cannot apply.</summary>
    private sealed class EventNotAppliedException(long position, int appliedBefore, Exception cause)
        : Exception($"the event at position {position} cannot be applied: {cause.GetType().Name}", cause)
    {
        /// <summary>How many events of the same page came before it.</summary>
        public int AppliedBefore { get; } = appliedBefore;
    }

    /// <summary>The view's rows are of a version that only a newer program knows.</summary>
    private sealed class NewerViewException(string message) : Exception(message);
}
