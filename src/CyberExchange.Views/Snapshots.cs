using System.Data;
using Npgsql;

namespace CyberExchange.Views;

/// <summary>Transactions of several reads on one caller's behalf that all see the same rows.</summary>
/// <remarks>
/// Such a transaction takes its snapshot before its first statement has locked anything. If the tables of a view were changed
/// over in between, it would look into the new ones with a snapshot from before they were filled. LOCK takes no snapshot, so it
/// goes first; one table of each view suffices, since all of a view's change over together.
/// </remarks>
internal static class Snapshots
{
    /// <summary>Begins a transaction that reads the core.</summary>
    public static Task<NpgsqlTransaction> BeginSnapshotAsync(this NpgsqlConnection connection, RowCaller caller, CancellationToken ct) =>
        BeginAsync(connection, caller, "lock table core.item in access share mode", ct);

    /// <summary>Begins a transaction that reads the core and the search view.</summary>
    public static Task<NpgsqlTransaction> BeginSearchSnapshotAsync(this NpgsqlConnection connection, RowCaller caller, CancellationToken ct) =>
        BeginAsync(connection, caller, "lock table core.item, search.item in access share mode", ct);

    private static async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, RowCaller caller, string constantSql, CancellationToken ct)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        try
        {
            await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { new(constantSql), caller.Named() } };
            await batch.ExecuteNonQueryAsync(CancellationToken.None); // It answers a row: see ExchangeDatabase.
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }
}
