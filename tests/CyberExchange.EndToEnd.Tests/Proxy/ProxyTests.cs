using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CyberExchange.DevHost.Certificates;
using CyberExchange.EndToEnd.Tests.Gate;
using CyberExchange.EndToEnd.Tests.Hosting;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Proxy;

/// <summary>Behind a proxy an identity is what it was, and nobody makes one up.</summary>
public sealed class ProxyTests(ProxyTests.ProxiedExchange proxied) : IClassFixture<ProxyTests.ProxiedExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Passthrough => new() { { "nginx", "nginx-passthrough.conf" }, { "haproxy", "haproxy-passthrough.cfg" } };

    [Theory]
    [MemberData(nameof(Passthrough))]
    public async Task Passed_through_each_client_has_its_own_handshake(string program, string file)
    {
        await using var proxy = await ProxyProcess.StartAsync(program, file, listen: 8444, (8443, proxied.Exchange.Address.Port));
        foreach (var http in new[] { "1.1", "2.0" })
        {
            Assert.Equal("grid-jp", await MeAsync(proxy.Address, "grid-jp", http));
            Assert.Equal("maker-eu", await MeAsync(proxy.Address, "maker-eu", http));
        }

        using var nobody = new Visitor(proxy.Address, certificate: null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/v1/me", Ct)).StatusCode);
    }

    [Fact]
    public async Task Where_TLS_ends_at_nginx_the_forwarded_certificate_is_judged_request_by_request()
    {
        await using var proxy = await ProxyProcess.StartAsync(
            "nginx", "nginx-client-cert.conf", listen: 8445, (8446, proxied.ProxyPort),
            ("server.pem", proxied.ServerPem), ("server.key", proxied.ServerKey), ("proxy.pem", proxied.ProxyPem), ("proxy.key", proxied.ProxyKey), ("server-ca.pem", proxied.ServerAnchor));
        foreach (var http in new[] { "1.1", "2.0" })
        {
            // In turns, over whatever connections nginx keeps to the exchange.
            Assert.Equal("grid-jp", await MeAsync(proxy.Address, "grid-jp", http));
            Assert.Equal("maker-eu", await MeAsync(proxy.Address, "maker-eu", http));
            Assert.Equal("grid-jp", await MeAsync(proxy.Address, "grid-jp", http));
        }

        using var nobody = new Visitor(proxy.Address, certificate: null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/v1/me", Ct)).StatusCode);
        using var stranger = RunningExchange.IssueEuropean("stranger");
        using var unknown = new Visitor(proxy.Address, stranger);
        Assert.Equal("key-not-enrolled", await TypeAsync(await unknown.GetAsync("/v1/me", Ct)));

        // What a client writes into the field itself does not arrive.
        using var certificate = RunningExchange.CertificateOf("steward");
        using var forger = new Visitor(proxy.Address, certificate: null);
        Assert.Equal("certificate-missing", await TypeAsync(await forger.SendAsync(Forged(certificate), Ct)));
    }

    [Fact]
    public async Task The_field_is_refused_on_the_port_of_clients_with_a_certificate_and_without()
    {
        using var steward = RunningExchange.CertificateOf("steward");
        using var own = RunningExchange.CertificateOf("grid-eu");
        foreach (var field in new[] { "Client-Cert", "Client-Cert-Chain" })
        {
            using var without = new Visitor(proxied.Exchange.Address, certificate: null);
            Assert.Equal("client-cert-refused", await TypeAsync(await without.SendAsync(Forged(steward, field), Ct)));
            using var with = new Visitor(proxied.Exchange.Address, own);
            Assert.Equal("client-cert-refused", await TypeAsync(await with.SendAsync(Forged(steward, field), Ct)));
        }

        // Fields that others invented are read nowhere.
        using var plain = new Visitor(proxied.Exchange.Address, own);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
        foreach (var field in new[] { "X-Forwarded-Client-Cert", "X-SSL-Client-Cert", "X-Client-Cert", "X-Forwarded-For", "Forwarded" })
        {
            request.Headers.TryAddWithoutValidation(field, "for=192.0.2.1;cert=steward");
        }

        using var answer = await plain.SendAsync(request, Ct);
        Assert.Contains("grid-eu", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Unreadable => new()
    {
        { "no colons", "{0}" }, { "one colon", ":{0}" }, { "no base64", ":{0}!:" }, { "cut short", ":{0:cut}:" }, { "a blank in it", ": {0}:" },
        { "two of them", ":{0}:, :{0}:" }, { "a parameter", ":{0}:;a=1" }, { "no certificate", ":AAAA:" }, { "nothing", "::" }, { "empty", "" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task What_is_not_in_the_form_of_the_standard_is_refused(string kind, string form)
    {
        _ = kind;
        using var steward = RunningExchange.CertificateOf("steward");
        var der = Convert.ToBase64String(steward.RawDataMemory.Span);
        var value = form.Replace("{0:cut}", der[..(der.Length / 8 * 4)], StringComparison.Ordinal).Replace("{0}", der, StringComparison.Ordinal);
        using var proxy = proxied.AsProxy();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
        request.Headers.TryAddWithoutValidation("Client-Cert", value);

        Assert.Equal("client-cert-unreadable", await TypeAsync(await proxy.SendAsync(request, Ct)));
    }

    [Fact]
    public async Task Only_a_known_proxy_forwards_and_it_speaks_for_nobody_itself()
    {
        using var steward = RunningExchange.CertificateOf("steward");
        using var grid = RunningExchange.CertificateOf("grid-eu");
        foreach (var certificate in new[] { null, grid })
        {
            using var unknown = new Visitor(proxied.ProxyAddress, certificate);
            Assert.Equal("proxy-unknown", await TypeAsync(await unknown.SendAsync(Forged(steward), Ct)));
        }

        using var proxy = proxied.AsProxy();
        Assert.Equal("certificate-missing", await TypeAsync(await proxy.GetAsync("/v1/me", Ct)));
        Assert.Equal(HttpStatusCode.OK, (await proxy.SendAsync(Forged(steward), Ct)).StatusCode);
        Assert.Equal("certificate-missing", await TypeAsync(await proxy.GetAsync("/v1/me", Ct))); // On the same connection: nothing stays behind.
        Assert.Equal(1, proxy.Connections);
        Assert.Equal("client-cert-unreadable", await TypeAsync(await proxy.SendAsync(Forged(steward, "Client-Cert-Chain"), Ct)));
    }

    private static HttpRequestMessage Forged(X509Certificate2 certificate, string field = "Client-Cert")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
        request.Headers.TryAddWithoutValidation(field, $":{Convert.ToBase64String(certificate.RawDataMemory.Span)}:");
        return request;
    }

    private static async Task<string> MeAsync(Uri address, string member, string http)
    {
        using var certificate = RunningExchange.CertificateOf(member);
        using var visitor = new Visitor(address, certificate, [], Version.Parse(http));
        using var answer = await visitor.GetAsync("/v1/me", Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.StatusCode is HttpStatusCode.OK, text);
        return System.Text.Json.Nodes.JsonNode.Parse(text)!["member"]!["handle"]!.ToString();
    }

    private static async Task<string> TypeAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            return (await Visitor.ProblemOf(answer, Ct)).Type["urn:cyberexchange:problem:".Length..];
        }
    }

    /// <summary>An exchange with a listener for proxies, and a proxy that it knows.</summary>
    public sealed class ProxiedExchange : IAsyncLifetime
    {
        private readonly X509Certificate2 _proxy = RunningExchange.IssueEuropean("proxy");

        public ProxiedExchange() => Exchange = new() { ProxyKeys = [CertificateKey.Fingerprint(_proxy)] };

        internal RunningExchange Exchange { get; }

        internal int ProxyPort => ProxyAddress.Port;

        internal Uri ProxyAddress => Exchange.ProxyAddress;

        internal byte[] ProxyPem => Encoding.ASCII.GetBytes(_proxy.ExportCertificatePem());

        internal byte[] ProxyKey => Encoding.ASCII.GetBytes(_proxy.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()); // It was issued on P-256.

        internal byte[] ServerPem => File.ReadAllBytes(Path.Combine(Exchange.Home, "certificates", "server.pem"));

        internal byte[] ServerKey => File.ReadAllBytes(Path.Combine(Exchange.Home, "certificates", "server.key"));

        internal byte[] ServerAnchor => File.ReadAllBytes(Path.Combine(Exchange.Home, "trust", "server-ca.pem"));

        public ValueTask InitializeAsync() => Exchange.InitializeAsync();

        public async ValueTask DisposeAsync()
        {
            await Exchange.DisposeAsync();
            _proxy.Dispose();
        }

        internal Visitor AsProxy() => new(ProxyAddress, _proxy);
    }
}
