using CyberExchange.EventStore;
using Npgsql;

namespace CyberExchange.Views.Projections;

/// <summary>Writes the rows of a view anew beside those that are read, and changes the two over when it has caught up.</summary>
/// <remarks>
/// It runs where it was asked for, and where the rows that are read are of an earlier version than this program knows. One node
/// does it, under a lease of its own; another goes on where that one ended. Nothing is told of it to anyone but the view's status:
/// no delivery starts from a rebuild. An event that cannot be applied stops the rebuild and leaves what is read as it is.
/// </remarks>
/// <param name="log">What is read.</param>
/// <param name="projector">Connections of role cx_projector.</param>
/// <param name="projection">The view as it is kept.</param>
/// <param name="clock">Measures waits and rates.</param>
/// <param name="node">The process that it runs in.</param>
/// <param name="keep">The lease under which what is read is written.</param>
/// <param name="beginChangeOver">Holds this node's own writer up, until what it gives is disposed.</param>
internal sealed class ViewRebuild(
    EventLog log,
    NpgsqlDataSource projector,
    Projection projection,
    TimeProvider clock,
    ViewNode node,
    ViewLease keep,
    Func<CancellationToken, Task<IDisposable>> beginChangeOver)
{
    /// <summary>How long it may take until a rebuild that was asked for begins.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>How long those who read are waited for, and others behind them: less than the second after which PostgreSQL looks for deadlocks.</summary>
    private static readonly TimeSpan PatienceMin = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PatienceMax = TimeSpan.FromMilliseconds(800);

    /// <summary>The longest rest between two attempts: each of them stops the view for a moment.</summary>
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    private readonly Checkpoints _checkpoints = new(projection);
    private readonly RebuildTable _table = new(projection);
    private readonly ViewLease _lease = new(projector, projection.Name, LeaseKind.Rebuild, node);
    private readonly Pace _pace = new(clock);
    private long _keptAt;
    private volatile Writing? _writing;
    private TimeSpan _patience = PatienceMin;
    private TimeSpan _pause = PatienceMin;
    private bool _analyzed;
    private int _pageMax = EventPage.EventsMax;

    /// <summary>How far the rebuild is that this node does, 0 to 1; null where it does none.</summary>
    public double? Progress => _writing is { Target: > 0 } writing ? Math.Min(1, (double)writing.At / writing.Target) : null;

    /// <summary>Looks for rebuilds, and does them, until cancelled.</summary>
    /// <param name="troubled">Told of what keeps it from advancing.</param>
    /// <param name="ct">Ends it; another node goes on.</param>
    public async Task RunAsync(Action<Exception> troubled, CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var renewing = RenewAsync(troubled, ending.Token);
        try
        {
            await StepOnAsync(troubled, ct);
        }
        finally
        {
            await ending.CancelAsync();
            await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // One step may take longer than a lease lasts: large tables are analysed in one.
    private async Task RenewAsync(Action<Exception> troubled, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(ViewLease.KeepEvery, clock, ct);
            try
            {
                await _lease.RenewAsync(ct);
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                troubled(e);
            }
        }
    }

    private async Task StepOnAsync(Action<Exception> troubled, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var pause = RetryAfter;
            try
            {
                pause = await StepAsync(ct);
            }
            catch (EventNotAppliedException e) when (e.AppliedBefore > 0)
            {
                (pause, _pageMax) = (TimeSpan.Zero, e.AppliedBefore); // Those before it go in; then it stands first and stops the rebuild.
            }
            catch (LeaseLostException)
            {
                _writing = null; // Another node goes on, or it was cancelled.
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                _writing = null;
                troubled(e);
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, clock, ct);
            }
        }
    }

    /// <summary>Lets another node go on at once.</summary>
    public Task ReleaseAsync(CancellationToken ct) => _lease.ReleaseAsync(ct);

    // One page, or one look whether there is anything to do. What is answered is how long to wait before the next.
    private async Task<TimeSpan> StepAsync(CancellationToken ct)
    {
        await using var connection = await projector.OpenConnectionAsync(ct);
        var kept = await _checkpoints.ReadAsync(connection, ct);
        if (kept.Version < projection.Version)
        {
            await _table.AskAsync(connection, ct);
        }

        if (await _table.ReadAsync(connection, ct) is not { } row || (row.StoppedBecause is not null && !row.Cancelled))
        {
            return await IdleAsync(ct);
        }

        if (row.Version < projection.Version)
        {
            await _table.AskAsync(connection, ct); // Asked for in an earlier version, which nobody needs any more.
            return TimeSpan.Zero;
        }

        if (row.Version > projection.Version || !await HoldsLeaseAsync(ct) || _lease.Held is not { } fence)
        {
            return await IdleAsync(ct);
        }

        return await _table.ReadAsync(connection, ct) switch
        {
            { } now when now.Fence == fence => await AdvanceAsync(connection, now, fence, kept, ct),
            { } now when now.Fence > fence => Lost(fence),
            _ => await AgainAsync(ct), // It was removed, and asked for anew since the lease was taken.
        };
    }

    private async Task<TimeSpan> AdvanceAsync(NpgsqlConnection connection, RebuildRow row, long fence, Checkpoint kept, CancellationToken ct)
    {
        if (row.Cancelled || row.Version < kept.Version)
        {
            await _table.RemoveAsync(connection, fence, ct);
            return TimeSpan.Zero;
        }

        if (!row.Begun)
        {
            await _table.BeginAsync(connection, fence, await log.HeadAsync(ct), ct);
            _writing = null;
            return TimeSpan.Zero;
        }

        return await WriteNextAsync(connection, row, fence, kept, ct);
    }

    private async Task<TimeSpan> WriteNextAsync(NpgsqlConnection connection, RebuildRow row, long fence, Checkpoint kept, CancellationToken ct)
    {
        _writing = _writing is { } going && going.At == row.Position ? going : new Writing(projection.Fresh(), _table, log) { At = row.Position };
        try
        {
            var head = await log.HeadAsync(ct);
            _writing.Target = head;
            var page = await _writing.Pages.TakeAsync(row.Position, head, kept.Limit, _pace.PageMax(row.EventsPerSecond, _pageMax), ct);
            if (page.UpTo >= kept.Position && page.UpTo >= Math.Min(head, kept.Limit))
            {
                return await ChangeOverAsync(connection, row, fence, ct);
            }

            if (page.UpTo > row.Position)
            {
                await WriteAsync(connection, row, fence, page, head, ct);
                await _writing.Statistics.RefreshAsync(connection, page.UpTo, ct);
                _pageMax = EventPage.EventsMax;
                return _pace.PauseAfter(page.Events.Count, row.EventsPerSecond);
            }

            return Poll; // The view whose rows this one reads is not there yet.
        }
        catch (Exception e) when (e is EventNotAppliedException { AppliedBefore: 0 } or InvalidDataException)
        {
            await using var another = await projector.OpenConnectionAsync(ct);
            await _table.StopAsync(another, row, fence, e.Message, ct);
            _writing = null;
            throw new RebuildStoppedException(projection.Name, row.Position, e);
        }
    }

    private async Task WriteAsync(NpgsqlConnection connection, RebuildRow row, long fence, EventPage page, long head, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var instant = await ApplyAsync(connection, page, row.Instant, ct);
        await _table.MoveAsync(connection, row, fence, page.UpTo, instant, head, _pace.EventsPerSecond(page.Events.Count), ct);
        await transaction.CommitAsync(ct);
        _writing!.At = page.UpTo; // It is made before every page.
    }

    private async Task<DateTimeOffset> ApplyAsync(NpgsqlConnection connection, EventPage page, DateTimeOffset instant, CancellationToken ct)
    {
        await OwnTables.NameNextAsync(connection, projection.Name, ct);
        return await page.ApplyAsync(_writing!.Rows, connection, instant, ct); // It is made before every page.
    }

    // Whoever keeps the view is stopped first, by taking the lease: what is read then stands still, and the last events are few.
    private async Task<TimeSpan> ChangeOverAsync(NpgsqlConnection connection, RebuildRow row, long fence, CancellationToken ct)
    {
        if (!_analyzed)
        {
            await _table.AnalyzeAsync(connection, ct);
            _analyzed = true;
        }

        using (await beginChangeOver(ct))
        {
            await keep.TakeByForceAsync(ct);
            var keepFence = keep.Held ?? throw new LeaseLostException(projection.Name);
            try
            {
                await ChangeOverAsync(connection, row, keepFence, fence, ct);
                (_writing, _patience, _pause, _analyzed) = (null, PatienceMin, PatienceMin, false);
                return TimeSpan.Zero;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                _patience = _patience < PatienceMax ? _patience * 2 : PatienceMax;
                _pause = _pause < PauseMax ? _pause * 2 : PauseMax;
                _writing = null;
                return _pause; // Readers took longer, or a vacuum. They go on, and so does the view; then it is tried again.
            }
            finally
            {
                await LetKeepAsync(connection, ct);
            }
        }
    }

    private async Task ChangeOverAsync(NpgsqlConnection connection, RebuildRow row, long keepFence, long fence, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var kept = await _checkpoints.ReadAsync(connection, ct);
        var (position, instant) = (row.Position, row.Instant);
        while (true)
        {
            var page = await EventPage.ReadAsync(log, projection, position, await log.HeadAsync(ct), kept.Limit, EventPage.EventsMax, ct);
            if (page.UpTo == position)
            {
                break;
            }

            instant = await ApplyAsync(connection, page, instant, ct);
            position = page.UpTo;
            if (position >= kept.Position && page.Events.Count < EventPage.EventsMax)
            {
                break; // A log that grows all the time has no end: the rest is applied where it is read.
            }
        }

        await _table.ChangeOverAsync(connection, keepFence, fence, position, instant, _patience, ct);
        await transaction.CommitAsync(ct);
    }

    // A program of the earlier version goes on keeping its rows, where they are still there.
    private async Task LetKeepAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (connection.State is System.Data.ConnectionState.Open && (await _checkpoints.ReadAsync(connection, ct)).Version != projection.Version)
        {
            await keep.ReleaseAsync(ct);
        }
    }

    private async Task<bool> HoldsLeaseAsync(CancellationToken ct)
    {
        if (_lease.Held is not null && clock.GetElapsedTime(_keptAt) < ViewLease.KeepEvery)
        {
            return true;
        }

        if (await _lease.KeepAsync(ct))
        {
            _writing = null; // Others may have written since.
        }

        _keptAt = clock.GetTimestamp();
        return _lease.Held is not null;
    }

    private async Task<TimeSpan> AgainAsync(CancellationToken ct)
    {
        await IdleAsync(ct);
        return TimeSpan.Zero;
    }

    private async Task<TimeSpan> IdleAsync(CancellationToken ct)
    {
        (_writing, _analyzed) = (null, false);
        if (_lease.Held is not null)
        {
            await _lease.ReleaseAsync(ct);
        }

        return Poll;
    }

    private TimeSpan Lost(long fence)
    {
        _lease.Lost(fence);
        return Poll;
    }

    /// <summary>What this node has of a rebuild that it writes.</summary>
    private sealed class Writing(Projection rows, RebuildTable table, EventLog log)
    {
        public Projection Rows => rows;

        public PagesAhead Pages { get; } = new(log, rows);

        public Statistics Statistics { get; } = new(table.AnalyzeAsync);

        public long At { get; set; }

        public long Target { get; set; }
    }

    /// <summary>The rebuild stands before an event; what is read is as it was.</summary>
    private sealed class RebuildStoppedException(string view, long position, Exception cause)
        : Exception($"the rebuild of {view} stopped after position {position}: {cause.Message}", cause);
}
