using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.Domain.Sharing;
using CyberExchange.EndToEnd.Tests.Gate;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Tokens;
using CyberExchange.Testing.Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Tokens;

/// <summary>Every hostile and every good kind of access token, over both versions of HTTP and of TLS.</summary>
public sealed class TokenMatrixTests(GateHost host) : IClassFixture<GateHost>
{
    private const string ProblemPrefix = "urn:cyberexchange:problem:";

    // A token with which something is right, and how much of it counts.
    private static readonly Dictionary<string, Func<TokenSmith, string>> Good = new(StringComparer.Ordinal)
    {
        ["of the exchange"] = s => s.Own(),
        ["typ with its tree"] = s => s.Under(TokenSmith.Header("ES256", "application/at+jwt", s.Keys.Current.Id)),
        ["ten minutes long"] = s => s.Own(("exp", $"{s.Now + 600}")),
        ["ended, by less than clocks may differ"] = s => s.Own(("iat", $"{s.Now - 300}"), ("exp", $"{s.Now - 29}")),
        ["not begun, by no more than clocks may differ"] = s => s.Own(("nbf", $"{s.Now + 30}"), ("iat", $"{s.Now + 30}")),
        ["with a scope of somebody else's beside"] = s => s.Own(("scope", "\"openid ReadSelf 7 ReadItems\"")),
        ["with claims that nobody here knows"] = s => s.Own(("auth_time", "1"), ("groups", "[{\"a\":1}]")),
        ["of another issuer, bound"] = s => s.Other(),
    };

