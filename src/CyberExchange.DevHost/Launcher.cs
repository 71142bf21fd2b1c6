using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CyberExchange.DevDatabase;
using CyberExchange.DevHost.Certificates;
using CyberExchange.DevHost.Demo;

namespace CyberExchange.DevHost;

/// <summary>Runs a development instance: database, certificates and server, from the first step to Ctrl-C.</summary>
public sealed class Launcher(LauncherOptions options, TimeProvider clock, Action<string> say)
{
    private const string Provider = "maker-eu"; // It publishes in the demo: its CSAF site is the domain's.
    private const string DatabaseName = "cyberexchange";
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ReadyPoll = TimeSpan.FromMilliseconds(50);

    private readonly InstanceHome _home = new(options.Home);

    /// <summary>Runs until <paramref name="stop"/> is asked for, or a part of the instance ends.</summary>
    /// <exception cref="LauncherException">A part ended, or could not start.</exception>
    /// <exception cref="EmbeddedPostgresException">The database could not start.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        if (options.Reset)
        {
            await ResetAsync(stop);
        }

        Directory.CreateDirectory(_home.Folder);
        await using var postgres = options.Database is null ? await StartPostgresAsync(stop) : null;
        var connectionString = options.Database ?? postgres!.ConnectionString(DatabaseName); // One of the two is there.
        if (options.DatabaseOnly)
        {
            say($"ready {connectionString}");
            await WaitForPostgresAsync(postgres, stop);
            return;
        }

