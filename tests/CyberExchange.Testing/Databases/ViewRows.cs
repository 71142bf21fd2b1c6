using Npgsql;

namespace CyberExchange.Testing.Databases;

/// <summary>Every row of some tables of schema core as text, to be compared before and after a rebuild.</summary>
public static class ViewRows
{
    /// <summary>The rows, each after the name of its table.</summary>
    /// <exception cref="InvalidOperationException">A table is empty, so that a comparison would show nothing of it.</exception>
    public static async Task<IReadOnlyList<string>> DumpAsync(string connectionString, IEnumerable<string> tables, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        List<string> dump = [];
        foreach (var table in tables)
        {
            var rows = await OfAsync(connection, table, ct);
            dump.AddRange(rows.Count > 0 ? rows.Select(row => $"{table} {row}") : throw new InvalidOperationException($"core.{table} is empty: the test shows nothing of it."));
        }

        return dump;
    }

    internal static Task<List<string>> OfAsync(NpgsqlConnection connection, string table, CancellationToken ct) =>
        ReadAsync(connection, $"select t::text from core.{table} t order by 1", ct);

    internal static async Task<List<string>> ReadAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<string> rows = [];
        while (await reader.ReadAsync(ct))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
