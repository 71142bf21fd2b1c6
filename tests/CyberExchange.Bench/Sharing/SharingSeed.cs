using System.Globalization;
using System.Security.Cryptography;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Views.Core;
using Npgsql;

namespace CyberExchange.Bench.Sharing;

/// <summary>Fills databases: the partners and the first window by the real projection, the later windows by SQL from the first.</summary>
/// <remarks>
/// A million items through the projection would take the better part of an hour. The later windows are the rows of the first
/// with another window in the item's id, and with positions and times moved on; <see cref="CheckAsync"/> holds that they are
/// the rows that the projection writes.
/// </remarks>
internal sealed class SharingSeed(SharingWorld world, Action<string> say)
{
    /// <summary>Raised when the way of filling changes.</summary>
    public const int Version = 1;

    private const string ItemTables = """
        select c.table_name, c.column_name, c.data_type
        from information_schema.columns c
        where c.table_schema = 'core'
          and exists (select 1 from information_schema.columns k
                      where k.table_schema = 'core' and k.table_name = c.table_name and k.column_name = 'item_id')
        order by c.table_name, c.ordinal_position
        """;

    /// <summary>The partners, the documents and the first window, as the projection writes them.</summary>
    public async Task ProjectFirstAsync(string connectionString)
    {
        await using var exchange = new ExchangeDatabase(connectionString);
        await StoreDocumentsAsync(connectionString);
        await ProjectAsync(exchange, new(new(exchange.Service)), world.Enrolment().Concat(world.Window(0)));
        await MoveAsync(connectionString, windows: 1);
    }

    /// <summary>Windows one to <paramref name="windows"/> exclusive, by SQL.</summary>
    public async Task MultiplyAsync(string connectionString, int windows)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var statements = await MultiplyStatementsAsync(connection);
        for (var window = 1; window < windows; window++)
        {
            await MultiplyAsync(connection, statements, window);
            if (window % 25 == 0)
            {
                say($"{(window + 1) * SharingWorld.WindowItems:N0} of {windows * SharingWorld.WindowItems:N0} items");
            }
        }