        await RunServerAsync(connectionString, postgres, stop);
    }

    private async Task ResetAsync(CancellationToken stop)
    {
        if (options.Database is not null)
        {
            throw new LauncherException(
                "--reset does not empty the database of CYBEREXCHANGE_DATABASE: drop and create it yourself, then start without --reset");
        }

        say($"removing the instance in {_home.Folder}");
        await _home.RemoveAsync(stop);
    }

    private async Task<EmbeddedPostgres> StartPostgresAsync(CancellationToken stop)
    {
        say($"starting the embedded PostgreSQL in {_home.Postgres}");
        var postgres = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { InstanceFolder = _home.Postgres, Say = say }, stop);
        try
        {
            await postgres.EnsureDatabaseAsync(DatabaseName, stop);
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync(); // Nobody else knows of it yet.
            throw;
        }
    }

    private async Task RunServerAsync(string connectionString, EmbeddedPostgres? postgres, CancellationToken stop)
    {
        var certificates = DevelopmentCertificates.Ensure(_home.Folder, clock.GetUtcNow());
        if (certificates.Issued > 0)
        {
            say($"made {certificates.Issued} development certificates in {Path.Combine(_home.Folder, "certificates")}");
        }

        _home.EnsureSecrets();
        Bootstrap.Write(_home.BootstrapFile, certificates);
        RefusePortThatCannotBeOpened();

        say($"starting the server, which logs to {_home.ServerLog}");
        await using var server = ServerProcess.Start(
            options.ServerAssembly!, // Parsing made sure of it.
            ServerSettings.For(_home, certificates, connectionString, options.Port).Concat(SiteSettings()).ToDictionary(StringComparer.Ordinal), _home.ServerLog, _home.EarlierServerLog);
        try
        {
            await WaitUntilReadyAsync(server, certificates, stop);

            await SeedAsync(certificates, stop);

            say($"ready https://localhost:{options.Port}");
            NextCommands.Say(say);
            await WaitForFirstEndAsync(server, postgres, stop);
            say("stopping");
        }
        finally
        {
            DevelopmentSigningKey.End(_home.OpenPgp); // gpg leaves an agent behind.
        }
    }

    // Whoever names a key or a provider keeps it; a development instance has a key of its own.
    private IEnumerable<KeyValuePair<string, string>> SiteSettings()
    {
        string[] own = [ServerSettings.CsafKey, ServerSettings.CsafProvider, ServerSettings.SecurityContact];
        if (own.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }))
        {
            yield break;
        }

        yield return new(ServerSettings.CsafProvider, Provider);
        yield return new(ServerSettings.SecurityContact, "mailto:security@localhost");
        if (DevelopmentSigningKey.Ensure(_home.OpenPgp) is { } key)
        {
            yield return new(ServerSettings.CsafKey, key.Fingerprint);
            yield return new(ServerSettings.CsafKeyring, key.Home);
        }
        else
        {
            say("advisories are published without signatures: the program gpg is not there, or made no key");
        }
    }

    private async Task SeedAsync(DevelopmentCertificates certificates, CancellationToken stop)
    {
        const string partners = "partners";
        const string items = "items";
        var seeder = new DemoSeeder(certificates, options.Port);
        if (!_home.IsSeeded(partners))
        {
            await seeder.EnrolPartnersAsync(stop);
            _home.MarkSeeded(partners);
            say($"enrolled {DemoPartner.Others.Count} development partners");
        }

        if (options is { Empty: false, DemoFolder: { } demo } && !_home.IsSeeded(items))
        {
            var count = await seeder.PostItemsAsync(demo, stop);
            _home.MarkSeeded(items);
            say($"posted {count} demo items");
        }
    }

    private void RefusePortThatCannotBeOpened()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, options.Port));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            throw new LauncherException($"port {options.Port} is in use: set CYBEREXCHANGE_PORT to another");
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AccessDenied)
        {
            throw new LauncherException($"port {options.Port} may not be opened by this account: set CYBEREXCHANGE_PORT to another");
        }
    }

    private async Task WaitUntilReadyAsync(ServerProcess server, DevelopmentCertificates certificates, CancellationToken stop)
    {
        using var client = ServerClient.Create(certificates, options.Port, member: null);
        var waited = Stopwatch.StartNew();
        while (!await IsReadyAsync(client, stop))
        {
            if (server.HasExited)
            {
                throw await EndedAsync(server, "before it was ready");
            }

            if (waited.Elapsed > ReadyTimeout)
            {
                throw new LauncherException(
                    $"the server was not ready within {ReadyTimeout.TotalSeconds} s; its last lines:\n{server.LastLines}");
            }

            await Task.Delay(ReadyPoll, stop);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken stop)
    {
        try
        {
            using var answer = await client.GetAsync("/health/ready", stop);
            return answer.StatusCode is HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !stop.IsCancellationRequested))
        {
            return false; // It does not listen yet, or is too busy starting to answer.
        }
    }

    private static async Task WaitForFirstEndAsync(ServerProcess server, EmbeddedPostgres? postgres, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var serverEnd = server.WaitForExitAsync(either.Token);
        var postgresEnd = WaitForPostgresAsync(postgres, either.Token);
        var first = await Task.WhenAny(serverEnd, postgresEnd);
        await either.CancelAsync();

        if (stop.IsCancellationRequested)
        {
            return;
        }

        if (first == serverEnd)
        {
            throw await EndedAsync(server, "unasked");
        }

        await postgresEnd; // Throws and tells why.
    }

    /// <exception cref="LauncherException">PostgreSQL ended although nobody asked for it.</exception>
    private static async Task WaitForPostgresAsync(EmbeddedPostgres? postgres, CancellationToken stop)
    {
        try
        {
            await (postgres?.WaitForExitAsync(stop) ?? Task.Delay(Timeout.InfiniteTimeSpan, stop));
        }
        catch (OperationCanceledException)
        {
            return;
        }

        throw new LauncherException($"PostgreSQL ended unasked; its last lines:\n{postgres?.Log}");
    }

    private static async Task<LauncherException> EndedAsync(ServerProcess server, string when)
    {
        var code = await server.WaitForExitAsync(CancellationToken.None);
        var lines = server.LastLines;
        var told = lines.Length == 0 ? "it logged nothing" : $"its last lines:\n{lines}";
        return new LauncherException($"the server ended {when} with exit code {code}; {told}");
    }
}
