using System.Security.Cryptography;
using CyberExchange.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Bench.Store;

/// <summary>Plain statements that write the rows that the log writes: head, key, stream and event, with its commitments.</summary>
/// <remarks>In one round trip and one transaction, prepared, over tables of the same columns and indexes without partitions. It
/// checks nothing: neither a key nor a version.</remarks>
internal sealed class SameRowsFloor : IAppender
{
    private const string MoveHead = "update same.head set position = position + $1::integer";

    private const string InsertKey =
        """
        insert into same.append_key (key_hash, scope, key, request_digest, stream_id, first_position, last_position, version)
        select $1::uuid, $2::uuid, $3::text, $4::bytea, $5::text, h.position - $6::integer + 1, h.position, $6::integer from same.head h
        """;

    private const string InsertStream =
        """
        insert into same.stream (stream_id, version, first_position, last_position)
        select $1::text, $2::integer, h.position - $2::integer + 1, h.position from same.head h
        """;

    private const string InsertEvents =
        """
        insert into same.event (position, stream_id, version, event_id, type, type_version, recorded_at, metadata, body, addressing, salts, leaf)
        select h.position - $1::integer + e.number, $2::text, e.number, e.event_id, e.type, 1, $3::timestamptz, $4::bytea, e.body, e.addressing, e.salts, e.leaf
        from same.head h,
             unnest($5::uuid[], $6::text[], $7::bytea[], $8::bytea[], $9::bytea[], $10::bytea[])
                 with ordinality as e (event_id, type, body, addressing, salts, leaf, number)
        """;

    private const string InsertEvent =
        """
        insert into same.event (position, stream_id, version, event_id, type, type_version, recorded_at, metadata, body, addressing, salts, leaf)
        select h.position, $1::text, 1, $2::uuid, $3::text, 1, $4::timestamptz, $5::bytea, $6::bytea, $7::bytea, $8::bytea, $9::bytea from same.head h
        """;

    private static readonly byte[] Digest = new byte[32];

    private readonly NpgsqlDataSource source;
    private readonly NpgsqlConnection connection;

    private SameRowsFloor(NpgsqlDataSource source, NpgsqlConnection connection) => (this.source, this.connection) = (source, connection);

    public static async Task<SameRowsFloor> CreateAsync(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 20, AutoPrepareMinUsages = 2 };
        var opened = NpgsqlDataSource.Create(settings);
        var only = await opened.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(
            """
            drop schema if exists same cascade;
            create schema same;
            create table same.head (like cx.head including all) with (fillfactor = 10);
            insert into same.head (position) values (0);
            create table same.stream (like cx.stream including all) with (fillfactor = 80);
            create table same.append_key (like cx.append_key including all);
            create table same.event (like cx.event including all);
            """,
            only);
        await command.ExecuteNonQueryAsync();
        return new(opened, only);
    }

    public async Task AppendAsync(int writer, int events)
    {
        var stream = Payload.NewStream();
        var recordedAt = DateTimeOffset.UtcNow;
        await using var batch = connection.CreateBatch();
        Add(batch, MoveHead, events);
        Add(batch, InsertKey, Guid.NewGuid(), Guid.Empty, Guid.NewGuid().ToString("N"), Digest, stream, events);
        Add(batch, InsertStream, stream, events);
        var made = Enumerable.Range(0, events).Select(i => Made(stream, recordedAt, i)).ToList();
        if (events == 1)
        {
            var e = made[0];
            Add(batch, InsertEvent, stream, e.Id, Payload.Type, recordedAt.UtcDateTime, Payload.Metadata, e.Body, Payload.Addressing, e.Salts, e.Leaf);
        }
        else
        {
            Add(
                batch, InsertEvents, events, stream, recordedAt.UtcDateTime, Payload.Metadata, made.Select(e => e.Id).ToArray(),
                made.Select(_ => Payload.Type).ToArray(), made.Select(e => e.Body).ToArray(), made.Select(_ => Payload.Addressing).ToArray(),
                made.Select(e => e.Salts).ToArray(), made.Select(e => e.Leaf).ToArray());
        }

        await batch.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await source.DisposeAsync();
    }

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value is byte[][] ? new() { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea } : new() { Value = value });
        }

        batch.BatchCommands.Add(command);
    }

    private static (Guid Id, byte[] Body, byte[] Salts, byte[] Leaf) Made(string stream, DateTimeOffset recordedAt, int number)
    {
        var e = new NewEvent { Id = Guid.CreateVersion7(), Type = Payload.Type, TypeVersion = 1, Body = Payload.Body(number), Addressing = Payload.Addressing };
        var salts = RandomNumberGenerator.GetBytes(LeafEntry.SaltsBytes);
        return (e.Id, Payload.Body(number), salts, LeafEntry.Compute(e, stream, recordedAt, Payload.Metadata, salts));
    }
}
