using Npgsql;

namespace CyberExchange.Views.Projections;

/// <summary>Says which tables a view's own statements mean, which name them without a schema.</summary>
internal static class OwnTables
{
    /// <summary>They mean those of this schema, until the transaction ends.</summary>
    /// <param name="connection">In the transaction.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="durable">Whether its commit waits for the disk.</param>
    /// <param name="ct">Gives up.</param>
    public static Task<int> NameAsync(NpgsqlConnection connection, string schema, bool durable, CancellationToken ct) =>
        connection.Statement("select set_config('search_path', $1, true), set_config('synchronous_commit', $2, true)")
            .With(schema).With(durable ? "on" : "off").RunAsync(ct);

    /// <summary>They mean those that are written beside the ones that are read, until the transaction ends.</summary>
    public static Task<int> NameNextAsync(NpgsqlConnection connection, string view, CancellationToken ct) =>
        connection.Statement("select set_config('search_path', cx.next_schema($1), true)").With(view).RunAsync(ct);
}
