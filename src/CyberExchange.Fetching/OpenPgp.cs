using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CyberExchange.Fetching;

/// <summary>Checks OpenPGP signatures by the program gpg, which keeps its keys in a folder of this object's own.</summary>
/// <remarks>RFC 9580; the lines that gpg answers are those of its doc/DETAILS. No agent is started and no key server asked.</remarks>
public sealed class OpenPgp : IDisposable
{
    private static readonly string[] Always =
        ["--batch", "--no-tty", "--quiet", "--no-autostart", "--no-options", "--no-auto-key-retrieve", "--no-auto-check-trustdb", "--trust-model", "always"];

    private const string FolderPrefix = "csaf-keys-";

    /// <summary>A run writes into its folder all the time: what nobody has written into for so long was left by one that was killed.</summary>
    private static readonly TimeSpan LeftBehindAfter = TimeSpan.FromDays(1);

    private readonly string _home = MakeHome();
    private readonly HashSet<string> _fingerprints = new(StringComparer.Ordinal);
    private int _files;

    /// <summary>Fingerprints of the primary keys that count, in upper-case hexadecimal.</summary>
    public IReadOnlySet<string> Fingerprints => _fingerprints;

    /// <summary>The primary keys of a file, armoured or not.</summary>
    /// <exception cref="FetchException">It holds no key.</exception>
    public async Task<IReadOnlyList<string>> FingerprintsOfAsync(byte[] keys, CancellationToken ct)
    {
        var said = await RunOnAsync([keys], files => ["--with-colons", "--show-keys", .. files], ct);

        // The record fpr after a record pub is the primary key's; after sub it is a subkey's.
        var records = said.Split('\n').Select(line => line.Split(':')).Where(record => record[0] is "pub" or "sub" or "fpr").ToList();
        var primary = records.Zip(records.Skip(1))
            .Where(pair => pair.First[0] == "pub" && pair.Second[0] == "fpr" && pair.Second.Length > 9)
            .Select(pair => pair.Second[9])
            .ToList();
        return primary.Count > 0 ? primary : throw new FetchException(FetchReason.Malformed, "the file holds no OpenPGP public key");
    }

    /// <summary>Lets one key of a file count, and no other that may be in it.</summary>
    public async Task TrustAsync(byte[] keys, string fingerprint, CancellationToken ct)
    {
        await RunOnAsync([keys], files => ["--import", .. files], ct);
        _fingerprints.Add(fingerprint);
    }

    /// <summary>Checks a detached signature, or several in one file, as a provider makes them while one key takes the place of another.</summary>
    /// <returns>The fingerprint of the primary key that made the first good one by a key that counts; null where there is none, or any is of other bytes.</returns>
    public async Task<string?> VerifyAsync(byte[] document, byte[] signature, CancellationToken ct)
    {
        var said = await RunOnAsync([signature, document], files => ["--status-fd", "1", "--verify", .. files], ct);

        // Of each signature gpg says first how it stands, then by VALIDSIG whose it is, ending with the primary key's fingerprint. GOODSIG
        // says that the key is neither expired nor revoked.
        string? fingerprint = null;
        var isGood = false;
        foreach (var words in said.Split('\n').Select(line => line.TrimEnd('\r').Split(' ')).Where(words => words is ["[GNUPG:]", _, ..]))
        {
            switch (words[1])
            {
                case "BADSIG":
                    return null;
                case "GOODSIG":
                    isGood = true;
                    break;
                case "ERRSIG" or "EXPSIG" or "EXPKEYSIG" or "REVKEYSIG":
                    isGood = false;
                    break;
                case "VALIDSIG" when isGood && _fingerprints.Contains(words[^1]):
                    fingerprint ??= words[^1];
                    break;
            }
        }

        return fingerprint;
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private static string MakeHome()
    {
        foreach (var left in new DirectoryInfo(Path.GetTempPath()).EnumerateDirectories(FolderPrefix + "*").Where(folder => folder.LastWriteTimeUtc < DateTime.UtcNow - LeftBehindAfter))
        {
            try
            {
                left.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is somebody else's, or another run deletes it too.
            }
        }

        return Directory.CreateTempSubdirectory(FolderPrefix).FullName;
    }

    // gpg takes files, which are gone when it has ended, however it ended.
    private async Task<string> RunOnAsync(IReadOnlyList<byte[]> inputs, Func<IReadOnlyList<string>, IReadOnlyList<string>> args, CancellationToken ct)
    {
        var files = inputs.Select(_ => Path.Combine(_home, "file-" + Interlocked.Increment(ref _files).ToString(CultureInfo.InvariantCulture))).ToList();
        try
        {
            foreach (var (file, bytes) in files.Zip(inputs))
            {
                await File.WriteAllBytesAsync(file, bytes, ct);
            }

            return await RunAsync(args(files), ct);
        }
        finally
        {
            files.ForEach(File.Delete);
        }
    }

    // The exit code says less than the status lines, so it is not looked at.
    private async Task<string> RunAsync(IReadOnlyList<string> args, CancellationToken ct)
    {
        var start = new ProcessStartInfo("gpg")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var arg in (IEnumerable<string>)["--homedir", _home, .. Always, .. args])
        {
            start.ArgumentList.Add(arg);
        }

        using var gpg = Start(start);
        using var time = new CancellationTokenSource(FetchLimits.GpgTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, ct);
        try
        {
            gpg.StandardInput.Close();
            var errors = gpg.StandardError.ReadToEndAsync(either.Token);
            var said = await gpg.StandardOutput.ReadToEndAsync(either.Token);
            await errors;
            await gpg.WaitForExitAsync(either.Token);
            return said;
        }
        catch (OperationCanceledException e)
        {
            ct.ThrowIfCancellationRequested();
            throw new FetchException(FetchReason.SignatureWrong, $"gpg did not end within {FetchLimits.GpgTime.TotalSeconds:0} s", e);
        }
        finally
        {
            if (!gpg.HasExited)
            {
                gpg.Kill(entireProcessTree: true);
                await gpg.WaitForExitAsync(CancellationToken.None); // It writes into the folder until it is gone.
            }
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!; // Null only where the shell takes an existing process.
        }
        catch (Win32Exception e)
        {
            throw new FetchingStoppedException("the program gpg, which checks signatures, is not here: install GnuPG", e);
        }
    }
}
