using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CyberExchange.DevHost.Certificates;

/// <summary>Issues certificates for development and tests, and whatever certificate a test wants to see refused.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private const int SerialNumberBytes = 16; // RFC 5280 section 4.1.2.2 allows 20.

    private readonly AsymmetricAlgorithm _key;

    private CertificateAuthority(X509Certificate2 certificate, AsymmetricAlgorithm key)
    {
        Certificate = certificate;
        _key = key;
    }

    /// <summary>The authority's own certificate, without its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>An authority that signs itself.</summary>
    public static CertificateAuthority CreateRoot(CertificateProfile profile)
    {
        var key = CertificateKey.Create(profile.Key);
        return new CertificateAuthority(Sign(profile, profile.Subject, CertificateKey.PublicPart(key), key, issuer: null), key);
    }

    /// <summary>An authority from its files.</summary>
    /// <exception cref="CryptographicException">One of the texts is not what it should be.</exception>
    public static CertificateAuthority FromPem(string certificatePem, string keyPem)
        => new(X509Certificate2.CreateFromPem(certificatePem), CertificateKey.FromPem(keyPem));

    /// <summary>An authority below this one.</summary>
    public CertificateAuthority CreateSubordinate(CertificateProfile profile)
    {
        var key = CertificateKey.Create(profile.Key);
        return new CertificateAuthority(Sign(profile, Certificate.SubjectName, CertificateKey.PublicPart(key), _key, Certificate), key);
    }

    /// <summary>A certificate with a new key.</summary>
    /// <returns>The certificate with its private key; the caller disposes it.</returns>
    public X509Certificate2 Issue(CertificateProfile profile)
    {
        using var key = CertificateKey.Create(profile.Key);
        return Issue(profile, key);
    }

    /// <summary>A certificate for a key that is already there, as in a renewal.</summary>
    /// <returns>The certificate with its private key; the caller disposes it.</returns>
    public X509Certificate2 Issue(CertificateProfile profile, AsymmetricAlgorithm key)
    {
        using var certificate = Certify(profile, CertificateKey.PublicPart(key));
        return CertificateKey.Attach(certificate, key);
    }

    /// <summary>A certificate for a key that somebody else has.</summary>
    /// <returns>The certificate; the caller disposes it.</returns>
    public X509Certificate2 Certify(CertificateProfile profile, PublicKey key) => Sign(profile, Certificate.SubjectName, key, _key, Certificate);

    /// <summary>What this authority has revoked: a list of RFC 5280, section 5, in DER.</summary>
    /// <param name="number">Grows from list to list.</param>
    /// <param name="thisUpdate">When it is made.</param>
    /// <param name="nextUpdate">By when the next one is.</param>
    /// <param name="revoked">Certificates that it issued.</param>
    public byte[] RevocationList(int number, DateTimeOffset thisUpdate, DateTimeOffset nextUpdate, params IEnumerable<X509Certificate2> revoked)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked)
        {
            list.AddEntry(certificate, thisUpdate);
        }

        var identifier = X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false);
        return list.Build(
            Certificate.SubjectName, CertificateKey.Signer(_key, HashAlgorithmName.SHA256), number, nextUpdate, HashAlgorithmName.SHA256, identifier, thisUpdate);
    }

    public string ExportCertificatePem() => Certificate.ExportCertificatePem();

    public string ExportKeyPem() => _key.ExportPkcs8PrivateKeyPem();

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private static X509Certificate2 Sign(
        CertificateProfile profile, X500DistinguishedName issuerName, PublicKey publicKey, AsymmetricAlgorithm issuerKey,
        X509Certificate2? issuer)
    {
        var request = new CertificateRequest(profile.Subject, publicKey, profile.Hash);
        foreach (var extension in profile.Extensions())
        {
            request.CertificateExtensions.Add(extension);
        }

        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(publicKey, critical: false));
        if (issuer is not null)
        {
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
                issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        }

        // A serial number is positive: RFC 5280 section 4.1.2.2.
        var serial = RandomNumberGenerator.GetBytes(SerialNumberBytes);
        serial[0] &= 0x7F;
        serial[0] |= 0x01;
        return request.Create(
            issuerName, CertificateKey.Signer(issuerKey, profile.Hash), profile.NotBefore, profile.NotAfter, serial);
    }
}
