using System.Security.Cryptography;

namespace CyberExchange.Server.Gate;

/// <summary>The key of the certificate with which a request came.</summary>
public static class PresentKey
{
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
