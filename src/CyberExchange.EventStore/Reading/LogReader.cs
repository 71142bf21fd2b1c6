using System.Data.Common;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.EventStore.Reading;

/// <summary>The questions that the log answers, and their SQL.</summary>
internal sealed class LogReader(NpgsqlDataSource source)
{
    /// <summary>A page ends early once it holds this much, so that a page of large events does not fill the memory.</summary>
    private const long PageBytesMax = 32L * 1024 * 1024;

    public async IAsyncEnumerable<StoredEvent> StreamAsync(string stream, int fromVersion, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            """
            select position, stream_id, version, event_id, type, type_version, recorded_at, metadata, body, addressing
            from cx.event
            where stream_id = $1::text and version >= $2::integer
            order by version
            """);
        command.Parameters.Add(new() { Value = stream, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = fromVersion, NpgsqlDbType = NpgsqlDbType.Integer });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            yield return Event(reader);
        }
    }

    public async Task<IReadOnlyList<StoredEvent>> PageAsync(long afterPosition, int maxCount, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            """
            select position, stream_id, version, event_id, type, type_version, recorded_at, metadata, body, addressing
            from cx.event
            where position > $1::bigint
            order by position
            limit $2::integer
            """);
        command.Parameters.Add(new() { Value = afterPosition, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = maxCount, NpgsqlDbType = NpgsqlDbType.Integer });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var events = new List<StoredEvent>();
        var bytes = 0L;
        while (bytes < PageBytesMax && await reader.ReadAsync(ct))
        {
            var e = Event(reader);
            events.Add(e);
            bytes += e.Metadata.Length + e.Body.Length + e.Addressing.Length;
        }

        return events;
    }

    public async Task<IReadOnlyList<StoredLeaf>> LeavesAsync(long afterPosition, int maxCount, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            """
            select position, salts, leaf
            from cx.event
            where position > $1::bigint
            order by position
            limit $2::integer
            """);
        command.Parameters.Add(new() { Value = afterPosition, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = maxCount, NpgsqlDbType = NpgsqlDbType.Integer });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var leaves = new List<StoredLeaf>();
        while (await reader.ReadAsync(ct))
        {
            leaves.Add(new(reader.GetInt64(0), Bytes(reader, 1), Bytes(reader, 2)));
        }

        return leaves;
    }

    public async Task<long> HeadAsync(CancellationToken ct)
    {
        await using var command = source.CreateCommand("select position from cx.head");
        return (long)(await command.ExecuteScalarAsync(ct))!; // The one row of cx.head is never missing or null.
    }

    public async Task<StoredKey?> KeyAsync(Guid scope, string key, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            """
            select request_digest, first_position, last_position, version, stream_id
            from cx.append_key
            where scope = $1::uuid and key = $2::text
            """);
        command.Parameters.Add(new() { Value = scope, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = key, NpgsqlDbType = NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new(Bytes(reader, 0), new(reader.GetInt64(1), reader.GetInt64(2), reader.GetInt32(3), reader.GetString(4), Repeated: true))
            : null;
    }

    public async Task<byte[]?> DocumentAsync(ReadOnlyMemory<byte> sha512, CancellationToken ct)
    {
        await using var command = source.CreateCommand("select bytes from cx.document where sha512 = $1::bytea");
        command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = sha512, NpgsqlDbType = NpgsqlDbType.Bytea });
        return (byte[]?)await command.ExecuteScalarAsync(ct);
    }

    private static StoredEvent Event(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.GetGuid(3), row.GetString(4), row.GetInt32(5),
        new DateTimeOffset(row.GetDateTime(6)), Bytes(row, 7), Bytes(row, 8), Bytes(row, 9));

    private static byte[] Bytes(DbDataReader row, int column) => (byte[])row.GetValue(column);
}
