using System.Diagnostics;
using System.Globalization;
using CyberExchange.DevDatabase;
using CyberExchange.Storage;
using Xunit;

namespace CyberExchange.Testing.Databases;

/// <summary>A PostgreSQL for one test class alone, which keeps what it commits and may be killed and started again.</summary>
/// <remarks>A killed backend ends every connection of its server, which is why the shared one must not be the victim.</remarks>
public class OwnPostgres : IAsyncLifetime
{
    private const string DatabaseName = "cyberexchange";

    // The lock of a killed instance, and backends that have not noticed yet, are waited for by the start itself.
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cyberexchange-own-");
    private EmbeddedPostgres? postgres;

    public OwnPostgres() => folder.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.GroupExecute;

    /// <summary>Reaches the migrated database as superuser. Another one after every start.</summary>
    public string ConnectionString => Running.ConnectionString(DatabaseName);

    public EmbeddedPostgres Running => postgres ?? throw new InvalidOperationException("PostgreSQL is not running");

    /// <summary>Where the instance lies.</summary>
    protected virtual string InstanceFolder => Path.Combine(folder.FullName, "postgres");

    /// <summary>Settings beside those of every embedded PostgreSQL.</summary>
    protected virtual IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public virtual async ValueTask InitializeAsync()
    {
        await StartAsync(CancellationToken.None);
        await Running.EnsureDatabaseAsync(DatabaseName, CancellationToken.None);
        await Migrator.MigrateAsync(ConnectionString, CancellationToken.None);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (postgres is { } running)
        {
            await running.DisposeAsync();
        }

        await EmbeddedPostgres.RemoveAsync(InstanceFolder, CancellationToken.None);
        folder.Delete(recursive: true);
    }

    /// <summary>Kills the postmaster with SIGKILL; what it has started ends by itself.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        var pid = (await File.ReadAllLinesAsync(Path.Combine(Running.DataFolder, "postmaster.pid"), ct))[0];
        Kill(int.Parse(pid, CultureInfo.InvariantCulture));
        await WaitForEndAsync(ct);
    }

    /// <summary>Waits until PostgreSQL has ended, by whatever cause, and lets its folder go.</summary>
    public async Task WaitForEndAsync(CancellationToken ct)
    {
        await Running.WaitForExitAsync(ct);
        await Running.DisposeAsync();
        postgres = null;
    }

    /// <summary>Starts PostgreSQL on what is there.</summary>
    public async Task StartAsync(CancellationToken ct) => postgres = await EmbeddedPostgres.StartAsync(
        new EmbeddedPostgresOptions { InstanceFolder = InstanceFolder, Settings = Settings }, ct);

    /// <summary>SIGKILL.</summary>
    public static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }
}
