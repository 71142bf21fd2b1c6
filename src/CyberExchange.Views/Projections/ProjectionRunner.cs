using CyberExchange.EventStore;
using Npgsql;

namespace CyberExchange.Views.Projections;

/// <summary>Keeps one view in step with the log, or follows the node that does.</summary>
/// <remarks>
/// One node writes a view: the holder of its lease. Rows and checkpoint move in one transaction, which commits only under the
/// holder's fence. Nodes that do not hold the lease look at the checkpoint, so that a wait for a position ends on every node. An
/// event that cannot be applied stops the view before it, visibly; others go on.
/// </remarks>
public sealed class ProjectionRunner
{
    /// <summary>How long a change of another node may stay unseen when no hint arrives.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    /// <summary>The same while the log is known to hold what the view does not, and while somebody waits for that.</summary>
    private static readonly TimeSpan PollBehind = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PollAwaited = TimeSpan.FromMilliseconds(15);

    private static readonly TimeSpan RetryMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReleaseMax = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _one = new(1); // A page at a time, or none while the view is emptied.
    private readonly LogSignal _moved = new();
    private readonly LogSignal _asked = new();
    private readonly LogSignal _wantedChanged = new();
    private readonly EventLog _log;
    private readonly NpgsqlDataSource _projector;
    private readonly Projection _projection;
    private readonly TimeProvider _clock;
    private readonly ProjectionRunner? _behind;
    private readonly Checkpoints _checkpoints;
    private readonly InStep _inStep;
    private readonly ViewLease _lease;
    private readonly Statistics _statistics;
    private readonly PagesAhead _pages;
    private readonly ViewRebuild _rebuild;
    private readonly Recent _recent;
    private volatile ProjectionHealth _health = new ProjectionHealth.Running(0);
    private volatile bool _wanted;
    private long _checkpoint;
    private long _fence;
    private long _head;
    private long _applied;
    private long _errors;
    private (long Touched, long Fence) _refreshedAt = (-1, -1);
    private int _waiting;

    /// <param name="log">What is followed.</param>
    /// <param name="projector">Connections of role cx_projector.</param>
    /// <param name="projection">The view.</param>
    /// <param name="clock">Measures waits and how long ago the view was in step.</param>
    /// <param name="behind">The runner of the view whose rows this one reads; null for none.</param>
    /// <param name="node">The process that it runs in; null where it is the only one of its process.</param>
    public ProjectionRunner(
        EventLog log, NpgsqlDataSource projector, Projection projection, TimeProvider clock, ProjectionRunner? behind = null, ViewNode? node = null)
    {
        var here = node ?? ViewNode.Fresh();
        (_log, _projector, _projection, _clock, _behind) = (log, projector, projection, clock, behind);
        _checkpoints = new(projection);
        _pages = new(log, projection);
        _inStep = new(clock);
        _recent = new(clock);
        _lease = new(projector, projection.Name, LeaseKind.Keep, here);
        _statistics = new(projection.RefreshStatisticsAsync);
        _rebuild = new(log, projector, projection, clock, here, _lease, BeginChangeOverAsync);
    }

    /// <summary>Name of the view.</summary>
    public string View => _projection.Name;

    /// <summary>The last event in the view, as far as this node knows.</summary>
    public long Checkpoint => Volatile.Read(ref _checkpoint);

    /// <summary>Whose hands the view was in when this node looked last: another number where another node took it, or where it was made anew.</summary>
    /// <remarks>Rows that were changed over may be others at the same position: whoever keeps what it read begins again.</remarks>
    public long Fence => Volatile.Read(ref _fence);

    public ProjectionHealth Health => _health;

    /// <summary>Whether this node writes the view.</summary>
    public bool Holds => _lease.Held is not null;

    /// <summary>How many events this node has applied since it started.</summary>
    public long Applied => Interlocked.Read(ref _applied);

    /// <summary>How often something kept this node from advancing the view since it started.</summary>
    public long Errors => Interlocked.Read(ref _errors);

    /// <summary>Version of the rows that this program knows.</summary>
    public int Version => _projection.Version;

    /// <summary>How many events per second the view took in lately, whichever node wrote them.</summary>
    public double EventsPerSecond => _recent.PerSecond;

    /// <summary>How long ago the view last held every event of the log; null where it never has since this node started.</summary>
    public TimeSpan? Age => _inStep.Age;

    /// <summary>How many events of the log are not in the view, as far as this node knows.</summary>
    public long LagEvents => Math.Max(0, Volatile.Read(ref _head) - Checkpoint);

    /// <summary>How far the rebuild is that this node does, 0 to 1; null where it does none.</summary>
    public double? RebuildProgress => _rebuild.Progress;

    /// <summary>Called with what keeps the view from advancing: an outage, which passes, or what stops it, after its health says so.</summary>
    public Action<Exception>? Troubled { get; set; }

