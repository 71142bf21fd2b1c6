using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CyberExchange.DevHost.Certificates;

/// <summary><c>ops/certificates</c>: the authorities of a development instance certify what others ask for.</summary>
public static class CertificatesCommand
{
    public const string Usage = """
        usage: ops/certificates sign FILE.csr [--days N]

        Certifies the key of a certificate request with the development authority of the organisation's jurisdiction, and
        writes FILE.pem beside it. The request must be signed by its own key, and its subject must have an
        organizationIdentifier of a country, such as NTRJP-0000000000003.

          --days N  how long the certificate lives, 1 to 398; 7 if not given
          --help    prints this

        CYBEREXCHANGE_HOME  folder of the instance; .cyberexchange at the top of the repository if not set
        """;

    private const int DaysDefault = 7;
    private const int DaysMax = 398; // What the gate takes.
    private const string OrganizationIdentifierOid = "2.5.4.97";

    /// <summary>Runs one command line, without the word <c>certificates</c>.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="home">Folder of the instance; null or empty for the default.</param>
    /// <param name="now">From when the certificate is valid.</param>
    /// <param name="output">Where the result is told.</param>
    /// <returns>0.</returns>
    /// <exception cref="FormatException">The command line cannot be used.</exception>
    /// <exception cref="LauncherException">The request cannot be certified, or there is no authority.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static int Run(IReadOnlyList<string> arguments, string? home, DateTimeOffset now, TextWriter output)
    {
        if (arguments is ["--help" or "-h"])
        {
            output.WriteLine(Usage);
            return 0;
        }

        var (file, days) = arguments switch
        {
            ["sign", var one] => (one, DaysDefault),
            ["sign", var one, "--days", var text] => (one, Days(text)),
            _ => throw new FormatException(Usage),
        };
        var certificateFile = Path.ChangeExtension(file, ".pem");
        using var certificate = Sign(File.ReadAllText(file), Path.GetFullPath(string.IsNullOrEmpty(home) ? ".cyberexchange" : home), now, TimeSpan.FromDays(days));
        PrivateFiles.Write(certificateFile, Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n"));
        output.WriteLine($"wrote {certificateFile}, by {certificate.Issuer}, valid until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}");
        return 0;
    }

    /// <summary>A certificate for the key of a request, as the gate wants it.</summary>
    /// <param name="requestPem">The certificate request in PEM.</param>
    /// <param name="home">Folder of the instance.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="lifetime">How long it lives.</param>
    /// <returns>The certificate; the caller disposes it.</returns>
    /// <exception cref="LauncherException">The request cannot be certified, or there is no authority.</exception>
    public static X509Certificate2 Sign(string requestPem, string home, DateTimeOffset now, TimeSpan lifetime)
    {
        var request = Load(requestPem);
        var (name, country) = Read(request.SubjectName);
        using var authority = Authority(home, country == "JP" ? "jp" : "eu");
        return authority.Certify(
            CertificateProfile.Client(request.SubjectName, now - DevelopmentCertificates.ClockSlack, now + lifetime) with { DnsNames = [$"{name}.cyberexchange.test"] },
            request.PublicKey);
    }

    private static CertificateRequest Load(string pem)
    {
        try
        {
            return CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new LauncherException($"this is no certificate request that its own key has signed: {e.Message}");
        }
    }

    private static CertificateAuthority Authority(string home, string name)
    {
        var (anchor, key) = (Path.Combine(home, "trust", name + ".pem"), Path.Combine(home, "authorities", name + ".key"));
        return File.Exists(anchor) && File.Exists(key)
            ? CertificateAuthority.FromPem(File.ReadAllText(anchor), File.ReadAllText(key))
            : throw new LauncherException($"there is no authority in {home}: start the instance once with ops/up");
    }

    // A real authority looks whose identifier it is. This one believes what it reads, and takes the country from it.
    private static (string Name, string Country) Read(X500DistinguishedName subject)
    {
        var parts = subject.EnumerateRelativeDistinguishedNames().Where(part => !part.HasMultipleElements).ToList();
        var identifier = parts.FirstOrDefault(part => part.GetSingleElementType().Value == OrganizationIdentifierOid)?.GetSingleElementValue();
        var name = parts.FirstOrDefault(part => part.GetSingleElementType().Value == "2.5.4.3")?.GetSingleElementValue();
        return identifier?.IndexOf('-', StringComparison.Ordinal) is { } dash and >= 5 && identifier[(dash - 2)..dash] is var country && country != "XG"
            ? (Slug(name), country)
            : throw new LauncherException("the request's subject has no organizationIdentifier of a country, such as NTRDE-HRB12345: cyx identity new --organization-identifier ID");
    }

    private static string Slug(string? name)
    {
        string letters = new([.. (name ?? "").ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return letters.Length > 0 ? letters : "member";
    }

    private static int Days(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= DaysMax
        ? days
        : throw new FormatException($"--days takes 1 to {DaysMax}, not {text}");
}
