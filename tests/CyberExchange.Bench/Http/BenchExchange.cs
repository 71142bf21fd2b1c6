using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.Bench.Store;
using CyberExchange.DevHost;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Server;
using CyberExchange.Server.Limits;
using CyberExchange.Server.Sealing;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace CyberExchange.Bench.Http;

/// <summary>A whole exchange with one CERT in it, and the plainest Kestrel beside it, both over mutual TLS on loopback.</summary>
internal sealed class BenchExchange : IAsyncDisposable
{
    private const string Partner = "cert-eu";

    private readonly string _folder;
    private readonly BenchDatabase _database;
    private readonly DevelopmentCertificates _certificates;
    private readonly WebApplication _exchange;
    private readonly WebApplication _plain;

    private BenchExchange(string folder, BenchDatabase database, DevelopmentCertificates certificates, WebApplication exchange, WebApplication plain) =>
        (_folder, _database, _certificates, _exchange, _plain) = (folder, database, certificates, exchange, plain);

    /// <summary>Answer of the plain endpoint to GET; set it to the size that the exchange answers with.</summary>
    public byte[] PlainAnswer { get; set; } = [];

    // One caller stands for all here.
    private static readonly LimitNumbers Unlimited = new() { Requests = 1_000_000, Writes = 1_000_000, Handshakes = 100_000, Connections = 10_000, InFlight = 1_000 };

    /// <param name="limits">What a caller may ask; null for as much as it can.</param>
    /// <param name="settings">What else differs; null for nothing.</param>
    public static async Task<BenchExchange> StartAsync(LimitNumbers? limits = null, Func<ServerOptions, ServerOptions>? settings = null)
    {
        var folder = Directory.CreateTempSubdirectory("cyberexchange-bench-").FullName;
        var certificates = DevelopmentCertificates.Ensure(folder, DateTimeOffset.UtcNow);
        var database = await BenchDatabase.OpenAsync();
        await File.WriteAllBytesAsync(Path.Combine(folder, InstanceKey.FileName), RandomNumberGenerator.GetBytes(InstanceKey.KeyBytes));
        var bootstrap = Path.Combine(folder, "bootstrap.json");
        Bootstrap.Write(bootstrap, certificates, DemoPartner.All.Single(p => p.Name == Partner));
        ServerOptions options = new()
        {
            Database = database.ConnectionString,
            Listen = IPAddress.Loopback,
            Port = 0,
            ServerCertificateFile = certificates.CertificateFile(DevelopmentCertificates.ServerName),
            ServerKeyFile = certificates.KeyFile(DevelopmentCertificates.ServerName),
            TrustFolder = certificates.TrustFolder,
            SecretsFolder = folder,
            BootstrapFile = bootstrap,
            Limits = limits ?? Unlimited,
        };
        var exchange = await ExchangeHost.StartAsync(settings?.Invoke(options) ?? options, CancellationToken.None);
        BenchExchange? bench = null;
        var plain = StartPlain(certificates, () => bench!.PlainAnswer); // Assigned below, before anybody asks.
        bench = new(folder, database, certificates, exchange, plain);
        await plain.StartAsync();
        return bench;
    }

    public HttpClient Client() => Client(_exchange);

    /// <summary>A client without a certificate.</summary>
    public HttpClient PublicClient() => Client(_exchange, certified: false);

    public HttpClient PlainClient() => Client(_plain);

    public async ValueTask DisposeAsync()
    {
        await _plain.DisposeAsync();
        await _exchange.StopAsync();
        await _exchange.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static WebApplication StartPlain(DevelopmentCertificates certificates, Func<byte[]> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = X509Certificate2.CreateFromPemFile(
                certificates.CertificateFile(DevelopmentCertificates.ServerName), certificates.KeyFile(DevelopmentCertificates.ServerName));
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (_, _, _) => true; // The floor judges nobody.
        })));
        var plain = builder.Build();
        plain.MapPost("/v1/incidents", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            http.Response.ContentType = "application/json";
            http.Response.StatusCode = StatusCodes.Status201Created;
            await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, Math.Min(200, (int)body.Length)), http.RequestAborted);
        });
        plain.MapGet("/v1/feed", async (HttpContext http) =>
        {
            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync(answer(), http.RequestAborted);
        });
        return plain;
    }

    private HttpClient Client(WebApplication server, bool certified = true)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(_certificates.ServerAnchorFile) },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        handler.SslOptions.ClientCertificateContext = certified
            ? SslStreamCertificateContext.Create(_certificates.Load(Partner), additionalCertificates: null, offline: true)
            : null;
        return new HttpClient(handler) { BaseAddress = new Uri($"https://localhost:{new Uri(server.Urls.First()).Port}") };
    }
}
