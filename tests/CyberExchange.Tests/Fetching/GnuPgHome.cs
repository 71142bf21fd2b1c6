using System.Diagnostics;
using System.Text;
using Xunit;

namespace CyberExchange.Tests.Fetching;

/// <summary>A folder of keys of its own for the gpg program, gone at the end.</summary>
internal sealed class GnuPgHome : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("cx-gpg-").FullName;

    /// <summary>Makes a key without a passphrase.</summary>
    /// <param name="name">Its owner's name.</param>
    /// <param name="at">An earlier time at which it is made, and after which it is good for a day; null for now and for ever.</param>
    /// <returns>Its fingerprint.</returns>
    public string MakeKey(string name, string? at = null)
    {
        var before = Fingerprints();
        Run([.. Time(at), "--passphrase", "", "--quick-generate-key", $"{name} <{name}@cyberexchange.test>", "ed25519", "sign", at is null ? "never" : "1d"]);
        return Fingerprints().Except(before).Single();
    }

    /// <summary>The public keys of some fingerprints, armoured, in one file.</summary>
    public byte[] Export(params string[] fingerprints) => Encoding.ASCII.GetBytes(Run(["--armor", "--export", .. fingerprints]).Output);

    /// <summary>One armoured file with a detached signature by each key.</summary>
    /// <param name="document">What is signed.</param>
    /// <param name="at">When; null for now.</param>
    /// <param name="fingerprints">By which keys.</param>
    public byte[] Sign(byte[] document, string? at, params string[] fingerprints) =>
        Encoding.ASCII.GetBytes(Run([.. Time(at), .. fingerprints.SelectMany(key => new[] { "--local-user", key }), "--armor", "--detach-sign"], document).Output);

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

    private static string[] Time(string? at) => at is null ? [] : ["--faked-system-time", at];

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
