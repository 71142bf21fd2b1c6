using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore;

/// <summary>A migrated database with one node's connections and log.</summary>
public sealed class LogDatabase : IAsyncLifetime
{
    private readonly MigratedDatabase database = new();
    private ExchangeDatabase? connections;
    private EventLog? log;

    public ExchangeDatabase Connections => connections ?? throw NotStarted();

    public EventLog Log => log ?? throw NotStarted();

    public string ConnectionString => database.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        connections = new(database.ConnectionString);
        log = new(connections.Service);
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        await Connections.DisposeAsync();
        await database.DisposeAsync();
    }

    /// <summary>Gives a log that is still empty partitions of so many positions.</summary>
    public async Task PartitionAsync(int width)
    {
        var tables = (string)(await AsSuperuserAsync("select string_agg(format('cx.%I', table_name), ', ') from cx.event_range"))!; // There is always one.
        await AsSuperuserAsync(
            $"drop table {tables}; delete from cx.event_range; update cx.log_partitioning set width = {width}; select cx.extend_log()");
    }

    /// <summary>Runs one statement as the superuser, who also sees what other roles' sessions do.</summary>
    public async Task<object?> AsSuperuserAsync(string sql)
    {
        await using var connection = await database.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    private static InvalidOperationException NotStarted() => new("The database is there only while the test class runs.");
}
