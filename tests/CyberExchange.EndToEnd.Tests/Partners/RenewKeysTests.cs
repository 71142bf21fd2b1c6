using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Partners;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.EndToEnd.Tests.Feed;
using CyberExchange.EndToEnd.Tests.Gate;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Partners;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Partners;

/// <summary>From a key to the next, to its loss, and to the end of its certificate.</summary>
public sealed class RenewKeysTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Steward => exchange.As("steward");

    [Theory]
    [InlineData("1.1", SslProtocols.Tls12)]
    [InlineData("1.1", SslProtocols.Tls13)]
    [InlineData("2.0", SslProtocols.Tls12)]
    [InlineData("2.0", SslProtocols.Tls13)]
    public async Task Both_keys_answer_during_a_renewal_and_no_third(string http, SslProtocols tls)
    {
        var (_, member) = await exchange.MemberAsync($"renewer-{http[0]}-{tls.ToString().ToLowerInvariant()}");
        using var present = new OwnKey();
        using var next = new OwnKey();
        using var third = new OwnKey();
        await exchange.EnrolledAsync((await Steward.InviteAsync(member)).Secret, present);
        using var certificate = present.Certificate(exchange);
        using var renewed = present.Certificate(exchange, days: 90);
        using var ofNext = next.Certificate(exchange);
        using var old = new Visitor(exchange.Address, certificate, http: new(http), tls: tls);
        using var sameKey = new Visitor(exchange.Address, renewed, http: new(http), tls: tls);
        using var newKey = new Visitor(exchange.Address, ofNext, http: new(http), tls: tls);
        await newKey.AssertTurnedAwayAsync();

        var body = present.NextKeyBody(Enrolling.IdOf(member), next);
        var receipt = await exchange.With(certificate).PostJsonAsync("/v1/me/keys", body, key: "next-once").ReceiptAsync();
        Assert.Equal(receipt.Id, (await exchange.With(certificate).PostJsonAsync("/v1/me/keys", body, key: "next-once").ReceiptAsync()).Id);

        foreach (var visitor in new[] { old, sameKey, newKey })
        {
            using var read = await visitor.GetAsync("/v1/me", Ct);
            Assert.Equal([present.Spki, next.Spki], (await read.BodyAsync(WireJson.Default.MeDocument)).Member.Keys.OrderBy(k => k == next.Spki));
        }

        await exchange.With(certificate).PostJsonAsync("/v1/me/keys", present.NextKeyBody(Enrolling.IdOf(member), third)).AssertRefusedAsync(409, "too-many-keys", "/certificateRequest");
        await exchange.With(ofNext).GiveUpAsync(present.Spki).ReceiptAsync();
        await old.AssertTurnedAwayAsync();
        await sameKey.AssertTurnedAwayAsync();
        Assert.Equal((1, 1, 1), (old.Connections, sameKey.Connections, newKey.Connections));

        await exchange.With(ofNext).PostJsonAsync("/v1/me/keys", next.NextKeyBody(Enrolling.IdOf(member), third)).ReceiptAsync();
        Assert.Equal(2, (await exchange.With(ofNext).MeAsync()).Member.Keys.Count);
        await exchange.With(ofNext).PostJsonAsync("/v1/me/keys", next.NextKeyBody(Enrolling.IdOf(member), present)).AssertRefusedAsync(409, "key-taken", "/certificateRequest");
    }

    [Fact]
    public async Task A_next_key_for_which_the_present_one_has_not_signed_is_refused()
    {
        var (_, member) = await exchange.MemberAsync("unsigned");
        using var present = new OwnKey();
        using var next = new OwnKey();
        using var other = new OwnKey();
        await exchange.EnrolledAsync((await Steward.InviteAsync(member)).Secret, present);
        using var certificate = present.Certificate(exchange);
        string[] bodies =
        [
            next.NextKeyBody(Enrolling.IdOf(member), next),
            present.NextKeyBody(Guid.NewGuid(), next),
            OwnKey.NextKeyBody(next.Request, present.Sign(NextKeyRequest.SignedText(Enrolling.IdOf(member), other.Spki))),
            OwnKey.NextKeyBody(next.Request, "not base64"),
            OwnKey.NextKeyBody(next.Request, ""),
        ];

        foreach (var body in bodies)
        {
            await exchange.With(certificate).PostJsonAsync("/v1/me/keys", body).AssertRefusedAsync(422, "invalid", "/signature");
        }

        Assert.Equal([present.Spki], (await exchange.With(certificate).MeAsync()).Member.Keys);
        await exchange.As(null).PostJsonAsync("/v1/me/keys", present.NextKeyBody(Enrolling.IdOf(member), next)).AssertRefusedAsync(401, "certificate-missing");
    }

    [Fact]
    public async Task A_member_that_lost_a_key_ends_its_open_stream_with_the_other()
    {
        var (_, member) = await exchange.MemberAsync("loser");
        using var lost = new OwnKey();
        using var kept = new OwnKey();
        await exchange.EnrolledAsync((await Steward.InviteAsync(member)).Secret, lost);
        using var stolen = lost.Certificate(exchange);
        await exchange.With(stolen).PostJsonAsync("/v1/me/keys", lost.NextKeyBody(Enrolling.IdOf(member), kept)).ReceiptAsync();
        using var own = kept.Certificate(exchange);
        await using var stream = await FeedReader.OpenAsync(exchange.With(stolen));

        await exchange.With(own).GiveUpAsync(lost.Spki).ReceiptAsync();

        await stream.AssertEndsAsync();
        await exchange.With(own).GiveUpAsync(lost.Spki).AssertRefusedAsync(404, "not-found");
        Assert.Equal([kept.Spki], (await exchange.With(own).MeAsync()).Member.Keys);
    }

    [Fact]
    public async Task A_member_gives_up_only_its_own_keys_and_even_its_last_and_a_steward_does_not()
    {
        var (_, member) = await exchange.MemberAsync("last-key");
        using var key = new OwnKey();
        await exchange.EnrolledAsync((await Steward.InviteAsync(member)).Secret, key);
        using var certificate = key.Certificate(exchange);
        using var others = RunningExchange.CertificateOf("grid-jp");
        using var stewards = RunningExchange.CertificateOf("steward");
        var client = exchange.With(certificate);

        await client.GiveUpAsync(CertificateKey.Fingerprint(others)).AssertRefusedAsync(404, "not-found");
        await client.GiveUpAsync("ab").AssertRefusedAsync(404, "not-found");
        await client.PostJsonAsync($"/v1/me/keys/{key.Spki}/unbinding", """{"reason":""}""").AssertRefusedAsync(422, "invalid", "/reason");
        await Steward.GiveUpAsync(CertificateKey.Fingerprint(stewards)).AssertRefusedAsync(422, "invalid");

        await client.GiveUpAsync(key.Spki).ReceiptAsync();
        using var after = await client.ReadAsync("/v1/me");
        await after.AssertProblemAsync(401, "key-not-enrolled");
    }

    // The race that two stewards within the same milliseconds could win before keys were counted in one stream.
    [Fact]
    public async Task Of_keys_that_are_bound_at_once_two_stay()
    {
        for (var round = 0; round < 5; round++)
        {
            var (partner, member) = await exchange.MemberAsync($"raced-{round}");
            var keys = Enumerable.Range(0, 4).Select(_ => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))).ToList();

            var answers = await Task.WhenAll(keys.Select(k => Steward.BindAsync(member, k)));

            Assert.Equal(2, answers.Count(a => a.StatusCode is HttpStatusCode.OK));
            foreach (var refused in answers.Where(a => a.StatusCode is not HttpStatusCode.OK))
            {
                await refused.AssertProblemAsync(409, "too-many-keys");
            }

            Assert.Equal(
                keys.Where((_, i) => answers[i].StatusCode is HttpStatusCode.OK).Order(StringComparer.Ordinal),
                Assert.Single((await Steward.PartnerAsync(partner)).Partner.Members!).Keys);
            Assert.All(answers, a => a.Dispose());
        }
    }

    [Fact]
    public async Task A_key_that_was_left_half_way_is_shown_to_whom_it_stands_in_the_way_of()
    {
        var (partner, member) = await exchange.MemberAsync("stuck");
        var (left, first, second) = (new SpkiDigest(Random()), Random(), Random());
        await exchange.AppendAsync(partner, state => new AdmitKey(left, new MemberId(Enrolling.IdOf(member))).Decide(state, null, []));
        await Steward.BindAsync(member, first).ReceiptAsync();

        await Steward.BindAsync(member, second).AssertRefusedAsync(409, "too-many-keys", "/spkiSha256");
        Assert.Equal(new[] { left.Hex, first }.Order(StringComparer.Ordinal), Assert.Single((await Steward.PartnerAsync(partner)).Partner.Members!).Keys);
        await Steward.UnbindAsync(member, left.Hex).ReceiptAsync();
        await Steward.BindAsync(member, second).ReceiptAsync();
    }

    [Fact]
    public async Task A_certificate_that_ends_within_thirty_days_is_warned_of_and_due()
    {
        var (_, member) = await exchange.MemberAsync("due");
        using var key = new OwnKey();
        await exchange.EnrolledAsync((await Steward.InviteAsync(member)).Secret, key);
        using var soon = key.Certificate(exchange, days: 29);
        using var later = key.Certificate(exchange, days: 40);
        var due = exchange.Services.GetRequiredService<DueCertificates>();

        var warned = await exchange.With(soon).MeAsync();
        await due.WriteDownAsync(Ct);

        var warning = Assert.Single(warned.Warnings!);
        Assert.Equal(("certificate-ends-soon", warned.CertificateEndsAt), (warning.Code, warning.At));
        var found = Assert.Single(await due.FindAsync(Ct), d => d.Member.Id.Value == Enrolling.IdOf(member));
        Assert.Equal(warned.CertificateEndsAt, found.EndsAt);

        // Another certificate for the same key, and nothing is due any more.
        Assert.Null((await exchange.With(later).MeAsync()).Warnings);
        await due.WriteDownAsync(Ct);
        Assert.DoesNotContain(await due.FindAsync(Ct), d => d.Member.Id.Value == Enrolling.IdOf(member));
    }

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
