using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;

namespace CyberExchange.Server.Gate;

/// <summary>A certificate request (PKCS #10, RFC 2986), read for the one thing that it proves: that its sender has the key.</summary>
/// <remarks>The subject and the extensions that it asks for are the authority's business and are not looked at.</remarks>
public static class KeyRequest
{
    /// <summary>Where the request stands in the caller's document.</summary>
    public const string Pointer = "/certificateRequest";

    /// <summary>A request of an RSA key of 8192 bits with many names has some 4,000 characters.</summary>
    public const int CharactersMax = 16 * 1024;

    private const string Label = "CERTIFICATE REQUEST"; // RFC 7468 section 7

    /// <summary>The digest of the key, if it is strong enough and has signed the request; or what is wrong.</summary>
    public static (SpkiDigest? Key, Refusal? Refusal) Read(string pem)
    {
        if (pem.Length > CharactersMax || Decode(pem) is not { } der)
        {
            return Wrong($"Send one certificate request in PEM, of at most {CharactersMax} characters and nothing beside it.");
        }

        try
        {
            return Judge(der);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or ArgumentException or NotSupportedException)
        {
            return Wrong("The certificate request is not what RFC 2986 describes, or its own key has not signed it.");
        }
    }

    // The strength is looked at first: a signature by a weak key, or over a weak hash, proves nothing.
    private static (SpkiDigest? Key, Refusal? Refusal) Judge(byte[] der)
    {
        if (CertificateStrength.HashOf(SignatureAlgorithm(der)) is null)
        {
            return Wrong("The certificate request must be signed with ECDSA or RSA (PKCS #1) over SHA-256, SHA-384 or SHA-512.");
        }

        var unproved = CertificateRequest.LoadSigningRequest(der, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.SkipSignatureValidation);
        if (!CertificateStrength.IsStrongKey(unproved.PublicKey))
        {
            return Wrong($"The key must be {CertificateStrength.Words}.");
        }

        var proved = CertificateRequest.LoadSigningRequest(der, HashAlgorithmName.SHA256);
        return (new SpkiDigest(TrustAnchor.KeyOf(proved.PublicKey)), null);
    }

    // CertificationRequest ::= SEQUENCE { certificationRequestInfo, signatureAlgorithm AlgorithmIdentifier, signature BIT STRING }, RFC 2986 section 4.2
    private static string SignatureAlgorithm(byte[] der)
    {
        var request = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        request.ReadEncodedValue();
        return request.ReadSequence().ReadObjectIdentifier();
    }

    private static byte[]? Decode(string pem) =>
        PemEncoding.TryFind(pem, out var fields)
        && pem.AsSpan()[fields.Label].SequenceEqual(Label)
        && pem.AsSpan()[..fields.Location.Start.Value].IsWhiteSpace()
        && pem.AsSpan()[fields.Location.End.Value..].IsWhiteSpace()
            ? Convert.FromBase64String(pem[fields.Base64Data])
            : null;

    private static (SpkiDigest? Key, Refusal? Refusal) Wrong(string detail) => (null, new(RefusalCode.Invalid, Pointer, detail));
}
