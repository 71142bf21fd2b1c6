using System.Security.Cryptography.X509Certificates;
using CyberExchange.DevHost.Certificates;

namespace CyberExchange.Testing.Certificates;

/// <summary>One authority per jurisdiction, held in memory, and good certificates from them.</summary>
public sealed class TestAuthorities : IDisposable
{
    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(365);
    private static readonly TimeSpan ClientLifetime = TimeSpan.FromDays(90);

    public TestAuthorities(DateTimeOffset now)
    {
        Now = now;
        Europe = CertificateAuthority.CreateRoot(CertificateProfile.Authority("EU test CA", now.AddDays(-1), now + AuthorityLifetime));
        Japan = CertificateAuthority.CreateRoot(CertificateProfile.Authority("JP test CA", now.AddDays(-1), now + AuthorityLifetime));
    }

    /// <summary>The instant that validity is measured from.</summary>
    public DateTimeOffset Now { get; }

    public CertificateAuthority Europe { get; }

    public CertificateAuthority Japan { get; }

    /// <summary>A profile with nothing wrong in it, for a member of an organisation in the EU.</summary>
    public CertificateProfile EuropeanClient(string name) => CertificateProfile.Client(
        CertificateProfile.Name(name, "Test organisation", "DE", "NTRDE-TEST0000001"), Now.AddMinutes(-5), Now + ClientLifetime) with
    {
        DnsNames = [$"{name}.cyberexchange.test"],
    };

    /// <summary>A profile with nothing wrong in it, for a member of an organisation in Japan.</summary>
    public CertificateProfile JapaneseClient(string name) => EuropeanClient(name) with
    {
        Subject = CertificateProfile.Name(name, "Test organisation", "JP", "NTRJP-0000000000001"),
    };

    /// <summary>Writes the anchors as the server reads them: <c>eu.pem</c> and <c>jp.pem</c>.</summary>
    public void WriteAnchors(string trustFolder)
    {
        Directory.CreateDirectory(trustFolder);
        File.WriteAllText(Path.Combine(trustFolder, "eu.pem"), Europe.ExportCertificatePem());
        File.WriteAllText(Path.Combine(trustFolder, "jp.pem"), Japan.ExportCertificatePem());
    }

    public X509Certificate2 IssueEuropean(string name) => Europe.Issue(EuropeanClient(name));

    public X509Certificate2 IssueJapanese(string name) => Japan.Issue(JapaneseClient(name));

    public void Dispose()
    {
        Europe.Dispose();
        Japan.Dispose();
    }
}
