using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using CyberExchange.DevHost;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Server.Sealing;

namespace CyberExchange.EndToEnd.Tests.Faults;

/// <summary>A server in a process of its own, so that it can be killed, and <c>cyx</c> beside it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Partner = "cert-eu";

    // No assert depends on these: they only end what hangs.
    private static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ReadyPoll = TimeSpan.FromMilliseconds(100);

    private readonly string _home;
    private readonly string _database;
    private readonly DevelopmentCertificates _certificates;
    private readonly bool _ownsHome;
    private readonly int _port = FreePort();
    private Process? _process;

    /// <param name="database">What it serves from.</param>
    /// <param name="first">A server of the same exchange, whose keys this one has too and which outlives it; null for the first.</param>
    public ServerProcess(string database, ServerProcess? first = null)
    {
        _database = database;
        if (first is not null)
        {
            (_home, _certificates, _ownsHome) = (first._home, first._certificates, false);
            return;
        }

        _ownsHome = true;
        _home = Directory.CreateTempSubdirectory("cyberexchange-killed-").FullName;
        _certificates = DevelopmentCertificates.Ensure(_home, DateTimeOffset.UtcNow);
        File.WriteAllBytes(Path.Combine(_home, InstanceKey.FileName), RandomNumberGenerator.GetBytes(InstanceKey.KeyBytes));
        Bootstrap.Write(Path.Combine(_home, "bootstrap.json"), _certificates, DemoPartner.All.Single(p => p.Name == Partner));
    }

    /// <summary>What stands in its environment beside its settings.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>Starts the server on the same database and port as before, and waits until it is ready.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        var start = Dotnet("CyberExchange.Server.dll");
        start.RedirectStandardInput = true;
        start.Environment["CYBEREXCHANGE_DATABASE"] = _database;
        start.Environment["CYBEREXCHANGE_PORT"] = $"{_port}";
        start.Environment["CYBEREXCHANGE_LISTEN"] = "127.0.0.1";
        start.Environment["CYBEREXCHANGE_SERVER_CERTIFICATE"] = _certificates.CertificateFile(DevelopmentCertificates.ServerName);
        start.Environment["CYBEREXCHANGE_SERVER_KEY"] = _certificates.KeyFile(DevelopmentCertificates.ServerName);
        start.Environment["CYBEREXCHANGE_TRUST"] = _certificates.TrustFolder;
        start.Environment["CYBEREXCHANGE_SECRETS"] = _home;
        start.Environment["CYBEREXCHANGE_BOOTSTRAP"] = Path.Combine(_home, "bootstrap.json");
        start.Environment["CYBEREXCHANGE_EXIT_WITH_STDIN"] = "1";
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        _ = _process.StandardOutput.ReadToEndAsync(ct);
        _ = _process.StandardError.ReadToEndAsync(ct);
        await UntilReadyAsync(ct);
    }

    /// <summary>Waits until the server is ready.</summary>
    public async Task UntilReadyAsync(CancellationToken ct)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true; // Only asks whether it is ready.
        using var client = new HttpClient(handler);
        var patience = Stopwatch.StartNew();
        while (!await IsReadyAsync(client, ct))
        {
            if (_process!.HasExited || patience.Elapsed > ReadyPatience)
            {
                throw new InvalidOperationException("The server does not become ready.");
            }

            await Task.Delay(ReadyPoll, ct);
        }
    }

    /// <summary>Ends the server as an outage does: at once, in the middle of whatever it is doing.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        _process!.Kill(); // SIGKILL; it was started.
        await _process.WaitForExitAsync(ct);
    }

    /// <summary>Stops the server where it is, without its knowing (SIGSTOP).</summary>
    public Task PauseAsync(CancellationToken ct) => SignalAsync("-STOP", ct);

    /// <summary>Lets a paused server go on.</summary>
    public Task ResumeAsync(CancellationToken ct) => SignalAsync("-CONT", ct);

    /// <summary>Runs <c>cyx</c> as the CERT.</summary>
    public async Task<(int Code, string Output, string Errors)> CyxAsync(string[] arguments, CancellationToken ct)
    {
        var start = Dotnet("cyx.dll", ["--home", _home, "--server", $"https://localhost:{_port}", "--as", Partner, .. arguments]);
        using var cyx = Process.Start(start) ?? throw new InvalidOperationException("cyx did not start.");
        var output = cyx.StandardOutput.ReadToEndAsync(ct);
        var errors = cyx.StandardError.ReadToEndAsync(ct);
        await cyx.WaitForExitAsync(ct);
        return (cyx.ExitCode, await output, await errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        if (_ownsHome)
        {
            Directory.Delete(_home, recursive: true);
        }
    }

    private async Task SignalAsync(string signal, CancellationToken ct)
    {
        using var kill = Process.Start("kill", [signal, $"{_process!.Id}"]); // It was started.
        await kill.WaitForExitAsync(ct);
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException("The server cannot be signalled.");
        }
    }

    private async Task<bool> IsReadyAsync(HttpClient client, CancellationToken ct)
    {
        try
        {
            using var answer = await client.GetAsync($"https://localhost:{_port}/health/ready", ct);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // It does not listen yet.
        }
    }

    private static ProcessStartInfo Dotnet(string program, params string[] arguments) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
