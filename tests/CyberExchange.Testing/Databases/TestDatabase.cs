using Npgsql;
using Xunit;

namespace CyberExchange.Testing.Databases;

/// <summary>A database of a test class's own, dropped after its last test.</summary>
/// <remarks>Used as a class fixture through a subclass that names the template.</remarks>
public abstract class TestDatabase(DatabaseTemplate template) : IAsyncLifetime
{
    private TestServer? _server;
    private string? _name;

    /// <summary>Reaches the database as its owner, who may do all.</summary>
    public string ConnectionString => Started(_server).ConnectionString(Started(_name));

    /// <summary>Major version of the PostgreSQL under test.</summary>
    public int ServerMajorVersion => Started(_server).MajorVersion;

    /// <summary>Opens a connection, which the caller disposes.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.GetAsync();
        _name = await _server.CreateDatabaseAsync(template, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_server is null || _name is null)
        {
            return;
        }

        await using (var pooled = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(pooled);
        }

        await _server.DropDatabaseAsync(_name, CancellationToken.None);
    }

    private static T Started<T>(T? part)
        where T : class
        => part ?? throw new InvalidOperationException("the database is there only while the test class runs");
}

/// <summary>A database without any table.</summary>
public sealed class EmptyTestDatabase() : TestDatabase(DatabaseTemplate.Empty);
