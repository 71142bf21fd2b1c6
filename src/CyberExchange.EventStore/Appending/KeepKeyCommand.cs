using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.EventStore.Appending;

/// <summary>Keeps an idempotency key alone, without an event: <c>cx.keep_key</c>.</summary>
/// <remarks>Rare, so it goes past the queue on a connection of its own; the lock on the head puts it in its place.</remarks>
internal sealed class KeepKeyCommand(NpgsqlDataSource source)
{
    private static readonly TimeSpan BusyRetryAfter = TimeSpan.FromSeconds(1);

    public async Task<AppendResult> ExecuteAsync(string stream, int version, IdempotencyKey key, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            """
            select outcome, at_stream, first, last, at_version
            from cx.keep_key($1::text, $2::integer, $3::uuid, $4::text, $5::bytea)
            """);
        command.Parameters.Add(new() { Value = stream, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = version, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = key.Scope, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = key.Key, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = key.RequestDigest, NpgsqlDbType = NpgsqlDbType.Bytea });
        try
        {
            await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
            await reader.ReadAsync(ct);
            var result = AppendOutcome.Read(reader);
            await AppendOutcome.EndAsync(reader);
            return result;
        }
        catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable)
        {
            return new AppendResult.Busy(BusyRetryAfter);
        }
    }
}
