using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Tokens;
using CyberExchange.Domain.Sharing;
using CyberExchange.EndToEnd.Tests.Gate;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Sealing;
using CyberExchange.Server.Tokens;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Tokens;

/// <summary>How tokens are asked for, what the exchange says of them, and how its keys follow each other.</summary>
public sealed class TokenEndpointTests(GateHost host) : IClassFixture<GateHost>
{
    private static readonly Dictionary<string, (int Status, string Error, Func<Member, HttpContent> Form, Func<Member, string[]> Authorization)> Refused = new(StringComparer.Ordinal)
    {
        ["no client_id"] = (400, "invalid_request", _ => Form(("grant_type", "client_credentials")), Nothing),
        ["an empty client_id"] = (400, "invalid_request", _ => Form(("grant_type", "client_credentials"), ("client_id", "")), Nothing),
        ["no grant_type"] = (400, "invalid_request", m => Form(("client_id", Id(m))), Nothing),
        ["client_id twice"] = (400, "invalid_request", m => Form(("grant_type", "client_credentials"), ("client_id", Id(m)), ("client_id", Id(m))), Nothing),
        ["scope twice"] = (400, "invalid_request", m => Form([.. Fields(m), ("scope", "ReadSelf"), ("scope", "ReadSelf")]), Nothing),
        ["JSON"] = (400, "invalid_request", m => new StringContent($$"""{"grant_type":"client_credentials","client_id":"{{Id(m)}}"}""", Encoding.UTF8, "application/json"), Nothing),
        ["several parts"] = (400, "invalid_request", m => Parts(m), Nothing),
        ["no body"] = (400, "invalid_request", _ => new ByteArrayContent([]), Nothing),
        ["a large form"] = (400, "invalid_request", m => Form([.. Fields(m), ("padding", new string('a', 8192))]), Nothing),
        ["bytes that are not UTF-8"] = (400, "invalid_request", _ => Raw([0xFF, 0xFE]), Nothing),
        ["grant refresh_token"] = (400, "unsupported_grant_type", m => Form(("grant_type", "refresh_token"), ("client_id", Id(m)), ("refresh_token", "x")), Nothing),
        ["grant password"] = (400, "unsupported_grant_type", m => Form(("grant_type", "password"), ("client_id", Id(m))), Nothing),
        ["grant authorization_code"] = (400, "unsupported_grant_type", m => Form(("grant_type", "authorization_code"), ("client_id", Id(m))), Nothing),
        ["grant in other case"] = (400, "unsupported_grant_type", m => Form(("grant_type", "Client_Credentials"), ("client_id", Id(m))), Nothing),
        ["another member's client_id"] = (401, "invalid_client", _ => Form(("grant_type", "client_credentials"), ("client_id", Guid.NewGuid().ToString())), Nothing),
        ["client_id in upper case"] = (401, "invalid_client", m => Form(("grant_type", "client_credentials"), ("client_id", Id(m).ToUpperInvariant())), Nothing),
        ["client_id of the partner"] = (401, "invalid_client", m => Form(("grant_type", "client_credentials"), ("client_id", m.Enrolment.Partner.Value.ToString())), Nothing),
        ["a scope that there is not"] = (400, "invalid_scope", m => Form([.. Fields(m), ("scope", "ReadSelf admin")]), Nothing),
        ["a scope that the role has not"] = (400, "invalid_scope", m => Form([.. Fields(m), ("scope", "ManagePartners")]), Nothing),
        ["a scope for tokens"] = (400, "invalid_scope", m => Form([.. Fields(m), ("scope", "ObtainTokens")]), Nothing),
        ["a scope for pages"] = (400, "invalid_scope", m => Form([.. Fields(m), ("scope", "OpenPages")]), Nothing),
        ["a good token for another"] = (400, "unauthorized_client", m => Form(Fields(m)), m => [$"Bearer {m.Smith.Own(("scope", "\"ReadSelf ObtainTokens\""))}"]),
        ["a bad token for another"] = (401, "invalid_client", m => Form(Fields(m)), _ => ["Bearer x"]),
        ["a password beside the certificate"] = (400, "invalid_request", m => Form(Fields(m)), _ => ["Basic YTpi"]),
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, SslProtocols> RefusedRows => EveryConnection.RowsOf(Refused.Keys);

