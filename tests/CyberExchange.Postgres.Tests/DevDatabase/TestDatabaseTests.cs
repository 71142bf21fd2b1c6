using CyberExchange.Testing.Databases;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.DevDatabase;

public sealed class TestDatabaseTests(EmptyTestDatabase database) : IClassFixture<EmptyTestDatabase>
{
    private static readonly DatabaseTemplate OneTable = new("template_one_table", static async (connectionString, ct) =>
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("create table thing (id integer primary key)");
        await command.ExecuteNonQueryAsync(ct);
    });

    [Fact]
    public async Task A_database_answers_and_can_be_written_to()
    {
        await using var connection = await database.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("create table note (text text); select count(*) from note", connection);

        Assert.Equal(0L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        Assert.True(database.ServerMajorVersion >= 15);
    }

    [Fact]
    public async Task What_one_copy_of_a_template_holds_another_does_not()
    {
        var ct = TestContext.Current.CancellationToken;
        var server = await TestServer.GetAsync();
        var names = await Task.WhenAll(server.CreateDatabaseAsync(OneTable, ct), server.CreateDatabaseAsync(OneTable, ct));

        await ExecuteAsync(server.ConnectionString(names[0]), "insert into thing (id) values (1)", ct);

        Assert.Equal(1L, await ExecuteAsync(server.ConnectionString(names[0]), "select count(*) from thing", ct));
        Assert.Equal(0L, await ExecuteAsync(server.ConnectionString(names[1]), "select count(*) from thing", ct));
        foreach (var name in names)
        {
            await server.DropDatabaseAsync(name, ct);
        }
    }

    [Fact]
    public async Task A_dropped_database_is_gone_though_somebody_was_connected()
    {
        var ct = TestContext.Current.CancellationToken;
        var server = await TestServer.GetAsync();
        var name = await server.CreateDatabaseAsync(DatabaseTemplate.Empty, ct);
        await using var connection = new NpgsqlConnection(server.ConnectionString(name));
        await connection.OpenAsync(ct);

        await server.DropDatabaseAsync(name, ct);

        await using var another = new NpgsqlConnection(server.ConnectionString(name) + ";Pooling=false");
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => another.OpenAsync(ct));
        Assert.Equal(PostgresErrorCodes.InvalidCatalogName, refusal.SqlState);
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(ct);
    }
}
