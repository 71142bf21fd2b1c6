using Npgsql;

namespace CyberExchange.Views.Projections;

/// <summary>Says which tables a view's own statements mean, which name them without a schema.</summary>
internal static class OwnTables
{
    /// <summary>They mean those of this schema, until the transaction ends.</summary>
    public static Task<int> NameAsync(NpgsqlConnection connection, string schema, CancellationToken ct) =>
        connection.Statement("select set_config('search_path', $1, true)").With(schema).RunAsync(ct);

    /// <summary>They mean those that are written beside the ones that are read, until the transaction ends.</summary>
    public static Task<int> NameNextAsync(NpgsqlConnection connection, string view, CancellationToken ct) =>
        connection.Statement("select set_config('search_path', cx.next_schema($1), true)").With(view).RunAsync(ct);
}
