using System.Diagnostics;
using System.Reflection;

namespace CyberExchange.DevDatabase;

/// <summary>A running PostgreSQL under its supervisor, a small shell that ends it when this process ends.</summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    private const int LogLinesMax = 200;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);
    private static readonly string Script = ReadScript();

    private readonly Process _supervisor;
    private readonly Queue<string> _log = new();

    private PostgresProcess(ProcessStartInfo start)
    {
        _supervisor = new Process { StartInfo = start, EnableRaisingEvents = true };
        _supervisor.OutputDataReceived += (_, line) => Remember(line.Data);
        _supervisor.ErrorDataReceived += (_, line) => Remember(line.Data);
    }

    public bool HasExited => _supervisor.HasExited;

    /// <summary>The last lines that PostgreSQL logged.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    public static PostgresProcess Start(
        PostgresAccount account, PostgresBinaries binaries, string dataFolder, IReadOnlyDictionary<string, string> settings,
        string socketFolder, string? instanceFolderToRemove)
    {
        var start = new ProcessStartInfo
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/", // Ours may be closed to the account.
        };
        account.ApplyTo(start);
        start.Environment["CX_SOCKETS"] = socketFolder;
        start.Environment["CX_INSTANCE"] = instanceFolderToRemove ?? "";
        foreach (var variable in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(variable);
        }

        // In a session of its own a Ctrl-C of the terminal reaches us alone, and we decide who stops first.
        // macOS has no setsid: there Ctrl-C stops PostgreSQL at the same time as everything else.
        List<string> command = OperatingSystem.IsLinux() ? ["setsid", "sh"] : ["sh"];
        command.AddRange(["-c", Script, "cyberexchange-postgres", binaries.Postgres, "-D", dataFolder]);
        foreach (var (name, value) in settings)
        {
            command.AddRange(["-c", $"{name}={value}"]);
        }

        start.FileName = command[0];
        command.Skip(1).ToList().ForEach(start.ArgumentList.Add);

        var process = new PostgresProcess(start);
        process._supervisor.Start();
        process._supervisor.BeginOutputReadLine();
        process._supervisor.BeginErrorReadLine();
        return process;
    }

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _supervisor.WaitForExitAsync(cancellationToken);

    /// <summary>Stops PostgreSQL the way our own death would: the supervisor sees its input end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_supervisor.HasExited)
        {
            _supervisor.StandardInput.Close();
            using var patience = new CancellationTokenSource(StopPatience);
            try
            {
                await _supervisor.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _supervisor.Kill(entireProcessTree: true);
            }
        }

        _supervisor.Dispose();
    }

    private void Remember(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.Enqueue(line);
            if (_log.Count > LogLinesMax)
            {
                _log.Dequeue();
            }
        }
    }

    private static string ReadScript()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Supervisor.sh")!; // The project embeds it.
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
