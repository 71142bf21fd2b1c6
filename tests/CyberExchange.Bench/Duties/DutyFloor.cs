using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Bench.Duties;

/// <summary>The plainest way to the same rows: what is there is written again, and read as bytes, by a role that no policy holds for.</summary>
internal sealed class DutyFloor(NpgsqlDataSource source)
{
    // As many as the projection takes.
    private const int PageFiles = 500;

    private const string Columns = """
        reader_id, duty_id, by_owner, owner_id, incident_id, obligation_id, outcome, act_by_ticks, late_from, met_at, line, due_text, due_since, remind_at
        """;

    private const string Insert = $"""
        insert into core.duty ({Columns})
        select {Columns}
        from unnest(
            $1::uuid[], $2::uuid[], $3::boolean[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::bigint[], $9::timestamptz[], $10::timestamptz[],
            $11::bytea[], $12::text[], $13::timestamptz[], $14::timestamptz[])
            r ({Columns})
        """;

    private static readonly NpgsqlDbType[] Types =
    [
        NpgsqlDbType.Uuid, NpgsqlDbType.Uuid, NpgsqlDbType.Boolean, NpgsqlDbType.Uuid, NpgsqlDbType.Uuid, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Bigint,
        NpgsqlDbType.TimestampTz, NpgsqlDbType.TimestampTz, NpgsqlDbType.Bytea, NpgsqlDbType.Text, NpgsqlDbType.TimestampTz, NpgsqlDbType.TimestampTz,
    ];

    /// <summary>Deletes the rows of all files and inserts them as they were, in pages and in one transaction.</summary>
    /// <returns>What that took, without reading them before.</returns>
    public async Task<TimeSpan> RewriteAsync()
    {
        await using var connection = await source.OpenConnectionAsync();
        var incidents = await IncidentsAsync(connection);
        var clock = new Stopwatch();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var page in incidents.Chunk(PageFiles))
        {
            var columns = await ReadAsync(connection, page);
            clock.Start();
            await using var delete = new NpgsqlCommand("delete from core.duty where incident_id = any ($1)", connection) { Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = page } } };
            await delete.ExecuteNonQueryAsync();
            await using var insert = new NpgsqlCommand(Insert, connection);
            foreach (var (values, type) in columns.Zip(Types))
            {
                insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values });
            }

            await insert.ExecuteNonQueryAsync();
            clock.Stop();
        }

        clock.Start();
        await transaction.CommitAsync();
        return clock.Elapsed;
    }

    /// <summary>The first page of a partner's list.</summary>
    public Task<IReadOnlyList<Guid>> FirstAsync(Guid reader, int max) => PageAsync(
        """
        select d.duty_id, d.owner_id, d.incident_id, d.line, d.act_by_ticks
        from core.duty d
        where d.reader_id = $1 and d.by_owner
        order by d.act_by_ticks, d.duty_id
        limit $2
        """,
        reader, max);

    /// <summary>The first page of what lies ahead of it.</summary>
    public Task<IReadOnlyList<Guid>> NextAsync(Guid reader, int max, DateTimeOffset now) => PageAsync(
        """
        select d.duty_id, d.owner_id, d.incident_id, d.line, d.act_by_ticks
        from core.duty d
        where d.reader_id = $1 and d.by_owner and d.met_at is null and d.outcome <> 'no_statutory_period' and d.late_from > $3
        order by d.act_by_ticks, d.duty_id
        limit $2
        """,
        reader, max, now);

    /// <summary>Makes room for the next round: dead rows would be the other's to pass.</summary>
    public async Task VacuumAsync()
    {
        await using var command = source.CreateCommand("vacuum (analyze) core.duty");
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    public async Task<long> CountAsync()
    {
        await using var command = source.CreateCommand("select count(*) from core.duty");
        return (long)(await command.ExecuteScalarAsync())!; // A count is never null.
    }

    private static async Task<List<Guid>> IncidentsAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select f.incident_id from core.duty_file f where not f.closed order by f.owner_id, f.incident_id", connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<Guid> incidents = [];
        while (await reader.ReadAsync())
        {
            incidents.Add(reader.GetGuid(0));
        }

        return incidents;
    }

    // Column by column, as they are inserted.
    private static async Task<Array[]> ReadAsync(NpgsqlConnection connection, Guid[] incidents)
    {
        await using var command = new NpgsqlCommand($"select {Columns} from core.duty where incident_id = any ($1)", connection)
        {
            Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = incidents } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        List<object?[]> rows = [];
        while (await reader.ReadAsync())
        {
            var row = new object[Types.Length];
            reader.GetValues(row);
            rows.Add([.. row.Select(value => value is DBNull ? null : value)]);
        }

        return [.. Types.Select((type, column) => Column(type, rows.Select(row => row[column])))];
    }

    private static Array Column(NpgsqlDbType type, IEnumerable<object?> values) => type switch
    {
        NpgsqlDbType.Uuid => values.Cast<Guid>().ToArray(),
        NpgsqlDbType.Boolean => values.Cast<bool>().ToArray(),
        NpgsqlDbType.Text => values.Cast<string?>().ToArray(),
        NpgsqlDbType.Bigint => values.Cast<long>().ToArray(),
        NpgsqlDbType.TimestampTz => values.Cast<DateTime?>().ToArray(),
        _ => values.Cast<byte[]>().ToArray(),
    };

    private async Task<IReadOnlyList<Guid>> PageAsync(string sql, Guid reader, int max, DateTimeOffset? now = null)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = reader });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = max });
        if (now is { } at)
        {
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at });
        }

        await using var rows = await command.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await rows.ReadAsync())
        {
            _ = rows.GetGuid(1);
            _ = rows.GetGuid(2);
            _ = await rows.GetFieldValueAsync<byte[]>(3);
            _ = rows.GetInt64(4);
            ids.Add(rows.GetGuid(0));
        }

        return ids;
    }
}
