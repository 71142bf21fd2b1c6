using CyberExchange.EventStore;
using CyberExchange.Views.Projections;
using Npgsql;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>A view that stands still before one event, in the middle of a page, until it is told to go on.</summary>
public sealed class HeldView(Projection inner, long holdAt) : Projection
{
    private readonly TaskCompletionSource _holding = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it stands.</summary>
    public Task Holding => _holding.Task;

    public override string Name => inner.Name;

    public override int Version => inner.Version;

    public void GoOn() => _goOn.TrySetResult();

    public override bool Touches(StoredEvent e) => inner.Touches(e);

    public override async Task ApplyAsync(NpgsqlConnection connection, StoredEvent e, DateTimeOffset instant, CancellationToken ct)
    {
        if (e.Position == holdAt)
        {
            _holding.TrySetResult();
            await _goOn.Task.WaitAsync(ct);
        }

        await inner.ApplyAsync(connection, e, instant, ct);
    }

    public override Task RefreshAsync(CancellationToken ct) => inner.RefreshAsync(ct);

    public override Task ClearAsync(NpgsqlConnection connection, CancellationToken ct) => inner.ClearAsync(connection, ct);
}
