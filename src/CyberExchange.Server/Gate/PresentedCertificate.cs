using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Server.Gate;

/// <summary>What a client showed in the handshake: made once for its connection and judged at every request.</summary>
/// <remarks>It holds bytes and no handles, since the TLS layer disposes its certificates when it likes.</remarks>
internal sealed class PresentedCertificate
{
    // The handshake and the requests of a connection have the same certificate object; it takes its entry along when it goes.
    private static readonly ConditionalWeakTable<X509Certificate2, PresentedCertificate> Connected = [];

    private readonly byte[] _leaf;
    private readonly byte[][] _others;

    private PresentedCertificate(byte[] leaf, byte[][] others, SpkiDigest key)
    {
        _leaf = leaf;
        _others = others;
        Key = key;
        Fingerprint = FingerprintOf([leaf, .. others]);
        Thumbprint = Base64Url.EncodeToString(SHA256.HashData(leaf));
    }

    /// <summary>The name under which the key may be enrolled.</summary>
    public SpkiDigest Key { get; }

    /// <summary>SHA-256 over all that was shown, since the verdict depends on all of it.</summary>
    public string Fingerprint { get; }

    /// <summary>SHA-256 of the DER of the client's own certificate, base64url: <c>x5t#S256</c> of RFC 8705, section 3.1.</summary>
    public string Thumbprint { get; }

    /// <summary>Keeps what was sent beside the client's own certificate, which is known in the handshake only.</summary>
    public static void Remember(X509Certificate2 leaf, IEnumerable<X509Certificate2> others) => Connected.AddOrUpdate(leaf, From(leaf, others));

    /// <summary>What was shown together with the certificate of this connection.</summary>
    public static PresentedCertificate Of(X509Certificate2 leaf) => Connected.GetValue(leaf, certificate => From(certificate, []));

    private static PresentedCertificate From(X509Certificate2 leaf, IEnumerable<X509Certificate2> others) =>
        new(leaf.RawData, [.. others.Select(other => other.RawData)], new SpkiDigest(TrustAnchor.KeyOf(leaf)));

    /// <summary>Judges it against the anchors of one jurisdiction.</summary>
    public CertificateVerdict Judge(X509Certificate2Collection anchors, Jurisdiction jurisdiction, DateTimeOffset now)
    {
        using var leaf = X509CertificateLoader.LoadCertificate(_leaf);
        var others = new X509Certificate2Collection(_others.Select(X509CertificateLoader.LoadCertificate).ToArray());
        try
        {
            return CertificateJudge.Judge(leaf, others, anchors, jurisdiction, now);
        }
        finally
        {
            foreach (var other in others)
            {
                other.Dispose();
            }
        }
    }

    // Each certificate is a DER value that says its own length, so that no two lists run together to the same bytes.
    private static string FingerprintOf(IEnumerable<byte[]> certificates)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var certificate in certificates)
        {
            hash.AppendData(certificate);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