    /// <summary>Pulsed whenever the checkpoint moved: whoever streams the view looks again.</summary>
    public LogSignal Moved => _moved;

    /// <summary>Whether the view has held every event of the log within the last <paramref name="age"/>.</summary>
    public bool IsFresh(TimeSpan age) => _health is ProjectionHealth.Running && _inStep.Age is { } past && past <= age;

    /// <summary>Waits until the view holds the event at a position.</summary>
    /// <returns>False when it did not within the time allowed, or is stopped before that event.</returns>
    public async Task<bool> WaitForAsync(long position, TimeSpan allowed, CancellationToken ct)
    {
        if (Checkpoint >= position)
        {
            return true;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(allowed);
        Interlocked.Increment(ref _waiting);
        try
        {
            _asked.Pulse(); // Where another node writes the view, this one looks at once.
            return await ReachAsync(position, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Checkpoint >= position;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Keeps or follows the view until cancelled; then another node may take it at once.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var beside = Task.WhenAll(KeepLeaseAsync(ending.Token), _rebuild.RunAsync(Trouble, ending.Token));
        try
        {
            await AdvanceAsync(ct);
        }
        finally
        {
            await ending.CancelAsync();
            await beside.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ReleaseAsync();
        }
    }

    /// <summary>Empties the view, whoever writes it; it is then filled from the beginning of the log.</summary>
    public async Task ClearAsync(CancellationToken ct)
    {
        using var alone = await AloneAsync(ct);
        await using var connection = await _projector.OpenConnectionAsync(ct);
        _ = await _checkpoints.ReadAsync(connection, ct); // Begins it where nobody has.
        await _lease.TakeByForceAsync(ct);
        var fence = _lease.Held ?? throw new LeaseLostException(View);
        var at = await _checkpoints.ReadAsync(connection, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await OwnTables.NameAsync(connection, _projection.Schema, durable: true, ct);
        await _projection.ClearAsync(connection, ct);
        await _checkpoints.CommitAsync(connection, at, fence, to: 0, DateTimeOffset.UnixEpoch, touched: true, ct);
        _statistics.Forget();
        _inStep.Forget();
        Announce(0);
        _asked.Pulse();
    }

    private async Task<IDisposable> AloneAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        return new Turn(() => _one.Release());
    }

    // Until it is over this node neither writes the view nor gives its lease away.
    private async Task<IDisposable> BeginChangeOverAsync(CancellationToken ct)
    {
        var turn = await AloneAsync(ct);
        _wanted = true;
        return new Turn(() =>
        {
            turn.Dispose();
            _asked.Pulse();
        });
    }

    private async Task<bool> ReachAsync(long position, CancellationToken ct)
    {
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

            await moved.WaitAsync(ct);
        }
    }

    private async Task AdvanceAsync(CancellationToken ct)
    {
        var retry = RetryMin;
        var pageMax = EventPage.EventsMax;
        while (!ct.IsCancellationRequested)
        {
            var woken = Task.WhenAny(_behind?.Moved.Next ?? _log.Signal.Next, _asked.Next); // Before the look: an append between the two still wakes us.
            try
            {
                var (again, pause) = await StepAsync(pageMax, ct);
                (retry, pageMax) = (RetryMin, EventPage.EventsMax);
                if (!again)
                {
                    await LogSignal.WaitAsync(woken, pause, _clock, ct);
                }
            }
            catch (EventNotAppliedException e) when (e.AppliedBefore > 0)
            {
                pageMax = e.AppliedBefore; // Those before it go in; then it stands first and stops the view.
            }
            catch (LeaseLostException)
            {
                // Nothing of the page was committed. From here on this node follows the one that took the view.
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                Trouble(e);
                await Task.Delay(retry, _clock, ct);
                retry = retry < RetryMax ? retry * 2 : RetryMax;
            }
        }
    }

    // One page where this node writes the view, one look at the checkpoint where it does not.
    private async Task<(bool Again, TimeSpan Pause)> StepAsync(int pageMax, CancellationToken ct)
    {
        using var alone = await AloneAsync(ct);
        var askedAt = _inStep.Now();
        await using var connection = await _projector.OpenConnectionAsync(ct);
        var at = await _checkpoints.ReadAsync(connection, ct);
        var head = await _log.HeadAsync(ct); // Before the page, which then holds all events up to here or is cut short.
        Volatile.Write(ref _head, head);
        if (!KnowsRows(at))
        {
            return (false, Poll);
        }

        if (_health is ProjectionHealth.Stopped { Position: var stop } && stop == at.Position)
        {
            return (false, Poll);
        }

        Want(true);
        if (_lease.Held is not { } fence || fence > at.Fence)
        {
            await FollowAsync(at.Position, (at.Touched, at.Fence), head, askedAt, ct);
            return (_lease.Held is not null, at.Position >= head ? Poll : Volatile.Read(ref _waiting) > 0 ? PollAwaited : PollBehind);
        }

        if (at.Fence > fence)
        {
            _lease.Lost(fence);
            return (true, Poll);
        }

        try
        {
            var applied = await WriteAsync(connection, at, fence, head, askedAt, pageMax, ct);
            return (applied > 0, Poll);
        }
        catch (Exception e) when (e is EventNotAppliedException { AppliedBefore: 0 } or InvalidDataException)
        {
            await StopAsync(at, fence, e, ct);
            return (true, Poll);
        }
    }

    // What a narrowing is acknowledged by waits for the disk, or a crash could show for a moment what was taken away. Pages of a view
    // that catches up do not: nobody reads it.
    private async Task<int> WriteAsync(NpgsqlConnection connection, Checkpoint at, long fence, long head, long askedAt, int pageMax, CancellationToken ct)
    {
        var page = await _pages.TakeAsync(at.Position, head, at.Limit, pageMax, ct);
        var touched = at.Touched;
        if (page.UpTo > at.Position)
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await OwnTables.NameAsync(connection, _projection.Schema, durable: head - page.UpTo < EventPage.EventsMax, ct);
            var instant = await page.ApplyAsync(_projection, connection, at.Instant, ct);
            touched = await _checkpoints.CommitAsync(connection, at, fence, page.UpTo, instant, page.Events.Any(_projection.Touches), ct);
            Interlocked.Add(ref _applied, page.Events.Count);
        }

        await FollowAsync(page.UpTo, (touched, fence), head, askedAt, ct);
        await _statistics.RefreshAsync(connection, page.UpTo, ct);
        return (int)(page.UpTo - at.Position);
    }

    // Rows that were changed over may be others at the same position: the fence tells.
    private async Task FollowAsync(long position, (long Touched, long Fence) touched, long head, long askedAt, CancellationToken ct)
    {
        // What is refreshed is refreshed before anything says that the view holds it.
        if ((_inStep.Ever || _inStep.Holds(position, head)) && touched != _refreshedAt)
        {
            await _projection.RefreshAsync(ct);
            _refreshedAt = touched;
        }

        _inStep.Reached(position, head, askedAt);
        Volatile.Write(ref _fence, touched.Fence);
        Announce(position);
    }

    // Rows of another version are not this program's to show, nor to write.
    private bool KnowsRows(Checkpoint at)
    {
        if (at.Version == _projection.Version)
        {
            return true;
        }

        Want(false);
        if (at.Version < _projection.Version)
        {
            _inStep.Forget();
            Announce(0);
            _health = new ProjectionHealth.Outdated(at.Version);
        }
        else if (_health is not ProjectionHealth.Stopped)
        {
            Stand(at.Position, new NewerViewException($"the view is kept in version {at.Version} by a newer program; this one knows version {_projection.Version}"));
        }

        return false;
    }

    // What looks like an event that cannot be applied may be a page that another node has committed meanwhile.
    private async Task StopAsync(Checkpoint at, long fence, Exception cause, CancellationToken ct)
    {
        await using var connection = await _projector.OpenConnectionAsync(ct);
        if (await _checkpoints.StopAsync(connection, at, fence, cause.Message, ct))
        {
            Stand(at.Position, cause);
        }
        else
        {
            _lease.Lost(fence);
        }
    }

    private void Stand(long position, Exception cause)
    {
        _inStep.Forget();
        _health = new ProjectionHealth.Stopped(position, cause.Message);
        Want(false); // Another node may have a program that can.
        _moved.Pulse();
        Trouble(cause);
    }

    private void Trouble(Exception cause)
    {
        Interlocked.Increment(ref _errors);
        Troubled?.Invoke(cause);
    }

    private void Announce(long position)
    {
        var before = Interlocked.Exchange(ref _checkpoint, position);
        _recent.Is(position);
        _health = new ProjectionHealth.Running(position);
        if (before != position)
        {
            _moved.Pulse();
        }
    }

    private void Want(bool wanted)
    {
        if (_wanted != wanted)
        {
            _wanted = wanted;
            _wantedChanged.Pulse();
        }
    }

    private async Task KeepLeaseAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var changed = _wantedChanged.Next;
            try
            {
                if (!_wanted)
                {
                    await _lease.ReleaseAsync(ct);
                }
                else if (await _lease.KeepAsync(ct))
                {
                    _asked.Pulse();
                }
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                Trouble(e);
            }

            await LogSignal.WaitAsync(changed, ViewLease.KeepEvery, _clock, ct);
        }
    }

    private async Task ReleaseAsync()
    {
        using var limit = new CancellationTokenSource(ReleaseMax);
        try
        {
            await _rebuild.ReleaseAsync(limit.Token);
            await _lease.ReleaseAsync(limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException || Outage.Is(e))
        {
            Trouble(e); // The leases end by themselves.
        }
    }

    private sealed class Turn(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    /// <summary>The view's rows are of a version that only a newer program knows.</summary>
    private sealed class NewerViewException(string message) : Exception(message);
}
