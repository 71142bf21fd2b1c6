using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore;

/// <summary>Holds the lock on the head, as another node in the middle of its commit would, until it is disposed.</summary>
internal sealed class HeldHead : IAsyncDisposable
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(60);

    private readonly LogDatabase database;
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;

    private HeldHead(LogDatabase database, NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (this.database, this.connection, this.transaction) = (database, connection, transaction);

    public static async Task<HeldHead> TakeAsync(LogDatabase database)
    {
        var ct = TestContext.Current.CancellationToken;
        var opened = await database.Connections.Owner.OpenConnectionAsync(ct);
        var begun = await opened.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand("select position from cx.head for update", opened);
        await command.ExecuteScalarAsync(ct);
        return new(database, opened, begun);
    }

    /// <summary>Returns once an append waits for the lock.</summary>
    /// <remarks>Asks on another connection: within one transaction the list of sessions stays as it was first seen.</remarks>
    public async Task UntilSomeoneWaitsAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(PatienceMax);
        while (await database.AsSuperuserAsync(
            """
            select exists (
                select 1 from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock' and application_name like '%cx_service')
            """) is not true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
