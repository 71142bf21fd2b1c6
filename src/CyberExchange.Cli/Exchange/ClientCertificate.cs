using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CyberExchange.Cli;

/// <summary>The certificate and key that a member presents.</summary>
public static class ClientCertificate
{
    /// <summary>Loads the pair; the caller disposes it.</summary>
    /// <exception cref="CyxFailure">A file is absent or unreadable, or the key is not the certificate's.</exception>
    public static X509Certificate2 Load(IdentityFiles files)
    {
        foreach (var file in new[] { files.Certificate, files.Key })
        {
            if (!File.Exists(file))
            {
                throw new CyxFailure(ExitCode.NotPermitted, $"no certificate for {files.Name}: {file} is not there (cyx doctor says more)");
            }
        }

        try
        {
            return X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.NotPermitted, $"the certificate of {files.Name} cannot be used: {e.Message}", e);
        }
        catch (ArgumentException e)
        {
            // What the platform throws when the key belongs to another certificate.
            throw new CyxFailure(ExitCode.NotPermitted, $"{files.Key} is not the key of {files.Certificate}", e);
        }
    }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo in lower-case hexadecimal, as members' keys are enrolled.</summary>
    public static string SpkiSha256(X509Certificate2 certificate) =>
        Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
}

/// <summary>How a connection to the exchange is secured.</summary>
public static class ExchangeTls
{
    /// <summary>
    /// Options that present the certificate, and check the server's against the instance's own anchor where there is one and
    /// against the system's otherwise. The host name is checked in both cases.
    /// </summary>
    /// <exception cref="CyxFailure">The anchor cannot be read.</exception>
    public static SslClientAuthenticationOptions Options(CyxSettings settings, X509Certificate2? certificate) => new()
    {
        TargetHost = settings.Server.Host,
        CertificateChainPolicy = Policy(settings.ServerAnchorFile),

        // A context, and not a list to choose from: the choice would follow the server's hints and could fall on none.
        ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
    };

    private static X509ChainPolicy? Policy(string anchorFile)
    {
        if (!File.Exists(anchorFile))
        {
            return null;
        }

        try
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,

                // A development authority publishes no revocation list.
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.ImportFromPemFile(anchorFile);
            return policy;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.Usage, $"the server's anchor {anchorFile} cannot be read: {e.Message}", e);
        }
    }
}
