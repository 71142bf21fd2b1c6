using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CyberExchange.DevDatabase;

/// <summary>Where the rows lie: below the instance folder, or elsewhere when PostgreSQL's account cannot reach that.</summary>
/// <remarks>
/// PostgreSQL itself refuses a data folder that another account owns or that others may enter.
/// </remarks>
internal sealed class DataFolder
{
    /// <summary>File in the instance folder that names the data folder when it lies elsewhere.</summary>
    public const string PlaceFile = "data-folder";

    // Only root writes here, so a name that can be foretold cannot be prepared by another user.
    private const string PlaceForRoot = "/var/lib";

    private readonly PostgresAccount _account;

    private DataFolder(string path, PostgresAccount account)
    {
        Path = path;
        _account = account;
    }

    public string Path { get; }

    private string VersionFile => System.IO.Path.Combine(Path, "PG_VERSION");

    /// <summary>The data of an instance that ends with its server; the account owns the whole folder.</summary>
    public static DataFolder InTemporary(string instanceFolder, PostgresAccount account)
        => new(System.IO.Path.Combine(instanceFolder, "data"), account);

    /// <summary>Decides where the data lies and writes that into the instance folder if it lies elsewhere.</summary>
    /// <remarks>
    /// The place follows from the instance folder's path alone. What the file there says is only compared: it comes
    /// along with a copy, and would let whoever writes it decide what is stopped and removed as root.
    /// </remarks>
    /// <exception cref="EmbeddedPostgresException">The instance folder was moved or copied here, or its data is in use.</exception>
    public static async Task<DataFolder> LocateAsync(
        string instanceFolder, InstanceLock held, PostgresAccount account, Action<string> say, CancellationToken cancellationToken)
    {
        var placeFile = System.IO.Path.Combine(instanceFolder, PlaceFile);
        var isNamed = File.Exists(placeFile);
        if (!isNamed && account.CanReach(instanceFolder))
        {
            return new DataFolder(System.IO.Path.Combine(instanceFolder, "data"), account);
        }

        var elsewhere = Elsewhere(instanceFolder);
        if (isNamed && !string.Equals((await File.ReadAllTextAsync(placeFile, cancellationToken)).Trim(), elsewhere, StringComparison.Ordinal))
        {
            throw new EmbeddedPostgresException(
                $"{placeFile} names the data of another folder, so {instanceFolder} was moved or copied: "
                + "bring it back to its old path, or start from nothing with --reset");
        }

        await held.AddDataAsync(elsewhere, cancellationToken);
        if (isNamed)
        {
            return new DataFolder(elsewhere, account);
        }

        if (Directory.Exists(elsewhere))
        {
            // An instance folder of this name was removed by hand, and with it the keys to what lies here.
            await StalePostmaster.StopAsync(elsewhere, say, cancellationToken);
            Directory.Delete(elsewhere, recursive: true);
            say($"removed {elsewhere}, which no instance folder named any more");
        }

        await File.WriteAllTextAsync(placeFile, elsewhere + "\n", cancellationToken);
        say($"the data lies in {elsewhere}: PostgreSQL does not run as root and others cannot enter {instanceFolder}");
        return new DataFolder(elsewhere, account);
    }

    /// <summary>Removes the rows of an instance, wherever they lie; those of a folder it was copied from stay.</summary>
    /// <exception cref="EmbeddedPostgresException">They are in use.</exception>
    public static async Task RemoveAsync(string instanceFolder, InstanceLock held, CancellationToken cancellationToken)
    {
        await RemoveDataAsync(System.IO.Path.Combine(instanceFolder, "data"), cancellationToken);
        var elsewhere = Elsewhere(instanceFolder);
        if (Directory.Exists(elsewhere) || Directory.Exists(Unfinished(elsewhere)))
        {
            await held.AddDataAsync(elsewhere, cancellationToken);
            await RemoveDataAsync(elsewhere, cancellationToken);
            await RemoveDataAsync(Unfinished(elsewhere), cancellationToken);
            File.Delete(InstanceLock.FileBeside(elsewhere));
        }
    }

    /// <summary>Makes the data folder if there is none, and checks that the programs can read it if there is one.</summary>
    /// <exception cref="EmbeddedPostgresException">It was made by another major version, or cannot be made.</exception>
    public async Task PrepareAsync(PostgresBinaries binaries, bool durable, CancellationToken cancellationToken)
    {
        if (!File.Exists(VersionFile))
        {
            await InitialiseAsync(binaries, durable, cancellationToken);
            return;
        }

        var text = (await File.ReadAllTextAsync(VersionFile, cancellationToken)).Trim();
        var version = int.Parse(text, CultureInfo.InvariantCulture);
        if (version != binaries.MajorVersion)
        {
            throw new EmbeddedPostgresException(
                $"{Path} was made by PostgreSQL {version}, and {binaries.Folder} holds PostgreSQL {binaries.MajorVersion}: "
                + $"set {PostgresBinaries.FolderVariable} to the programs of PostgreSQL {version}, or start from nothing with --reset");
        }
    }

    private static string Elsewhere(string instanceFolder)
    {
        var identity = SHA256.HashData(Encoding.UTF8.GetBytes(instanceFolder));
        return System.IO.Path.Combine(PlaceForRoot, "cyberexchange-" + Convert.ToHexStringLower(identity)[..12]);
    }

    /// <summary>Where initdb works until it has succeeded.</summary>
    private static string Unfinished(string dataFolder) => dataFolder + ".unfinished";

    private static async Task RemoveDataAsync(string folder, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder))
        {
            await StalePostmaster.StopAsync(folder, static _ => { }, cancellationToken);
            Directory.Delete(folder, recursive: true);
        }
    }

    // The rename comes last: whatever stops initdb half way leaves nothing that looks like a data folder.
    private async Task InitialiseAsync(PostgresBinaries binaries, bool durable, CancellationToken cancellationToken)
    {
        var unfinished = Unfinished(Path);
        foreach (var leftover in new[] { unfinished, Path }.Where(Directory.Exists))
        {
            Directory.Delete(leftover, recursive: true);
        }

        await _account.MakeFolderAsync(unfinished, cancellationToken);
        var locale = OperatingSystem.IsMacOS() ? "en_US.UTF-8" : "C.UTF-8";
        List<string> arguments =
        [
            "--pgdata", unfinished, "--username", EmbeddedPostgres.SuperUser, "--auth", "trust",
            "--encoding", "UTF8", "--locale", locale, "--data-checksums", "--no-instructions",
        ];
        if (!durable)
        {
            arguments.Add("--no-sync");
        }

        await Programs.RunAsync(_account, binaries.InitDb, arguments, cancellationToken);
        Directory.Move(unfinished, Path);
    }
}