    public static TheoryData<string, SslProtocols> VersionRows => EveryConnection.Rows;

    [Theory]
    [MemberData(nameof(VersionRows))]
    public async Task A_member_gets_a_token_for_its_certificate_and_uses_it(string http, SslProtocols tls)
    {
        using var member = new Member(host, http, tls);

        using var answer = await member.AskForTokenAsync(Form([.. Fields(member), ("scope", "ReadItems ReadSelf ReadSelf"), ("unknown", "1")]));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var token = await TokenOf(answer);

        Assert.Equal(("Bearer", 600, "ReadItems ReadSelf"), (token.TokenType, token.ExpiresInSeconds, token.Scope));
        var parts = token.AccessToken.Split('.');
        var header = Decode(parts[0]);
        Assert.Equal(["alg", "kid", "typ"], header.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(("ES256", "at+jwt"), ((string?)header["alg"], (string?)header["typ"]));
        var claims = Decode(parts[1]);
        Assert.Equal(["aud", "client_id", "cnf", "exp", "iat", "iss", "jti", "scope", "sub"], claims.Select(claim => claim.Key).Order(StringComparer.Ordinal));
        Assert.Equal((GateHost.Origin, GateHost.Origin), ((string?)claims["iss"], (string?)claims["aud"]));
        Assert.Equal((Id(member), Id(member)), ((string?)claims["sub"], (string?)claims["client_id"]));
        Assert.Equal(600, (long?)claims["exp"] - (long?)claims["iat"]);
        Assert.Equal($$"""{"x5t#S256":"{{member.Smith.Thumbprint}}"}""", claims["cnf"]!.ToJsonString());

        Assert.Equal("somebody of cert-test", await (await member.GetAsync("/member", $"Bearer {token.AccessToken}")).Content.ReadAsStringAsync(Ct));
        Assert.Equal("cert-test", await (await member.GetAsync("/open", $"bearer  {token.AccessToken}")).Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.Forbidden, (await member.GetAsync("/health", $"Bearer {token.AccessToken}")).StatusCode);
    }

    [Fact]
    public async Task Whoever_asks_for_no_scope_gets_every_one_that_its_role_has()
    {
        using var steward = new Member(host, "2.0", SslProtocols.Tls13, Role.Steward);

        var token = await TokenOf(await steward.AskForTokenAsync(Form([.. Fields(steward), ("scope", "")])));

        Assert.Equal(
            TokenScopes.All.Where(scope => Rights.Has(Role.Steward, scope)).Select(scope => scope.ToString()),
            token.Scope.Split(' '));
        Assert.DoesNotContain("ReadItems", token.Scope, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await steward.PostAsync("/administration/partners", $"Bearer {token.AccessToken}")).StatusCode);
    }

    [Theory]
    [MemberData(nameof(RefusedRows))]
    public async Task A_request_that_does_not_do_is_refused_in_the_words_of_the_protocol(string kind, string http, SslProtocols tls)
    {
        var (status, error, form, authorization) = Refused[kind];
        using var member = new Member(host, http, tls);

        using var answer = await member.AskForTokenAsync(form(member), authorization(member));

        await RefusedAsync(answer, status, error);
    }

    [Theory]
    [MemberData(nameof(VersionRows))]
    public async Task Who_is_nobody_to_the_gate_gets_no_token(string http, SslProtocols tls)
    {
        using var suspended = new Member(host, http, tls);
        host.Enrolments.Suspend(suspended.Enrolment.Partner, suspended: true);
        using var unbound = new Member(host, http, tls);
        host.Enrolments.Unbind(unbound.Enrolment.Key);
        using var nobody = new Visitor(host.Address, certificate: null, http: Version.Parse(http), tls: tls);
        var request = new HttpRequestMessage(HttpMethod.Post, IssueToken.Address) { Content = Form(Fields(unbound)) };

        await RefusedAsync(await suspended.AskForTokenAsync(Form(Fields(suspended))), 400, "unauthorized_client");
        await RefusedAsync(await unbound.AskForTokenAsync(Form(Fields(unbound))), 401, "invalid_client");
        await RefusedAsync(await nobody.SendAsync(request, Ct), 401, "invalid_client");
    }

