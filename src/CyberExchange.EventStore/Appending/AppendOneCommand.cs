using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.EventStore.Appending;

/// <summary>Appends one event of one caller: the case of a quiet exchange, where arrays would only cost.</summary>
internal sealed class AppendOneCommand : IAsyncDisposable
{
    private const string Sql =
        """
        select outcome, at_stream, first, last, at_version
        from cx.append_event(
            $1::text, $2::integer, $3::uuid, $4::text, $5::uuid, $6::bytea, $7::timestamptz, $8::bytea,
            $9::uuid, $10::text, $11::integer, $12::bytea, $13::bytea, $14::bytea, $15::bytea)
        """;

    private readonly NpgsqlParameter<string> stream = new() { NpgsqlDbType = NpgsqlDbType.Text };
    private readonly NpgsqlParameter<int> expected = new() { NpgsqlDbType = NpgsqlDbType.Integer };
    private readonly NpgsqlParameter<Guid> scope = new() { NpgsqlDbType = NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<string> key = new() { NpgsqlDbType = NpgsqlDbType.Text };
    private readonly NpgsqlParameter<Guid> hash = new() { NpgsqlDbType = NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>> digest = new() { NpgsqlDbType = NpgsqlDbType.Bytea };
    private readonly NpgsqlParameter<DateTime> recorded = new() { NpgsqlDbType = NpgsqlDbType.TimestampTz };
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>> metadata = new() { NpgsqlDbType = NpgsqlDbType.Bytea };
    private readonly NpgsqlParameter<Guid> id = new() { NpgsqlDbType = NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<string> type = new() { NpgsqlDbType = NpgsqlDbType.Text };
    private readonly NpgsqlParameter<int> typeVersion = new() { NpgsqlDbType = NpgsqlDbType.Integer };
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>> body = new() { NpgsqlDbType = NpgsqlDbType.Bytea };
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>> addressing = new() { NpgsqlDbType = NpgsqlDbType.Bytea };
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>> salts = new() { NpgsqlDbType = NpgsqlDbType.Bytea };
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>> leaf = new() { NpgsqlDbType = NpgsqlDbType.Bytea };
    private readonly NpgsqlCommand command;

    public AppendOneCommand(NpgsqlConnection connection, int timeoutSeconds) =>
        command = new NpgsqlCommand(Sql, connection)
        {
            CommandTimeout = timeoutSeconds,
            Parameters =
            {
                stream, expected, scope, key, hash, digest, recorded, metadata,
                id, type, typeVersion, body, addressing, salts, leaf,
            },
        };

    public static bool Fits(ReadOnlySpan<PendingAppend> batch) =>
        batch.Length == 1 && batch[0].Append is { Events.Count: 1, Documents.Count: 0 };

    public Task PrepareAsync() => command.PrepareAsync();

    public async Task<AppendResult> ExecuteAsync(PendingAppend pending)
    {
        Bind(pending);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var result = AppendOutcome.Read(reader);
        await AppendOutcome.EndAsync(reader);
        return result;
    }

    public ValueTask DisposeAsync() => command.DisposeAsync();

    private void Bind(PendingAppend pending)
    {
        var append = pending.Append;
        var e = append.Events[0];
        stream.TypedValue = append.Stream;
        expected.TypedValue = append.Expected.Value;
        scope.TypedValue = append.Key.Scope;
        key.TypedValue = append.Key.Key;
        hash.TypedValue = pending.KeyHash;
        digest.TypedValue = append.Key.RequestDigest;
        recorded.TypedValue = pending.RecordedAt.UtcDateTime;
        metadata.TypedValue = append.Metadata;
        id.TypedValue = e.Id;
        type.TypedValue = e.Type;
        typeVersion.TypedValue = e.TypeVersion;
        body.TypedValue = e.Body;
        addressing.TypedValue = e.Addressing;
        salts.TypedValue = pending.Salts[0];
        leaf.TypedValue = pending.Leaves[0];
    }
}
