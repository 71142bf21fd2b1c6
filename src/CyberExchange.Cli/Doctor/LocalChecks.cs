using System.Security.Cryptography.X509Certificates;
using CyberExchange.Cli.Identity;

namespace CyberExchange.Cli.Doctor;

/// <summary>Checks that need no exchange: the instance folder and the caller's certificate.</summary>
public static class LocalChecks
{
    public static IEnumerable<DoctorLine> Run(CyxSettings settings, DateTimeOffset now) => [Home(settings), .. Certificate(settings, now)];

    private static DoctorLine Home(CyxSettings settings)
    {
        // With a certificate from elsewhere the folder is not needed.
        var needed = settings.Identity is null || settings.Identity.Certificate.StartsWith(settings.Home, StringComparison.Ordinal);
        return (Directory.Exists(settings.Home), needed) switch
        {
            (true, _) => new("home", Ok: true, settings.Home),
            (false, true) => new("home", Ok: false, $"{settings.Home} is not there", "run ops/up, or give --home or CYBEREXCHANGE_HOME"),
            (false, false) => new("home", Ok: true, "none; the certificate comes from elsewhere"),
        };
    }

    private static IEnumerable<DoctorLine> Certificate(CyxSettings settings, DateTimeOffset now)
    {
        if (settings.Identity is not { } files)
        {
            return [new("certificate", Ok: false, "none is given", "give --as NAME, or set CYX_AS, or CYX_CERTIFICATE and CYX_KEY")];
        }

        try
        {
            using var certificate = ClientCertificate.Load(files);
            return [Dates(certificate, files, now), new("key", Ok: true, $"{files.Key} is the certificate's; SHA-256 {ClientCertificate.SpkiSha256(certificate)}")];
        }
        catch (CyxFailure failure)
        {
            return [new("certificate", Ok: false, failure.Message, "check the name and the files; ops/up makes those of a development instance")];
        }
    }

    private static DoctorLine Dates(X509Certificate2 certificate, IdentityFiles files, DateTimeOffset now)
    {
        DateTimeOffset from = new(certificate.NotBefore);
        DateTimeOffset to = new(certificate.NotAfter);
        var valid = $"{files.Certificate}, valid until {Query.Instant(to)}";
        if (now < from)
        {
            return new("certificate", Ok: false, $"valid only from {Query.Instant(from)}", "check this machine's clock");
        }

        if (now > to)
        {
            return new("certificate", Ok: false, $"it ended at {Query.Instant(to)}", $"get another one: {CertificateEnd.Ways}; ops/up renews those of a development instance");
        }

        return new("certificate", Ok: true, valid, CertificateEnd.IsNear(to, now) ? $"get another one: {CertificateEnd.Ways}" : null);
    }
}
