using System.Diagnostics;

namespace CyberExchange.DevHost;

/// <summary>The server, run as a child that stops when this process ends.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private const int LastLinesMax = 20;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Queue<string> _lastLines = new();

    private ServerProcess(ProcessStartInfo start, StreamWriter log)
    {
        _log = log;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Write(line.Data);
        _process.ErrorDataReceived += (_, line) => Write(line.Data);
    }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines it wrote, to be shown when it ended unasked.</summary>
    public string LastLines
    {
        get
        {
            lock (_lastLines)
            {
                return string.Join('\n', _lastLines);
            }
        }
    }

    /// <param name="assembly">Path of the server's assembly.</param>
    /// <param name="settings">Environment variables, as <see cref="ServerSettings"/> names them.</param>
    /// <param name="logFile">Receives all that the server writes.</param>
    /// <param name="earlierLogFile">Where that of the run before goes, which may tell why it ended.</param>
    public static ServerProcess Start(
        string assembly, IReadOnlyDictionary<string, string> settings, string logFile, string earlierLogFile)
    {
        var start = new ProcessStartInfo("dotnet", [assembly])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(assembly),
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var server = new ServerProcess(start, OpenLog(logFile, earlierLogFile));
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Begins a new log and keeps the one before it.</summary>
    public static StreamWriter OpenLog(string logFile, string earlierLogFile)
    {
        if (File.Exists(logFile))
        {
            File.Move(logFile, earlierLogFile, overwrite: true);
        }

        return new StreamWriter(logFile, append: false) { AutoFlush = true };
    }

    /// <summary>Ends when the server has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Stops the server by ending its input, and kills it if that does not help in time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(StopPatience);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
        lock (_lastLines)
        {
            _log.Dispose();
        }
    }

    private void Write(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lastLines)
        {
            _log.WriteLine(line);
            _lastLines.Enqueue(line);
            if (_lastLines.Count > LastLinesMax)
            {
                _lastLines.Dequeue();
            }
        }
    }
}
