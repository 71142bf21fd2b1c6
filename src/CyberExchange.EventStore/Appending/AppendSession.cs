using Npgsql;

namespace CyberExchange.EventStore.Appending;

/// <summary>The appender's one connection and its two prepared statements.</summary>
/// <remarks>A statement is one transaction: when its answer arrives, the batch is committed.</remarks>
internal sealed class AppendSession(NpgsqlDataSource source) : IAsyncDisposable
{
    // Far above the two seconds that the statement itself waits for the lock: this ends a dead connection.
    private const int StatementSecondsMax = 30;

    private NpgsqlConnection? connection;
    private AppendOneCommand? one;
    private AppendBatchCommand? many;

    /// <summary>Sends the batch and gives the answers in its order.</summary>
    /// <exception cref="NpgsqlException">Nothing of the batch is stored, or, if the connection broke, all of it may be.
    /// Sending it again is safe either way: the keys decide.</exception>
    public async Task<AppendResult[]> ExecuteAsync(ReadOnlyMemory<PendingAppend> batch)
    {
        if (connection is null)
        {
            await OpenAsync();
        }

        return AppendOneCommand.Fits(batch.Span)
            ? [await one!.ExecuteAsync(batch.Span[0])] // Set together with the connection.
            : await many!.ExecuteAsync(batch);
    }

    /// <summary>Drops the connection; the next batch opens another.</summary>
    public async ValueTask ResetAsync()
    {
        if (connection is not { } dropped)
        {
            return;
        }

        // Forgotten first: should the disposal of a broken connection fail, the next batch still opens another.
        var (droppedOne, droppedMany) = (one!, many!); // Both are set together with the connection.
        (connection, one, many) = (null, null, null);
        await using (dropped)
        await using (droppedMany)
        {
            await droppedOne.DisposeAsync();
        }
    }

    public ValueTask DisposeAsync() => ResetAsync();

    private async Task OpenAsync()
    {
        var opened = await source.OpenConnectionAsync();
        var newOne = new AppendOneCommand(opened, StatementSecondsMax);
        var newMany = new AppendBatchCommand(opened, StatementSecondsMax);
        try
        {
            await newOne.PrepareAsync();
            await newMany.PrepareAsync();
        }
        catch
        {
            await newOne.DisposeAsync();
            await newMany.DisposeAsync();
            await opened.DisposeAsync();
            throw;
        }

        (connection, one, many) = (opened, newOne, newMany);
    }
}
