using CyberExchange.DevDatabase;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Storage;

public sealed class MigratorTests
{
    private static readonly SchemaScript First = SchemaScript.Embedded()[0];
    private static readonly SchemaScript Second = SchemaScript.Create(2, "second", "create table cx.second (n integer)");
    private static readonly SchemaScript Third = SchemaScript.Create(3, "third", "alter table cx.second add column m integer");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrating_twice_changes_nothing_the_second_time()
    {
        var database = await NewDatabaseAsync();
        await Migrator.MigrateAsync(database, Ct);
        var applied = await AppliedAsync(database);

        await Migrator.MigrateAsync(database, Ct);

        Assert.Equal(applied, await AppliedAsync(database));
        Assert.Equal(SchemaScript.Embedded().Select(script => (script.Number, script.Name)), applied.Select(row => (row.Number, row.Name)));
    }

    [Fact]
    public async Task Several_nodes_may_migrate_several_databases_of_one_cluster_at_once()
    {
        string[] databases = [await NewDatabaseAsync(), await NewDatabaseAsync(), await NewDatabaseAsync()];

        await Task.WhenAll(databases.SelectMany(database => Enumerable.Repeat(database, 3))
            .Select(database => Task.Run(() => Migrator.MigrateAsync(database, Ct), Ct)));

        foreach (var database in databases)
        {
            Assert.Equal(SchemaScript.Embedded().Count, (await AppliedAsync(database)).Count);
        }
    }

