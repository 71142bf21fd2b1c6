using System.Diagnostics;
using System.Net.Sockets;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Proxy;

/// <summary>A proxy of the system, run in the foreground from a folder of its own with a configuration out of <c>ops/proxy</c>.</summary>
internal sealed class ProxyProcess : IAsyncDisposable
{
    private const string Modules = "/usr/lib/nginx/modules/"; // Where Debian puts them.
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _folder;

    private ProxyProcess(Process process, string folder, Uri address) => (_process, _folder, Address) = (process, folder, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts it, or skips the test where the program is absent; in CI that is a failure.</summary>
    /// <param name="program"><c>nginx</c> or <c>haproxy</c>.</param>
    /// <param name="file">The configuration's name in <c>ops/proxy</c>.</param>
    /// <param name="listen">The port that it names for its clients.</param>
    /// <param name="behind">The port that it names for the exchange, and the exchange's own.</param>
    /// <param name="beside">Files that lie beside it, by name.</param>
    public static async Task<ProxyProcess> StartAsync(string program, string file, int listen, (int Named, int Real) behind, params (string Name, byte[] Bytes)[] beside)
    {
        var path = $"/usr/sbin/{program}";
        if (!File.Exists(path))
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is { Length: > 0 }, $"{program} is not installed: apt-get install nginx-light libnginx-mod-stream libnginx-mod-http-js haproxy");
            Assert.Fail($"{program} is not installed, and CI has to have it.");
        }

        var folder = Directory.CreateTempSubdirectory("cyberexchange-proxy-").FullName;
        var port = FreePort();
        var source = Path.Combine(SharedSuites.RepositoryRoot, "ops/proxy");
        var text = (await File.ReadAllTextAsync(Path.Combine(source, file)))
            .Replace("load_module modules/", $"load_module {Modules}", StringComparison.Ordinal)
            .Replace($"listen {listen}", $"listen 127.0.0.1:{port}", StringComparison.Ordinal)
            .Replace($"bind :{listen}", $"bind 127.0.0.1:{port}", StringComparison.Ordinal)
            .Replace($"127.0.0.1:{behind.Named}", $"127.0.0.1:{behind.Real}", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, file), text);
        File.Copy(Path.Combine(source, "client-cert.js"), Path.Combine(folder, "client-cert.js"));
        foreach (var (name, bytes) in beside)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes);
        }

        string[] arguments = program == "nginx"
            ? ["-p", folder, "-c", Path.Combine(folder, file), "-e", Path.Combine(folder, "error.log"), "-g", "daemon off;"]
            : ["-f", Path.Combine(folder, file), "-db"];
        var process = Process.Start(new ProcessStartInfo(path, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder })!;
        var started = new ProxyProcess(process, folder, new($"https://localhost:{port}"));
        await started.ListensAsync(port);
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true); // Its workers are its own.
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ListensAsync(int port)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < StartMax; await Task.Delay(50))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The proxy ended: {await _process.StandardError.ReadToEndAsync()}");
            }

            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(System.Net.IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }

        throw new InvalidOperationException("The proxy does not listen.");
    }
}
