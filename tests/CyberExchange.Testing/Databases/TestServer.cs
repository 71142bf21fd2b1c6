using CyberExchange.DevDatabase;
using Npgsql;

namespace CyberExchange.Testing.Databases;

/// <summary>The PostgreSQL of a test process: started when the first test asks, gone when the process ends.</summary>
/// <remarks>
/// It writes without fsync into a temporary folder, which its supervisor removes however the process ends.
/// <c>CYBEREXCHANGE_PG_BIN</c> chooses other programs, such as those of PostgreSQL 15.
/// </remarks>
public sealed class TestServer
{
    private static readonly Task<TestServer> OfThisProcess = StartAsync();

    private readonly EmbeddedPostgres _postgres;
    private readonly Dictionary<DatabaseTemplate, Task> _templates = [];
    private int _databases;

    private TestServer(EmbeddedPostgres postgres) => _postgres = postgres;

    public int MajorVersion => _postgres.Binaries.MajorVersion;

    public static Task<TestServer> GetAsync() => OfThisProcess;

    /// <summary>How to reach a database of this server as its superuser.</summary>
    public string ConnectionString(string database) => _postgres.ConnectionString(database);

    /// <summary>Copies the template, which is built the first time, into a new database.</summary>
    /// <returns>The name of the database.</returns>
    public async Task<string> CreateDatabaseAsync(DatabaseTemplate template, CancellationToken cancellationToken)
    {
        await BuiltAsync(template).WaitAsync(cancellationToken);
        var name = $"test_{Interlocked.Increment(ref _databases)}";

        // Copying files is several times faster than the default, which writes each page to the log.
        await ExecuteAsync($"create database {name} template {template.DatabaseName} strategy file_copy", cancellationToken);
        return name;
    }

    /// <summary>Removes a database, and ends who is still connected to it.</summary>
    public Task DropDatabaseAsync(string name, CancellationToken cancellationToken)
        => ExecuteAsync($"drop database {name} with (force)", cancellationToken);

    private static async Task<TestServer> StartAsync()
    {
        var postgres = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { InstanceFolder = null, Durable = false }, CancellationToken.None);
        return new TestServer(postgres);
    }

    private Task BuiltAsync(DatabaseTemplate template)
    {
        lock (_templates)
        {
            if (!_templates.TryGetValue(template, out var built))
            {
                built = BuildAsync(template);
                _templates.Add(template, built);
            }

            return built;
        }
    }

    private async Task BuildAsync(DatabaseTemplate template)
    {
        await ExecuteAsync($"create database {template.DatabaseName}", CancellationToken.None);

        // No pool: a connection that stays open would keep the template from being copied.
        var connectionString = new NpgsqlConnectionStringBuilder(ConnectionString(template.DatabaseName)) { Pooling = false };
        await template.BuildAsync(connectionString.ConnectionString, CancellationToken.None);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
