using System.ComponentModel;
using System.Diagnostics;

namespace CyberExchange.DevHost.Certificates;

/// <summary>An OpenPGP key without a passphrase, in a GnuPG home of its own, for a development instance to sign advisories with.</summary>
/// <param name="Fingerprint">In upper-case hexadecimal digits.</param>
/// <param name="Home">The folder that gpg knows as GNUPGHOME.</param>
public sealed record DevelopmentSigningKey(string Fingerprint, string Home)
{
    private const string Owner = "CyberExchange development <security@localhost>";

    /// <summary>The key of a folder; made if there is none. Null where the gpg program is not there, or cannot make one.</summary>
    public static DevelopmentSigningKey? Ensure(string folder)
    {
        PrivateFiles.MakeFolder(folder);
        if (Find(folder) is { } found)
        {
            return found;
        }

        return Run("gpg", folder, "--batch", "--no-tty", "--quiet", "--passphrase", "", "--quick-generate-key", Owner, "ed25519", "sign", "never") is null ? null : Find(folder);
    }

    /// <summary>Ends the agent that gpg leaves behind for a home.</summary>
    public static void End(string folder)
    {
        if (Directory.Exists(folder))
        {
            Run("gpgconf", folder, "--kill", "gpg-agent");
        }
    }

    private static DevelopmentSigningKey? Find(string folder) =>
        Run("gpg", folder, "--batch", "--no-tty", "--quiet", "--with-colons", "--list-secret-keys")?.Split('\n')
            .FirstOrDefault(line => line.StartsWith("fpr:", StringComparison.Ordinal)) is { } line
            ? new(line.Split(':')[9], folder)
            : null;

    private static string? Run(string program, string folder, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["--homedir", folder, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true });
            if (process is null)
            {
                return null;
            }

            process.BeginErrorReadLine(); // Nobody listens; the pipe must not fill up.
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null; // There is no such program.
        }
    }
}
