using System.Security.Cryptography;
using CyberExchange.DevDatabase;
using CyberExchange.DevHost.Certificates;

namespace CyberExchange.DevHost;

/// <summary>The files of a development instance, all below one folder.</summary>
public sealed class InstanceHome(string folder)
{
    private const int InstanceKeyBytes = 32;

    private static readonly string[] OwnFolders = ["certificates", "authorities", "trust", "keys", "openpgp"];
    private static readonly string[] OwnFiles = ["bootstrap.json", "server.log", "server.earlier.log", "seeded"];

    public string Folder { get; } = folder;

    /// <summary>The embedded PostgreSQL's instance folder.</summary>
    public string Postgres => Path.Combine(Folder, "postgres");

    /// <summary>Holds the key that the instance seals its secrets with.</summary>
    public string Secrets => Path.Combine(Folder, "keys");

    /// <summary>Holds the OpenPGP key that signs advisories.</summary>
    public string OpenPgp => Path.Combine(Folder, "openpgp");

    public string BootstrapFile => Path.Combine(Folder, "bootstrap.json");

    public string ServerLog => Path.Combine(Folder, "server.log");

    /// <summary>What the server logged in the run before this one.</summary>
    public string EarlierServerLog => Path.Combine(Folder, "server.earlier.log");

    /// <summary>Whether a part of the development set-up was seeded in this instance before.</summary>
    /// <param name="part"><c>partners</c> or <c>items</c>.</param>
    public bool IsSeeded(string part) => File.Exists(SeededFile) && File.ReadLines(SeededFile).Contains(part, StringComparer.Ordinal);

    public void MarkSeeded(string part) => File.AppendAllLines(SeededFile, [part]);

    private string SeededFile => Path.Combine(Folder, "seeded");

    /// <summary>Makes <c>keys/instance.key</c> if there is none: 32 random bytes that only the owner can read.</summary>
    public void EnsureSecrets()
    {
        PrivateFiles.MakeFolder(Secrets);
        var keyFile = Path.Combine(Secrets, "instance.key");
        if (!File.Exists(keyFile))
        {
            PrivateFiles.Write(keyFile, RandomNumberGenerator.GetBytes(InstanceKeyBytes));
        }
    }

    /// <summary>Removes what the launcher and the server made here, and nothing that somebody else put beside it.</summary>
    /// <exception cref="EmbeddedPostgresException">The instance is running.</exception>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        await EmbeddedPostgres.RemoveAsync(Postgres, cancellationToken);
        foreach (var own in OwnFolders.Select(name => Path.Combine(Folder, name)).Where(Directory.Exists))
        {
            Directory.Delete(own, recursive: true);
        }

        foreach (var own in OwnFiles.Select(name => Path.Combine(Folder, name)))
        {
            File.Delete(own);
        }
    }
}
