using CyberExchange.DevDatabase;
using CyberExchange.Storage;
using CyberExchange.Testing.Suites;
using Npgsql;

namespace CyberExchange.Bench;

/// <summary>A durable PostgreSQL whose filled databases stay for the next run, in a folder named by what they were filled with.</summary>
internal sealed class KeptServer : IAsyncDisposable
{
    private readonly EmbeddedPostgres? _postgres;
    private readonly Func<string, string> _connectionString;
    private readonly string _prefix;

    private KeptServer(EmbeddedPostgres? postgres, Func<string, string> connectionString, string prefix) =>
        (_postgres, _connectionString, _prefix) = (postgres, connectionString, prefix);

    /// <summary>Starts the one that was left by a run of the same recipe, or an empty one; those of other recipes are removed.</summary>
    /// <param name="bench">Whose it is.</param>
    /// <param name="recipe">Names what its databases were filled with: with another one they are filled anew.</param>
    public static async Task<KeptServer> StartAsync(string bench, string recipe)
    {
        if (Environment.GetEnvironmentVariable("CYBEREXCHANGE_DATABASE") is { Length: > 0 } given)
        {
            return new(null, name => new NpgsqlConnectionStringBuilder(given) { Database = name }.ConnectionString, $"bench_{bench}_{recipe}_");
        }

        var folder = Directory.CreateDirectory(Path.Combine(SharedSuites.RepositoryRoot, ".cyberexchange", $"bench-{bench}")).FullName;
        var own = Path.Combine(folder, recipe);
        foreach (var other in Directory.GetDirectories(folder).Where(f => f != own))
        {
            await EmbeddedPostgres.RemoveAsync(other, CancellationToken.None);
        }

        var postgres = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions
            {
                InstanceFolder = own,
                Durable = true,

                // The defaults of PostgreSQL but for these: room for a good part of the indexes, and fewer checkpoints while it fills.
                Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["shared_buffers"] = "512MB", ["max_wal_size"] = "4GB" },
            },
            CancellationToken.None);
        return new(postgres, postgres.ConnectionString, "");
    }

    /// <summary>How to reach the database of this name; no pool, so that it can be copied.</summary>
    public string ConnectionString(string name) => new NpgsqlConnectionStringBuilder(_connectionString(_prefix + name)) { Pooling = false }.ConnectionString;

    /// <summary>Makes a database with the schema of this program, and fills it; one that was finished by an earlier run is left as it is.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="from">The finished database that it begins as a copy of; null for an empty one.</param>
    /// <param name="fill">Fills it.</param>
    public async Task EnsureAsync(string name, string? from, Func<string, Task> fill)
    {
        if (await ExistsAsync(name))
        {
            return;
        }

        // It gets its name when it is finished: what a broken run left is made again.
        var begun = name + "_begun";
        await RunAsync($"drop database if exists {_prefix}{begun} with (force)");
        await RunAsync($"create database {_prefix}{begun}" + (from is null ? "" : $" template {_prefix}{from} strategy file_copy"));
        await Migrator.MigrateAsync(ConnectionString(begun));
        await fill(ConnectionString(begun));
        await RunAsync($"alter database {_prefix}{begun} rename to {_prefix}{name}");
    }

    public Task DropAsync(string name) => RunAsync($"drop database if exists {_prefix}{name} with (force)");

    public ValueTask DisposeAsync() => _postgres?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<bool> ExistsAsync(string name)
    {
        await using var connection = new NpgsqlConnection(_connectionString("postgres"));
        await connection.OpenAsync();
        await using var find = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = _prefix + name } },
        };
        return await find.ExecuteScalarAsync() is not null;
    }

    // Names of databases cannot be parameters; these are constants of the bench.
    private async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_connectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
