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
        return new(started, started.ConnectionString(Name));
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

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
