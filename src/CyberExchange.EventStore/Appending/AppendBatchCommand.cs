using Npgsql;

namespace CyberExchange.EventStore.Appending;

/// <summary>Appends many events of one or more callers, as arrays: one round trip.</summary>
internal sealed class AppendBatchCommand : IAsyncDisposable
{
    private const string Sql =
        """
        select base, befores, outcomes, at_streams, firsts, lasts, versions
        from cx.append_events(
            $1::text[], $2::integer[], $3::uuid[], $4::text[], $5::uuid[], $6::bytea[], $7::integer[], $8::integer[],
            $9::timestamptz[], $10::bytea[],
            $11::integer[], $12::uuid[], $13::text[], $14::integer[], $15::bytea[], $16::bytea[], $17::bytea[], $18::bytea[],
            $19::integer[], $20::bytea[], $21::bytea[])
        """;

    private readonly AppendColumns columns = new();
    private readonly NpgsqlCommand command;

    public AppendBatchCommand(NpgsqlConnection connection, int timeoutSeconds)
    {
        command = new NpgsqlCommand(Sql, connection) { CommandTimeout = timeoutSeconds };
        foreach (var column in columns.Parameters)
        {
            command.Parameters.Add(column);
        }
    }

    public Task PrepareAsync() => command.PrepareAsync();

    public async Task<AppendResult[]> ExecuteAsync(ReadOnlyMemory<PendingAppend> batch)
    {
        columns.Fill(batch.Span);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var results = AppendOutcome.ReadBatch(reader, batch.Span);
        await AppendOutcome.EndAsync(reader);
        return results;
    }

    public ValueTask DisposeAsync() => command.DisposeAsync();
}
