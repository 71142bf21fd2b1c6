using System.Globalization;
using Npgsql;

namespace CyberExchange.Bench.Sharing;

/// <summary>What it takes on disk to tell who sees what, tables and indexes.</summary>
internal static class SharingStorage
{
    /// <summary>Ours beside a row for each pair, whose length is measured on those rows that the floor holds.</summary>
    /// <remarks>The pairs are counted in one window of items and taken times the windows, which are alike.</remarks>
    public static async Task<IReadOnlyList<Measurement>> MeasureAsync(string connectionString, string size, int windows)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var relation = await BytesAsync(connection, "core.released", "core.audience", "core.audience_member");
        var items = await BytesAsync(connection, "core.item");
        var pairs = windows * await LongAsync(connection, Pairs);
        var floor = pairs * await LongAsync(connection, "select pg_total_relation_size('floor.visible') / (select count(*) from floor.visible)");
        return
        [
            Measurement.Of($"storage.visibility.{size}", "bytes", [(relation, floor)], target: 0.5, better: "lower"),
            Measurement.Of($"storage.items.{size}", "bytes", [(items, items)], target: 1, better: "lower"),
        ];
    }

    private const string Pairs = """
        select count(*)
        from (
            select distinct p.partner_id, r.item_id
            from core.released r
            join core.audience_member m on m.audience_id = r.audience_id and m.to_position is null
            join core.partner p on (p.partner_id = m.partner_id or m.partner_id = '00000000-0000-0000-0000-000000000000')
                               and r.destination in ('*', p.jurisdiction)
            where r.item_id >= '00000001-0000-0000-0000-000000000000' and r.item_id < '00000002-0000-0000-0000-000000000000'
              and r.to_position is null
              and (r.newcomers or m.from_position <= r.from_position)
        ) pairs
        """;

    private static async Task<long> BytesAsync(NpgsqlConnection connection, params string[] tables)
    {
        var bytes = 0L;
        foreach (var table in tables)
        {
            bytes += await LongAsync(connection, $"select pg_total_relation_size('{table}')");
        }

        return bytes;
    }

    private static async Task<long> LongAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
