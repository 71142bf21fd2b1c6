using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CyberExchange.DevHost.Certificates;

/// <summary>The kinds of key a certificate may be asked for: good ones, and ones that the gate must refuse.</summary>
public enum CertificateKeyKind
{
    P256,
    P384,
    P521,
    Rsa1024,
    Rsa2048,
    Rsa3072,
}

/// <summary>Makes and handles keys without asking at every turn whether they are ECDSA or RSA.</summary>
public static class CertificateKey
{
    public static AsymmetricAlgorithm Create(CertificateKeyKind kind) => kind switch
    {
        CertificateKeyKind.P256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        CertificateKeyKind.P384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        CertificateKeyKind.P521 => ECDsa.Create(ECCurve.NamedCurves.nistP521),
        CertificateKeyKind.Rsa1024 => RSA.Create(1024),
        CertificateKeyKind.Rsa2048 => RSA.Create(2048),
        CertificateKeyKind.Rsa3072 => RSA.Create(3072),
    };

    /// <summary>Reads a private key from PKCS#8 PEM, either kind.</summary>
    /// <exception cref="CryptographicException">The text is no private key.</exception>
    public static AsymmetricAlgorithm FromPem(string pem)
    {
        var ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportFromPem(pem);
            return ecdsa;
        }
        catch (CryptographicException)
        {
            ecdsa.Dispose();
        }

        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return rsa;
    }

    /// <summary>SHA-256 over the SubjectPublicKeyInfo, in lower-case hex: the name under which a key is enrolled.</summary>
    public static string Fingerprint(X509Certificate2 certificate)
        => Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    internal static PublicKey PublicPart(AsymmetricAlgorithm key) => key switch
    {
        ECDsa ecdsa => new PublicKey(ecdsa),
        RSA rsa => new PublicKey(rsa),
        _ => throw new UnreachableException("a key is ECDSA or RSA"),
    };

    internal static X509SignatureGenerator Signer(AsymmetricAlgorithm key, HashAlgorithmName hash) => key switch
    {
        _ when hash == HashAlgorithmName.SHA1 => new Sha1SignatureGenerator(key),
        ECDsa ecdsa => X509SignatureGenerator.CreateForECDsa(ecdsa),
        RSA rsa => X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1),
        _ => throw new UnreachableException("a key is ECDSA or RSA"),
    };

    internal static X509Certificate2 Attach(X509Certificate2 certificate, AsymmetricAlgorithm key) => key switch
    {
        ECDsa ecdsa => certificate.CopyWithPrivateKey(ecdsa),
        RSA rsa => certificate.CopyWithPrivateKey(rsa),
        _ => throw new UnreachableException("a key is ECDSA or RSA"),
    };
}