    private static readonly Dictionary<string, (int Status, string Type, Func<TokenSmith, string> Header)> Headers = new(StringComparer.Ordinal)
    {
        ["two tokens in one header"] = (401, "token-refused", s => $"Bearer {s.Own()}, Bearer {s.Own()}"),
        ["a password"] = (400, "authorization-malformed", _ => "Basic YTpi"),
        ["a token of another scheme"] = (400, "authorization-malformed", s => $"DPoP {s.Own()}"),
        ["a token without a scheme"] = (400, "authorization-malformed", s => s.Own()),
        ["a scheme without a token"] = (400, "authorization-malformed", _ => "Bearer"),
        ["an empty header"] = (400, "authorization-malformed", _ => ""),
        ["no scope at all"] = (403, "scope-missing", s => $"Bearer {s.Own(("scope", null))}"),
        ["an empty scope"] = (403, "scope-missing", s => $"Bearer {s.Own(("scope", "\"\""))}"),
        ["a scope for something else"] = (403, "scope-missing", s => $"Bearer {s.Own(("scope", "\"ReadItems ReadFeed\""))}"),
        ["a scope that means nothing"] = (403, "scope-missing", s => $"Bearer {s.Own(("scope", "\"admin *\""))}"),
        ["a scope in other case"] = (403, "scope-missing", s => $"Bearer {s.Own(("scope", "\"readself READSELF\""))}"),
        ["a scope by its number"] = (403, "scope-missing", s => $"Bearer {s.Own(("scope", "\"7 8 9\""))}"),
        ["a scope after a tab"] = (403, "scope-missing", s => $"Bearer {s.Own(("scope", "\"ReadItems\\tReadSelf\""))}"),
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, SslProtocols> HostileRows => EveryConnection.RowsOf(HostileTokens.Kinds);

    public static TheoryData<string, string, SslProtocols> GoodRows => EveryConnection.RowsOf(Good.Keys);

    public static TheoryData<string, string, SslProtocols> HeaderRows => EveryConnection.RowsOf(Headers.Keys);

    public static TheoryData<string, SslProtocols> VersionRows => EveryConnection.Rows;

    [Theory]
    [MemberData(nameof(HostileRows))]
    public async Task A_hostile_token_beside_a_good_certificate_is_refused_with_its_reason(string kind, string http, SslProtocols tls)
    {
        using var member = new Member(host, http, tls);

        using var answer = await member.GetAsync("/member", $"Bearer {HostileTokens.Make(kind, member.Smith)}");
        var problem = await Visitor.ProblemOf(answer, Ct);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"{ProblemPrefix}token-refused", problem.Type);
        Assert.Equal(HostileTokens.FaultOf(kind), Assert.Single(problem.Errors ?? []).Code);
        Assert.StartsWith("Bearer realm=\"CyberExchange\", error=\"invalid_token\", error_description=\"", Assert.Single(answer.Headers.WwwAuthenticate).ToString(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl?.NoStore);

        // The member itself is as welcome as before.
        Assert.Equal(HttpStatusCode.OK, (await member.Visitor.GetAsync("/member", Ct)).StatusCode);
    }

    [Theory]
    [MemberData(nameof(GoodRows))]
    public async Task A_good_token_beside_the_certificate_that_it_is_bound_to_is_taken(string kind, string http, SslProtocols tls)
    {
        using var member = new Member(host, http, tls);

        using var answer = await member.GetAsync("/member", $"Bearer {Good[kind](member.Smith)}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Version.Parse(http), answer.Version);
        Assert.Equal("somebody of cert-test", await answer.Content.ReadAsStringAsync(Ct));
    }

    [Theory]
    [MemberData(nameof(HeaderRows))]
    public async Task A_header_or_a_scope_that_does_not_do_is_refused(string kind, string http, SslProtocols tls)
    {
        using var member = new Member(host, http, tls);
        var (status, type, header) = Headers[kind];

        using var answer = await member.GetAsync("/member", header(member.Smith));
        var problem = await Visitor.ProblemOf(answer, Ct);

        Assert.Equal((status, $"{ProblemPrefix}{type}"), ((int)answer.StatusCode, problem.Type));
        var error = status switch { 400 => "invalid_request", 401 => "invalid_token", _ => "insufficient_scope" };
        Assert.Contains($"error=\"{error}\"", Assert.Single(answer.Headers.WwwAuthenticate).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(VersionRows))]
    public async Task Two_headers_are_refused_whatever_they_hold(string http, SslProtocols tls)
    {
        using var member = new Member(host, http, tls);
        var good = $"Bearer {member.Smith.Own()}";

        Assert.Equal(200, await member.GetRawAsync("/member", http, tls, good));
        Assert.Equal(400, await member.GetRawAsync("/member", http, tls, good, good));
        Assert.Equal(400, await member.GetRawAsync("/member", http, tls, good, "Basic YTpi"));
        Assert.Equal(400, await member.GetRawAsync("/member", http, tls, "", good));
    }

    [Theory]
    [MemberData(nameof(VersionRows))]
    public async Task A_scope_narrows_what_the_role_may_and_never_widens_it(string http, SslProtocols tls)
    {
        using var member = new Member(host, http, tls); // A CERT.
        var wide = $"Bearer {member.Smith.Own(("scope", "\"ReadSelf ManagePartners ReportIncidents\""))}";

        await RefusedAsync(await member.PostAsync("/administration/partners", wide), 403, "not-permitted");
        await RefusedAsync(await member.GetAsync("/open", wide), 403, "scope-missing"); // Even what the public may.
        Assert.Equal(HttpStatusCode.OK, (await member.GetAsync("/member", wide)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await member.Visitor.GetAsync("/open", Ct)).StatusCode);
    }

    [Theory]
    [MemberData(nameof(VersionRows))]
    public async Task A_token_without_a_certificate_opens_nothing_on_public_routes_either(string http, SslProtocols tls)
    {
        using var member = new Member(host, http, tls);
        using var thief = new Visitor(host.Address, certificate: null, http: Version.Parse(http), tls: tls);

        foreach (var path in new[] { "/member", "/open", "/health" })
        {
            var problem = await RefusedAsync(await thief.GetAsync(path, [$"Bearer {member.Smith.Own()}"], Ct), 401, "token-refused");
            Assert.Equal("certificate-missing", Assert.Single(problem.Errors ?? []).Code);
        }
    }

    [Theory]
    [MemberData(nameof(VersionRows))]
    public async Task A_token_of_another_member_is_worth_nothing_beside_ones_own_certificate(string http, SslProtocols tls)
    {
        using var victim = new Member(host, http, tls);
        using var thief = new Member(host, http, tls);

        var token = $"Bearer {victim.Smith.Own()}";
        Assert.Equal(HttpStatusCode.OK, (await victim.GetAsync("/member", token)).StatusCode); // The gate has it in mind.
        var stolen = await RefusedAsync(await thief.GetAsync("/member", token), 401, "token-refused");
        Assert.Equal("bound-elsewhere", Assert.Single(stolen.Errors ?? []).Code);

        // Nor does an issuer help that binds it to the thief's certificate.
        var rebound = $"Bearer {victim.Smith.Own(("cnf", $$"""{"x5t#S256":"{{thief.Smith.Thumbprint}}"}"""))}";
        var problem = await RefusedAsync(await thief.GetAsync("/member", rebound), 401, "token-refused");
        Assert.Equal("subject-elsewhere", Assert.Single(problem.Errors ?? []).Code);
    }

    [Theory]
    [MemberData(nameof(VersionRows))]
    public async Task A_token_of_the_same_members_other_certificate_is_refused(string http, SslProtocols tls)
    {
        using var member = new Member(host, http, tls);
        using var renewed = host.Authorities.Europe.Issue(host.Authorities.EuropeanClient("renewed"));
        var smith = new TokenSmith(host, member.Enrolment, renewed);

        var problem = await RefusedAsync(await member.GetAsync("/member", $"Bearer {smith.Own()}"), 401, "token-refused");

        Assert.Equal("bound-elsewhere", Assert.Single(problem.Errors ?? []).Code);
    }

    [Theory]
    [MemberData(nameof(VersionRows))]
    public async Task Whoever_is_suspended_unbound_or_removed_after_the_token_was_issued_fails_on_the_next_request(string http, SslProtocols tls)
    {
        using var suspended = new Member(host, http, tls);
        using var unbound = new Member(host, http, tls);
        using var removed = new Member(host, http, tls);
        Member[] members = [suspended, unbound, removed];
        var tokens = members.Select(member => $"Bearer {member.Smith.Own()}").ToList();
        for (var i = 0; i < members.Length; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await members[i].GetAsync("/member", tokens[i])).StatusCode);
        }

        host.Enrolments.Suspend(suspended.Enrolment.Partner, suspended: true);
        host.Enrolments.Unbind(unbound.Enrolment.Key);
        host.Enrolments.Remove(removed.Enrolment.Member);

        await RefusedAsync(await suspended.GetAsync("/member", tokens[0]), 403, "partner-suspended");
        await RefusedAsync(await unbound.GetAsync("/member", tokens[1]), 401, "key-not-enrolled");
        await RefusedAsync(await removed.GetAsync("/member", tokens[2]), 401, "key-not-enrolled");
        Assert.All(members, member => Assert.Equal(1, member.Visitor.Connections));
    }

    [Theory]
    [MemberData(nameof(VersionRows))]
    public async Task A_good_token_mends_no_certificate(string http, SslProtocols tls)
    {
        var hostile = HostileCertificates.Make("expired", host.Authorities);
        using var leaf = hostile.Leaf;
        var enrolment = host.Enrolments.Enrol(leaf, Role.Cert);
        using var visitor = new Visitor(host.Address, leaf, hostile.Intermediates, Version.Parse(http), tls);

        await RefusedAsync(await visitor.GetAsync("/member", [$"Bearer {new TokenSmith(host, enrolment, leaf).Own()}"], Ct), 401, "certificate-refused");
    }

    [Fact]
    public async Task No_cut_and_no_changed_character_of_a_good_token_is_taken_or_fails_the_server()
    {
        using var member = new Member(host, "2.0", SslProtocols.Tls13);
        var good = member.Smith.Own();
        var changed = Enumerable.Range(0, good.Length).Select(i => good[..i] + (good[i] is 'A' ? 'B' : 'A') + good[(i + 1)..]);
        var others = Enumerable.Range(1, good.Length - 1).Select(length => good[..length]).Concat(changed).ToList();

        foreach (var other in others)
        {
            using var answer = await member.GetAsync("/member", $"Bearer {other}");
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{others.Count} cut and changed tokens");
    }

    [Fact]
    public async Task A_token_that_was_good_is_refused_once_it_ends_and_once_its_key_is_taken_back()
    {
        await using var own = new GateHost();
        await own.InitializeAsync();
        using var member = new Member(own, "2.0", SslProtocols.Tls13);
        var (ends, keyGoes) = ($"Bearer {member.Smith.Own()}", $"Bearer {member.Smith.Other()}");
        Assert.Equal(HttpStatusCode.OK, (await member.GetAsync("/member", ends)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await member.GetAsync("/member", keyGoes)).StatusCode);

        own.Other.Withdraw();
        Assert.True(await own.ExternalIssuer.RefreshAsync(Ct));
        var withdrawn = await RefusedAsync(await member.GetAsync("/member", keyGoes), 401, "token-refused");
        Assert.Equal("key-unknown", Assert.Single(withdrawn.Errors ?? []).Code);

        own.Clock.Now = own.Authorities.Now.AddMinutes(5).AddSeconds(29);
        Assert.Equal(HttpStatusCode.OK, (await member.GetAsync("/member", ends)).StatusCode);
        own.Clock.Now = own.Authorities.Now.AddMinutes(5).AddSeconds(31);
        var ended = await RefusedAsync(await member.GetAsync("/member", ends), 401, "token-refused");
        Assert.Equal("expired", Assert.Single(ended.Errors ?? []).Code);
    }

    [Fact]
    public async Task A_request_that_goes_on_ends_with_its_token_and_reaches_no_further_than_its_scope()
    {
        await using var own = new GateHost();
        await own.InitializeAsync();
        var standing = new List<StandingAdmission>();
        await using var server = own.Build(routes => routes.MapGet("/stream", (HttpContext http, Caller caller, Readmission gate) =>
        {
            standing.Add(gate.Of(http, caller, Capability.ReadSelf));
            standing.Add(gate.Of(http, caller, Capability.ReadFeed));
        }).Requires(Capability.ReadSelf));
        await server.StartAsync(Ct);
        using var member = new Member(own, "2.0", SslProtocols.Tls13);
        using var visitor = member.Visit(GateHost.AddressOf(server));
        var token = $"Bearer {member.Smith.Own(("scope", "\"ReadSelf\""))}"; // Ends in five minutes.
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/stream", [token], Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/stream", Ct)).StatusCode); // By the certificate alone.
        var admitted = () => standing.Select(s => s.Now() is not null);

        Assert.Equal([true, false, true, true], admitted());
        own.Clock.Now = own.Authorities.Now.AddMinutes(5).AddSeconds(31);
        Assert.Equal([false, false, true, true], admitted());
        Assert.Equal("urn:cyberexchange:problem:token-refused", standing[0].Ask().Problem?.Document.Type);
    }

    [Fact]
    public void The_matrix_leaves_no_kind_out()
    {
        Assert.Equal(HostileTokens.Kinds.Count * 4, HostileRows.Count);
        Assert.Equal(Enum.GetValues<TokenFault>().Select(TokenFaults.Word).Except(HostileTokens.Kinds.Select(HostileTokens.FaultOf)), ["certificate-missing"]);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{HostileRows.Count} hostile rows of {HostileTokens.Kinds.Count} kinds, {HeaderRows.Count} rows of headers and scopes, {GoodRows.Count} good rows, {7 * VersionRows.Count} of members and certificates");
    }

    private static async Task<Contracts.ProblemDocument> RefusedAsync(HttpResponseMessage answer, int status, string type)
    {
        using (answer)
        {
            var problem = await Visitor.ProblemOf(answer, Ct);
            Assert.Equal((status, $"{ProblemPrefix}{type}"), ((int)answer.StatusCode, problem.Type));
            return problem;
        }
    }
}

/// <summary>A member of a CERT with a certificate of its own, on one connection.</summary>
internal sealed class Member : IDisposable
{
    private readonly GateHost _host;
    private readonly X509Certificate2 _certificate;

    public Member(GateHost host, string http, SslProtocols tls, Role role = Role.Cert)
    {
        _host = host;
        _certificate = host.Authorities.IssueEuropean("member");
        Enrolment = host.Enrolments.Enrol(_certificate, role);
        Smith = new TokenSmith(host, Enrolment, _certificate);
        Visitor = new Visitor(host.Address, _certificate, [], Version.Parse(http), tls);
    }

    public Enrolment Enrolment { get; }

    public TokenSmith Smith { get; }

    public Visitor Visitor { get; }

    /// <summary>The same member at another server.</summary>
    public Visitor Visit(Uri address) => new(address, _certificate, [], HttpVersion.Version20);

    public Task<HttpResponseMessage> GetAsync(string path, string authorization) => Visitor.GetAsync(path, [authorization], TestContext.Current.CancellationToken);

    /// <summary>The status of a request with one header for each value, on a connection of its own.</summary>
    public Task<int> GetRawAsync(string path, string http, SslProtocols tls, params string[] authorization) =>
        RawRequest.GetAsync(_host.Address, _certificate, path, authorization, http, tls, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> PostAsync(string path, string authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return Visitor.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> AskForTokenAsync(HttpContent form, params string[] authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, IssueToken.Address) { Content = form };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return Visitor.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        Visitor.Dispose();
        _certificate.Dispose();
    }
}
