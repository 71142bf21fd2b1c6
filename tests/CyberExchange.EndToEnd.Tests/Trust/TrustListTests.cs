using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Gate.Revocation;
using CyberExchange.Storage.Revocation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Trust;

/// <summary>Trust lists over HTTP and by cyx: signed, proposed, approved by a second member, and in force at the next request.</summary>
public sealed class TrustListTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Europe = "/v1/trust-lists/EU";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_members_let_a_list_take_force_and_whom_it_withdraws_is_refused_at_the_next_request()
    {
        await using var own = await StartAsync();
        var japanese = own.As("grid-jp");
        Assert.Equal(HttpStatusCode.OK, (await japanese.GetAsync("/v1/me", Ct)).StatusCode);
        Assert.Contains("no list was adopted yet", (await own.CyxAsync("steward", "", "trust", "show", "JP")).Output, StringComparison.Ordinal);

        var list = await DraftAsync(own, "JP");
        list["anchors"]![0]!["identifiers"] = new JsonArray("NTRJP");
        var digest = await ProposeAsync(own, "JP", list);
        var alone = await own.CyxAsync("steward", "", "trust", "approve", "JP", digest);
        Assert.EndsWith("(second-member-needed)\n", alone.Error, StringComparison.Ordinal);
        Assert.Contains($"digest {digest}", (await own.CyxAsync("steward", "", "trust", "show", "JP")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await own.CyxAsync("steward-2", "", "trust", "approve", "JP", digest)).Code);
        Assert.Equal(HttpStatusCode.OK, (await japanese.GetAsync("/v1/me", Ct)).StatusCode);

        list = await DraftAsync(own, "JP");
        Assert.Equal(2, (int)list["number"]!);
        list["anchors"]![0]!["status"] = "withdrawn";
        digest = await ProposeAsync(own, "JP", list);
        Assert.Equal(HttpStatusCode.OK, (await japanese.GetAsync("/v1/me", Ct)).StatusCode);
        Assert.Equal(ExitCode.Done, (await own.CyxAsync("steward-2", "", "trust", "approve", "JP", digest)).Code);

        using var refused = await japanese.GetAsync("/v1/me", Ct);
        Assert.Equal("issuer-unknown", Assert.Single((await refused.AssertProblemAsync(401, "certificate-refused")).Errors ?? []).Code);
        Assert.Equal(HttpStatusCode.OK, (await own.As("grid-eu").GetAsync("/v1/me", Ct)).StatusCode);

        list["number"] = 1;
        list["anchors"]![0]!["status"] = "granted";
        await own.As("steward").PostJsonAsync("/v1/trust-lists/JP/proposal", Proposal(Sign(own, "JP", list))).AssertRefusedAsync(409, "version-not-newer", "/signed");

        var trust = await (await own.As("steward").ReadAsync("/v1/trust-lists/JP")).BodyAsync(WireJson.Default.TrustDocument);
        Assert.Equal(["proposed 1", "adopted 1", "proposed 2", "adopted 2"], trust.History.Select(step => $"{step.Step} {step.Number}"));
        Assert.Equal(2, trust.History.Select(step => step.By).Distinct().Count());
    }

    [Fact]
    public async Task A_list_under_which_its_approver_would_be_turned_away_does_not_take_force()
    {
        var list = await DraftAsync(exchange, "EU");
        list["anchors"]![0]!["identifiers"] = new JsonArray("NTRDE", "NTRFR");
        var digest = await ProposeAsync(exchange, "EU", list);

        var refused = await exchange.CyxAsync("steward-2", "", "trust", "approve", "EU", digest);

        Assert.Contains("you would be turned away yourself", refused.Error, StringComparison.Ordinal);
        Assert.Equal("turned down\n", (await exchange.CyxAsync("steward-2", "", "trust", "reject", "EU", digest)).Output);
    }

    [Fact]
    public async Task A_revocation_list_is_fetched_before_its_list_takes_force_and_stops_a_certificate()
    {
        await using var own = await StartAsync();
        using var authority = RunningExchange.Authority("jp");
        await using var published = await PublishedFile.StartAsync();
        var point = Convert.ToBase64String(authority.Certificate.RawDataMemory.Span);
        var list = await DraftAsync(own, "JP");
        list["anchors"]![0]!["identifiers"] = new JsonArray("NTRJP");
        list["anchors"]![0]!["revocation"] = new JsonArray(new JsonObject { ["issuer"] = point, ["address"] = published.Address.ToString() });
        var digest = await ProposeAsync(own, "JP", list);
        var early = await own.CyxAsync("steward-2", "", "trust", "approve", "JP", digest);
        Assert.Contains("cannot be had", early.Error, StringComparison.Ordinal);

        var now = DateTimeOffset.UtcNow;
        published.Bytes = authority.RevocationList(1, now.AddMinutes(-2), now.AddDays(7));
        Assert.Equal(ExitCode.Done, (await own.CyxAsync("steward-2", "", "trust", "approve", "JP", digest)).Code);
        var japanese = own.As("grid-jp");
        Assert.Equal(HttpStatusCode.OK, (await japanese.GetAsync("/v1/me", Ct)).StatusCode);

        using var revoked = RunningExchange.CertificateOf("grid-jp");
        published.Bytes = authority.RevocationList(2, now.AddMinutes(-1), now.AddDays(7), revoked);
        var asked = own.Services.GetRequiredService<TrustSource>().Current.RevocationPoints.Single();
        Assert.Null(await own.Services.GetRequiredService<RevocationFetching>().FetchAsync(asked, Ct));

        using var refused = await japanese.GetAsync("/v1/me", Ct);
        Assert.Equal("revoked", Assert.Single((await refused.AssertProblemAsync(401, "certificate-refused")).Errors ?? []).Code);
        Assert.Contains("current, 1 revoked", (await own.CyxAsync("steward", "", "trust", "show", "JP")).Output, StringComparison.Ordinal);

        // Another node, or this one when it starts again, begins with the list that was had, and takes one that is brought by hand.
        published.Bytes = null;
        var folder = Directory.CreateTempSubdirectory("cyberexchange-trust-").FullName;
        var lists = new RevocationLists();
        using var another = new RevocationFetching(
            lists, own.Services.GetRequiredService<RevocationListTable>(), new(folder), TimeProvider.System, NullLogger<RevocationFetching>.Instance);
        await another.LookAroundAsync([asked], Ct);
        Assert.Equal(2, lists.Of(asked.IssuerKey)!.Number);
        Directory.CreateDirectory(Path.Combine(folder, "crl"));
        await File.WriteAllBytesAsync(Path.Combine(folder, "crl", "jp.crl"), authority.RevocationList(3, now, now.AddDays(7)), Ct);
        await another.LookAroundAsync([asked], Ct);
        Assert.Equal(3, lists.Of(asked.IssuerKey)!.Number);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Only_a_steward_sees_and_changes_trust()
    {
        foreach (var member in new[] { "cert-eu", "authority-jp", "delegate-eu" })
        {
            await exchange.As(member).GetAsync(Europe, Ct).AssertRefusedAsync(403, "not-permitted");
            await exchange.As(member).PostJsonAsync(Europe + "/proposal", Proposal("x")).AssertRefusedAsync(403, "not-permitted");
            await exchange.As(member).PostJsonAsync(Europe + "/approval", """{"digest":"x"}""").AssertRefusedAsync(403, "not-permitted");
        }

        await exchange.As("steward").PostJsonAsync("/v1/trust-lists/US/proposal", Proposal("x")).AssertRefusedAsync(404, "not-found");
        await exchange.As("steward").PostJsonAsync(Europe + "/approval", """{"digest":"x"}""").AssertRefusedAsync(409, "nothing-proposed");
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "not three parts", "not a JWS" },
        { "padded", "not a JWS" },
        { "spare bits", "not a JWS" },
        { "alg none", "The header names" },
        { "alg HS256", "The header names" },
        { "other typ", "The header names" },
        { "critical header", "The header names" },
        { "alg twice", "The header names" },
        { "signer of the other side", "not by a key that may sign" },
        { "changed afterwards", "not by a key that may sign" },
        { "signature in DER", "not by a key that may sign" },
        { "member twice", "In the signed list" },
        { "unknown member", "In the signed list, at /surprise" },
        { "other jurisdiction", "/jurisdiction is not EU" },
        { "number 0", "/number begins at 1" },
        { "overdue", "/nextUpdate in the future" },
        { "issued tomorrow", "/issuedAt lies in the past" },
        { "no anchor", "/anchors has 1 to" },
        { "anchor twice", "names a certificate twice" },
        { "leaf as anchor", "/anchors/0/certificate is not the certificate of an authority" },
        { "no DER", "/anchors/0/certificate is not the certificate of an authority" },
        { "no identifiers", "/anchors/0/identifiers names" },
        { "organisations of the other side", "/anchors/0/identifiers names" },
        { "every legal entity", "/anchors/0/identifiers names" },
        { "unknown status", "/anchors/0/status is" },
        { "until before from", "/anchors/0/until lies after" },
        { "revocation of a stranger", "/anchors/0/revocation/0/issuer is not" },
        { "revocation from a file", "/anchors/0/revocation/0/address is not" },
        { "anchor of the other side", "vouches for the other jurisdiction" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_list_with_something_wrong_is_not_even_proposed(string fault, string says)
    {
        var list = await DraftAsync(exchange, "EU");
        var anchor = list["anchors"]![0]!;
        anchor["identifiers"] = new JsonArray("NTRDE", "NTRFR", "NTRBE");
        var (signer, header) = ("EU", """{"alg":"ES256","typ":"trust-list+jws"}""");
        Func<string, string> text = json => json;
        Func<string, string> signed = jws => jws;
        var now = DateTimeOffset.UtcNow;
        switch (fault)
        {
            case "not three parts": signed = jws => jws[..jws.LastIndexOf('.')]; break;
            case "padded": signed = jws => jws + "=="; break;
            case "spare bits": signed = jws => jws[..^1] + (char)(jws[^1] + 1); break; // 64 bytes leave four bits of the last character unused.
            case "alg none": header = """{"alg":"none","typ":"trust-list+jws"}"""; break;
            case "alg HS256": header = """{"alg":"HS256","typ":"trust-list+jws"}"""; break;
            case "other typ": header = """{"alg":"ES256","typ":"JWT"}"""; break;
            case "critical header": header = """{"alg":"ES256","typ":"trust-list+jws","crit":["exp"]}"""; break;
            case "alg twice": header = """{"alg":"ES256","alg":"ES256","typ":"trust-list+jws"}"""; break;
            case "signer of the other side": signer = "JP"; break;
            case "changed afterwards": signed = jws => Changed(jws, list); break;
            case "signature in DER": signed = jws => $"{jws[..jws.LastIndexOf('.')]}.{Base64Url.EncodeToString(Der(jws))}"; break;
            case "member twice": text = json => json.Replace("\"number\":1", "\"number\":1,\"number\":2", StringComparison.Ordinal); break;
            case "unknown member": list["surprise"] = 1; break;
            case "other jurisdiction": list["jurisdiction"] = "JP"; break;
            case "number 0": list["number"] = 0; break;
            case "overdue": (list["issuedAt"], list["nextUpdate"]) = (now.AddDays(-2), now.AddDays(-1)); break;
            case "issued tomorrow": list["issuedAt"] = now.AddDays(1); break;
            case "no anchor": list["anchors"] = new JsonArray(); break;
            case "anchor twice": list["anchors"]!.AsArray().Add(anchor.DeepClone()); break;
            case "leaf as anchor":
                using (var leaf = RunningExchange.CertificateOf("grid-eu"))
                {
                    anchor["certificate"] = Convert.ToBase64String(leaf.RawDataMemory.Span);
                }

                break;
            case "no DER": anchor["certificate"] = "AAAA"; break;
            case "no identifiers": anchor["identifiers"] = new JsonArray(); break;
            case "organisations of the other side": anchor["identifiers"] = new JsonArray("NTRBE", "NTRJP"); break;
            case "every legal entity": anchor["identifiers"] = new JsonArray("NTRBE", "LEIXG"); break;
            case "unknown status": anchor["status"] = "perhaps"; break;
            case "until before from": (anchor["from"], anchor["until"]) = (now, now.AddDays(-1)); break;
            case "revocation of a stranger": anchor["revocation"] = Source(Other(), "http://localhost/eu.crl"); break;
            case "revocation from a file": anchor["revocation"] = Source(anchor["certificate"]!.ToString(), "file:///tmp/eu.crl"); break;
            case "anchor of the other side": anchor["certificate"] = Other(); break;
            default: throw new ArgumentOutOfRangeException(nameof(fault), fault, "has no case");
        }

        var jws = signed(Jws(exchange, signer, header, text(list.ToJsonString())));

        using var answer = await exchange.As("steward").PostJsonAsync(Europe + "/proposal", Proposal(jws));
        var problem = await answer.AssertProblemAsync(422, "invalid");
        Assert.Equal("/signed", problem.Pointer);
        Assert.Contains(says, problem.Detail, StringComparison.Ordinal);
    }

    private static string Changed(string jws, JsonNode list)
    {
        list["number"] = 9;
        return $"{jws[..jws.IndexOf('.')]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(list.ToJsonString()))}.{jws[(jws.LastIndexOf('.') + 1)..]}";
    }

    private static byte[] Der(string jws)
    {
        var signature = Base64Url.DecodeFromChars(jws.AsSpan(jws.LastIndexOf('.') + 1));
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(signature.AsSpan(0, 32));
            writer.WriteIntegerUnsigned(signature.AsSpan(32));
        }

        return writer.Encode();
    }

    private static JsonArray Source(string issuer, string address) => [new JsonObject { ["issuer"] = issuer, ["address"] = address }];

    private static string Other()
    {
        using var other = RunningExchange.Authority("jp");
        return Convert.ToBase64String(other.Certificate.RawDataMemory.Span);
    }

    private static async Task<RunningExchange> StartAsync()
    {
        var own = new RunningExchange();
        await own.InitializeAsync();
        return own;
    }

    private static async Task<JsonNode> DraftAsync(RunningExchange exchange, string jurisdiction)
    {
        var draft = await exchange.CyxAsync("steward", "", "trust", "draft", jurisdiction);
        Assert.True(draft.Code is ExitCode.Done, draft.Error);
        return JsonNode.Parse(draft.Output)!;
    }

    /// <summary>Signs and proposes as people do, by cyx; gives the digest.</summary>
    private static async Task<string> ProposeAsync(RunningExchange exchange, string jurisdiction, JsonNode list)
    {
        var key = Path.Combine(exchange.Home, "authorities", $"{jurisdiction.ToLowerInvariant()}-signer.key");
        var signed = await exchange.CyxAsync("steward", list.ToJsonString(), "trust", "sign", "-", "--key", key);
        Assert.Equal(ExitCode.Done, signed.Code);
        var proposed = await exchange.CyxAsync("steward", signed.Output, "trust", "propose", jurisdiction, "-", "--json");
        Assert.True(proposed.Code is ExitCode.Done, proposed.Error);
        return JsonNode.Parse(proposed.Output)!["digest"]!.ToString();
    }

    private static string Proposal(string signed) => new JsonObject { ["signed"] = signed }.ToJsonString();

    private static string Sign(RunningExchange exchange, string jurisdiction, JsonNode list) =>
        Jws(exchange, jurisdiction, """{"alg":"ES256","typ":"trust-list+jws"}""", list.ToJsonString());

    private static string Jws(RunningExchange exchange, string signer, string header, string payload)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(exchange.Home, "authorities", $"{signer.ToLowerInvariant()}-signer.key")));
        var input = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
        return $"{input}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256))}";
    }
}
