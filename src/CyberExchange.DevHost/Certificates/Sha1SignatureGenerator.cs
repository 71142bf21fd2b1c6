using System.Diagnostics;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CyberExchange.DevHost.Certificates;

/// <summary>Signs a certificate with SHA-1, which .NET no longer does, so that tests can see the gate refuse it.</summary>
internal sealed class Sha1SignatureGenerator(AsymmetricAlgorithm key) : X509SignatureGenerator
{
    private const string EcdsaWithSha1 = "1.2.840.10045.4.1"; // RFC 3279 section 2.2.3
    private const string RsaWithSha1 = "1.2.840.113549.1.1.5"; // RFC 3279 section 2.2.1

    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(key is RSA ? RsaWithSha1 : EcdsaWithSha1);
            if (key is RSA)
            {
                writer.WriteNull();
            }
        }

        return writer.Encode();
    }

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key switch
    {
        ECDsa ecdsa => ecdsa.SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence),
        RSA rsa => rsa.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1),
        _ => throw new UnreachableException("a key is ECDSA or RSA"),
    };

    protected override PublicKey BuildPublicKey() => CertificateKey.PublicPart(key);
}