    [Fact]
    public async Task A_script_that_changed_after_it_was_applied_is_refused()
    {
        var database = await NewDatabaseAsync();
        await Migrator.MigrateAsync(database, [First, Second], Ct);
        var changed = SchemaScript.Create(2, "second", "create table cx.second (n bigint)");

        var refused = await Assert.ThrowsAsync<SchemaMismatchException>(() => Migrator.MigrateAsync(database, [First, changed], Ct));

        Assert.Contains("0002-second", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_newer_than_the_program_is_refused()
    {
        var database = await NewDatabaseAsync();
        await Migrator.MigrateAsync(database, [First, Second], Ct);

        var refused = await Assert.ThrowsAsync<SchemaMismatchException>(() => Migrator.MigrateAsync(database, [First], Ct));

        Assert.Contains("0002-second", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_fails_leaves_nothing_and_those_before_it_stay()
    {
        var database = await NewDatabaseAsync();
        var failing = SchemaScript.Create(3, "failing", "create table cx.third (n integer); select 1 / 0");

        await Assert.ThrowsAsync<PostgresException>(() => Migrator.MigrateAsync(database, [First, Second, failing], Ct));

        Assert.Equal([1, 2], (await AppliedAsync(database)).Select(row => row.Number));
        Assert.Equal(true, await ScalarAsync(database, "select to_regclass('cx.third') is null"));
        Assert.Equal("cx_owner", await ScalarAsync(database, "select tableowner::text from pg_tables where tablename = 'second'"));
    }

    [Fact]
    public async Task A_script_waits_for_a_held_table_only_briefly_and_says_what_it_waited_for()
    {
        var database = await NewDatabaseAsync();
        await Migrator.MigrateAsync(database, [First, Second], Ct);
        await using var holder = await HoldAsync(database);
        var patience = new LockPatience(TimeSpan.FromMilliseconds(50), Attempts: 3, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2));

        var locked = await Assert.ThrowsAsync<SchemaLockedException>(() => Migrator.MigrateAsync(database, [First, Second, Third], patience, Ct));

        Assert.Contains("0003-third", locked.Message, StringComparison.Ordinal);
        Assert.Contains("3 times", locked.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2], (await AppliedAsync(database)).Select(row => row.Number));
        Assert.Equal(0L, await ScalarAsync(database, "select count(*) from cx.second")); // Nobody waits behind the script any more.
    }

    // PostgreSQL asks an autovacuum to give way only when somebody has waited for it so long.
    [Fact]
    public async Task A_script_waits_longer_than_an_autovacuum_needs_to_give_way()
    {
        var deadlock = (string)(await ScalarAsync(await NewDatabaseAsync(), "select boot_val from pg_settings where name = 'deadlock_timeout'"))!; // Every server has it.

        Assert.True(LockPatience.Usual.Wait > TimeSpan.FromMilliseconds(int.Parse(deadlock, System.Globalization.CultureInfo.InvariantCulture)), deadlock);
    }

    [Fact]
    public async Task A_script_that_let_go_is_applied_once_the_table_is_free()
    {
        var database = await NewDatabaseAsync();
        await Migrator.MigrateAsync(database, [First, Second], Ct);
        await using var holder = await HoldAsync(database);
        var patience = new LockPatience(TimeSpan.FromMilliseconds(50), Attempts: int.MaxValue, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2));

        var migration = Migrator.MigrateAsync(database, [First, Second, Third], patience, Ct);
        // It let go at least once when it waits for the table in a second transaction.
        var seen = new HashSet<object?>();
        while (seen.Count < 2)
        {
            Assert.False(migration.IsCompleted);
            if (await ScalarAsync(database, "select a.backend_xid::text || a.xact_start::text from pg_locks l join pg_stat_activity a using (pid) where l.relation = 'cx.second'::regclass and not l.granted") is string waiting)
            {
                seen.Add(waiting);
            }
        }

        await holder.DisposeAsync();
        await migration;

        Assert.Equal([1, 2, 3], (await AppliedAsync(database)).Select(row => row.Number));
    }

    [Fact]
    public async Task A_login_that_is_no_superuser_migrates_its_own_database_and_takes_every_role()
    {
        var server = await TestServer.GetAsync();
        var name = await server.CreateDatabaseAsync(DatabaseTemplate.Empty, Ct);
        // Other tests of the run may have made the roles; then the administrator grants them, as the runbook says.
        await Migrator.MigrateAsync(await NewDatabaseAsync(), Ct);
        await ScalarAsync(
            server.ConnectionString(name),
            $"""
            create role plain_login login createrole;
            grant cx_owner, cx_service, cx_projector to plain_login;
            alter database {name} owner to plain_login;
            """);
        var asLogin = new NpgsqlConnectionStringBuilder(server.ConnectionString(name)) { Username = "plain_login" }.ConnectionString;

        await Migrator.MigrateAsync(asLogin, Ct);

        Assert.Equal(SchemaScript.Embedded().Count, (await AppliedAsync(asLogin)).Count);
        await using var connections = new ExchangeDatabase(asLogin);
        foreach (var source in new[] { connections.Service, connections.Projector, connections.Owner })
        {
            await using var command = source.CreateCommand("select position from cx.head");
            Assert.Equal(0L, await command.ExecuteScalarAsync(Ct));
        }
    }

    [Fact]
    public async Task A_login_that_may_not_make_roles_is_told_which_one_it_lacks()
    {
        // A cluster of its own: in the one that tests share, the roles are made already.
        await using var cluster = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { InstanceFolder = null, Durable = false }, Ct);
        await ScalarAsync(
            cluster.ConnectionString("postgres"),
            """
            create role cx_owner nologin;
            create role cx_service nologin;
            create role cx_projector nologin;
            create role plain_login login in role cx_owner, cx_service, cx_projector;
            """);
        await ScalarAsync(cluster.ConnectionString("postgres"), "create database plain owner plain_login");
        var asLogin = new NpgsqlConnectionStringBuilder(cluster.ConnectionString("plain")) { Username = "plain_login", Pooling = false }.ConnectionString;

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Migrator.MigrateAsync(asLogin, Ct));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Contains("marten_reader", refused.MessageText, StringComparison.Ordinal);
        await ScalarAsync(cluster.ConnectionString("postgres"), Assert.IsType<string>(refused.Hint).Split(": ")[1]);
        await Migrator.MigrateAsync(asLogin, Ct);
        Assert.Equal(SchemaScript.Embedded().Count, (await AppliedAsync(asLogin)).Count);
    }

    [Fact]
    public void Only_scripts_that_make_roles_run_as_the_login() =>
        Assert.Equal(["roles", "marten-roles"], SchemaScript.Embedded().Where(script => script.MakesRoles).Select(script => script.Name));

    private static async Task<string> NewDatabaseAsync()
    {
        var server = await TestServer.GetAsync();
        return server.ConnectionString(await server.CreateDatabaseAsync(DatabaseTemplate.Empty, Ct));
    }

    // As a dump does, or a psql that somebody forgot.
    private static async Task<NpgsqlConnection> HoldAsync(string database)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand("begin; lock table cx.second in access share mode", connection);
        await command.ExecuteNonQueryAsync(Ct);
        return connection;
    }

    private static async Task<List<(int Number, string Name, DateTime AppliedAt)>> AppliedAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand("select number, name, applied_at from cx.schema_script order by number", connection);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var rows = new List<(int, string, DateTime)>();
        while (await reader.ReadAsync(Ct))
        {
            rows.Add((reader.GetInt32(0), reader.GetString(1), reader.GetDateTime(2)));
        }

        return rows;
    }

    private static async Task<object?> ScalarAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Ct);
    }
}