        await MoveAsync(connectionString, windows);
        say("vacuum and statistics");
        await RunAsync(connection, "vacuum (analyze)");
    }

    /// <summary>Holds, in a database that is dropped, the rows that SQL writes of a second window against those of the projection.</summary>
    /// <param name="first">A database with the first window; its rows are held against the present projection too.</param>
    /// <param name="filled">One with at least two windows.</param>
    /// <param name="projected">An empty one with the schema.</param>
    public async Task CheckAsync(string first, string filled, string projected)
    {
        await ProjectFirstAsync(projected);
        await using (var exchange = new ExchangeDatabase(projected))
        {
            await ProjectAsync(exchange, new(new(exchange.Service)), world.Window(1));
        }

        await CompareAsync(first, projected, windows: 1);
        await CompareAsync(filled, projected, windows: 2);
    }

    private async Task CompareAsync(string seeded, string projected, int windows)
    {
        await using var ours = new NpgsqlConnection(seeded);
        await using var theirs = new NpgsqlConnection(projected);
        await ours.OpenAsync();
        await theirs.OpenAsync();
        foreach (var table in (await ItemColumnsAsync(theirs)).Keys)
        {
            // Whole rows as text: every column counts. What was measured in earlier runs touched later windows only.
            await CompareAsync(ours, theirs, $"select t.item_id::text || ' of {table}', md5(t::text) from core.{table} t where t.item_id < '{windows:x8}-0000-0000-0000-000000000000' order by 1, 2");
        }

        var last = world.EnrolmentEvents + (windows * world.WindowEvents);
        await CompareAsync(ours, theirs, "select t.audience_id::text || ' of audience', md5(t::text) from core.audience t order by 1");
        await CompareAsync(ours, theirs, $"select t.audience_id::text || ' of audience_member', md5(t::text) from core.audience_member t where t.from_position <= {last} order by 1, 2");
    }

    private static async Task CompareAsync(NpgsqlConnection ours, NpgsqlConnection theirs, string sql)
    {
        var (seeded, projected) = (await RowsAsync(ours, sql), await RowsAsync(theirs, sql));
        if (!seeded.SequenceEqual(projected))
        {
            throw new InvalidOperationException(
                $"{seeded.Count} seeded and {projected.Count} projected rows; the first that differs is {seeded.Except(projected).Concat(projected.Except(seeded)).FirstOrDefault()}. " +
                "The seed no longer tells what the projection writes: raise SharingSeed.Version or mend it.");
        }
    }

    private static async Task<List<(string, string)>> RowsAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(string, string)>();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetString(0), reader.GetString(1)));
        }

        return rows;
    }

    private async Task ProjectAsync(ExchangeDatabase exchange, SharingCore core, IEnumerable<StoredEvent> events)
    {
        const int PageEvents = 500;
        await using var connection = await exchange.Projector.OpenForAsync(core.Schema, CancellationToken.None);
        var applied = 0;
        foreach (var page in events.Chunk(PageEvents))
        {
            await using var transaction = await connection.BeginTransactionAsync();
            foreach (var e in page)
            {
                await core.ApplyAsync(connection, e, e.RecordedAt, CancellationToken.None);
            }

            await transaction.CommitAsync();
            applied += page.Length;
            if (applied == PageEvents || applied % 2_000 == 0)
            {
                say($"{applied:N0} events projected");
                await core.RefreshStatisticsAsync(connection, CancellationToken.None);
            }
        }
    }

    private async Task StoreDocumentsAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        foreach (var bytes in world.Documents.Bytes)
        {
            await using var insert = new NpgsqlCommand("insert into cx.document (sha512, bytes) values ($1, $2) on conflict do nothing", connection)
            {
                Parameters = { new NpgsqlParameter<byte[]> { TypedValue = SHA512.HashData(bytes) }, new NpgsqlParameter<byte[]> { TypedValue = bytes } },
            };
            await insert.ExecuteNonQueryAsync();
        }
    }

    private async Task MultiplyAsync(NpgsqlConnection connection, IReadOnlyList<string> statements, int window)
    {
        await using var batch = connection.CreateBatch();
        foreach (var sql in statements)
        {
            batch.BatchCommands.Add(new(sql)
            {
                Parameters =
                {
                    new NpgsqlParameter<int> { TypedValue = window },
                    new NpgsqlParameter<long> { TypedValue = (long)window * world.WindowEvents },
                    new NpgsqlParameter<TimeSpan> { TypedValue = world.WindowTime * window },
                },
            });
        }

        await batch.ExecuteNonQueryAsync();
    }

    // For each table with rows of items, one statement that writes another window from the first, in the order of the items.
    private static async Task<IReadOnlyList<string>> MultiplyStatementsAsync(NpgsqlConnection connection) =>
        [.. (await ItemColumnsAsync(connection)).Select(table => $"""
            insert into core.{table.Key} ({string.Join(", ", table.Value.Select(c => c.Name))})
            select {string.Join(", ", table.Value.Select(Moved))}
            from core.{table.Key} t
            where t.item_id < '00000001-0000-0000-0000-000000000000'
            order by t.item_id
            """)];

    // An embargo's instant is a date of its terms: it stays.
    private static string Moved((string Name, string Type) column) => column switch
    {
        ("item_id", _) => "(lpad(to_hex($1::integer), 8, '0') || substr(t.item_id::text, 9))::uuid",
        (not "embargo_lifts_at", "timestamp with time zone") => $"t.{column.Name} + $3::interval",
        (_, "bigint") when column.Name.EndsWith("position", StringComparison.Ordinal) => $"t.{column.Name} + $2::bigint",
        _ => "t." + column.Name,
    };

    private static async Task<Dictionary<string, List<(string Name, string Type)>>> ItemColumnsAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(ItemTables, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new Dictionary<string, List<(string, string)>>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            if (!tables.TryGetValue(reader.GetString(0), out var columns))
            {
                tables.Add(reader.GetString(0), columns = []);
            }

            columns.Add((reader.GetString(1), reader.GetString(2)));
        }

        return tables;
    }

    // The log has no events of the seed; its head and the view's checkpoint stand behind the last, so that real ones follow.
    private async Task MoveAsync(string connectionString, int windows)
    {
        var last = world.EnrolmentEvents + ((long)windows * world.WindowEvents);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await RunAsync(connection, string.Create(CultureInfo.InvariantCulture, $"""
            update cx.head set position = {last};
            insert into core.checkpoint (view, version, position, instant)
            values ('sharing-core', {new SharingCore(new LiveDirectory(null!)).Version}, {last}, '{SharingWorld.At(last):O}')
            on conflict (view) do update set position = excluded.position, instant = excluded.instant;
            """));
    }

    // Texts of this file and numbers.
    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
