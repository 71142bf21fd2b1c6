using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Partners;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.EndToEnd.Tests.Gate;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using DomainPartner = CyberExchange.Domain.Partners.Partner;

namespace CyberExchange.EndToEnd.Tests.Partners;

/// <summary>A key that its holder made itself, with the request for its certificate.</summary>
internal sealed class OwnKey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public OwnKey()
    {
        var subject = CertificateProfile.Name("night-desk", "A new organisation (demo)", "DE", "NTRDE-DEMO0000099");
        Request = new CertificateRequest(subject, _key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
    }

    public string Request { get; }

    public string Spki => Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()));

    /// <summary>A certificate of the European development authority, with the key.</summary>
    public X509Certificate2 Certificate(RunningExchange exchange, int days = 60)
    {
        using var certificate = CertificatesCommand.Sign(Request, exchange.Home, DateTimeOffset.UtcNow, TimeSpan.FromDays(days));
        return certificate.CopyWithPrivateKey(_key);
    }

    /// <summary>What the present key sends for the next one.</summary>
    public string NextKeyBody(Guid member, OwnKey next) => NextKeyBody(next.Request, Sign(NextKeyRequest.SignedText(member, next.Spki)));

    /// <summary>The same with any signature.</summary>
    public static string NextKeyBody(string request, string signature) =>
        Json(new NextKeyRequest { CertificateRequest = request, Signature = signature }, WireJson.Default.NextKeyRequest);

    public string Sign(string text) =>
        Convert.ToBase64String(_key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    public string EnrolmentBody(string secret) =>
        Json(new EnrolmentRequest { Secret = secret, CertificateRequest = Request }, WireJson.Default.EnrolmentRequest);

    public void Dispose() => _key.Dispose();

    private static string Json<T>(T document, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> shape) => JsonSerializer.Serialize(document, shape);
}

/// <summary>How members come to their keys, in one line each.</summary>
internal static class Enrolling
{
    public static async Task<InvitationReceipt> InviteAsync(this HttpClient steward, string member, string? key = null)
    {
        using var answer = await steward.WriteAsync(HttpMethod.Post, $"{member}/invitations", body: null, key);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        return await answer.BodyAsync(WireJson.Default.InvitationReceipt);
    }

    /// <summary>Asks as who has no certificate, and no idempotency key either.</summary>
    public static Task<HttpResponseMessage> EnrolAsync(this RunningExchange exchange, string secret, OwnKey key) =>
        exchange.As(null).WriteAsync(HttpMethod.Post, "/v1/enrolment", key.EnrolmentBody(secret), key: "");

    public static async Task<EnrolmentReceipt> EnrolledAsync(this RunningExchange exchange, string secret, OwnKey key)
    {
        using var answer = await exchange.EnrolAsync(secret, key);
        return await answer.BodyAsync(WireJson.Default.EnrolmentReceipt);
    }

    public static Task<HttpResponseMessage> GiveUpAsync(this HttpClient member, string spki, string? key = null) =>
        member.PostJsonAsync($"/v1/me/keys/{spki}/unbinding", """{"reason":"The laptop was stolen."}""", key);

    public static async Task<MeDocument> MeAsync(this HttpClient member)
    {
        using var read = await member.ReadAsync("/v1/me");
        return await read.BodyAsync(WireJson.Default.MeDocument);
    }

    /// <summary>A partner that is listed nowhere, with one member, whose address is answered.</summary>
    public static async Task<(Guid Partner, string Member)> MemberAsync(this RunningExchange exchange, string handle)
    {
        var steward = exchange.As("steward");
        var partner = await steward.EnrolUnlistedAsync(handle);
        return (partner, await steward.AddMemberAsync(partner, "desk"));
    }

    /// <summary>The id that a member's address ends with.</summary>
    public static Guid IdOf(string member) => Guid.Parse(member[(member.LastIndexOf('/') + 1)..]);

    /// <summary>Records of a partner what only time, or the end of a server, brings about.</summary>
    public static async Task AppendAsync(
        this RunningExchange exchange, Guid partner, Func<DomainPartner?, Decision<PartnerEvent>> decide, IdempotencyKey? key = null) => Assert.IsType<CommandResult.Done>(
        await exchange.Services.GetRequiredService<CommandRunner>().RunAsync(
            new Command<DomainPartner, PartnerEvent>
            {
                Stream = PartnerStreams.Of(new PartnerId(partner)),
                By = Actor.System("test"),
                Key = key ?? new IdempotencyKey(Guid.Empty, Guid.NewGuid().ToString("N"), RandomNumberGenerator.GetBytes(32)),
                Decide = (state, _) => Task.FromResult(decide(state)),
            },
            TestContext.Current.CancellationToken));

    /// <summary>Asserts how a visitor is turned away.</summary>
    public static async Task AssertTurnedAwayAsync(this Visitor visitor)
    {
        using var answer = await visitor.GetAsync("/v1/me", TestContext.Current.CancellationToken);
        await answer.AssertProblemAsync(401, "key-not-enrolled");
    }
}
