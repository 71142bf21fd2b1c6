using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CyberExchange.DevDatabase;

/// <summary>The PostgreSQL programs to run, and their major version.</summary>
/// <remarks>
/// Searched in this order: a folder that the caller names, the one in <c>CYBEREXCHANGE_PG_BIN</c>, the npm package
/// that the build fetched, and the newest of the system's own in <c>/usr/lib/postgresql</c>.
/// </remarks>
public sealed record PostgresBinaries(string Folder, int MajorVersion)
{
    /// <summary>Environment variable that forces a folder with <c>postgres</c> and <c>initdb</c>.</summary>
    public const string FolderVariable = "CYBEREXCHANGE_PG_BIN";

    private const string SystemFolder = "/usr/lib/postgresql";

    // Only root writes here, so a name that can be foretold cannot be prepared by another user.
    private const string CopiesFolder = "/var/lib";

    internal string Postgres => Path.Combine(Folder, "postgres");

    internal string InitDb => Path.Combine(Folder, "initdb");

    /// <exception cref="EmbeddedPostgresException">No folder has the programs, or they do not run.</exception>
    internal static async Task<PostgresBinaries> FindAsync(
        string? named, PostgresAccount account, Action<string> say, CancellationToken cancellationToken)
    {
        var folder = Search(named);
        RestoreSymbolicLinks(folder);
        if (!account.CanReach(folder))
        {
            folder = await CopyWithinReachAsync(folder, say, cancellationToken);
        }

        // "postgres (PostgreSQL) 18.4" or "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"
        var version = await Programs.RunAsync(account, Path.Combine(folder, "postgres"), ["--version"], cancellationToken);
        var major = int.Parse(version.Split(' ')[2].Split('.')[0], CultureInfo.InvariantCulture);
        return new PostgresBinaries(folder, major);
    }

    private static string Search(string? named)
    {
        var forced = named ?? Environment.GetEnvironmentVariable(FolderVariable);
        if (!string.IsNullOrEmpty(forced))
        {
            return HasPrograms(forced)
                ? Path.GetFullPath(forced)
                : throw new EmbeddedPostgresException($"{forced} ({FolderVariable}) has no postgres and initdb");
        }

        return Candidates().FirstOrDefault(HasPrograms) ?? throw new EmbeddedPostgresException(
            "no PostgreSQL programs: run `npm ci --ignore-scripts` in src/CyberExchange.DevDatabase, "
            + $"install PostgreSQL 15 or later, or set {FolderVariable}");
    }

    private static IEnumerable<string> Candidates()
    {
        var packages = typeof(PostgresBinaries).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => string.Equals(data.Key, "PostgresPackages", StringComparison.Ordinal)).Value!; // The project file always writes it.
        var system = OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var processor = RuntimeInformation.OSArchitecture is Architecture.Arm64 ? "arm64" : "x64";
        yield return Path.Combine(packages, "@embedded-postgres", $"{system}-{processor}", "native", "bin");

        if (Directory.Exists(SystemFolder))
        {
            var byVersion = Directory.EnumerateDirectories(SystemFolder)
                .Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _))
                .OrderByDescending(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));
            foreach (var folder in byVersion)
            {
                yield return Path.Combine(folder, "bin");
            }
        }
    }

    private static bool HasPrograms(string folder)
        => File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb"));

    // A package of npm carries no symbolic links. Its own install script makes them from this list, but we let no
    // install script run.
    private static void RestoreSymbolicLinks(string folder)
    {
        var package = Path.GetFullPath(Path.Combine(folder, "..", ".."));
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
        {
            return;
        }

        using var links = JsonDocument.Parse(File.ReadAllBytes(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var target = Path.Combine(package, link.GetProperty("source").GetString()!); // A string in every entry.
            var path = Path.Combine(package, link.GetProperty("target").GetString()!);
            if (!Path.Exists(path))
            {
                CreateLink(path, Path.GetRelativePath(Path.GetDirectoryName(path)!, target)); // Never a root.
            }
        }
    }

    private static void CreateLink(string path, string target)
    {
        try
        {
            File.CreateSymbolicLink(path, target);
        }
        catch (IOException) when (Path.Exists(path))
        {
            // Another process that starts at the same time made the same link.
        }
    }

    // A clone below root's 0700 home: an unprivileged account can run nothing there.
    private static async Task<string> CopyWithinReachAsync(string folder, Action<string> say, CancellationToken cancellationToken)
    {
        var installation = Path.GetFullPath(Path.Combine(folder, ".."));
        var written = File.GetLastWriteTimeUtc(Path.Combine(folder, "postgres")).Ticks;
        var identity = SHA256.HashData(Encoding.UTF8.GetBytes($"{installation} {written}"));
        var copy = Path.Combine(CopiesFolder, "cyberexchange-postgres-" + Convert.ToHexStringLower(identity)[..12]);
        if (!Directory.Exists(copy))
        {
            var part = $"{copy}.{Environment.ProcessId}";
            await Programs.RunAsync(account: null, "cp", ["-a", installation, part], cancellationToken);
            await Programs.RunAsync(account: null, "chmod", ["-R", "a+rX,go-w", part], cancellationToken);
            if (!TryMove(part, copy))
            {
                Directory.Delete(part, recursive: true);
            }

            say($"copied the PostgreSQL programs to {copy}, where an unprivileged account can run them");
        }

        return Path.Combine(copy, "bin");
    }

    private static bool TryMove(string from, string to)
    {
        try
        {
            Directory.Move(from, to);
            return true;
        }
        catch (IOException) when (Directory.Exists(to))
        {
            return false; // Another process made the same copy first.
        }
    }
}
