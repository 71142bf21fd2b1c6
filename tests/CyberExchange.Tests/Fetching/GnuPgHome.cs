using System.Diagnostics;
using System.Text;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Csaf;

/// <summary>A folder of keys of its own for the gpg program, gone at the end.</summary>
internal sealed class GnuPgHome : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("cx-gpg-").FullName;

    /// <summary>Makes a key without a passphrase.</summary>
    /// <returns>Its fingerprint.</returns>
    public string MakeKey(string name)
    {
        Run(["--passphrase", "", "--quick-generate-key", $"{name} <{name}@cyberexchange.test>", "ed25519", "sign", "never"]);
        return Fingerprints().Single();
    }

    public void Import(byte[] key) => Run(["--import"], key);

    /// <summary>Of every public key, in upper-case hexadecimal digits.</summary>
    public IReadOnlyList<string> Fingerprints() => [.. Run(["--with-colons", "--list-keys"]).Output
        .Split('\n').Where(line => line.StartsWith("fpr:", StringComparison.Ordinal)).Select(line => line.Split(':')[9])];

    /// <summary>Whether a detached signature is one of these bytes, by a key of this home.</summary>
    public bool Verifies(byte[] document, byte[] signature)
    {
        var file = Path.Combine(Folder, "signature.asc");
        File.WriteAllBytes(file, signature);
        return Run(["--verify", file, "-"], document, mayFail: true).Code == 0;
    }

    public void Dispose()
    {
        using (var end = Process.Start(new ProcessStartInfo("gpgconf", ["--homedir", Folder, "--kill", "gpg-agent"]) { UseShellExecute = false, RedirectStandardError = true })!) // It was just used.
        {
            end.WaitForExit();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private (int Code, string Output) Run(string[] arguments, byte[]? input = null, bool mayFail = false)
    {
        var start = new ProcessStartInfo("gpg", ["--homedir", Folder, "--batch", "--no-tty", "--quiet", "--trust-model", "always", .. arguments])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var gpg = Process.Start(start)!; // It throws where there is no program.
        var errors = gpg.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            gpg.StandardInput.BaseStream.Write(input ?? []);
            gpg.StandardInput.Close();
        }
        catch (IOException) when (mayFail)
        {
            // It reads no document for what is no signature. How it ended is told by its code.
        }

        var output = new StringBuilder(gpg.StandardOutput.ReadToEnd());
        gpg.WaitForExit();
        Assert.True(mayFail || gpg.ExitCode == 0, $"gpg {string.Join(' ', arguments)}: {errors.GetAwaiter().GetResult()}");
        return (gpg.ExitCode, output.ToString());
    }
}
