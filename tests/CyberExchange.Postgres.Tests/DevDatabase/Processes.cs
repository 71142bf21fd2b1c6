using System.Globalization;

namespace CyberExchange.Postgres.Tests.DevDatabase;

/// <summary>Looks for PostgreSQL processes, as a person would with <c>ps</c>.</summary>
internal static class Processes
{
    /// <summary>The pids of all processes that name the folder in their command line or work in it.</summary>
    public static IReadOnlyList<int> On(string dataFolder) =>
    [
        .. from folder in Directory.EnumerateDirectories("/proc")
           let name = Path.GetFileName(folder)
           where name.All(char.IsAsciiDigit) && Uses(folder, dataFolder)
           select int.Parse(name, CultureInfo.InvariantCulture),
    ];

    private static bool Uses(string processFolder, string dataFolder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(processFolder, "cmdline")).Contains($"-D\0{dataFolder}\0", StringComparison.Ordinal)
                || string.Equals(new FileInfo(Path.Combine(processFolder, "cwd")).LinkTarget, dataFolder, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // It ended while we looked, or is another user's.
        }
    }
}
