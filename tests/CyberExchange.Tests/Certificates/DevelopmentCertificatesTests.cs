using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.DevHost;
using CyberExchange.DevHost.Certificates;
using Xunit;

namespace CyberExchange.Tests.Certificates;

public sealed class DevelopmentCertificatesTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly string _home = Directory.CreateTempSubdirectory("cyberexchange-certificates-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Every_member_gets_a_certificate_that_chains_to_its_own_jurisdiction_only()
    {
        var files = DevelopmentCertificates.Ensure(_home, Now);
        foreach (var partner in DemoPartner.All)
        {
            foreach (var member in partner.Members)
            {
                using var certificate = files.Load(member.Name);
                Assert.True(certificate.HasPrivateKey);
                Assert.Equal(string.Equals(partner.Jurisdiction, "EU", StringComparison.Ordinal), ChainsTo("eu", certificate));
                Assert.Equal(string.Equals(partner.Jurisdiction, "JP", StringComparison.Ordinal), ChainsTo("jp", certificate));
            }
        }
    }

    [Fact]
    public void A_member_certificate_says_all_that_the_gate_asks_for()
    {
        using var certificate = DevelopmentCertificates.Ensure(_home, Now).Load("grid-jp-service");

        Assert.Equal("1.2.840.10045.4.3.2", certificate.SignatureAlgorithm.Value); // ecdsa-with-SHA256
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal(X509KeyUsageFlags.DigitalSignature, certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
        var usages = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages;
        Assert.Equal("1.3.6.1.5.5.7.3.2", Assert.Single(usages.Cast<Oid>()).Value);
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Equal("grid-jp-service.cyberexchange.test", Assert.Single(names.EnumerateDnsNames()));
        Assert.Contains("NTRJP-0000000000003", certificate.Subject, StringComparison.Ordinal);
        Assert.InRange(certificate.NotAfter - certificate.NotBefore, TimeSpan.FromDays(89), TimeSpan.FromDays(91));
    }

    [Fact]
    public void The_server_certificate_is_for_this_machine_and_from_an_authority_of_its_own()
    {
        var files = DevelopmentCertificates.Ensure(_home, Now);
        using var certificate = files.Load(DevelopmentCertificates.ServerName);

        Assert.True(certificate.MatchesHostname("localhost"));
        Assert.True(certificate.MatchesHostname("127.0.0.1"));
        Assert.True(certificate.MatchesHostname("::1"));
        Assert.True(ChainsTo("server-ca", certificate));
        Assert.False(ChainsTo("eu", certificate));
    }

    [Fact]
    public void Only_the_owner_can_read_the_files()
    {
        DevelopmentCertificates.Ensure(_home, Now);

        Assert.All(
            Directory.EnumerateFiles(_home, "*", SearchOption.AllDirectories),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(file).UnixFileMode));
        Assert.All(
            Directory.EnumerateDirectories(_home),
            folder => Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(folder).UnixFileMode));
    }

    [Fact]
    public void What_is_still_valid_is_left_alone()
    {
        DevelopmentCertificates.Ensure(_home, Now);
        var before = File.ReadAllText(Path.Combine(_home, "certificates", "cert-eu.pem"));

        var later = DevelopmentCertificates.Ensure(_home, Now.AddDays(79));

        Assert.Equal(0, later.Issued);
        Assert.Equal(before, File.ReadAllText(Path.Combine(_home, "certificates", "cert-eu.pem")));
    }

    [Fact]
    public void A_renewal_within_ten_days_of_the_end_keeps_the_enrolled_key()
    {
        var before = DevelopmentCertificates.Ensure(_home, Now).Fingerprint("cert-eu");

        var later = DevelopmentCertificates.Ensure(_home, Now.AddDays(81));

        Assert.Equal(before, later.Fingerprint("cert-eu"));
        using var renewed = later.Load("cert-eu");
        Assert.True(renewed.NotAfter.ToUniversalTime() > Now.UtcDateTime.AddDays(160));
    }

    [Fact]
    public void The_pkcs12_file_opens_with_the_stated_passphrase()
    {
        DevelopmentCertificates.Ensure(_home, Now);

        using var certificate = X509CertificateLoader.LoadPkcs12FromFile(
            Path.Combine(_home, "certificates", "maker-jp.p12"), DevelopmentCertificates.Pkcs12Passphrase);

        Assert.True(certificate.HasPrivateKey);
    }

    [Fact]
    public void No_corporate_number_of_the_demo_can_belong_to_a_firm()
    {
        // The check digit of a Japanese corporate number, as the National Tax Agency publishes it.
        Assert.True(HasValidCheckDigit("4011001098993"));
        var numbers = DemoPartner.All
            .Where(partner => partner.OrganizationIdentifier.StartsWith("NTRJP-", StringComparison.Ordinal))
            .Select(partner => partner.OrganizationIdentifier["NTRJP-".Length..]).ToList();

        Assert.Equal(5, numbers.Count);
        Assert.All(numbers, number => Assert.Equal(13, number.Length));
        Assert.All(numbers, number => Assert.False(HasValidCheckDigit(number)));
    }

    private static bool HasValidCheckDigit(string number)
    {
        var sum = number[1..].Reverse().Select((digit, index) => (digit - '0') * (index % 2 == 0 ? 1 : 2)).Sum();
        return number[..1] == (9 - (sum % 9)).ToString(CultureInfo.InvariantCulture);
    }

    private bool ChainsTo(string anchor, X509Certificate2 certificate)
    {
        using var root = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_home, "trust", anchor + ".pem"));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(certificate);
    }
}
