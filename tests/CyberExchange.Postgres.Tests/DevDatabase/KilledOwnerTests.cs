using System.Diagnostics;
using CyberExchange.DevDatabase;
using CyberExchange.DevHost;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.DevDatabase;

/// <summary>The launcher as a process of its own, so that it can be killed.</summary>
public sealed class KilledOwnerTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<Process> _owners = [];
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cyberexchange-killed-");

    public KilledOwnerTests() => _home.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.GroupExecute;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Postgres => Path.Combine(_home.FullName, "postgres");

    public async ValueTask DisposeAsync()
    {
        // A test that failed or was interrupted has not killed its launcher.
        foreach (var owner in _owners)
        {
            KillIfAlive(owner);
            await owner.WaitForExitAsync(CancellationToken.None);
            owner.Dispose();
        }

        await EmbeddedPostgres.RemoveAsync(Postgres, CancellationToken.None);
        _home.Delete(recursive: true);
    }

    [Fact]
    public async Task A_killed_owner_leaves_no_postgresql_and_the_next_start_has_every_committed_row()
    {
        var owner = Start();
        var connectionString = await ReadyAsync(owner);
        await ExecuteAsync(connectionString, "create table thing (id integer); insert into thing (id) values (7)");

        owner.Kill(); // SIGKILL: no handler of the owner runs.
        await owner.WaitForExitAsync(Ct);
        await WaitAsync(() => Processes.On(Path.Combine(Postgres, "data")).Count == 0);

        await using var next = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { InstanceFolder = Postgres }, Ct);
        Assert.Equal(7, await ExecuteAsync(next.ConnectionString("cyberexchange"), "select id from thing"));
    }

    [Fact]
    public async Task A_postgresql_that_lost_owner_and_supervisor_is_recovered_from()
    {
        var data = Path.Combine(Postgres, "data");
        var owner = Start();
        var connectionString = await ReadyAsync(owner);
        await ExecuteAsync(connectionString, "create table thing (id integer); insert into thing (id) values (7)");

        // The whole family at once, postmaster and backends last: what an out-of-memory killer may leave.
        owner.Kill();
        foreach (var pid in Processes.On(data))
        {
            KillIfAlive(pid);
        }

        await owner.WaitForExitAsync(Ct);

        await using var next = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { InstanceFolder = Postgres }, Ct);
        Assert.Equal(7, await ExecuteAsync(next.ConnectionString("cyberexchange"), "select id from thing"));
    }

    [Fact]
    public async Task The_launcher_ends_with_a_reason_when_postgresql_is_killed()
    {
        var owner = Start();
        await ReadyAsync(owner);

        var postmaster = (await File.ReadAllLinesAsync(Path.Combine(Postgres, "data", "postmaster.pid"), Ct))[0];
        KillIfAlive(int.Parse(postmaster, System.Globalization.CultureInfo.InvariantCulture));
        var complaint = await owner.StandardError.ReadToEndAsync(Ct);
        await owner.WaitForExitAsync(Ct);

        Assert.Equal(1, owner.ExitCode);
        Assert.Contains("PostgreSQL ended unasked", complaint, StringComparison.Ordinal);
        await WaitAsync(() => Processes.On(Path.Combine(Postgres, "data")).Count == 0);
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Launcher).Assembly.Location, "database"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CYBEREXCHANGE_HOME"] = _home.FullName;
        start.Environment.Remove("CYBEREXCHANGE_DATABASE");
        var owner = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        _owners.Add(owner);
        return owner;
    }

    private static async Task<string> ReadyAsync(Process owner)
    {
        while (await owner.StandardOutput.ReadLineAsync(Ct) is { } line)
        {
            if (line.StartsWith("ready ", StringComparison.Ordinal))
            {
                return line["ready ".Length..];
            }
        }

        throw new InvalidOperationException(await owner.StandardError.ReadToEndAsync(Ct));
    }

    private static void KillIfAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            KillIfAlive(process);
        }
        catch (ArgumentException)
        {
            // It ended with the ones killed before it.
        }
    }

    private static void KillIfAlive(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    private static async Task WaitAsync(Func<bool> done)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(Patience);
        while (!done())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Ct);
    }
}
