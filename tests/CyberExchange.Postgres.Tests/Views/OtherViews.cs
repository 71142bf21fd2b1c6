using CyberExchange.EventStore;
using CyberExchange.Views.Projections;
using Npgsql;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>A view that does what another does.</summary>
public abstract class OtherView(Projection inner) : Projection
{
    public override string Name => inner.Name;

    public override int Version => inner.Version;

    public override string Schema => inner.Schema;

    public override string? ReadsFrom => inner.ReadsFrom;

    public override int ReadsVersion => inner.ReadsVersion;

    public override bool TakesSomeTypes => inner.TakesSomeTypes;

    protected Projection Inner => inner;

    public override Projection Fresh() => inner.Fresh();

    public override IReadOnlyCollection<string> TypesOf(IReadOnlyList<string> stored) => inner.TypesOf(stored);

    public override bool Touches(StoredEvent e) => inner.Touches(e);

    public override Task ApplyAsync(NpgsqlConnection connection, StoredEvent e, DateTimeOffset instant, CancellationToken ct) =>
        inner.ApplyAsync(connection, e, instant, ct);

    public override Task CompleteAsync(NpgsqlConnection connection, CancellationToken ct) => inner.CompleteAsync(connection, ct);

    public override Task RefreshAsync(CancellationToken ct) => inner.RefreshAsync(ct);

    public override Task RefreshStatisticsAsync(NpgsqlConnection connection, CancellationToken ct) => inner.RefreshStatisticsAsync(connection, ct);

    public override Task ClearAsync(NpgsqlConnection connection, CancellationToken ct) => inner.ClearAsync(connection, ct);
}

/// <summary>A view that stands still before one event, in the middle of a page, until it is told to go on.</summary>
public sealed class HeldView(Projection inner, long holdAt) : OtherView(inner)
{
    private readonly TaskCompletionSource _holding = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it stands.</summary>
    public Task Holding => _holding.Task;

    public void GoOn() => _goOn.TrySetResult();

    public override async Task ApplyAsync(NpgsqlConnection connection, StoredEvent e, DateTimeOffset instant, CancellationToken ct)
    {
        if (e.Position == holdAt)
        {
            _holding.TrySetResult();
            await _goOn.Task.WaitAsync(ct);
        }

        await base.ApplyAsync(connection, e, instant, ct);
    }
}

/// <summary>A program that cannot read one event.</summary>
public sealed class RefusingLive(Projection inner, long position) : OtherView(inner)
{
    public override Task ApplyAsync(NpgsqlConnection connection, StoredEvent e, DateTimeOffset instant, CancellationToken ct) =>
        e.Position == position ? throw new InvalidOperationException("It is not understood.") : base.ApplyAsync(connection, e, instant, ct);
}

/// <summary>A program that has read an event and cannot read it again.</summary>
public sealed class RefusingInRebuild(Projection inner, long position) : OtherView(inner)
{
    public override Projection Fresh() => new RefusingLive(Inner.Fresh(), position);
}

/// <summary>Counts the events that are applied to what is read, and those that are applied beside it.</summary>
public sealed class CountingView(Projection inner, CountingView? counts = null) : OtherView(inner)
{
    private long _applied;
    private long _beside;

    public long Applied => Interlocked.Read(ref _applied);

    public long AppliedBeside => Interlocked.Read(ref _beside);

    public override Projection Fresh() => new CountingView(Inner.Fresh(), this);

    public override Task ApplyAsync(NpgsqlConnection connection, StoredEvent e, DateTimeOffset instant, CancellationToken ct)
    {
        _ = counts is null ? Interlocked.Increment(ref _applied) : Interlocked.Increment(ref counts._beside);
        return base.ApplyAsync(connection, e, instant, ct);
    }
}

/// <summary>The same rows, said to be of the next version.</summary>
public sealed class LaterVersion(Projection inner, int? reads = null) : OtherView(inner)
{
    public override int Version => Inner.Version + 1;

    public override int ReadsVersion => reads ?? Inner.ReadsVersion;

    public override Projection Fresh() => new LaterVersion(Inner.Fresh(), reads);
}
