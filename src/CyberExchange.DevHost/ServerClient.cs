using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.DevHost.Certificates;

namespace CyberExchange.DevHost;

/// <summary>Makes HTTP clients that trust the instance's own server and no other.</summary>
public static class ServerClient
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    /// <param name="certificates">The files of the instance.</param>
    /// <param name="port">The server's port on this machine.</param>
    /// <param name="member">Whose certificate to show, or null for none.</param>
    public static HttpClient Create(DevelopmentCertificates certificates, int port, string? member)
    {
        var anchor = X509CertificateLoader.LoadCertificateFromFile(certificates.ServerAnchorFile);
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { anchor },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        if (member is not null)
        {
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(
                certificates.Load(member), additionalCertificates: null, offline: true);
        }

        return new HttpClient(handler)
        {
            BaseAddress = new Uri($"https://localhost:{port}"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Timeout = RequestTimeout,
        };
    }
}
