using System.Security.Cryptography;
using CyberExchange.Server.Sealing;

namespace CyberExchange.Server.Gate;

/// <summary>The key of the certificate with which a request came.</summary>
public static class PresentKey
{
    /// <summary>The algorithms by which such keys sign a JWS (RFC 7518, sections 3.4 and 3.5), one for each kind of them.</summary>
    internal static IReadOnlyList<string> JwsAlgorithms { get; } = ["ES256", "ES384", "PS256"];

    /// <summary>Whether the key has signed a JWS, by the algorithm of its kind.</summary>
    /// <param name="http">The request of a member.</param>
    /// <param name="jws">What was to be signed.</param>
    internal static bool HasSigned(HttpContext http, CompactJws jws)
    {
        if (http.Connection.ClientCertificate is not { } certificate)
        {
            return false;
        }

        using var ecdsa = certificate.PublicKey.GetECDsaPublicKey();
        if (ecdsa is not null)
        {
            return jws.Algorithm == (ecdsa.KeySize == 256 ? "ES256" : "ES384")
                && ecdsa.VerifyData(jws.Input, jws.Signature, ecdsa.KeySize == 256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384);
        }

        using var rsa = certificate.PublicKey.GetRSAPublicKey();
        return rsa is not null && jws.Algorithm == "PS256" && rsa.VerifyData(jws.Input, jws.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
    }

    /// <summary>The key itself, as SubjectPublicKeyInfo in base64.</summary>
    /// <param name="http">The request of a member.</param>
    public static string Of(HttpContext http) => Convert.ToBase64String(
        (http.Connection.ClientCertificate ?? throw new ArgumentException("A caller comes with a certificate.", nameof(http))).PublicKey.ExportSubjectPublicKeyInfo());

    /// <summary>Whether the key has signed the text: over SHA-256, with ECDSA as DER (RFC 3279, section 2.2.3) or RSA (PKCS #1 v1.5).</summary>
    /// <param name="http">The request of a member.</param>
    /// <param name="text">What was to be signed.</param>
    /// <param name="signature">In base64.</param>
    public static bool HasSigned(HttpContext http, ReadOnlySpan<byte> text, string signature)
    {
        var bytes = new byte[signature.Length];
        if (http.Connection.ClientCertificate is not { } certificate || !Convert.TryFromBase64String(signature, bytes, out var length))
        {
            return false;
        }

        var signed = bytes.AsSpan(0, length);
        using var ecdsa = certificate.PublicKey.GetECDsaPublicKey();
        if (ecdsa is not null)
        {
            return ecdsa.VerifyData(text, signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }

        using var rsa = certificate.PublicKey.GetRSAPublicKey();
        return rsa is not null && rsa.VerifyData(text, signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
