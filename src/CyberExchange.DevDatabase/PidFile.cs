using System.Globalization;

namespace CyberExchange.DevDatabase;

/// <summary>PostgreSQL's <c>postmaster.pid</c>: lines 1, 2, 5 and 8 are the pid, the data folder, the socket's folder and the state of the start.</summary>
/// <remarks>The layout is that of <c>miscadmin.h</c>, unchanged since PostgreSQL 10.</remarks>
internal static class PidFile
{
    private const int DataLine = 1;
    private const int SocketLine = 4;
    private const int StateLine = 7;

    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "postmaster.pid");

    public static int? ReadPid(string dataFolder)
        => Lines(dataFolder) is [var first, ..] && int.TryParse(first, CultureInfo.InvariantCulture, out var pid) ? pid : null;

    /// <returns>Null also for a file that came along with a copy: the socket is that of the original.</returns>
    public static string? ReadSocketFolder(string dataFolder)
        => Lines(dataFolder) is { Length: > SocketLine } lines && string.Equals(lines[DataLine].Trim(), dataFolder, StringComparison.Ordinal)
            ? lines[SocketLine].Trim()
            : null;

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
