using CyberExchange.DevDatabase;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.DevDatabase;

public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("cyberexchange-embedded-");

    public EmbeddedPostgresTests()
    {
        // As root the account of PostgreSQL must be able to pass, as in an ordinary clone.
        _parent.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.GroupExecute;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string InstanceFolder => Path.Combine(_parent.FullName, "postgres");

    public void Dispose() => _parent.Delete(recursive: true);

    [Fact]
    public async Task Rows_outlive_a_restart()
    {
        await using (var first = await StartAsync())
        {
            await first.EnsureDatabaseAsync("kept", Ct);
            await ExecuteAsync(first, "create table thing (id integer); insert into thing (id) values (7)");
        }

        await using var second = await StartAsync();
        await second.EnsureDatabaseAsync("kept", Ct);
        Assert.Equal(7, await ExecuteAsync(second, "select id from thing"));
    }

    [Fact]
    public async Task A_stopped_server_leaves_no_process_and_no_socket()
    {
        var postgres = await StartAsync();
        var sockets = SocketsOf(postgres);
        Assert.NotEmpty(Processes.On(postgres.DataFolder));

        await postgres.DisposeAsync();

        Assert.Empty(Processes.On(postgres.DataFolder));
        Assert.False(Directory.Exists(sockets));
    }

    [Fact]
    public async Task A_second_owner_is_refused()
    {
        await using var first = await StartAsync();

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(StartAsync);

        Assert.Contains("another process uses", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_another_major_version_is_refused_with_the_way_out()
    {
        string data;
        int major;
        await using (var first = await StartAsync())
        {
            data = first.DataFolder;
            major = first.Binaries.MajorVersion;
        }

        await File.WriteAllTextAsync(Path.Combine(data, "PG_VERSION"), $"{major - 1}\n", Ct);
        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(StartAsync);

        Assert.Contains($"made by PostgreSQL {major - 1}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"holds PostgreSQL {major}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("CYBEREXCHANGE_PG_BIN", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--reset", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removed_instance_starts_from_nothing()
    {
        await using (var first = await StartAsync())
        {
            await first.EnsureDatabaseAsync("kept", Ct);
            await ExecuteAsync(first, "create table thing (id integer)");
        }

        await EmbeddedPostgres.RemoveAsync(InstanceFolder, Ct);
        Assert.False(Directory.Exists(InstanceFolder));

        await using var second = await StartAsync();
        await second.EnsureDatabaseAsync("kept", Ct);
        Assert.Equal(0L, await ExecuteAsync(second, "select count(*) from pg_tables where tablename = 'thing'"));
    }

    [Fact]
    public async Task A_running_instance_is_not_removed()
    {
        await using var first = await StartAsync();

        await Assert.ThrowsAsync<EmbeddedPostgresException>(() => EmbeddedPostgres.RemoveAsync(InstanceFolder, Ct));

        Assert.True(Directory.Exists(first.DataFolder));
    }

    [Fact]
    public async Task What_initdb_left_half_done_is_begun_again()
    {
        var unfinished = Path.Combine(InstanceFolder, "data.unfinished");
        Directory.CreateDirectory(unfinished);
        await File.WriteAllTextAsync(Path.Combine(unfinished, "PG_VERSION"), "1\n", Ct);

        await using var postgres = await StartAsync();

        Assert.False(Directory.Exists(unfinished));
    }

    [Fact]
    public async Task A_pid_file_that_names_another_program_is_cleared()
    {
        string data;
        await using (var first = await StartAsync())
        {
            data = first.DataFolder;
        }

        // As after a crash in a container: the pid has come round and is ours now.
        await File.WriteAllTextAsync(Path.Combine(data, "postmaster.pid"), $"{Environment.ProcessId}\n{data}\n", Ct);
        await using var second = await StartAsync();

        Assert.NotEmpty(Processes.On(data));
    }

    [Fact]
    public async Task As_root_in_a_closed_folder_the_data_lies_elsewhere_and_goes_with_the_instance()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root starts PostgreSQL under another account");
        _parent.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

        string data;
        await using (var postgres = await StartAsync())
        {
            data = postgres.DataFolder;
            Assert.StartsWith("/var/lib/cyberexchange-", data, StringComparison.Ordinal);
            Assert.Equal(data, (await File.ReadAllTextAsync(Path.Combine(InstanceFolder, "data-folder"), Ct)).Trim());
        }

        Directory.CreateDirectory(data + ".unfinished"); // As an initdb leaves that was killed.
        await EmbeddedPostgres.RemoveAsync(InstanceFolder, Ct);
        Assert.Empty(Directory.EnumerateFileSystemEntries("/var/lib", Path.GetFileName(data) + "*"));
    }

    [Fact]
    public async Task As_root_a_place_that_the_instance_folder_was_made_to_name_is_neither_used_nor_removed()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root starts PostgreSQL under another account");
        var foreign = Path.Combine(_parent.FullName, "foreign");
        Directory.CreateDirectory(foreign);
        await NamePlaceAsync(foreign);

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(StartAsync);
        Assert.Contains("moved or copied", refusal.Message, StringComparison.Ordinal);

        await EmbeddedPostgres.RemoveAsync(InstanceFolder, Ct);
        Assert.True(Directory.Exists(foreign));
        Assert.False(Directory.Exists(InstanceFolder));
    }

    [Fact]
    public async Task As_root_a_copy_of_a_running_instance_leaves_the_original_alone()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root starts PostgreSQL under another account");
        _parent.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        await using (var original = await StartAsync())
        {
            var copy = Path.Combine(_parent.FullName, "copy");
            Directory.CreateDirectory(copy);
            File.Copy(Path.Combine(InstanceFolder, "data-folder"), Path.Combine(copy, "data-folder"));

            await Assert.ThrowsAsync<EmbeddedPostgresException>(() => EmbeddedPostgres.StartAsync(Options(copy), Ct));
            await EmbeddedPostgres.RemoveAsync(copy, Ct);

            await original.EnsureDatabaseAsync("kept", Ct); // It still answers.
        }

        await EmbeddedPostgres.RemoveAsync(InstanceFolder, Ct);
    }

    [Fact]
    public async Task As_root_an_instance_folder_that_is_gone_while_its_server_runs_does_not_cost_the_rows()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root starts PostgreSQL under another account");
        _parent.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        await using (var running = await StartAsync())
        {
            Directory.Move(InstanceFolder, InstanceFolder + ".moved");

            await Assert.ThrowsAsync<EmbeddedPostgresException>(StartAsync);

            await running.EnsureDatabaseAsync("kept", Ct); // It still answers.
            Directory.Delete(InstanceFolder, recursive: true);
            Directory.Move(InstanceFolder + ".moved", InstanceFolder);
        }

        await EmbeddedPostgres.RemoveAsync(InstanceFolder, Ct);
    }

    [Fact]
    public async Task A_pid_file_copied_from_a_running_instance_does_not_cost_that_its_socket()
    {
        await using var original = await StartAsync();
        var copy = Path.Combine(_parent.FullName, "copy");
        await using (var first = await EmbeddedPostgres.StartAsync(Options(copy), Ct))
        {
            Assert.NotEqual(original.DataFolder, first.DataFolder);
        }

        File.Copy(Path.Combine(original.DataFolder, "postmaster.pid"), Path.Combine(copy, "data", "postmaster.pid"));
        await using var second = await EmbeddedPostgres.StartAsync(Options(copy), Ct);

        Assert.True(Directory.Exists(SocketsOf(original)));
    }

    [Fact]
    public async Task A_lock_that_cannot_be_opened_is_not_blamed_on_another_process()
    {
        Directory.CreateDirectory(Path.Combine(InstanceFolder, "lock"));

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(StartAsync);

        Assert.Contains("cannot be opened", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_the_programs_is_refused_by_name()
    {
        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { InstanceFolder = InstanceFolder, BinaryFolder = _parent.FullName }, Ct));

        Assert.Contains(_parent.FullName, refusal.Message, StringComparison.Ordinal);
    }

    private Task<EmbeddedPostgres> StartAsync() => EmbeddedPostgres.StartAsync(Options(InstanceFolder), Ct);

    private static EmbeddedPostgresOptions Options(string instanceFolder) => new() { InstanceFolder = instanceFolder, Durable = false };

    /// <summary>Makes the instance folder say that its data lies elsewhere.</summary>
    private async Task NamePlaceAsync(string place)
    {
        Directory.CreateDirectory(InstanceFolder);
        await File.WriteAllTextAsync(Path.Combine(InstanceFolder, "data-folder"), place + "\n", Ct);
    }

    private static string SocketsOf(EmbeddedPostgres postgres)
        => new NpgsqlConnectionStringBuilder(postgres.ConnectionString("postgres")).Host!; // Always set.

    private static async Task<object?> ExecuteAsync(EmbeddedPostgres postgres, string sql)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString("kept"));
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Ct);
    }
}
