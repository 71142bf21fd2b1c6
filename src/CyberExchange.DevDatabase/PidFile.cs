using System.Globalization;

namespace CyberExchange.DevDatabase;

/// <summary>PostgreSQL's <c>postmaster.pid</c>: line 1 is the pid, line 5 the folder of its socket, line 8 the state of its start.</summary>
/// <remarks>The layout is that of <c>miscadmin.h</c>, unchanged since PostgreSQL 10.</remarks>
internal static class PidFile
{
    private const int SocketLine = 4;
    private const int StateLine = 7;

    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "postmaster.pid");

    public static int? ReadPid(string dataFolder)
        => Lines(dataFolder) is [var first, ..] && int.TryParse(first, CultureInfo.InvariantCulture, out var pid) ? pid : null;

    public static string? ReadSocketFolder(string dataFolder)
        => Lines(dataFolder) is { Length: > SocketLine } lines ? lines[SocketLine].Trim() : null;

    public static bool SaysReady(string dataFolder)
        => Lines(dataFolder) is { Length: > StateLine } lines && string.Equals(lines[StateLine].Trim(), "ready", StringComparison.Ordinal);

    private static string[] Lines(string dataFolder)
    {
        try
        {
            return File.ReadAllLines(PathIn(dataFolder));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }
}
