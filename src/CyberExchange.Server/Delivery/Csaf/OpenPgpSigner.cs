using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using CyberExchange.Server.Startup;

namespace CyberExchange.Server.Delivery.Csaf;

/// <summary>Signs with the <c>gpg</c> program and one key of a GnuPG home: the key never comes into this process.</summary>
/// <remarks>The key has no passphrase, or an agent that holds it: nobody is there to type one, and gpg is told to ask nobody.</remarks>
public sealed class OpenPgpSigner
{
    private static readonly TimeSpan SignMax = TimeSpan.FromSeconds(30);

    private readonly OpenPgpKeyOptions _key;

    private OpenPgpSigner(OpenPgpKeyOptions key, string publicKey) => (_key, Fingerprint, PublicKey) = (key, key.Fingerprint, publicKey);

    /// <summary>In upper-case hexadecimal digits.</summary>
    public string Fingerprint { get; }

    /// <summary>The public key, ASCII armoured.</summary>
    public string PublicKey { get; }

    /// <summary>Looks for the key, and tries to sign with it.</summary>
    /// <exception cref="StartupException">There is no gpg, or it cannot sign with this key.</exception>
    public static async Task<OpenPgpSigner> OpenAsync(OpenPgpKeyOptions key, CancellationToken ct)
    {
        try
        {
            var publicKey = Encoding.ASCII.GetString(await RunAsync(key, ["--armor", "--export", key.Fingerprint], [], ct));
            if (publicKey.Length == 0)
            {
                throw new StartupException($"CYBEREXCHANGE_CSAF_KEYRING has no key {key.Fingerprint}.");
            }

            var signer = new OpenPgpSigner(key, publicKey);
            await signer.CheckAsync(ct);
            return signer;
        }
        catch (OpenPgpException e)
        {
            throw new StartupException($"The exchange cannot sign with the OpenPGP key {key.Fingerprint}: {e.Message}");
        }
    }

    /// <summary>Signs something that is nothing to anybody, to see that it can.</summary>
    /// <exception cref="OpenPgpException">gpg did not sign.</exception>
    public Task CheckAsync(CancellationToken ct) => SignAsync("The exchange signs."u8.ToArray(), ct);

    /// <summary>A detached signature of some bytes, ASCII armoured (RFC 4880, sections 5.2 and 6.2).</summary>
    /// <exception cref="OpenPgpException">gpg did not sign.</exception>
    public async Task<string> SignAsync(byte[] document, CancellationToken ct) => Encoding.ASCII.GetString(
        await RunAsync(_key, ["--local-user", Fingerprint, "--digest-algo", "SHA512", "--armor", "--detach-sign"], document, ct));

    private static async Task<byte[]> RunAsync(OpenPgpKeyOptions key, IEnumerable<string> arguments, byte[] input, CancellationToken ct)
    {
        var start = new ProcessStartInfo(key.Program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "--batch", "--no-tty", "--quiet", "--pinentry-mode", "error", "--homedir", key.Home }.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var gpg = Process.Start(start) ?? throw new OpenPgpException("gpg did not start.");
            return await TalkAsync(gpg, input, ct);
        }
        catch (Win32Exception e)
        {
            throw new OpenPgpException($"the program gpg cannot be run: {e.Message}");
        }
    }

    private static async Task<byte[]> TalkAsync(Process gpg, byte[] input, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(SignMax);
        try
        {
            using var output = new MemoryStream();
            var read = gpg.StandardOutput.BaseStream.CopyToAsync(output, limit.Token);
            var errors = gpg.StandardError.ReadToEndAsync(limit.Token);
            await WriteAsync(gpg, input, limit.Token);
            await read;
            await gpg.WaitForExitAsync(limit.Token);
            return gpg.ExitCode == 0 ? output.ToArray() : throw new OpenPgpException((await errors).Trim().ReplaceLineEndings(" "));
        }
        catch (OperationCanceledException)
        {
            gpg.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            throw new OpenPgpException($"gpg took longer than {SignMax.TotalSeconds:0} s.");
        }
    }

    private static async Task WriteAsync(Process gpg, byte[] input, CancellationToken ct)
    {
        try
        {
            await gpg.StandardInput.BaseStream.WriteAsync(input, ct);
            gpg.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read all; its exit code and words say why.
        }
    }
}

/// <summary>gpg did not do what it was asked to; the text has its own words.</summary>
public sealed class OpenPgpException(string message) : Exception(message);

/// <summary>What the exchange signs with, once it has started.</summary>
/// <remarks>Without a key its sites are those of a provider, and of a trusted provider with one (CSAF 2.0, 7.2.2 and 7.2.3).</remarks>
public sealed class CsafSigning
{
    /// <summary>Null for none.</summary>
    public OpenPgpSigner? Signer { get; private set; }

    /// <summary>Fingerprint of the key; empty for none.</summary>
    public string Fingerprint => Signer?.Fingerprint ?? "";

    /// <summary>Opens the key that the settings name.</summary>
    /// <exception cref="StartupException">It cannot be used.</exception>
    public async Task OpenAsync(CsafSiteOptions options, CancellationToken ct) => Signer = options.Key is { } key ? await OpenPgpSigner.OpenAsync(key, ct) : null;
}
