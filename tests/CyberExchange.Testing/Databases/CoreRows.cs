using System.Text;
using Npgsql;

namespace CyberExchange.Testing.Databases;

/// <summary>Every row of the sharing core as text, to be compared before and after a rebuild.</summary>
public static class CoreRows
{
    private static readonly string[] Tables =
    [
        "partner", "suspension", "member", "member_key", "group", "group_member", "constituent", "item", "audience", "audience_member", "released", "past_terms", "forward", "policy", "item_revision", "mandate",
    ];

    public static async Task<string> DumpAsync(string connectionString, CancellationToken ct)
    {
        var dump = new StringBuilder();
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        foreach (var table in Tables)
        {
            await AddAsync(dump, connection, table, $"select t::text from core.{table} t order by 1", ct);
        }

        // Of a checkpoint, what follows from the log; who moved it does not.
        await AddAsync(dump, connection, "checkpoint", "select (c.view, c.version, c.position, c.instant)::text from core.checkpoint c order by 1", ct);
        return dump.ToString();
    }

    private static async Task AddAsync(StringBuilder dump, NpgsqlConnection connection, string table, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            dump.Append(table).Append('\t').AppendLine(reader.GetString(0));
        }
    }
}