    [Fact]
    public async Task A_token_ends_no_later_than_the_certificate()
    {
        await using var own = new GateHost();
        await own.InitializeAsync();
        using var member = new Member(own, "2.0", SslProtocols.Tls13);
        own.Clock.Now = own.Authorities.Now.AddDays(90).AddMinutes(-2);

        var token = await TokenOf(await member.AskForTokenAsync(Form(Fields(member))));

        Assert.InRange(token.ExpiresInSeconds, 100, 120);
    }

    [Fact]
    public async Task The_metadata_names_where_tokens_and_keys_are_and_everybody_may_read_both()
    {
        using var anyone = new Visitor(host.Address, certificate: null);

        using var answer = await anyone.GetAsync("/.well-known/oauth-authorization-server", Ct);
        var metadata = await answer.Content.ReadFromJsonAsync(WireJson.Default.AuthorizationServerDocument, Ct);
        Assert.Equal((GateHost.Origin, GateHost.Origin + "/oauth2/token", GateHost.Origin + "/oauth2/jwks"), (metadata!.Issuer, metadata.TokenEndpoint, metadata.JwksUri));
        Assert.Equal(["client_credentials"], metadata.GrantTypesSupported);
        Assert.Equal(["tls_client_auth"], metadata.TokenEndpointAuthMethodsSupported);
        Assert.True(metadata.TlsClientCertificateBoundAccessTokens);
        Assert.Empty(metadata.ResponseTypesSupported);
        Assert.Contains("ReadItems", metadata.ScopesSupported);
        Assert.DoesNotContain("ObtainTokens", metadata.ScopesSupported);

        using var keys = await anyone.GetAsync("/oauth2/jwks", Ct);
        Assert.Equal("application/jwk-set+json", keys.Content.Headers.ContentType?.MediaType);
        Assert.Equal("public, max-age=3600", keys.Headers.CacheControl?.ToString());
        Assert.DoesNotContain("\"d\"", await keys.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_published_key_verifies_what_the_exchange_signs()
    {
        using var member = new Member(host, "2.0", SslProtocols.Tls13);
        var parts = (await TokenOf(await member.AskForTokenAsync(Form(Fields(member))))).AccessToken.Split('.');
        var published = (await KeysAsync(host)).Single(key => key.KeyId == (string?)Decode(parts[0])["kid"]);

        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = Base64Url.DecodeFromChars(published.X), Y = Base64Url.DecodeFromChars(published.Y) },
        });

