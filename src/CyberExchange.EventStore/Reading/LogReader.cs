using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.EventStore.Reading;

/// <summary>The questions that the log answers, and their SQL.</summary>
/// <remarks>A token ends the wait for a connection and the reading of rows; a statement that was begun goes on to its first row.</remarks>
internal sealed class LogReader(NpgsqlDataSource source)
{
    /// <summary>A statement keeps what is deleted meanwhile from being cleared away: one of a scan takes some tenths of a second.</summary>
    private const long ScanPositionsMax = 20_000;

    /// <summary>A page ends early once it holds this much, so that a page of large events does not fill the memory.</summary>
    private const long PageBytesMax = 32L * 1024 * 1024;

    public async IAsyncEnumerable<StoredEvent> StreamAsync(
        string stream, int fromVersion, int toVersion, long toPosition, [EnumeratorCancellation] CancellationToken ct)
    {
        // Where the stream lies is asked within: partitions outside are not looked into.
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = Statement(
            connection,
            """
            select position, stream_id, version, event_id, type, type_version, recorded_at, metadata, body, addressing
            from cx.event
            where stream_id = $1::text and version between $2::integer and $3::integer
                and position >= (select s.first_position from cx.stream s where s.stream_id = $1::text)
                and position <= (select least(s.last_position, $4::bigint) from cx.stream s where s.stream_id = $1::text)
            order by version
            """);
        command.Parameters.Add(new() { Value = stream, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = fromVersion, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = toVersion, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = toPosition, NpgsqlDbType = NpgsqlDbType.Bigint });
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        while (await reader.ReadAsync(ct))
        {
            yield return Event(reader);
        }
    }

    public async Task<IReadOnlyList<StoredEvent>> PageAsync(long afterPosition, int maxCount, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = Statement(
            connection,
            """
            select position, stream_id, version, event_id, type, type_version, recorded_at, metadata, body, addressing
            from cx.event
            where position > $1::bigint
            order by position
            limit $2::integer
            """);
        command.Parameters.Add(new() { Value = afterPosition, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = maxCount, NpgsqlDbType = NpgsqlDbType.Integer });
        return await PageAsync(command, ct);
    }

    public async IAsyncEnumerable<StoredEvent> ScanAsync(long afterPosition, long toPosition, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var last = afterPosition; last < toPosition;)
        {
            // Positions are dense, so a number of events is a range. Asked for as a range, they would be sorted after they are found.
            var until = Math.Min(last + ScanPositionsMax, toPosition);
            await using var connection = await source.OpenConnectionAsync(ct);
            await using var command = Statement(
                connection,
                """
                select position, stream_id, version, event_id, type, type_version, recorded_at, metadata, body, addressing
                from cx.event
                where position > $1::bigint
                order by position
                limit $2::bigint
                """);
            command.Parameters.Add(new() { Value = last, NpgsqlDbType = NpgsqlDbType.Bigint });
            command.Parameters.Add(new() { Value = until - last, NpgsqlDbType = NpgsqlDbType.Bigint });
            await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
            while (await reader.ReadAsync(ct))
            {
                var e = Event(reader);
                LogOrder.RefuseGap(e, last);
                last = e.Position;
                yield return e;
            }

            LogOrder.RefuseEnd(last, until);
        }
    }

    public async Task<IReadOnlyList<StoredEvent>> TypesPageAsync(
        IReadOnlyCollection<string> types, long afterPosition, long toPosition, int maxCount, CancellationToken ct)
    {
        // Each type has its own order in the index: the first positions of each are merged before an event is read.
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = Statement(
            connection,
            """
            select e.position, e.stream_id, e.version, e.event_id, e.type, e.type_version, e.recorded_at, e.metadata, e.body, e.addressing
            from (
                select f.position
                from unnest($1::text[]) as t (type)
                cross join lateral (
                    select o.position
                    from cx.event o
                    where o.type = t.type and o.position > $2::bigint and o.position <= $3::bigint
                    order by o.position
                    limit $4::integer) f
                order by f.position
                limit $4::integer) p
            join cx.event e on e.position = p.position
            order by e.position
            """);
        command.Parameters.Add(new() { Value = types.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = afterPosition, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = toPosition, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = maxCount, NpgsqlDbType = NpgsqlDbType.Integer });
        return await PageAsync(command, ct);
    }

    public async Task<IReadOnlyList<string>> TypesAsync(CancellationToken ct)
    {
        // From each type the index leads to the next one: PostgreSQL does not leap by itself.
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = Statement(
            connection,
            """
            with recursive known as (
                (select e.type from cx.event e order by e.type limit 1)
                union all
                select (select e.type from cx.event e where e.type > k.type order by e.type limit 1)
                from known k
                where k.type is not null)
            select k.type from known k where k.type is not null
            """);
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var types = new List<string>();
        while (await reader.ReadAsync(ct))
        {
            types.Add(reader.GetString(0));
        }

        return types;
    }

    public async Task<long> PositionAtAsync(DateTimeOffset instant, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = Statement(connection, "select cx.position_at($1::timestamptz)");
        command.Parameters.Add(new() { Value = instant.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        return (long)(await command.ExecuteScalarAsync(CancellationToken.None))!; // The function always answers.
    }

    public async Task<IReadOnlyList<StoredLeaf>> LeavesAsync(long afterPosition, int maxCount, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = Statement(
            connection,
            """
            select position, salts, leaf
            from cx.event
            where position > $1::bigint
            order by position
            limit $2::integer
            """);
        command.Parameters.Add(new() { Value = afterPosition, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = maxCount, NpgsqlDbType = NpgsqlDbType.Integer });
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var leaves = new List<StoredLeaf>();
        while (await reader.ReadAsync(ct))
        {
            leaves.Add(new(reader.GetInt64(0), Bytes(reader, 1), Bytes(reader, 2)));
        }

        return leaves;
    }

    public async Task<long> HeadAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = Statement(connection, "select position from cx.head");
        return (long)(await command.ExecuteScalarAsync(CancellationToken.None))!; // The one row of cx.head is never missing or null.
    }

    public async Task<StoredKey?> KeyAsync(Guid scope, string key, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = Statement(
            connection,
            """
            select request_digest, first_position, last_position, version, stream_id
            from cx.append_key
            where key_hash = $1::uuid
            """);
        command.Parameters.Add(new() { Value = KeyHash.Of(scope, key), NpgsqlDbType = NpgsqlDbType.Uuid });
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        return await reader.ReadAsync(ct)
            ? new(Bytes(reader, 0), new(reader.GetInt64(1), reader.GetInt64(2), reader.GetInt32(3), reader.GetString(4), Repeated: true))
            : null;
    }

    public async Task<byte[]?> DocumentAsync(ReadOnlyMemory<byte> sha512, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = Statement(connection, "select bytes from cx.document where sha512 = $1::bytea");
        command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = sha512, NpgsqlDbType = NpgsqlDbType.Bytea });
        return (byte[]?)await command.ExecuteScalarAsync(CancellationToken.None);
    }

    private static async Task<IReadOnlyList<StoredEvent>> PageAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
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

    private static NpgsqlCommand Statement(NpgsqlConnection connection, string constantSql) => new(constantSql, connection);

    private static StoredEvent Event(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.GetGuid(3), row.GetString(4), row.GetInt32(5),
        new DateTimeOffset(row.GetDateTime(6)), Bytes(row, 7), Bytes(row, 8), Bytes(row, 9));

    private static byte[] Bytes(NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);
}
