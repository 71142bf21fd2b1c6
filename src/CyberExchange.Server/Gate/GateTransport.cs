using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace CyberExchange.Server.Gate;

/// <summary>How Kestrel asks for certificates: always, in the handshake, and without an opinion on them.</summary>
/// <remarks>HTTP/2 has no renegotiation, and a refusal in the handshake could not say why; the gate can.</remarks>
internal static class GateTransport
{
    public static void Configure(HttpsConnectionAdapterOptions https)
    {
        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        https.CheckCertificateRevocation = false;
        https.ClientCertificateValidation = TakeAny;
        https.OnAuthenticate = Authenticate;
    }

    private static void Authenticate(ConnectionContext connection, SslServerAuthenticationOptions tls)
    {
        // In a resumed session the client sends no certificates, and OpenSSL keeps its own but none that came beside it
        // (SSL_get_peer_cert_chain, "if the session is resumed").
        tls.AllowTlsResume = false;

        // The handshake builds a chain whatever it is told. Against no anchor and with no download it fails at once; one
        // policy per connection, because the certificates that a client sends are added to it.
        tls.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
    }

    private static bool TakeAny(X509Certificate2 leaf, X509Chain? chain, SslPolicyErrors errors)
    {
        PresentedCertificate.Remember(leaf, chain?.ChainPolicy.ExtraStore ?? []);
        return true;
    }
}
