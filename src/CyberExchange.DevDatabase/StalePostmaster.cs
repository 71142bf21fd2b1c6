using System.Globalization;
using System.Runtime.InteropServices;

namespace CyberExchange.DevDatabase;

/// <summary>Deals with what an owner left in a data folder that was killed together with its supervisor.</summary>
/// <remarks>
/// Called under the instance's lock. Without <c>/proc</c> (macOS) all is left to PostgreSQL, which refuses to start
/// beside another that is alive.
/// </remarks>
internal static class StalePostmaster
{
    private const int Sigint = 2;
    private const int Sigquit = 3;
    private const int Sigkill = 9;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    // Time to end by itself, since its supervisor may be stopping it now, then fast, immediate and forced shutdown.
    private static readonly (int Signal, TimeSpan Patience)[] Steps =
    [
        (0, TimeSpan.FromSeconds(2)),
        (Sigint, TimeSpan.FromSeconds(5)),
        (Sigquit, TimeSpan.FromSeconds(3)),
        (Sigkill, TimeSpan.FromSeconds(3)),
    ];

    /// <summary>Stops a postmaster without an owner, and clears a pid that now belongs to another program.</summary>
    /// <exception cref="EmbeddedPostgresException">It does not stop.</exception>
    public static async Task StopAsync(string dataFolder, Action<string> say, CancellationToken cancellationToken)
    {
        if (!Directory.Exists("/proc/self") || PidFile.ReadPid(dataFolder) is not { } pid)
        {
            return;
        }

        if (!Directory.Exists($"/proc/{pid}"))
        {
            // The file stays: with it PostgreSQL also checks for the shared memory that orphaned backends may hold.
            return;
        }

        if (!RunsOn(pid, dataFolder))
        {
            await ClearForeignPidAsync(dataFolder, cancellationToken);
            say($"removed a pid file of PostgreSQL: process {pid} is another program by now");
            return;
        }

        say($"stopping PostgreSQL {pid}, which lost its owner");
        foreach (var (signal, patience) in Steps)
        {
            if (signal != 0)
            {
                _ = Kill(pid, signal); // It may have ended meanwhile, which the wait below sees.
            }

            if (await WaitAsync(() => !RunsOn(pid, dataFolder), patience, cancellationToken))
            {
                return;
            }
        }

        throw new EmbeddedPostgresException($"PostgreSQL {pid} on {dataFolder} does not stop");
    }

    // Pids come round again, in containers soon. PostgreSQL would take the stranger for its own postmaster.
    private static async Task ClearForeignPidAsync(string dataFolder, CancellationToken cancellationToken)
    {
        if (!await WaitAsync(() => !AnyRunsOn(dataFolder), TimeSpan.FromSeconds(5), cancellationToken))
        {
            throw new EmbeddedPostgresException($"processes of a PostgreSQL that was killed still use {dataFolder}");
        }

        File.Delete(PidFile.PathIn(dataFolder));
    }

    private static async Task<bool> WaitAsync(Func<bool> done, TimeSpan patience, CancellationToken cancellationToken)
    {
        var deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (!done())
        {
            if (Environment.TickCount64 > deadline)
            {
                return false;
            }

            await Task.Delay(Poll, cancellationToken);
        }

        return true;
    }

    private static bool AnyRunsOn(string dataFolder)
        => Directory.EnumerateDirectories("/proc").Any(folder =>
            int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) && RunsOn(pid, dataFolder));

    // A postmaster and its backends have the data folder as their working folder.
    private static bool RunsOn(int pid, string dataFolder)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").StartsWith("postgres", StringComparison.Ordinal)
                && string.Equals(new FileInfo($"/proc/{pid}/cwd").LinkTarget, dataFolder, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // It ended meanwhile, or belongs to somebody else.
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
