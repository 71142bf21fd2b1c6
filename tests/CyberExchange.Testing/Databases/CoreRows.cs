using System.Text;
using Npgsql;

namespace CyberExchange.Testing.Databases;

/// <summary>Every row of the sharing core as text, to be compared before and after a rebuild.</summary>
public static class CoreRows
{
    private static readonly string[] Tables =
    [
        "partner", "suspension", "member", "member_key", "group", "group_member", "constituent", "item", "audience", "audience_member", "released", "past_terms", "forward", "policy", "item_revision", "mandate", "reminder", "known_exploited", "known_exploited_catalogue", "link", "supply_warning", "figure",
    ];

    public static async Task<string> DumpAsync(string connectionString, CancellationToken ct)
    {
        var dump = new StringBuilder();
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        foreach (var table in Tables)
        {
            Add(table, await ViewRows.OfAsync(connection, table, ct));
        }

        // Of a checkpoint, what follows from the log; who moved it does not.
        Add("checkpoint", await ViewRows.ReadAsync(connection, "select (c.view, c.version, c.position, c.instant)::text from core.checkpoint c order by 1", ct));
        return dump.ToString();

        void Add(string table, List<string> rows) => rows.ForEach(row => dump.Append(table).Append('\t').AppendLine(row));
    }
}
