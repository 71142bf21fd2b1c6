using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.DevHost;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Sealing;
using CyberExchange.Server.Tokens;
using CyberExchange.Views.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace CyberExchange.Bench.Gate;

/// <summary>The same small endpoint twice over mutual TLS on loopback: behind the gate, and without.</summary>
internal sealed class GatedServers : IAsyncDisposable
{
    private const string Partner = "cert-eu";
    private const string Answer = "The same few bytes from both.";

    private readonly string _folder;
    private readonly DevelopmentCertificates _certificates;
    private readonly WebApplication _gated;
    private readonly WebApplication _plain;

    private GatedServers(string folder, DevelopmentCertificates certificates, WebApplication gated, WebApplication plain) =>
        (_folder, _certificates, _gated, _plain) = (folder, certificates, gated, plain);

    /// <summary>The member whose certificate the clients have.</summary>
    public static MemberId Member { get; } = new(Guid.CreateVersion7());

    public static async Task<GatedServers> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cyberexchange-bench-").FullName;
        var certificates = DevelopmentCertificates.Ensure(folder, DateTimeOffset.UtcNow);
        var gated = Gated(certificates);
        var plain = Plain(certificates);
        await gated.StartAsync();
        await plain.StartAsync();
        return new(folder, certificates, gated, plain);
    }

    public HttpClient Client() => Client(_gated);

    public HttpClient PlainClient() => Client(_plain);

    public async ValueTask DisposeAsync()
    {
        await _plain.DisposeAsync();
        await _gated.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static WebApplication Gated(DevelopmentCertificates certificates)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddGate(new GateOptions(certificates.TrustFolder));
        var holder = Holder();
        var key = new SpkiDigest(certificates.Fingerprint(Partner));
        builder.Services.AddSingleton<FindKey>(asked => asked == key ? holder : null);
        builder.Services.AddSingleton(new InstanceKey(RandomNumberGenerator.GetBytes(InstanceKey.KeyBytes)));
        builder.Services.AddTokens(new TokenOptions("https://bench.test"));
        Listen(builder, certificates, _ => { });
        var gated = builder.Build();
        gated.UseGate();
        gated.MapGet("/answer", (Caller _) => Answer).Requires(Capability.ReadSelf);
        gated.MapTokens();
        return gated;
    }

    private static WebApplication Plain(DevelopmentCertificates certificates)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        Listen(builder, certificates, https =>
        {
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (_, _, _) => true; // The floor judges nobody.
            https.OnAuthenticate = (_, tls) => tls.AllowTlsResume = false; // As the gate does: a handshake is a handshake.
        });
        var plain = builder.Build();
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = RandomNumberGenerator.GetBytes(700); // A token's header and claims.
        var signature = key.SignData(text, HashAlgorithmName.SHA256);
        plain.MapGet("/answer", () => Answer);
        plain.MapGet("/verified", () => key.VerifyData(text.AsSpan(), signature, HashAlgorithmName.SHA256) ? Answer : "");
        plain.MapPost("/signed", () => Convert.ToBase64String(key.SignData(text, HashAlgorithmName.SHA256)));
        return plain;
    }

    private static void Listen(WebApplicationBuilder builder, DevelopmentCertificates certificates, Action<HttpsConnectionAdapterOptions> configure)
    {
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = X509Certificate2.CreateFromPemFile(
                certificates.CertificateFile(DevelopmentCertificates.ServerName), certificates.KeyFile(DevelopmentCertificates.ServerName));
            configure(https);
        })));
    }

    private static KeyHolder Holder()
    {
        var partner = new PartnerId(Guid.CreateVersion7());
        return new(
            new PartnerProfile
            {
                Id = partner,
                Handle = Partner,
                Name = Partner,
                Jurisdiction = Jurisdiction.EU,
                Roles = [Role.Cert],
                Sectors = [],
                Groups = [],
                Constituency = [],
                PublisherNamespaces = [],
                StandingAgreements = [],
                Listed = true,
                ClearNeedsTwoMembers = false,
                Suspended = false,
            },
            new MemberProfile(Member, partner, MemberKind.Service, Partner));
    }

    private HttpClient Client(WebApplication server)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(_certificates.ServerAnchorFile) },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(
            _certificates.Load(Partner), additionalCertificates: null, offline: true);
        return new HttpClient(handler) { BaseAddress = new Uri($"https://localhost:{new Uri(server.Urls.First()).Port}") };
    }
}
