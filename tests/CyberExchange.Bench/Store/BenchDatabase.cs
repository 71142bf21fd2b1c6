using CyberExchange.DevDatabase;
using Npgsql;

namespace CyberExchange.Bench.Store;

/// <summary>Where a benchmark runs: a private durable PostgreSQL, or the database that CYBEREXCHANGE_DATABASE names.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private const string Name = "bench";

    private readonly EmbeddedPostgres? server;

    private BenchDatabase(EmbeddedPostgres? server, string connectionString) => (this.server, ConnectionString) = (server, connectionString);

    public string ConnectionString { get; }

    public static async Task<BenchDatabase> OpenAsync()
    {
        if (Environment.GetEnvironmentVariable("CYBEREXCHANGE_DATABASE") is { Length: > 0 } given)
        {
            return new(null, given);
        }

        var started = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { InstanceFolder = null, Durable = true }, CancellationToken.None);
        await started.EnsureDatabaseAsync(Name, CancellationToken.None);
        var opened = new BenchDatabase(started, started.ConnectionString(Name));
        await opened.RunInAsync();
        return opened;
    }

    /// <summary>An empty database beside this one.</summary>
    public async Task<BenchDatabase> AnotherAsync(string name)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var drop = source.CreateCommand($"drop database if exists {Name}_{name} with (force)");
        await drop.ExecuteNonQueryAsync();
        await using var create = source.CreateCommand($"create database {Name}_{name}");
        await create.ExecuteNonQueryAsync();
        return new(null, new NpgsqlConnectionStringBuilder(ConnectionString) { Database = $"{Name}_{name}" }.ConnectionString);
    }

    /// <summary>Writes as much to the WAL as a checkpoint covers. A new server makes each file of the WAL as it comes to it, and whoever
    /// is measured then pays; one that has run a while uses them again.</summary>
    private async Task RunInAsync()
    {
        const int mebibytes = 1_100; // More than max_wal_size.
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var write = source.CreateCommand(
            $"select count(pg_logical_emit_message(false, 'bench', repeat('x', 1048576))) from generate_series(1, {mebibytes})");
        write.CommandTimeout = 0;
        await write.ExecuteScalarAsync();
        await using var checkpoint = source.CreateCommand("checkpoint");
        checkpoint.CommandTimeout = 0;
        await checkpoint.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
