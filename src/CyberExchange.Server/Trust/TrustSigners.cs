using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;

namespace CyberExchange.Server.Trust;

/// <summary>Whose signatures count on the trust lists of each jurisdiction: keys that the operator of the exchange has put beside the anchors.</summary>
public sealed class TrustSigners
{
    private const string P256 = "1.2.840.10045.3.1.7"; // RFC 5480 section 2.1.1.1

    private readonly Dictionary<Jurisdiction, List<ECDsa>> _keys;

    private TrustSigners(Dictionary<Jurisdiction, List<ECDsa>> keys) => _keys = keys;

    /// <summary>Reads <c>eu-signers.pem</c> and <c>jp-signers.pem</c>: public keys or certificates on P-256. A file that is absent holds none.</summary>
    /// <exception cref="TrustAnchorsException">A file cannot be read.</exception>
    public static TrustSigners Load(string folder) =>
        new(Enum.GetValues<Jurisdiction>().ToDictionary(jurisdiction => jurisdiction, jurisdiction => Read(Path.Combine(folder, FileOf(jurisdiction)))));

    /// <summary>The name of a jurisdiction's file, in the folder of the anchors.</summary>
    public static string FileOf(Jurisdiction jurisdiction) => $"{jurisdiction.Text().ToLowerInvariant()}-signers.pem";

    public IReadOnlyList<ECDsa> Of(Jurisdiction jurisdiction) => _keys[jurisdiction];

    private static List<ECDsa> Read(string file)
    {
        var keys = new List<ECDsa>();
        if (!File.Exists(file))
        {
            return keys;
        }

        try
        {
            var text = File.ReadAllText(file).AsSpan();
            while (PemEncoding.TryFind(text, out var fields))
            {
                keys.Add(Key(text[fields.Label], text[fields.Location]));
                text = text[fields.Location.End..];
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new TrustAnchorsException($"The signers of trust lists in {file} cannot be read: {e.Message}", e);
        }

        return keys.Count > 0 ? keys : throw new TrustAnchorsException($"{file} holds no public key.");
    }

    private static ECDsa Key(ReadOnlySpan<char> label, ReadOnlySpan<char> pem)
    {
        ECDsa key;
        if (label.SequenceEqual("CERTIFICATE"))
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            key = certificate.GetECDsaPublicKey() ?? throw new CryptographicException("a certificate there has no elliptic-curve key");
        }
        else
        {
            key = ECDsa.Create();
            key.ImportFromPem(pem);
        }

        return key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256
            ? key
            : throw new CryptographicException("a key there is not on P-256");
    }
}
