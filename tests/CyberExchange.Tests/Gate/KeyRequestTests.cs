using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Tests.Domain;
using Xunit;

namespace CyberExchange.Tests.Gate;

/// <summary>A certificate request proves that its sender has the key, and the key is as strong as a certificate's must be.</summary>
public sealed class KeyRequestTests
{
    private static readonly X500DistinguishedName Name = new("CN=somebody");

    public static TheoryData<string> Faults =>
    [
        "RSA-2048", "P-521", "signed over SHA-1", "signed with RSASSA-PSS", "signed by another key", "one bit of the signature", "one bit of the key",
        "a certificate", "two requests", "words beside it", "no PEM", "not DER", "cut", "too long", "empty",
    ];

    [Theory]
    [InlineData("P-256")]
    [InlineData("P-384")]
    [InlineData("RSA-3072")]
    public void A_good_request_names_its_key(string kind)
    {
        using var key = kind is "RSA-3072" ? (AsymmetricAlgorithm)RSA.Create(3072) : ECDsa.Create(kind is "P-256" ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384);
        var request = key is ECDsa ecdsa ? new CertificateRequest(Name, ecdsa, HashAlgorithmName.SHA256) : new CertificateRequest(Name, (RSA)key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        var (found, refusal) = KeyRequest.Read(request.CreateSigningRequestPem() + "\n");

        Assert.Null(refusal);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo())), found!.Value.Hex); // No refusal: it is there.
    }

    // What the certificate will say is the authority's business.
    [Fact]
    public void What_the_request_asks_for_is_not_looked_at()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName("CN=steward"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));

        Assert.Null(KeyRequest.Read(request.CreateSigningRequestPem()).Refusal);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_request_that_proves_nothing_is_refused(string fault)
    {
        var (key, refusal) = KeyRequest.Read(Make(fault));

        Assert.Null(key);
        Then.Refused(refusal, RefusalCode.Invalid, "/certificateRequest");
    }

    private static string Make(string fault)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(3072);
        var request = new CertificateRequest(Name, key, HashAlgorithmName.SHA256);
        var der = request.CreateSigningRequest();
        switch (fault)
        {
            case "RSA-2048":
                using (var weak = RSA.Create(2048))
                {
                    return new CertificateRequest(Name, weak, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem();
                }

            case "P-521":
                using (var other = ECDsa.Create(ECCurve.NamedCurves.nistP521))
                {
                    return new CertificateRequest(Name, other, HashAlgorithmName.SHA512).CreateSigningRequestPem();
                }

            case "signed over SHA-1":
                return new CertificateRequest(Name, rsa, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1).CreateSigningRequestPem(new Sha1Signer(rsa));
            case "signed with RSASSA-PSS":
                return new CertificateRequest(Name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pss).CreateSigningRequestPem();
            case "signed by another key":
                using (var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256))
                {
                    return request.CreateSigningRequestPem(X509SignatureGenerator.CreateForECDsa(stranger));
                }

            case "one bit of the signature":
                return Pem(Flipped(der, ^1));
            case "one bit of the key":
                return Pem(Flipped(der, new Index(der.AsSpan().IndexOf(key.ExportSubjectPublicKeyInfo().AsSpan(27)) + 40)));
            case "a certificate":
                using (var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1)))
                {
                    return certificate.ExportCertificatePem();
                }

            case "two requests":
                return request.CreateSigningRequestPem() + "\n" + request.CreateSigningRequestPem();
            case "words beside it":
                return "mine:\n" + request.CreateSigningRequestPem();
            case "no PEM":
                return Convert.ToBase64String(der);
            case "not DER":
                return PemEncoding.WriteString("CERTIFICATE REQUEST", "somebody"u8);
            case "cut":
                return Pem(der[..^4]);
            case "too long":
                return request.CreateSigningRequestPem() + new string(' ', KeyRequest.CharactersMax);
            case "empty":
                return "";
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, "A fault without a request.");
        }
    }

    private static string Pem(byte[] der) => PemEncoding.WriteString("CERTIFICATE REQUEST", der);

    private static byte[] Flipped(byte[] der, Index at)
    {
        der[at] ^= 1;
        return der;
    }

    // The platform's own generator does not sign over SHA-1 any more.
    private sealed class Sha1Signer(RSA key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
            [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x05, 0x05, 0x00]; // sha1WithRSAEncryption, RFC 8017 appendix A.2.4

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);

        protected override PublicKey BuildPublicKey() => new(key);
    }
}
