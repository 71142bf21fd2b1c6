using System.Net;
using System.Security.Authentication;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Domain.Sharing;
using CyberExchange.Testing.Certificates;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Gate;

/// <summary>Every hostile and every good kind of certificate, over both versions of HTTP and of TLS.</summary>
public sealed class CertificateMatrixTests(GateHost host) : IClassFixture<GateHost>
{
    public static TheoryData<string, string, SslProtocols> HostileRows =>
        EveryConnection.RowsOf(HostileCertificates.Kinds);

    public static TheoryData<CertificateKeyKind, string, SslProtocols> GoodRows =>
        EveryConnection.RowsOf([CertificateKeyKind.P256, CertificateKeyKind.P384, CertificateKeyKind.Rsa3072]);

    [Theory]
    [MemberData(nameof(HostileRows))]
    public async Task A_hostile_certificate_around_an_enrolled_key_is_refused_with_its_reason(string kind, string http, SslProtocols tls)
    {
        var ct = TestContext.Current.CancellationToken;
        var hostile = HostileCertificates.Make(kind, host.Authorities);
        using var leaf = hostile.Leaf;
        host.Enrolments.Enrol(leaf, Role.Cert);
        using var visitor = new Visitor(host.Address, leaf, hostile.Intermediates, Version.Parse(http), tls);

        using var answer = await visitor.GetAsync("/open", ct);
        var problem = await Visitor.ProblemOf(answer, ct);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("urn:cyberexchange:problem:certificate-refused", problem.Type);
        Assert.Equal(HostileCertificates.FaultOf(kind), Assert.Single(problem.Errors ?? []).Code);
    }

    [Theory]
    [MemberData(nameof(GoodRows))]
    public async Task A_good_certificate_around_an_enrolled_key_is_its_member(CertificateKeyKind key, string http, SslProtocols tls)
    {
        var ct = TestContext.Current.CancellationToken;
        using var leaf = host.Authorities.Europe.Issue(host.Authorities.EuropeanClient("good") with { Key = key });
        host.Enrolments.Enrol(leaf, Role.Cert);
        using var visitor = new Visitor(host.Address, leaf, [], Version.Parse(http), tls);

        using var answer = await visitor.GetAsync("/member", ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Version.Parse(http), answer.Version);
        Assert.Equal("somebody of cert-test", await answer.Content.ReadAsStringAsync(ct));
    }

    [Fact]
    public void The_matrix_leaves_no_kind_out()
    {
        Assert.Equal(HostileCertificates.Kinds.Count * 4, HostileRows.Count);
        TestContext.Current.TestOutputHelper?.WriteLine($"{HostileRows.Count} hostile rows of {HostileCertificates.Kinds.Count} kinds, {GoodRows.Count} good rows");
    }
}
