using CyberExchange.EventStore;
using CyberExchange.Postgres.Tests.EventStore;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Storage;

public sealed class RoleTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> ChangesToTheLog =>
    [
        "update cx.event set body = ''",
        "delete from cx.event",
        "truncate cx.event",
        "delete from cx.event_from_1",
        "truncate cx.event_from_1",
        "update cx.append_key set version = 7",
        "delete from cx.append_key",
        "truncate cx.append_key",
        "update cx.document set bytes = ''",
        "delete from cx.document",
        "truncate cx.document",
        "update cx.stream set stream_id = 'other'",
        "delete from cx.stream",
        "truncate cx.stream",
        "delete from cx.head",
        "insert into cx.head (only_row, position) values (false, 0)",
        "truncate cx.head",
        "drop table cx.event",
        "alter table cx.event disable trigger all",
        "update cx.instance_key set mark = ''",
        "delete from cx.instance_key",
        "delete from cx.schema_script",
        "create table cx.extra (n integer)",
    ];

    [Theory]
    [MemberData(nameof(ChangesToTheLog))]
    public async Task Neither_service_nor_projector_may_change_what_the_log_holds(string sql)
    {
        await database.Log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.None), Ct);

        foreach (var source in new[] { database.Connections.Service, database.Connections.Projector })
        {
            await using var command = source.CreateCommand(sql);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Theory]
    [InlineData("insert into cx.stream (stream_id, version) values ('x', 1)")]
    [InlineData("update cx.head set position = 1")]
    [InlineData("select key from cx.append_key")]
    [InlineData("select outcome from cx.keep_key('x', 0, gen_random_uuid(), 'k', '')")]
    [InlineData("select mark from cx.instance_key")]
    public async Task The_projector_does_not_append(string sql)
    {
        await using var command = database.Connections.Projector.CreateCommand(sql);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task A_pooled_connection_keeps_its_role()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("cx_service", await CurrentRoleAsync(database.Connections.Service));
            Assert.Equal("cx_projector", await CurrentRoleAsync(database.Connections.Projector));
            Assert.Equal("cx_owner", await CurrentRoleAsync(database.Connections.Owner));
        }
    }

    private static async Task<object?> CurrentRoleAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select current_user::text");
        return await command.ExecuteScalarAsync(Ct);
    }
}
