using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CyberExchange.Appender;
using CyberExchange.EventStore;

namespace CyberExchange.Postgres.Tests.EventStore.Faults;

/// <summary>A node in a process of its own, so that it can be killed while it appends.</summary>
internal sealed class AppenderProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<AppendResult?>> waiting = new(StringComparer.Ordinal);
    private readonly Task reading;
    private readonly Task<string> complaint;
    private readonly SemaphoreSlim writing = new(1);
    private volatile bool ended;

    private AppenderProcess(Process process)
    {
        this.process = process;
        complaint = process.StandardError.ReadToEndAsync();
        reading = Task.Run(ReadAsync);
    }

    /// <summary>What it said on its way out, were it not killed.</summary>
    public Task<string> Complaint => complaint;

    public static AppenderProcess Start(string connectionString)
    {
        var program = Path.Combine(AppContext.BaseDirectory, typeof(AppendLine).Assembly.GetName().Name + ".dll");
        var start = new ProcessStartInfo("dotnet", [program, connectionString])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start"));
    }

    /// <summary>Sends an append.</summary>
    /// <param name="line">As <see cref="AppendLine"/> writes it.</param>
    /// <returns>Null when the process ended before it answered.</returns>
    public async Task<AppendResult?> AppendAsync(string line)
    {
        var answer = new TaskCompletionSource<AppendResult?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var key = line[..line.IndexOf(' ', StringComparison.Ordinal)];
        waiting[key] = answer;
        if (ended)
        {
            return null; // Asked after the key was put where the end of the process looks for those who wait.
        }

        await writing.WaitAsync();
        try
        {
            await process.StandardInput.WriteLineAsync(line);
            await process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            return null; // Killed.
        }
        finally
        {
            writing.Release();
        }

        return await answer.Task;
    }

    /// <summary>SIGKILL, and the wait until the process is gone.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await reading;
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        await reading;
        process.Dispose();
        writing.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line && line.Split(' ', 2) is [var key, var answer])
        {
            if (waiting.TryRemove(key, out var asked))
            {
                Answer(asked, answer);
            }
        }

        ended = true;
        foreach (var asked in waiting.Values)
        {
            asked.TrySetResult(null);
        }
    }

    private static void Answer(TaskCompletionSource<AppendResult?> asked, string answer)
    {
        switch (answer.Split(' '))
        {
            case ["stored", var first, var last, var version, var stream, var repeated]:
                asked.SetResult(new AppendResult.Appended(
                    long.Parse(first, CultureInfo.InvariantCulture),
                    long.Parse(last, CultureInfo.InvariantCulture),
                    int.Parse(version, CultureInfo.InvariantCulture),
                    stream,
                    bool.Parse(repeated)));
                break;
            case ["busy"]:
                asked.SetResult(new AppendResult.Busy(TimeSpan.Zero));
                break;
            default:
                asked.SetException(new InvalidOperationException($"The appender says: {answer}"));
                break;
        }
    }
}
