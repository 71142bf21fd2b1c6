using System.Security.Cryptography;

namespace CyberExchange.DevDatabase;

/// <summary>Folders for sockets and for servers that end with a test run.</summary>
/// <remarks>
/// The name cannot be foretold, so nobody can have prepared the folder. It is short, unlike TMPDIR on some systems:
/// the path of a socket ends at 108 bytes.
/// </remarks>
internal static class TemporaryFolder
{
    private const string Prefix = "/tmp/cyberexchange-";
    private const int RandomDigits = 16;

    /// <returns>A new folder that only the account can enter.</returns>
    public static async Task<string> MakeAsync(PostgresAccount account, CancellationToken cancellationToken)
    {
        var folder = Prefix + RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true);
        await account.MakeFolderAsync(folder, cancellationToken);
        return folder;
    }

    /// <summary>Removes a folder of a server that was killed together with its supervisor.</summary>
    /// <param name="folder">What a pid file names; anything but a name of ours is left alone, since others may write there.</param>
    public static void RemoveLeftover(string? folder)
    {
        var isOurs = folder is not null
            && folder.StartsWith(Prefix, StringComparison.Ordinal)
            && folder[Prefix.Length..] is { Length: RandomDigits } digits
            && digits.All(char.IsAsciiHexDigitLower);
        if (isOurs && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
