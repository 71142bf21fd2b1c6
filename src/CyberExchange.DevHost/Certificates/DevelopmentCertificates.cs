using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CyberExchange.DevHost.Certificates;

/// <summary>The certificates of a development instance, as files that only their owner can read.</summary>
/// <remarks>
/// <c>certificates/NAME.pem</c>, <c>.key</c> and <c>.p12</c> for each member and for the server,
/// <c>trust/eu.pem</c>, <c>jp.pem</c> and <c>server-ca.pem</c> for those who check them, <c>eu-signers.pem</c> and
/// <c>jp-signers.pem</c> of those who sign trust lists, and the keys of authorities and signers in <c>authorities/</c>. A renewal keeps the key, since a key is what a partner has enrolled.
/// </remarks>
public sealed class DevelopmentCertificates
{
    /// <summary>Opens the <c>.p12</c> files. The mode of the files protects them; some browsers refuse an empty one.</summary>
    public const string Pkcs12Passphrase = "cyberexchange";

    public const string ServerName = "server";
    private const string ServerAuthority = "server-ca";

    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3 * 365);
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(10);

    // For clocks of clients in containers and virtual machines that run behind.
    internal static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(5);

    private readonly string _certificates;
    private readonly string _authorities;
    private readonly DateTimeOffset _now;
    private int _issued;

    private DevelopmentCertificates(string home, DateTimeOffset now)
    {
        _certificates = Path.Combine(home, "certificates");
        _authorities = Path.Combine(home, "authorities");
        TrustFolder = Path.Combine(home, "trust");
        _now = now;
    }

    /// <summary>Holds one anchor per jurisdiction, and that of the server.</summary>
    public string TrustFolder { get; }

    /// <summary>How many certificates were made or renewed this time.</summary>
    public int Issued => _issued;

    public string ServerAnchorFile => Path.Combine(TrustFolder, ServerAuthority + ".pem");

    public string CertificateFile(string name) => Path.Combine(_certificates, name + ".pem");

    public string KeyFile(string name) => Path.Combine(_certificates, name + ".key");

    /// <summary>Makes what is absent, renews what ends within ten days, and leaves the rest alone.</summary>
    public static DevelopmentCertificates Ensure(string home, DateTimeOffset now)
    {
        var files = new DevelopmentCertificates(home, now);
        PrivateFiles.MakeFolder(files._certificates);
        PrivateFiles.MakeFolder(files._authorities);
        PrivateFiles.MakeFolder(files.TrustFolder);

        foreach (var jurisdiction in DemoPartner.All.GroupBy(partner => partner.Jurisdiction, StringComparer.Ordinal))
        {
            using var authority = files.EnsureAuthority(jurisdiction.Key.ToLowerInvariant(), $"{jurisdiction.Key} development CA");
            files.EnsureSigner(jurisdiction.Key.ToLowerInvariant());
            foreach (var partner in jurisdiction)
            {
                foreach (var member in partner.Members)
                {
                    files.EnsureCertificate(authority, member.Name, files.MemberProfile(partner, member));
                }
            }
        }

        using var serverAuthority = files.EnsureAuthority(ServerAuthority, "Server development CA");
        files.EnsureCertificate(
            serverAuthority, ServerName, CertificateProfile.LoopbackServer(files._now - ClockSlack, files._now + Lifetime));
        return files;
    }

    /// <summary>SHA-256 of a member's public key, as it is enrolled.</summary>
    public string Fingerprint(string name)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(CertificateFile(name));
        return CertificateKey.Fingerprint(certificate);
    }

    /// <summary>A member's certificate with its key; the caller disposes it.</summary>
    public X509Certificate2 Load(string name) => X509Certificate2.CreateFromPemFile(CertificateFile(name), KeyFile(name));

    private CertificateProfile MemberProfile(DemoPartner partner, DemoMember member)
    {
        var subject = CertificateProfile.Name(member.Name, partner.DisplayName, partner.Country, partner.OrganizationIdentifier);
        var profile = CertificateProfile.Client(subject, _now - ClockSlack, _now + Lifetime);

        // Names below .test are nobody's: RFC 6761.
        return member.IsPerson
            ? profile with { Uris = [new Uri($"https://cyberexchange.test/members/{member.Name}")] }
            : profile with { DnsNames = [$"{member.Name}.cyberexchange.test"] };
    }

    private CertificateAuthority EnsureAuthority(string name, string commonName)
    {
        var anchorFile = Path.Combine(TrustFolder, name + ".pem");
        var keyFile = Path.Combine(_authorities, name + ".key");
        if (File.Exists(anchorFile) && File.Exists(keyFile))
        {
            var present = CertificateAuthority.FromPem(File.ReadAllText(anchorFile), File.ReadAllText(keyFile));
            if (present.Certificate.NotAfter.ToUniversalTime() > _now.UtcDateTime + Lifetime)
            {
                return present;
            }

            present.Dispose();
        }

        var made = CertificateAuthority.CreateRoot(
            CertificateProfile.Authority(commonName, _now - ClockSlack, _now + AuthorityLifetime));
        PrivateFiles.Write(keyFile, Encoding.ASCII.GetBytes(made.ExportKeyPem()));
        PrivateFiles.Write(anchorFile, Encoding.ASCII.GetBytes(made.ExportCertificatePem()));
        return made;
    }

    // Who signs the jurisdiction's trust lists: a key of its own, since an authority does not say by itself that it is trusted.
    private void EnsureSigner(string name)
    {
        var (keyFile, publicFile) = (Path.Combine(_authorities, name + "-signer.key"), Path.Combine(TrustFolder, name + "-signers.pem"));
        if (File.Exists(keyFile) && File.Exists(publicFile))
        {
            return;
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PrivateFiles.Write(keyFile, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        PrivateFiles.Write(publicFile, Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()));
    }

    private void EnsureCertificate(CertificateAuthority authority, string name, CertificateProfile profile)
    {
        if (IsGood(name, authority))
        {
            return;
        }

        using var key = File.Exists(KeyFile(name))
            ? CertificateKey.FromPem(File.ReadAllText(KeyFile(name)))
            : CertificateKey.Create(profile.Key);
        using var certificate = authority.Issue(profile, key);

        // The certificate comes last: it alone is asked for, so a half-written set is made again.
        PrivateFiles.Write(KeyFile(name), Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        PrivateFiles.Write(
            Path.Combine(_certificates, name + ".p12"),
            certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, Pkcs12Passphrase));
        PrivateFiles.Write(CertificateFile(name), Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
        _issued++;
    }

    private bool IsGood(string name, CertificateAuthority authority)
    {
        if (!File.Exists(CertificateFile(name)) || !File.Exists(KeyFile(name)))
        {
            return false;
        }

        using var certificate = X509CertificateLoader.LoadCertificateFromFile(CertificateFile(name));
        var issuer = certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().SingleOrDefault();
        var authorityKey = authority.Certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single();
        return certificate.NotAfter.ToUniversalTime() > _now.UtcDateTime + RenewBefore
            && issuer?.KeyIdentifier is { } keyIdentifier
            && keyIdentifier.Span.SequenceEqual(authorityKey.SubjectKeyIdentifierBytes.Span);
    }
}
