using System.Net;
using System.Security.Authentication;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Domain.Sharing;
using CyberExchange.Testing.Certificates;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Gate;

/// <summary>Who is let in, and what changes for a connection that is open already. One row per version of HTTP.</summary>
public sealed class GateTests(GateHost host) : IClassFixture<GateHost>
{
    private const string ProblemPrefix = "urn:cyberexchange:problem:";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> HttpVersions => ["1.1", "2.0"];

    [Theory]
    [MemberData(nameof(HttpVersions))]
    public async Task Without_a_certificate_public_routes_answer_the_public_and_others_say_what_is_missing(string http)
    {
        using var visitor = new Visitor(host.Address, certificate: null, http: Version.Parse(http));

        Assert.Equal("public", await TextAsync(visitor, "/open"));
        Assert.Equal("well", await TextAsync(visitor, "/health"));
        await RefusedAsync(visitor, "/member", HttpStatusCode.Unauthorized, "certificate-missing");
    }

    [Fact]
    public async Task A_401_names_a_challenge()
    {
        using var visitor = new Visitor(host.Address, certificate: null);
        using var answer = await visitor.GetAsync("/member", Ct);

        Assert.Equal("ClientCertificate", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
    }

    [Theory]
    [MemberData(nameof(HttpVersions))]
    public async Task A_good_certificate_with_a_key_that_nobody_enrolled_is_refused_on_public_routes_too(string http)
    {
        using var certificate = host.Authorities.IssueEuropean("stranger");
        using var visitor = new Visitor(host.Address, certificate, http: Version.Parse(http));

        await RefusedAsync(visitor, "/open", HttpStatusCode.Unauthorized, "key-not-enrolled");
        await RefusedAsync(visitor, "/member", HttpStatusCode.Unauthorized, "key-not-enrolled");
    }

    [Fact]
    public async Task A_certificate_in_the_name_of_a_partner_with_another_key_is_nobody()
    {
        using var enrolled = host.Authorities.IssueEuropean("cert-eu");
        host.Enrolments.Enrol(enrolled, Role.Cert);
        using var sameNameOtherKey = host.Authorities.IssueEuropean("cert-eu");
        using var visitor = new Visitor(host.Address, sameNameOtherKey);

        await RefusedAsync(visitor, "/member", HttpStatusCode.Unauthorized, "key-not-enrolled");
    }

    [Theory]
    [MemberData(nameof(HttpVersions))]
    public async Task A_suspension_holds_on_an_open_connection_and_so_does_its_end(string http)
    {
        using var certificate = host.Authorities.IssueEuropean("member");
        var enrolment = host.Enrolments.Enrol(certificate, Role.Operator);
        using var visitor = new Visitor(host.Address, certificate, http: Version.Parse(http));
        Assert.Equal("operator-test", await TextAsync(visitor, "/open"));

        host.Enrolments.Suspend(enrolment.Partner, suspended: true);
        await RefusedAsync(visitor, "/open", HttpStatusCode.Forbidden, "partner-suspended");
        host.Enrolments.Suspend(enrolment.Partner, suspended: false);

        Assert.Equal("operator-test", await TextAsync(visitor, "/open"));
        Assert.Equal(1, visitor.Connections);
    }

    [Theory]
    [MemberData(nameof(HttpVersions))]
    public async Task An_unbound_key_opens_nothing_on_an_open_connection(string http)
    {
        using var certificate = host.Authorities.IssueEuropean("member");
        var enrolment = host.Enrolments.Enrol(certificate, Role.Operator);
        using var visitor = new Visitor(host.Address, certificate, http: Version.Parse(http));
        Assert.Equal("operator-test", await TextAsync(visitor, "/open"));

        host.Enrolments.Unbind(enrolment.Key);

        await RefusedAsync(visitor, "/open", HttpStatusCode.Unauthorized, "key-not-enrolled");
        Assert.Equal(1, visitor.Connections);
    }

    [Theory]
    [MemberData(nameof(HttpVersions))]
    public async Task The_key_of_a_removed_member_opens_nothing_on_an_open_connection(string http)
    {
        using var certificate = host.Authorities.IssueEuropean("member");
        var enrolment = host.Enrolments.Enrol(certificate, Role.Operator);
        using var visitor = new Visitor(host.Address, certificate, http: Version.Parse(http));
        Assert.Equal("operator-test", await TextAsync(visitor, "/open"));

        host.Enrolments.Remove(enrolment.Member);

        await RefusedAsync(visitor, "/open", HttpStatusCode.Unauthorized, "key-not-enrolled");
        Assert.Equal(1, visitor.Connections);
    }

    [Theory]
    [MemberData(nameof(HttpVersions))]
    public async Task A_certificate_that_expires_is_refused_on_an_open_connection(string http)
    {
        await using var own = new GateHost();
        await own.InitializeAsync();
        using var certificate = own.Authorities.IssueEuropean("member");
        own.Enrolments.Enrol(certificate, Role.Operator);
        using var visitor = new Visitor(own.Address, certificate, http: Version.Parse(http));
        Assert.Equal("operator-test", await TextAsync(visitor, "/open"));

        own.Clock.Now += TimeSpan.FromDays(91);

        using var answer = await visitor.GetAsync("/open", Ct);
        Assert.Equal("expired", Assert.Single((await Visitor.ProblemOf(answer, Ct)).Errors ?? []).Code);
        Assert.Equal(1, visitor.Connections);
    }

    [Fact]
    public async Task A_European_partner_is_not_let_in_by_the_Japanese_anchor_nor_the_other_way_round()
    {
        using var japanese = host.Authorities.IssueJapanese("member");
        host.Enrolments.Enrol(japanese, Role.Cert, Jurisdiction.EU);
        using var european = host.Authorities.IssueEuropean("member");
        host.Enrolments.Enrol(european, Role.Cert, Jurisdiction.JP);
        using var first = new Visitor(host.Address, japanese);
        using var second = new Visitor(host.Address, european);

        await RefusedAsync(first, "/open", HttpStatusCode.Unauthorized, "certificate-refused");
        await RefusedAsync(second, "/open", HttpStatusCode.Unauthorized, "certificate-refused");
    }

    [Fact]
    public async Task A_Japanese_partner_is_let_in_by_the_Japanese_anchor()
    {
        using var certificate = host.Authorities.IssueJapanese("member");
        host.Enrolments.Enrol(certificate, Role.Authority, Jurisdiction.JP);
        using var visitor = new Visitor(host.Address, certificate);

        Assert.Equal("authority-test", await TextAsync(visitor, "/open"));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_certificate_below_an_intermediate_is_let_in_on_every_connection(SslProtocols tls)
    {
        using var intermediate = host.Authorities.Europe.CreateSubordinate(
            CertificateProfile.Authority("Issuing test CA", host.Authorities.Now.AddDays(-1), host.Authorities.Now.AddDays(100)));
        using var certificate = intermediate.Issue(host.Authorities.EuropeanClient("member"));
        host.Enrolments.Enrol(certificate, Role.Maker);
        using var visitor = new Visitor(host.Address, certificate, [intermediate.Certificate], tls: tls) { OneRequestPerConnection = true };

        Assert.Equal("maker-test", await TextAsync(visitor, "/open"));
        Assert.Equal("maker-test", await TextAsync(visitor, "/open"));
        Assert.Equal("maker-test", await TextAsync(visitor, "/open"));
        Assert.Equal(3, visitor.Connections);
    }

    [Fact]
    public async Task A_role_without_the_right_is_not_permitted()
    {
        using var certificate = host.Authorities.IssueEuropean("member");
        host.Enrolments.Enrol(certificate, Role.Cert);
        using var visitor = new Visitor(host.Address, certificate);

        await RefusedAsync(visitor, "/administration/partners", HttpStatusCode.Forbidden, "not-permitted", HttpMethod.Post);
    }

    [Fact]
    public async Task A_steward_manages_partners_and_reads_no_items()
    {
        using var certificate = host.Authorities.IssueEuropean("steward");
        host.Enrolments.Enrol(certificate, Role.Steward);
        using var visitor = new Visitor(host.Address, certificate);

        Assert.Equal("done", await TextAsync(visitor, "/administration/partners", HttpMethod.Post));
        await RefusedAsync(visitor, "/open", HttpStatusCode.Forbidden, "not-permitted");
    }

    [Theory]
    [InlineData(Role.Steward)]
    [InlineData(Role.Cert)]
    public async Task Where_group_and_route_both_require_something_one_of_them_is_not_enough(Role role)
    {
        using var certificate = host.Authorities.IssueEuropean("member");
        host.Enrolments.Enrol(certificate, role);
        using var visitor = new Visitor(host.Address, certificate);

        await RefusedAsync(visitor, "/administration/reports", HttpStatusCode.Forbidden, "not-permitted");
    }

    [Fact]
    public async Task What_has_no_route_is_not_found_and_a_wrong_method_is_named_so()
    {
        using var visitor = new Visitor(host.Address, certificate: null);

        await RefusedAsync(visitor, "/nowhere", HttpStatusCode.NotFound, "not-found");
        using var answer = await visitor.SendAsync(HttpMethod.Delete, "/open", Ct);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    private static async Task<string> TextAsync(Visitor visitor, string path, HttpMethod? method = null)
    {
        using var answer = await visitor.SendAsync(method ?? HttpMethod.Get, path, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    private static async Task RefusedAsync(Visitor visitor, string path, HttpStatusCode status, string type, HttpMethod? method = null)
    {
        using var answer = await visitor.SendAsync(method ?? HttpMethod.Get, path, Ct);
        var problem = await Visitor.ProblemOf(answer, Ct);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal((int)status, problem.Status);
        Assert.Equal(ProblemPrefix + type, problem.Type);
    }
}
