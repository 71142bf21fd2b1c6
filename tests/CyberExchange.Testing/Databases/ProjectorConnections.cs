using Npgsql;

namespace CyberExchange.Testing.Databases;

/// <summary>Connections for a test that applies events to a view by itself.</summary>
public static class ProjectorConnections
{
    /// <summary>Opens one on which a view's own statements mean the tables that are read.</summary>
    /// <param name="projector">Connections of role cx_projector.</param>
    /// <param name="schema">Of the view's tables.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<NpgsqlConnection> OpenForAsync(this NpgsqlDataSource projector, string schema, CancellationToken ct)
    {
        var connection = await projector.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand("select set_config('search_path', $1, false)", connection) { Parameters = { new() { Value = schema } } };
        await command.ExecuteNonQueryAsync(ct);
        return connection;
    }
}
