using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Tests.Fetching;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Csaf;

/// <summary>An exchange that signs, with two sites: maker-eu's, which is the domain's, and cert-eu's.</summary>
public sealed class SiteExchange : IAsyncLifetime
{
    public const string Domain = "exchange.cyberexchange.test";

    private readonly GnuPgHome _home = new();
    private readonly List<HttpClient> _clients = [];

    public SiteExchange()
    {
        Fingerprint = _home.MakeKey("exchange");
        Exchange = new()
        {
            Settings = options => options with
            {
                PublicOrigin = $"https://{Domain}",
                Csaf = new() { Provider = "maker-eu", SecurityContact = "mailto:security@cyberexchange.test", Key = new(Fingerprint, _home.Folder) },
            },
        };
    }

    public RunningExchange Exchange { get; }

    public string Fingerprint { get; }

    /// <summary>Ids of the advisories: public ones first, in the order of <see cref="InitializeAsync"/>.</summary>
    internal List<Guid> Advisories { get; } = [];

    /// <summary>A client to which every host is this exchange, and which follows no redirect.</summary>
    /// <param name="member">A demo member; null for the public.</param>
    /// <param name="around">What stands between; null for nothing.</param>
    public HttpClient As(string? member, Func<HttpMessageHandler, HttpMessageHandler>? around = null)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        handler.ConnectCallback = async (_, ct) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, Exchange.Address.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        };
        // The development certificate names this machine and no other; all else has to be right.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) => (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) is SslPolicyErrors.None;
        handler.SslOptions.CertificateChainPolicy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Exchange.Home, "trust", "server-ca.pem")) },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        if (member is not null)
        {
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(RunningExchange.CertificateOf(member), additionalCertificates: null, offline: true);
        }

        var client = new HttpClient(around?.Invoke(handler) ?? handler) { BaseAddress = new($"https://{Domain}") };
        _clients.Add(client);
        return client;
    }

    public async ValueTask InitializeAsync()
    {
        await Exchange.InitializeAsync();
        var maker = Exchange.As("maker-eu");
        await PublishAsync(maker, "TLP:CLEAR", "WHITE", d => d["tracking"]!["id"] = "VWC/2026 : 0001");
        await PublishAsync(maker, "TLP:CLEAR", "WHITE", d =>
        {
            d["tracking"]!["id"] = "VWC-2025-0007";
            d["tracking"]!["initial_release_date"] = "2026-01-01T00:30:00+01:00"; // Still 2025 in UTC.
            d["tracking"]!["current_release_date"] = "2026-01-01T00:30:00+01:00";
            d["tracking"]!["revision_history"]![0]!["date"] = "2026-01-01T00:30:00+01:00";
        });
        await PublishAsync(maker, "TLP:CLEAR", null, d => d["tracking"]!["id"] = "VWC-2026-0003");
        await PublishAsync(Exchange.As("cert-eu"), "TLP:CLEAR", "WHITE", d => d["tracking"]!["id"] = "COORD-1", "coordinator");
        await PublishAsync(Exchange.As("cert-jp"), "TLP:CLEAR", "WHITE", d => d["tracking"]!["id"] = "IMPORT-1", "third-party");
        await PublishAsync(maker, "TLP:GREEN", "GREEN", d => d["tracking"]!["id"] = "VWC-2026-0005");
        await PublishAsync(maker, "TLP:AMBER", "AMBER", d => d["tracking"]!["id"] = "VWC-2026-0006", partner: "grid-eu");
        await PublishAsync(maker, "TLP:AMBER+STRICT", "AMBER", d => d["tracking"]!["id"] = "VWC-2026-0007", partner: "cert-eu");
        await Exchange.CaughtUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        await Exchange.DisposeAsync();
        _home.Dispose();
    }

    private async Task PublishAsync(
        HttpClient by, string label, string? word, Action<JsonObject> change, string? provenance = null, string? partner = null)
    {
        var document = AdvisoryRequests.NewDocument(d =>
        {
            if (word is null)
            {
                d.Remove("distribution");
            }
            else
            {
                d["distribution"]!["tlp"]!["label"] = word;
            }

            change(d);
        });
        var terms = label == "TLP:CLEAR" ? $$"""{"sharing":{"label":"TLP:CLEAR"}{{(provenance is null ? "" : $",\"provenance\":\"{provenance}\"")}}}""" : AdvisoryRequests.Terms(label, provenance, partner);
        var (advisory, _) = await by.PublishedAsync(terms, document);
        Advisories.Add(advisory.Id);
    }
}
