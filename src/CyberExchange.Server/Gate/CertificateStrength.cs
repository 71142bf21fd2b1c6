using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CyberExchange.Server.Gate;

/// <summary>Which keys and signatures are strong enough, for clients and for the authorities above them.</summary>
internal static class CertificateStrength
{
    /// <summary>Which keys those are, for people.</summary>
    public const string Words = "ECDSA on P-256 or P-384, or RSA of 3072 to 8192 bits";

    private const int RsaBitsMin = 3072;
    private const int RsaBitsMax = 8192; // Beyond it a check of a signature costs more than whoever sends one should be able to ask for.
    private const string EllipticCurveKey = "1.2.840.10045.2.1"; // RFC 5480 section 2.1.1
    private const string RsaKey = "1.2.840.113549.1.1.1"; // RFC 8017 appendix A.1

    private static readonly string[] Curves = ["1.2.840.10045.3.1.7", "1.3.132.0.34"]; // P-256 and P-384, RFC 5480 section 2.1.1.1

    // RSASSA-PSS is not among them: its hash stands in parameters that .NET does not show, and may be SHA-1.
    public static bool HasStrongSignature(X509Certificate2 certificate) => HashOf(certificate.SignatureAlgorithm.Value ?? "") is not null;

    /// <summary>The hash of a signature algorithm that is strong enough; null for any other.</summary>
    public static HashAlgorithmName? HashOf(string signatureAlgorithm) => signatureAlgorithm switch
    {
        "1.2.840.10045.4.3.2" or "1.2.840.113549.1.1.11" => HashAlgorithmName.SHA256, // ECDSA: RFC 5758 section 3.2; RSA: RFC 8017 appendix A.2.4
        "1.2.840.10045.4.3.3" or "1.2.840.113549.1.1.12" => HashAlgorithmName.SHA384,
        "1.2.840.10045.4.3.4" or "1.2.840.113549.1.1.13" => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>Whether a signature algorithm is ECDSA.</summary>
    public static bool IsEllipticCurve(string signatureAlgorithm) => signatureAlgorithm.StartsWith("1.2.840.10045.4.3.", StringComparison.Ordinal);

    public static bool HasStrongKey(X509Certificate2 certificate) => IsStrongKey(certificate.PublicKey);

    public static bool IsStrongKey(PublicKey key) => key.Oid.Value switch
    {
        EllipticCurveKey => IsOnNamedCurve(key.EncodedParameters?.RawData),
        RsaKey => RsaBits(key) is >= RsaBitsMin and <= RsaBitsMax,
        _ => false,
    };

    // A curve given by its own parameters instead of a name is a way to forge signatures (CVE-2020-0601).
    private static bool IsOnNamedCurve(byte[]? parameters)
        => parameters is not null
            && Asn1Tag.TryDecode(parameters, out var tag, out _)
            && tag == Asn1Tag.ObjectIdentifier
            && Curves.Contains(AsnDecoder.ReadObjectIdentifier(parameters, AsnEncodingRules.DER, out _), StringComparer.Ordinal);

    private static int RsaBits(PublicKey key)
    {
        using var rsa = key.GetRSAPublicKey();
        return rsa?.KeySize ?? 0;
    }
}
