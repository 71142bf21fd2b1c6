using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.EventStore.Appending;

/// <summary>Appends many events of one or more callers, as arrays through <c>unnest</c>: one round trip.</summary>
internal sealed class AppendBatchCommand : IAsyncDisposable
{
    private const string Sql =
        """
        select outcome, at_stream, first, last, at_version
        from cx.append_batch(
            $1::text[], $2::integer[], $3::uuid[], $4::text[], $5::bytea[], $6::integer[],
            $7::integer[], $8::integer[], $9::text[], $10::timestamptz[], $11::bytea[],
            $12::uuid[], $13::text[], $14::integer[], $15::bytea[], $16::bytea[], $17::bytea[], $18::bytea[],
            $19::integer[], $20::bytea[], $21::bytea[])
        order by append_number
        """;

    private readonly NpgsqlCommand command;

    public AppendBatchCommand(NpgsqlConnection connection, int timeoutSeconds)
    {
        command = new NpgsqlCommand(Sql, connection) { CommandTimeout = timeoutSeconds };
        foreach (var type in AppendColumns.Types)
        {
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | type });
        }
    }

    public Task PrepareAsync() => command.PrepareAsync();

    public async Task<AppendResult[]> ExecuteAsync(ReadOnlyMemory<PendingAppend> batch)
    {
        var columns = new AppendColumns(batch.Span);
        for (var i = 0; i < columns.Values.Length; i++)
        {
            command.Parameters[i].Value = columns.Values[i];
        }

        var results = new AppendResult[batch.Length];
        await using var reader = await command.ExecuteReaderAsync();
        for (var i = 0; i < results.Length; i++)
        {
            await reader.ReadAsync();
            results[i] = AppendOutcome.Read(reader);
        }

        await AppendOutcome.EndAsync(reader);
        return results;
    }

    public ValueTask DisposeAsync() => command.DisposeAsync();
}
