using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.EndToEnd.Tests.Gate;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Tokens;

/// <summary>Where the keys of another issuer come from, and what is left of them when they cannot be read.</summary>
public sealed class ExternalIssuerTests(GateHost host) : IClassFixture<GateHost>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_are_read_from_an_https_address_and_those_read_last_stay_while_it_fails()
    {
        using var first = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var second = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var answer = Results.Text(OtherIssuer.KeySet(first, "one"));
        await using var server = host.Build(routes => routes.MapGet("/keys", () => answer).Requires(Capability.ReadHealth));
        await server.StartAsync(Ct);
        using var issuer = IssuerAt(new Uri(GateHost.AddressOf(server), "/keys").AbsoluteUri);
        Assert.Null(issuer.Issuer.FindKey("one")); // Nothing was read yet.

        Assert.True(await issuer.RefreshAsync(Ct));
        Assert.NotNull(issuer.Issuer.FindKey("one"));

        foreach (var failure in new[]
        {
            Results.StatusCode(503), Results.NotFound(), Results.Text("keys"), Results.Text("[]"), Results.Text(""), Results.Redirect("/oauth2/jwks"),
            Results.Text(OtherIssuer.KeySet(second, "two") + new string(' ', 300 * 1024)),
        })
        {
            answer = failure;
            Assert.False(await issuer.RefreshAsync(Ct));
            Assert.NotNull(issuer.Issuer.FindKey("one"));
        }

        answer = Results.Text(OtherIssuer.KeySet(second, "two"));
        Assert.True(await issuer.RefreshAsync(Ct));
        Assert.Null(issuer.Issuer.FindKey("one"));
        Assert.NotNull(issuer.Issuer.FindKey("two"));

        await server.StopAsync(Ct);
        Assert.False(await issuer.RefreshAsync(Ct));
        Assert.NotNull(issuer.Issuer.FindKey("two"));
    }

    [Fact]
    public async Task An_address_whose_certificate_nobody_vouches_for_is_not_read()
    {
        await using var server = host.Build(routes => routes.MapGet("/keys", () => OtherIssuer.KeySet(host.Other.Key, "one")).Requires(Capability.ReadHealth));
        await server.StartAsync(Ct);
        using var issuer = new ExternalIssuer(
            Options(new Uri(GateHost.AddressOf(server), "/keys").AbsoluteUri), ExternalIssuer.DefaultHandler(), TimeProvider.System, NullLogger<ExternalIssuer>.Instance);

        Assert.False(await issuer.RefreshAsync(Ct));
        Assert.Null(issuer.Issuer.FindKey("one"));
    }

    [Fact]
    public async Task Keys_are_read_from_a_file_and_those_read_last_stay_when_it_goes()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, OtherIssuer.KeySet(host.Other.Key, "one"), Ct);
        using var issuer = IssuerAt(file);

        Assert.True(await issuer.RefreshAsync(Ct));
        File.Delete(file);
        Assert.False(await issuer.RefreshAsync(Ct));

        Assert.NotNull(issuer.Issuer.FindKey("one"));
        Assert.All(["for-encryption", "shared", "twice", ""], id => Assert.Null(issuer.Issuer.FindKey(id)));
    }

    private static ExternalIssuerOptions Options(string keySet) => new(OtherIssuer.Name, keySet, OtherIssuer.Audience);

    // As the default, and with the test's own authority for the address.
    private ExternalIssuer IssuerAt(string keySet)
    {
        var handler = (SocketsHttpHandler)ExternalIssuer.DefaultHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509Certificate2.CreateFromPem(host.Authorities.Europe.ExportCertificatePem()) },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        return new(Options(keySet), handler, TimeProvider.System, NullLogger<ExternalIssuer>.Instance);
    }
}