        Assert.Equal(("EC", "P-256", "sig", "ES256"), (published.KeyType, published.Curve, published.Use, published.Algorithm));
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256));
    }

    [Fact]
    public async Task A_key_is_published_before_it_signs_and_until_its_tokens_have_ended()
    {
        await using var own = new GateHost();
        await own.InitializeAsync();
        using var member = new Member(own, "2.0", SslProtocols.Tls13);
        var midnight = new DateTimeOffset(own.Authorities.Now.UtcDateTime.Date, TimeSpan.Zero).AddDays(2);
        var old = own.TokenKeys.Of(TokenKeys.PeriodAt(midnight.AddSeconds(-1))).Id;
        var next = own.TokenKeys.Of(TokenKeys.PeriodAt(midnight)).Id;
        Assert.NotEqual(old, next);

        foreach (var (at, published, signing) in new[]
        {
            (midnight.AddHours(-2), new[] { old }, old),
            (midnight - TokenKeys.CachePeriod, [old, next], old),
            (midnight.AddSeconds(-1), [old, next], old),
            (midnight, [old, next], next),
            (midnight.AddMinutes(10), [old, next], next), // What was signed in the last second has just ended.
            (midnight.AddMinutes(11), [next], next),
        })
        {
            own.Clock.Now = at;
            Assert.Equal(published, (await KeysAsync(own)).Select(key => key.KeyId));
            Assert.Equal(signing, (string?)Decode((await TokenOf(await member.AskForTokenAsync(Form(Fields(member))))).AccessToken.Split('.')[0])["kid"]);
        }

        own.Clock.Now = midnight.AddSeconds(-1);
        var last = $"Bearer {(await TokenOf(await member.AskForTokenAsync(Form(Fields(member))))).AccessToken}";
        own.Clock.Now = midnight.AddMinutes(9);
        Assert.Equal(HttpStatusCode.OK, (await member.GetAsync("/member", last)).StatusCode);
        own.Clock.Now = midnight.AddMinutes(11);
        Assert.Equal(HttpStatusCode.Unauthorized, (await member.GetAsync("/member", last)).StatusCode);
    }

    [Fact]
    public async Task A_token_of_one_node_counts_at_every_other_of_the_same_exchange()
    {
        await using var another = host.Build(routes => routes.MapGet("/me", (Caller caller) => caller.Member.Handle).Requires(Capability.ReadSelf));
        await another.StartAsync(Ct);
        using var member = new Member(host, "2.0", SslProtocols.Tls13);
        var token = await TokenOf(await member.AskForTokenAsync(Form(Fields(member))));
        using var elsewhere = member.Visit(GateHost.AddressOf(another));

        Assert.Equal("somebody", await (await elsewhere.GetAsync("/me", [$"Bearer {token.AccessToken}"], Ct)).Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public void Nodes_with_one_instance_key_sign_with_one_key_and_others_with_others()
    {
        var secret = RandomNumberGenerator.GetBytes(InstanceKey.KeyBytes);
        var (one, again) = (new TokenKeys(new InstanceKey(secret), TimeProvider.System), new TokenKeys(new InstanceKey(secret), TimeProvider.System));
        var other = new TokenKeys(new InstanceKey(RandomNumberGenerator.GetBytes(InstanceKey.KeyBytes)), TimeProvider.System);

        Assert.Equal(one.Of(20_000).Id, again.Of(20_000).Id);
        Assert.NotEqual(one.Of(20_000).Id, one.Of(20_001).Id);
        Assert.NotEqual(one.Of(20_000).Id, other.Of(20_000).Id);
        byte[] text = [1, 2, 3];
        Assert.True(again.Of(20_000).Pair.ECDsa.VerifyData(text, one.Of(20_000).Pair.ECDsa.SignData(text, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256));
    }

    [Fact]
    public void The_matrix_prints_its_count() =>
        TestContext.Current.TestOutputHelper?.WriteLine($"{RefusedRows.Count} refused rows of {Refused.Count} kinds, {2 * VersionRows.Count} others");

    private static async Task RefusedAsync(HttpResponseMessage answer, int status, string error)
    {
        using (answer)
        {
            var refusal = await answer.Content.ReadFromJsonAsync(WireJson.Default.TokenErrorDocument, Ct);
            Assert.Equal((status, error), ((int)answer.StatusCode, refusal!.Error));
            Assert.NotEmpty(refusal.ErrorDescription);
            Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
            Assert.True(answer.Headers.CacheControl?.NoStore);
            Assert.Equal(status == 401, answer.Headers.WwwAuthenticate.Count > 0);
        }
    }

    private static async Task<IReadOnlyList<KeyDocument>> KeysAsync(GateHost of)
    {
        using var anyone = new Visitor(of.Address, certificate: null);
        using var answer = await anyone.GetAsync("/oauth2/jwks", Ct);
        return (await answer.Content.ReadFromJsonAsync(WireJson.Default.KeySetDocument, Ct))!.Keys;
    }

    private static async Task<TokenDocument> TokenOf(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return (await answer.Content.ReadFromJsonAsync(WireJson.Default.TokenDocument, Ct))!;
        }
    }

    private static JsonObject Decode(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();

    private static string Id(Member member) => member.Enrolment.Member.Value.ToString("D");

    private static (string, string)[] Fields(Member member) => [("grant_type", "client_credentials"), ("client_id", Id(member))];

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static ByteArrayContent Raw(byte[] bytes) => new(bytes) { Headers = { ContentType = new("application/x-www-form-urlencoded") } };

    private static MultipartFormDataContent Parts(Member member) => new() { { new StringContent("client_credentials"), "grant_type" }, { new StringContent(Id(member)), "client_id" } };

    private static string[] Nothing(Member member) => [];
}
