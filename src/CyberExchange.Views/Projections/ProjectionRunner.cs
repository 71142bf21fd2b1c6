using CyberExchange.EventStore;
using Npgsql;

namespace CyberExchange.Views.Projections;

/// <summary>Keeps one view in step with the log: rows and checkpoint move in one transaction.</summary>
/// <remarks>
/// Several nodes may run it: the checkpoint row is locked while a page is applied, and a node that finds it moved reads on
/// from there. An event that cannot be applied stops the view before it, visibly; others go on.
/// </remarks>
public sealed class ProjectionRunner(EventLog log, NpgsqlDataSource projector, Projection projection, TimeProvider clock)
{
    /// <summary>How long a change of another node may stay unseen when no hint arrives.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan RetryMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(5);
    private const int PageEventsMax = 500;

    private readonly LogSignal _moved = new();
    private volatile ProjectionHealth _health = new ProjectionHealth.Running(0, null);
    private long _checkpoint;

    /// <summary>The last event in the view, as far as this node knows.</summary>
    public long Checkpoint => Volatile.Read(ref _checkpoint);

    public ProjectionHealth Health => _health;

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

    /// <summary>Follows the log until cancelled, or until an event stops the view.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var retry = RetryMin;
        var pageMax = PageEventsMax;
        while (!ct.IsCancellationRequested)
        {
            var grown = log.Signal.Next; // Before the read: an append between the two still wakes us.
            try
            {
                var applied = await ApplyPageAsync(pageMax, ct);
                retry = RetryMin;
                if (applied == 0)
                {
                    await WaitForGrowthAsync(grown, ct);
                }

                pageMax = Math.Min(PageEventsMax, pageMax * 2);
            }
            catch (Exception e) when (e is not OperationCanceledException && IsOutage(e))
            {
                await Task.Delay(retry, clock, ct);
                retry = retry < RetryMax ? retry * 2 : RetryMax;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The page holds an event that cannot be applied: the events before it go in one by one, then it stops the view.
                if (pageMax > 1)
                {
                    pageMax = 1;
                    continue;
                }

                await StopAsync(e, ct);
                return;
            }
        }
    }

    /// <summary>Empties the view; the runner then fills it from the beginning of the log.</summary>
    public async Task ClearAsync(CancellationToken ct)
    {
        await using var connection = await projector.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        _ = await LockCheckpointAsync(connection, ct);
        await projection.ClearAsync(connection, ct);
        await MoveCheckpointAsync(connection, 0, DateTimeOffset.UnixEpoch, null, ct);
        await transaction.CommitAsync(ct);
        await projection.CommittedAsync(ct);
        Announce(0, caughtUp: false);
    }

    private async Task<int> ApplyPageAsync(int pageMax, CancellationToken ct)
    {
        var asked = clock.GetUtcNow();
        await using var connection = await projector.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (position, instant) = await LockCheckpointAsync(connection, ct);
        var page = await log.ReadAllAsync(position, pageMax, ct);
        if (page.Count == 0)
        {
            await transaction.CommitAsync(ct);
            if (position != Checkpoint || _health is ProjectionHealth.Running { CaughtUpAt: null })
            {
                // Another node, or an earlier life of this one, brought it here.
                await projection.CommittedAsync(ct);
            }

            Announce(position, asked, caughtUp: true);
            return 0;
        }

        foreach (var e in page)
        {
            instant = e.RecordedAt > instant ? e.RecordedAt : instant;
            await projection.ApplyAsync(connection, e, instant, ct);
        }

        await MoveCheckpointAsync(connection, page[^1].Position, instant, null, ct);
        await transaction.CommitAsync(ct);
        await projection.CommittedAsync(ct);
        Announce(page[^1].Position, asked, caughtUp: page.Count < pageMax);
        return page.Count;
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

        await projection.ClearAsync(connection, ct);
        await MoveCheckpointAsync(connection, 0, DateTimeOffset.UnixEpoch, null, ct);
        return (0, DateTimeOffset.UnixEpoch);
    }

    private async Task MoveCheckpointAsync(
        NpgsqlConnection connection, long position, DateTimeOffset instant, string? stoppedBecause, CancellationToken ct)
    {
        const string sql = """
            update core.checkpoint
            set version = $2, position = $3, instant = $4, stopped_because = $5
            where view = $1
            """;
        await connection.Statement(sql)
            .With(projection.Name).With(projection.Version).With(position).With(instant.ToUniversalTime())
            .WithNullable(NpgsqlTypes.NpgsqlDbType.Text, stoppedBecause)
            .RunAsync(ct);
    }

    private async Task StopAsync(Exception cause, CancellationToken ct)
    {
        await using var connection = await projector.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (position, instant) = await LockCheckpointAsync(connection, ct);
        var because = $"the event at position {position + 1} cannot be applied: {cause.GetType().Name}";
        await MoveCheckpointAsync(connection, position, instant, because, ct);
        await transaction.CommitAsync(ct);
        _health = new ProjectionHealth.Stopped(position, because);
        _moved.Pulse();
    }

    private void Announce(long position, bool caughtUp) => Announce(position, clock.GetUtcNow(), caughtUp);

    private void Announce(long position, DateTimeOffset asked, bool caughtUp)
    {
        var before = Interlocked.Exchange(ref _checkpoint, position);
        var caughtUpAt = caughtUp ? asked : (_health as ProjectionHealth.Running)?.CaughtUpAt;
        _health = new ProjectionHealth.Running(position, caughtUpAt);
        if (before != position)
        {
            _moved.Pulse();
        }
    }

    private async Task WaitForGrowthAsync(Task grown, CancellationToken ct)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(grown, Task.Delay(Poll, clock, waiting.Token));
        await waiting.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    private static bool IsOutage(Exception e) =>
        e is NpgsqlException { IsTransient: true } or TimeoutException
        || (e is NpgsqlException && e is not PostgresException)
        || e is PostgresException { SqlState: ['5', '7', ..] or ['0', '8', ..] or ['4', '0', ..] or ['5', '3', ..] };
}
