using CyberExchange.DevDatabase;

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

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
