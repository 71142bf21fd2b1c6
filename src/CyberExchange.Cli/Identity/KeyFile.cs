using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CyberExchange.Cli.Identity;

/// <summary>A private key in a file of its own, and the certificate requests that it signs.</summary>
public sealed class KeyFile : IDisposable
{
    private readonly AsymmetricAlgorithm _key;

    private KeyFile(AsymmetricAlgorithm key) => _key = key;

    /// <summary>SHA-256 of the SubjectPublicKeyInfo in lower-case hexadecimal, as members' keys are enrolled.</summary>
    public string SpkiSha256 => Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()));

    /// <summary>By which algorithm the key signs a JWS (RFC 7518, sections 3.4 and 3.5).</summary>
    public string JwsAlgorithm => _key is RSA ? "PS256" : _key.KeySize == 256 ? "ES256" : "ES384";

    /// <summary>Makes a key on P-256 in a new file that only the caller's account may read.</summary>
    /// <exception cref="CyxFailure">There is such a file, or it cannot be written.</exception>
    public static KeyFile Make(string path)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        try
        {
            Write(path, key.ExportPkcs8PrivateKeyPem(), FileMode.CreateNew);
            return new KeyFile(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Reads a key, of whichever kind.</summary>
    /// <exception cref="CyxFailure">The file is absent, unreadable or no private key.</exception>
    public static KeyFile Open(string path)
    {
        var pem = ReadText(path);
        foreach (var make in new Func<AsymmetricAlgorithm>[] { ECDsa.Create, RSA.Create })
        {
            var key = make();
            try
            {
                key.ImportFromPem(pem);
                return new KeyFile(key);
            }
            catch (Exception e) when (e is CryptographicException or ArgumentException)
            {
                key.Dispose();
            }
        }

        throw CyxFailure.Usage($"{path} holds no ECDSA or RSA key that can be read without a passphrase");
    }

    /// <summary>Writes a certificate request for the key.</summary>
    /// <exception cref="CyxFailure">The file cannot be written.</exception>
    public void Request(X500DistinguishedName subject, string path)
    {
        var request = _key is ECDsa ecdsa
            ? new CertificateRequest(subject, ecdsa, HashAlgorithmName.SHA256)
            : new CertificateRequest(subject, (RSA)_key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Write(path, request.CreateSigningRequestPem(), FileMode.Create);
    }

    /// <summary>Signs a text as <c>/v1/me/keys</c> takes it; in base64.</summary>
    public string Sign(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        return Convert.ToBase64String(_key is ECDsa ecdsa
            ? ecdsa.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
            : ((RSA)_key).SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary>Signs a text as a JWS in compact serialisation (RFC 7515, section 7.1).</summary>
    /// <param name="type">The header's <c>typ</c>.</param>
    /// <param name="payload">The text.</param>
    public string SignJws(string type, byte[] payload)
    {
        var header = $$"""{"alg":"{{JwsAlgorithm}}","typ":"{{type}}"}""";
        var input = $"{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(header))}.{Base64Url.EncodeToString(payload)}";
        var bytes = Encoding.ASCII.GetBytes(input);
        var signature = _key is ECDsa ecdsa
            ? ecdsa.SignData(bytes, JwsAlgorithm == "ES256" ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384) // r and s, as RFC 7518 section 3.4 has them.
            : ((RSA)_key).SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        return $"{input}.{Base64Url.EncodeToString(signature)}";
    }

    public void Dispose() => _key.Dispose();

    /// <summary>The text of a file.</summary>
    /// <exception cref="CyxFailure">It cannot be read.</exception>
    public static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot read {path}: {e.Message}", e);
        }
    }

    private static void Write(string path, string text, FileMode mode)
    {
        try
        {
            Directory.CreateDirectory(
                Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute); // The path is a file's.
            using var file = Private.Open(path, mode);
            file.Write(Encoding.ASCII.GetBytes(text + "\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.Usage, File.Exists(path) && mode is FileMode.CreateNew ? $"{path} is there already, and a key is not written over" : $"cannot write {path}: {e.Message}", e);
        }
    }
}
