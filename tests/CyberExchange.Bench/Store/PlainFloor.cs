using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Bench.Store;

/// <summary>The plainest event store: a stream row and an event row, prepared, in one round trip and one transaction.</summary>
/// <remarks>
/// No idempotency key, no commitments, no metadata, positions from a sequence; a primary key on each table and the
/// unique (stream, version) that reading a stream needs. Each writer has its own connection.
/// </remarks>
internal sealed class PlainFloor : IAppender
{
    private const string InsertStream = "insert into floor.stream (stream_id, version) values ($1::text, $2::integer)";

    private const string InsertEvent =
        """
        insert into floor.event (stream_id, version, event_id, type, recorded_at, body)
        values ($1::text, $2::integer, $3::uuid, $4::text, $5::timestamptz, $6::bytea)
        """;

    private const string InsertEvents =
        """
        insert into floor.event (stream_id, version, event_id, type, recorded_at, body)
        select $1::text, e.version, e.event_id, e.type, $2::timestamptz, e.body
        from unnest($3::integer[], $4::uuid[], $5::text[], $6::bytea[]) as e (version, event_id, type, body)
        """;

    private readonly NpgsqlDataSource source;
    private readonly ConcurrentDictionary<int, Task<NpgsqlConnection>> connections = new();

    private PlainFloor(NpgsqlDataSource source) => this.source = source;

    public static async Task<PlainFloor> CreateAsync(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 10, AutoPrepareMinUsages = 2 };
        var floor = new PlainFloor(NpgsqlDataSource.Create(settings));
        await CreateTablesAsync(floor.source, unlessThere: true);
        return floor;
    }

    /// <summary>Makes the tables, empty, or leaves those that a filled database has.</summary>
    public static async Task CreateTablesAsync(NpgsqlDataSource source, bool unlessThere = false)
    {
        await using var find = source.CreateCommand("select to_regclass('floor.event') is not null");
        if (unlessThere && await find.ExecuteScalarAsync() is true)
        {
            return;
        }

        await using var command = source.CreateCommand(
            """
            drop schema if exists floor cascade;
            create schema floor;
            create table floor.stream (stream_id text not null primary key, version integer not null);
            create table floor.event (
                position bigint generated always as identity primary key,
                stream_id text not null,
                version integer not null,
                event_id uuid not null,
                type text not null,
                recorded_at timestamptz not null,
                body bytea not null,
                unique (stream_id, version)
            );
            """);
        await command.ExecuteNonQueryAsync();
    }

    public Task AppendAsync(int writer, int events) => events == 1 ? AppendOneAsync(writer) : AppendManyAsync(writer, events);

    private async Task AppendOneAsync(int writer)
    {
        await using var batch = await NewBatchAsync(writer);
        var stream = Payload.NewStream();
        batch.BatchCommands.Add(Stream(stream, version: 1));
        batch.BatchCommands.Add(new(InsertEvent)
        {
            Parameters =
            {
                new() { Value = stream }, new() { Value = 1 }, new() { Value = Guid.CreateVersion7() },
                new() { Value = Payload.Type }, new() { Value = DateTime.UtcNow }, new() { Value = Payload.Body(0) },
            },
        });
        await batch.ExecuteNonQueryAsync();
    }

    private async Task AppendManyAsync(int writer, int events)
    {
        await using var batch = await NewBatchAsync(writer);
        var stream = Payload.NewStream();
        batch.BatchCommands.Add(Stream(stream, events));
        batch.BatchCommands.Add(new(InsertEvents)
        {
            Parameters =
            {
                new() { Value = stream },
                new() { Value = DateTime.UtcNow },
                new() { Value = Enumerable.Range(1, events).ToArray() },
                new() { Value = Enumerable.Range(0, events).Select(_ => Guid.CreateVersion7()).ToArray() },
                new() { Value = Enumerable.Repeat(Payload.Type, events).ToArray() },
                new() { Value = Enumerable.Range(0, events).Select(i => Payload.Body(i)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
            },
        });
        await batch.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opening in connections.Values)
        {
            await (await opening).DisposeAsync();
        }

        await source.DisposeAsync();
    }

    private static NpgsqlBatchCommand Stream(string stream, int version) =>
        new(InsertStream) { Parameters = { new() { Value = stream }, new() { Value = version } } };

    private async Task<NpgsqlBatch> NewBatchAsync(int writer) =>
        (await connections.GetOrAdd(writer, _ => source.OpenConnectionAsync().AsTask())).CreateBatch();
}
