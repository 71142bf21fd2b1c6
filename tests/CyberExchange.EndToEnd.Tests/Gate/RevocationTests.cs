using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Domain.Sharing;
using CyberExchange.EndToEnd.Tests.Tokens;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Gate.Revocation;
using CyberExchange.Server.Tokens;
using CyberExchange.Testing.Certificates;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Gate;

/// <summary>What a revocation list does to a request, over both versions of HTTP and of TLS.</summary>
public sealed class RevocationTests
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, SslProtocols> Connections => EveryConnection.Rows;

    [Theory]
    [MemberData(nameof(Connections))]
    public async Task A_certificate_that_is_revoked_while_it_is_connected_is_refused_at_the_next_request(string http, SslProtocols tls)
    {
        await using var world = await World.StartAsync();
        using var visitor = world.Visit(http, tls);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/member", Ct)).StatusCode);

        world.Publish(number: 2, world.Certificate);

        await RefusedAsync(visitor, HttpMethod.Get, "revoked");
        Assert.Equal(1, visitor.Connections);
    }

    [Theory]
    [MemberData(nameof(Connections))]
    public async Task A_certificate_below_a_revoked_authority_is_refused(string http, SslProtocols tls)
    {
        await using var world = await World.StartAsync(belowIntermediate: true);
        using var visitor = world.Visit(http, tls);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/member", Ct)).StatusCode);

        world.Publish(number: 2, world.Intermediate!.Certificate);

        await RefusedAsync(visitor, HttpMethod.Get, "revoked");
    }

    [Theory]
    [MemberData(nameof(Connections))]
    public async Task Nobody_is_trusted_through_an_authority_that_the_list_withdraws(string http, SslProtocols tls)
    {
        await using var world = await World.StartAsync(belowIntermediate: true, withdrawn: true);
        using var visitor = world.Visit(http, tls);

        await RefusedAsync(visitor, HttpMethod.Get, "anchor-withdrawn");
    }

    [Theory]
    [MemberData(nameof(Connections))]
    public async Task An_overdue_list_lets_nobody_change_anything_and_lets_readers_read_for_a_day(string http, SslProtocols tls)
    {
        await using var world = await World.StartAsync();
        using var visitor = world.Visit(http, tls);

        world.Host.Clock.Now += Life - TimeSpan.FromSeconds(1);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.SendAsync(HttpMethod.Post, "/administration/partners", Ct)).StatusCode); // In time: only the right is missing.
        world.Host.Clock.Now += TimeSpan.FromSeconds(2);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/member", Ct)).StatusCode);
        await UnknownAsync(visitor, HttpMethod.Post);
        world.Host.Clock.Now += RevocationLists.ReadingGrace;
        await UnknownAsync(visitor, HttpMethod.Get);

        world.Publish(number: 2);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/member", Ct)).StatusCode);
    }

    [Theory]
    [MemberData(nameof(Connections))]
    public async Task Whoever_is_on_an_overdue_list_stays_revoked(string http, SslProtocols tls)
    {
        await using var world = await World.StartAsync();
        using var visitor = world.Visit(http, tls);
        world.Publish(number: 2, world.Certificate);

        world.Host.Clock.Now += Life + Life;

        await RefusedAsync(visitor, HttpMethod.Get, "revoked");
    }

    [Theory]
    [MemberData(nameof(Connections))]
    public async Task Without_the_list_nobody_can_know(string http, SslProtocols tls)
    {
        await using var world = await World.StartAsync(listed: false);
        using var visitor = world.Visit(http, tls);

        await UnknownAsync(visitor, HttpMethod.Get);
        await UnknownAsync(visitor, HttpMethod.Post);
    }

    [Theory]
    [MemberData(nameof(Connections))]
    public async Task A_token_mends_no_revoked_certificate(string http, SslProtocols tls)
    {
        await using var world = await World.StartAsync();
        using var visitor = world.Visit(http, tls);
        var token = $"Bearer {new TokenSmith(world.Host, world.Member, world.Certificate).Own()}";
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/member", [token], Ct)).StatusCode);

        world.Publish(number: 2, world.Certificate);

        using var answer = await visitor.GetAsync("/member", [token], Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("revoked", Assert.Single((await Visitor.ProblemOf(answer, Ct)).Errors ?? []).Code);
    }

    [Fact]
    public async Task No_token_is_given_out_while_the_list_is_overdue()
    {
        await using var world = await World.StartAsync();
        using var visitor = world.Visit("2.0", SslProtocols.Tls13);
        world.Host.Clock.Now += Life + TimeSpan.FromSeconds(1);

        using var answer = await visitor.SendAsync(HttpMethod.Post, IssueToken.Address, Ct);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("urn:cyberexchange:problem:revocation-unknown", (await Visitor.ProblemOf(answer, Ct)).Type);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_list_that_goes_back_is_not_taken()
    {
        await using var world = await World.StartAsync();
        world.Publish(number: 5, world.Certificate);
        world.Host.Clock.Now += TimeSpan.FromHours(1);

        Assert.False(world.Publish(number: 4));

        using var visitor = world.Visit("2.0", SslProtocols.Tls13);
        await RefusedAsync(visitor, HttpMethod.Get, "revoked");
    }

    [Theory]
    [InlineData("NTRFR", "outside-anchor")]
    [InlineData("NTRDE-TEST0000002", "outside-anchor")]
    [InlineData("NTRDE-TEST0000001", null)]
    [InlineData("NTRDE", null)]
    public async Task An_anchor_vouches_for_the_organisations_that_its_list_names(string scope, string? refused)
    {
        await using var world = await World.StartAsync(scope: scope);
        using var visitor = world.Visit("2.0", SslProtocols.Tls13);

        await IsAsync(visitor, refused);
    }

    [Theory]
    [InlineData(null, "outside-anchor")]
    [InlineData("LEIXG-529900T8BM49AURSDO56", "outside-anchor")]
    [InlineData("LEIXG-529900T8BM49AURSDO55", null)]
    public async Task An_identifier_without_a_country_needs_a_list_that_names_it_whole(string? scope, string? refused)
    {
        await using var world = await World.StartAsync(scope: scope ?? "", organization: "LEIXG-529900T8BM49AURSDO55");
        using var visitor = world.Visit("2.0", SslProtocols.Tls13);

        await IsAsync(visitor, refused);
    }

    [Fact]
    public async Task An_anchor_vouches_within_the_time_of_its_list()
    {
        await using var world = await World.StartAsync(until: TimeSpan.FromDays(1));
        using var visitor = world.Visit("2.0", SslProtocols.Tls13);
        await IsAsync(visitor, refused: null);

        world.Host.Clock.Now += TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1);

        await IsAsync(visitor, "anchor-not-in-force");
    }

    private static async Task IsAsync(Visitor visitor, string? refused)
    {
        if (refused is not null)
        {
            await RefusedAsync(visitor, HttpMethod.Get, refused);
            return;
        }

        using var answer = await visitor.GetAsync("/member", Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task RefusedAsync(Visitor visitor, HttpMethod method, string code)
    {
        using var answer = await visitor.SendAsync(method, "/member", Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(code, Assert.Single((await Visitor.ProblemOf(answer, Ct)).Errors ?? []).Code);
    }

    private static async Task UnknownAsync(Visitor visitor, HttpMethod method)
    {
        using var answer = await visitor.SendAsync(method, method == HttpMethod.Get ? "/member" : "/administration/partners", Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("urn:cyberexchange:problem:revocation-unknown", (await Visitor.ProblemOf(answer, Ct)).Type);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    /// <summary>A gate whose European anchor has a list, and an operator with a certificate from it.</summary>
    private sealed class World : IAsyncDisposable
    {
        private World(GateHost host, Enrolment member, X509Certificate2 certificate, CertificateAuthority? intermediate) =>
            (Host, Member, Certificate, Intermediate) = (host, member, certificate, intermediate);

        public GateHost Host { get; }

        public Enrolment Member { get; }

        public X509Certificate2 Certificate { get; }

        public CertificateAuthority? Intermediate { get; }

        public static async Task<World> StartAsync(
            bool belowIntermediate = false, bool listed = true, string scope = "", string organization = "NTRDE-TEST0000001", TimeSpan? until = null,
            bool withdrawn = false)
        {
            var authorities = new TestAuthorities(DateTimeOffset.UtcNow);
            var now = authorities.Now;
            var root = authorities.Europe.Certificate;
            var anchor = new TrustAnchor(
                root,
                scope.Length == 0 ? null : [IdentifierScope.Parse(scope)!],
                now.AddDays(-1),
                now + (until ?? TimeSpan.FromDays(300)),
                [new RevocationPoint(root, new("http://localhost/not-asked"))]);
            var intermediate = belowIntermediate ? authorities.Europe.CreateSubordinate(CertificateProfile.Authority("EU test sub CA", now.AddDays(-1), now.AddDays(200))) : null;
            string[] withdrawnKeys = withdrawn ? [TrustAnchor.KeyOf(intermediate!.Certificate)] : []; // Asked for together.
            var host = new GateHost(authorities) { Trust = new TrustAnchors([root], [authorities.Japan.Certificate]).With(Jurisdiction.EU, [anchor], withdrawnKeys) };
            await host.InitializeAsync();
            var profile = authorities.EuropeanClient("member") with { Subject = CertificateProfile.Name("member", "Test organisation", "DE", organization) };
            var certificate = (intermediate ?? authorities.Europe).Issue(profile);
            var world = new World(host, host.Enrolments.Enrol(certificate, Role.Operator), certificate, intermediate);
            if (listed)
            {
                world.Publish(number: 1);
            }

            return world;
        }

        public Visitor Visit(string http, SslProtocols tls) =>
            new(Host.Address, Certificate, Intermediate is null ? [] : [Intermediate.Certificate], Version.Parse(http), tls);

        public bool Publish(int number, params X509Certificate2[] revoked)
        {
            var now = Host.Clock.Now.AddSeconds(number - 10); // Whole seconds are all that a list can say; each is later than the one before.
            var root = Host.Authorities.Europe;
            var (list, fault) = RevocationList.Read(root.RevocationList(number, now, Host.Clock.Now + Life, revoked), root.Certificate, Host.Clock.Now);
            Assert.Null(fault);
            return Host.Revocations.Take(TrustAnchor.KeyOf(root.Certificate), list!);
        }

        public async ValueTask DisposeAsync()
        {
            Certificate.Dispose();
            Intermediate?.Dispose();
            await Host.DisposeAsync();
        }
    }
}
