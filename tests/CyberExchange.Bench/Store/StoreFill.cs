using System.Security.Cryptography;
using CyberExchange.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Bench.Store;

/// <summary>Fills an empty log, and the plain floor beside it, with COPY: the rows are those that appends would have left.</summary>
internal sealed class StoreFill(string connectionString, Action<string> say)
{
    private const int SayEvery = 1_000_000;
    private static readonly DateTimeOffset Began = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Digest = new byte[32];

    /// <summary>Streams of so many events each, one after the other as the log would hold them; a second apart.</summary>
    /// <param name="events">How many in all.</param>
    /// <param name="perStream">How many to a stream.</param>
    /// <param name="analyze">Whether the planner is told: right after a bulk load it is not.</param>
    public async Task FillAsync(long events, int perStream, bool analyze = true)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await PrepareAsync(source, events);
        var streams = Enumerable.Range(0, checked((int)(events / perStream))).Select(Stream).ToArray();
        await CopyAsync(source, "cx.stream (stream_id, version, first_position, last_position)", streams.Length, async (row, i) =>
        {
            await row.WriteAsync(streams[i], NpgsqlDbType.Text);
            await row.WriteAsync(perStream, NpgsqlDbType.Integer);
            await row.WriteAsync((i * perStream) + 1, NpgsqlDbType.Bigint);
            await row.WriteAsync((i + 1) * perStream, NpgsqlDbType.Bigint);
        });
        await CopyAsync(source, "cx.append_key (key_hash, scope, key, request_digest, stream_id, first_position, last_position, version)", events, async (row, i) =>
        {
            var key = Guid.NewGuid();
            await row.WriteAsync(key, NpgsqlDbType.Uuid);
            await row.WriteAsync(Guid.Empty, NpgsqlDbType.Uuid);
            await row.WriteAsync(key.ToString("N"), NpgsqlDbType.Text);
            await row.WriteAsync(Digest, NpgsqlDbType.Bytea);
            await row.WriteAsync(streams[i / perStream], NpgsqlDbType.Text);
            await row.WriteAsync(i + 1, NpgsqlDbType.Bigint);
            await row.WriteAsync(i + 1, NpgsqlDbType.Bigint);
            await row.WriteAsync((int)(i % perStream) + 1, NpgsqlDbType.Integer);
        });
        await CopyAsync(
            source,
            "cx.event (position, stream_id, version, event_id, type, type_version, recorded_at, metadata, body, addressing, salts, leaf)",
            events,
            (row, i) => WriteEventAsync(row, streams[i / perStream], (int)(i % perStream) + 1, i));
        await CopyAsync(source, "floor.stream (stream_id, version)", streams.Length, async (row, i) =>
        {
            await row.WriteAsync(streams[i], NpgsqlDbType.Text);
            await row.WriteAsync(perStream, NpgsqlDbType.Integer);
        });
        await CopyAsync(source, "floor.event (stream_id, version, event_id, type, recorded_at, body)", events, async (row, i) =>
        {
            await row.WriteAsync(streams[i / perStream], NpgsqlDbType.Text);
            await row.WriteAsync((int)(i % perStream) + 1, NpgsqlDbType.Integer);
            await row.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
            await row.WriteAsync(Payload.TypeOf(i), NpgsqlDbType.Text);
            await row.WriteAsync(Began.AddSeconds(i).UtcDateTime, NpgsqlDbType.TimestampTz);
            await row.WriteAsync(Payload.Body(i), NpgsqlDbType.Bytea);
        });
        if (analyze)
        {
            await RunAsync(source, "vacuum (analyze)");
            await new LogUpkeep(source).DoDueAsync(CancellationToken.None);
        }

        await RunAsync(source, "checkpoint");
    }

    /// <summary>Brings the indexes back into the machine's memory, where an exchange that has run for a while has them: what filling
    /// wrote after them has driven them out.</summary>
    public static async Task WarmAsync(string connectionString, Action<string> say)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await RunAsync(source, "create extension if not exists pg_prewarm");
        await using var command = source.CreateCommand(
            """
            select sum(pg_prewarm(c.oid, 'read')) / 128
            from pg_class c
            where c.relkind = 'i' and c.relnamespace in ('cx'::regnamespace, 'floor'::regnamespace)
            """);
        command.CommandTimeout = 0;
        say($"{await command.ExecuteScalarAsync():0} MiB of indexes in memory");
    }

    /// <summary>The stream of a number, in a random place of an index and the same in every run.</summary>
    public static string Stream(int number)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(BitConverter.GetBytes(number), hash);
        return $"incident-{new Guid(hash[..16]):D}";
    }

    private static async Task WriteEventAsync(NpgsqlBinaryImporter row, string stream, int version, long number)
    {
        var e = new NewEvent
        {
            Id = Guid.CreateVersion7(), Type = Payload.TypeOf(number), TypeVersion = 1, Body = Payload.Body(number), Addressing = Payload.Addressing,
        };
        var salts = RandomNumberGenerator.GetBytes(LeafEntry.SaltsBytes);
        var recordedAt = Began.AddSeconds(number);
        await row.WriteAsync(number + 1, NpgsqlDbType.Bigint);
        await row.WriteAsync(stream, NpgsqlDbType.Text);
        await row.WriteAsync(version, NpgsqlDbType.Integer);
        await row.WriteAsync(e.Id, NpgsqlDbType.Uuid);
        await row.WriteAsync(e.Type, NpgsqlDbType.Text);
        await row.WriteAsync(1, NpgsqlDbType.Integer);
        await row.WriteAsync(recordedAt.UtcDateTime, NpgsqlDbType.TimestampTz);
        await row.WriteAsync(Payload.Metadata, NpgsqlDbType.Bytea);
        await row.WriteAsync(Payload.Body(number), NpgsqlDbType.Bytea);
        await row.WriteAsync(Payload.Addressing, NpgsqlDbType.Bytea);
        await row.WriteAsync(salts, NpgsqlDbType.Bytea);
        await row.WriteAsync(LeafEntry.Compute(e, stream, recordedAt, Payload.Metadata, salts), NpgsqlDbType.Bytea);
    }

    // The head first, so that every partition is there before its events.
    private static async Task PrepareAsync(NpgsqlDataSource source, long events)
    {
        await PlainFloor.CreateTablesAsync(source);
        await RunAsync(source, $"update cx.head set position = {events}");
        await RunAsync(source, "do $$ begin while cx.extend_log() > 0 loop end loop; end $$");
    }

    private async Task CopyAsync(NpgsqlDataSource source, string columns, long rows, Func<NpgsqlBinaryImporter, long, Task> write)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var import = await connection.BeginBinaryImportAsync($"copy {columns} from stdin (format binary)");
        for (var i = 0L; i < rows; i++)
        {
            await import.StartRowAsync();
            await write(import, i);
            if ((i + 1) % SayEvery == 0)
            {
                say($"{i + 1:N0} of {rows:N0} rows of {columns[..columns.IndexOf(' ', StringComparison.Ordinal)]}");
            }
        }

        await import.CompleteAsync();
    }

    private static async Task RunAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
