using System.Diagnostics;
using Npgsql;

namespace CyberExchange.DevDatabase;

/// <summary>A private PostgreSQL for development and tests, on a Unix socket that only its account can open.</summary>
/// <remarks>
/// It ends with its owner, by whatever signal the owner ends. It has no TCP port and no TLS: the packaged programs
/// bring an old OpenSSL.
/// </remarks>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    /// <summary>The role that owns everything; it needs no password.</summary>
    public const string SuperUser = "postgres";

    // Backends of a postmaster that was killed need up to about three seconds to notice.
    private const int StartAttempts = 15;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ReadyPoll = TimeSpan.FromMilliseconds(10);

    private readonly InstanceLock _lock;
    private readonly PostgresProcess _process;
    private readonly string _socketFolder;

    private EmbeddedPostgres(InstanceLock heldLock, PostgresProcess process, string socketFolder, PostgresBinaries binaries, string dataFolder)
    {
        _lock = heldLock;
        _process = process;
        _socketFolder = socketFolder;
        Binaries = binaries;
        DataFolder = dataFolder;
    }

    /// <summary>The programs that it runs.</summary>
    public PostgresBinaries Binaries { get; }

    /// <summary>Absolute path of the folder that holds the rows.</summary>
    public string DataFolder { get; }

    /// <summary>Starts PostgreSQL on the instance folder, which is made if need be, and waits until it answers.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot start; the message says why in words for a person.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new EmbeddedPostgresException("the embedded PostgreSQL needs a Unix: use WSL, or set CYBEREXCHANGE_DATABASE");
        }

        var account = PostgresAccount.OfThisProcess();
        var instanceFolder = options.InstanceFolder is { } named
            ? Directory.CreateDirectory(named).FullName
            : await TemporaryFolder.MakeAsync(account, cancellationToken);
        var heldLock = await InstanceLock.TakeAsync(instanceFolder, cancellationToken);
        try
        {
            return await StartLockedAsync(options, account, instanceFolder, heldLock, cancellationToken);
        }
        catch
        {
            await heldLock.DisposeAsync();
            throw;
        }
    }

    /// <summary>Removes an instance with all its rows, wherever they lie.</summary>
    /// <exception cref="EmbeddedPostgresException">Another process uses it.</exception>
    public static async Task RemoveAsync(string instanceFolder, CancellationToken cancellationToken)
    {
        instanceFolder = Path.GetFullPath(instanceFolder);
        if (!Directory.Exists(instanceFolder))
        {
            return;
        }

        await using var heldLock = await InstanceLock.TakeAsync(instanceFolder, cancellationToken);
        await DevDatabase.DataFolder.RemoveAsync(instanceFolder, heldLock, cancellationToken);
        Directory.Delete(instanceFolder, recursive: true);
    }

    /// <summary>How to reach one of its databases with Npgsql.</summary>
    public string ConnectionString(string database) => ConnectionString(_socketFolder, database);

    /// <summary>Ends when PostgreSQL ends.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>The last lines of its log, to be shown when it ended unasked.</summary>
    public string Log => _process.Log;

    /// <summary>Makes the database if it is not there.</summary>
    /// <exception cref="EmbeddedPostgresException">PostgreSQL does not let us; the message says why.</exception>
    public async Task EnsureDatabaseAsync(string database, CancellationToken cancellationToken)
    {
        try
        {
            await MakeDatabaseAsync(database, cancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw new EmbeddedPostgresException($"the database {database} cannot be made: {e.Message}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _lock.DisposeAsync();
    }

    private async Task MakeDatabaseAsync(string database, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync(cancellationToken);
        await using var find = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = database } },
        };
        if (await find.ExecuteScalarAsync(cancellationToken) is not null)
        {
            return;
        }

        // The name of a database cannot be a parameter.
        var quoted = database.Replace("\"", "\"\"", StringComparison.Ordinal);
        await using var create = new NpgsqlCommand($"create database \"{quoted}\"", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<EmbeddedPostgres> StartLockedAsync(
        EmbeddedPostgresOptions options, PostgresAccount account, string instanceFolder, InstanceLock heldLock,
        CancellationToken cancellationToken)
    {
        var binaries = await PostgresBinaries.FindAsync(options.BinaryFolder, account, options.Say, cancellationToken);
        var temporary = options.InstanceFolder is null;
        var data = temporary
            ? DevDatabase.DataFolder.InTemporary(instanceFolder, account)
            : await DevDatabase.DataFolder.LocateAsync(instanceFolder, heldLock, account, options.Say, cancellationToken);
        await data.PrepareAsync(binaries, options.Durable, cancellationToken);
        var socketsOfEarlier = PidFile.ReadSocketFolder(data.Path);
        await StalePostmaster.StopAsync(data.Path, options.Say, cancellationToken);
        TemporaryFolder.RemoveLeftover(socketsOfEarlier);

        for (var attempt = 1; ; attempt++)
        {
            var sockets = await TemporaryFolder.MakeAsync(account, cancellationToken);
            var process = PostgresProcess.Start(
                account, binaries, data.Path, Settings(options, sockets), sockets, temporary ? instanceFolder : null);
            string? complaint;
            try
            {
                complaint = await WaitUntilReadyAsync(
                    process, data.Path, ConnectionString(sockets, "postgres"), options, cancellationToken);
            }
            catch
            {
                await process.DisposeAsync();
                throw;
            }

            if (complaint is null)
            {
                return new EmbeddedPostgres(heldLock, process, sockets, binaries, data.Path);
            }

            await process.DisposeAsync();
            var earlierStillEnds = complaint.Contains("shared memory block", StringComparison.Ordinal)
                || complaint.Contains("postmaster.pid", StringComparison.Ordinal);
            if (attempt == StartAttempts || !earlierStillEnds)
            {
                throw new EmbeddedPostgresException($"PostgreSQL did not start: {complaint}");
            }

            await Task.Delay(BetweenAttempts, cancellationToken);
        }
    }

    private static Dictionary<string, string> Settings(EmbeddedPostgresOptions options, string socketFolder)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["listen_addresses"] = "",
            ["unix_socket_directories"] = socketFolder,
            ["unix_socket_permissions"] = "0700",
            ["ssl"] = "off",
            ["logging_collector"] = "off",
            ["max_connections"] = "200",
            ["shared_buffers"] = "128MB",
        };
        if (!options.Durable)
        {
            settings["fsync"] = "off";
            settings["synchronous_commit"] = "off";
            settings["full_page_writes"] = "off";
        }

        foreach (var (name, value) in options.Settings)
        {
            settings[name] = value;
        }

        return settings;
    }

    private static string ConnectionString(string socketFolder, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = socketFolder,
        Username = SuperUser,
        Database = database,
    }.ConnectionString;

    /// <returns>Null once PostgreSQL answers, or what it logged before it gave up.</returns>
    private static async Task<string?> WaitUntilReadyAsync(
        PostgresProcess process, string dataFolder, string connectionString, EmbeddedPostgresOptions options,
        CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < options.StartTimeout)
        {
            if (process.HasExited)
            {
                await process.WaitForExitAsync(cancellationToken); // The log is complete only then.
                return process.Log;
            }

            // The pid file is cheaper to ask than a connection that fails.
            if (PidFile.SaysReady(dataFolder) && await AnswersAsync(connectionString, cancellationToken))
            {
                return null;
            }

            await Task.Delay(ReadyPoll, cancellationToken);
        }

        return $"no answer within {options.StartTimeout.TotalSeconds} s\n{process.Log}";
    }

    private static async Task<bool> AnswersAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false; // A pid file left by a killed server also says ready, until the new one rewrites it.
        }
    }
}
