using CyberExchange.DevDatabase;
using CyberExchange.DevHost;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.DevDatabase;

/// <summary>A launcher whose PostgreSQL starts, but does not let it make its database.</summary>
public sealed class FailedStartTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cyberexchange-failed-");

    public FailedStartTests() => _home.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.GroupExecute;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task A_start_that_fails_after_postgresql_started_leaves_no_process()
    {
        var data = await MakeReadOnlyInstanceAsync();
        var options = new LauncherOptions { Home = _home.FullName, Port = LauncherOptions.DefaultPort, DatabaseOnly = true };

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => new Launcher(options, TimeProvider.System, static _ => { }).RunAsync(Ct));

        Assert.Contains("read-only", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Processes.On(data));
    }

    private async Task<string> MakeReadOnlyInstanceAsync()
    {
        var options = new EmbeddedPostgresOptions { InstanceFolder = Path.Combine(_home.FullName, "postgres"), Durable = false };
        await using var postgres = await EmbeddedPostgres.StartAsync(options, Ct);
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString("postgres"));
        await using var command = source.CreateCommand("alter system set default_transaction_read_only = on");
        await command.ExecuteNonQueryAsync(Ct);
        return postgres.DataFolder;
    }
}
