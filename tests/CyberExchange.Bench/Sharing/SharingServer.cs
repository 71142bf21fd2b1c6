using System.Security.Cryptography;
using System.Text;
using CyberExchange.DevDatabase;
using CyberExchange.Storage;
using CyberExchange.Testing.Suites;
using CyberExchange.Views.Core;
using Npgsql;

namespace CyberExchange.Bench.Sharing;

/// <summary>A durable PostgreSQL whose filled databases stay for the next run, in a folder named by what they were filled with.</summary>
internal sealed class SharingServer : IAsyncDisposable
{
    private readonly EmbeddedPostgres? _postgres;
    private readonly Func<string, string> _connectionString;
    private readonly string _prefix;

    private SharingServer(EmbeddedPostgres? postgres, Func<string, string> connectionString, string prefix) =>
        (_postgres, _connectionString, _prefix) = (postgres, connectionString, prefix);

    /// <summary>Starts the one that was left by a run of the same recipe, or an empty one; those of other recipes are removed.</summary>
    public static async Task<SharingServer> StartAsync(SharingWorld world)
    {
        var recipe = Recipe(world);
        if (Environment.GetEnvironmentVariable("CYBEREXCHANGE_DATABASE") is { Length: > 0 } given)
        {
            return new(null, name => new NpgsqlConnectionStringBuilder(given) { Database = name }.ConnectionString, $"bench_{recipe}_");
        }

        var folder = Directory.CreateDirectory(Path.Combine(SharedSuites.RepositoryRoot, ".cyberexchange", "bench-sharing")).FullName;
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

    // The schema, the version of the projection's rows, and every event.
    private static string Recipe(SharingWorld world)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var script in SchemaScript.Embedded())
        {
            hash.AppendData(script.Sha256.Span);
        }

        hash.AppendData(Encoding.ASCII.GetBytes($"{new SharingCore(new LiveDirectory(null!)).Version} {SharingSeed.Version}")); // The directory is not asked.
        foreach (var e in world.Enrolment().Concat(world.Window(0)))
        {
            hash.AppendData(e.Body);
            hash.AppendData(e.Addressing);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

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
