using System.Security.Cryptography;
using System.Text;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Partners;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.EndToEnd.Tests.Gate;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EventStore;
using CyberExchange.Server.Partners;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Partners;

/// <summary>From an invitation to a key that is let in.</summary>
public sealed class EnrolmentTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Steward => exchange.As("steward");

    [Fact]
    public async Task An_invited_member_enrols_its_key_and_comes_with_the_certificate_for_it()
    {
        var (partner, member) = await exchange.MemberAsync("invited");
        using var key = new OwnKey();
        using var certificate = key.Certificate(exchange);
        using var visitor = new Visitor(exchange.Address, certificate, http: System.Net.HttpVersion.Version20);
        await visitor.AssertTurnedAwayAsync();

        var invitation = await Steward.InviteAsync(member);
        var receipt = await exchange.EnrolledAsync(invitation.Secret, key);

        Assert.Equal((partner, Enrolling.IdOf(member), "EU", key.Spki), (receipt.Partner, receipt.Member, receipt.Jurisdiction, receipt.SpkiSha256));
        Assert.InRange(invitation.EndsAt - DateTimeOffset.UtcNow, TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));
        using var read = await visitor.GetAsync("/v1/me", Ct); // On the connection that was refused before.
        var me = await read.BodyAsync(WireJson.Default.MeDocument);
        Assert.Equal(Enrolling.IdOf(member), me.Member.Id);
        Assert.Equal([key.Spki], me.Member.Keys);
        Assert.Null(me.Warnings);
        Assert.Equal(1, visitor.Connections);
    }

    [Fact]
    public async Task A_secret_stands_in_no_event_and_in_no_key()
    {
        var (partner, member) = await exchange.MemberAsync("secretive");
        using var key = new OwnKey();
        var invitation = await Steward.InviteAsync(member);
        await exchange.EnrolledAsync(invitation.Secret, key);

        var log = exchange.Services.GetRequiredService<EventLog>();
        var events = (await log.ReadStreamAsync(PartnerEventCatalog.Stream(new PartnerId(partner)), ct: Ct))
            .Concat(await log.ReadStreamAsync(PartnerEventCatalog.Stream(new SpkiDigest(key.Spki)), ct: Ct)).ToList();

        Assert.Equal(["partner.enrolled", "partner.member-added", "partner.member-invited", "partner.key-admitted", "key.bound"], events.Select(e => e.Type));
        var secret = invitation.Secret[InvitationSecrets.Prefix.Length..][43..]; // What is no id in it.
        Assert.All(events, e => Assert.DoesNotContain(secret, Encoding.UTF8.GetString([.. e.Body, .. e.Metadata]), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whatever_became_of_a_secret_that_enrols_nothing_the_answer_is_the_same()
    {
        var (partner, member) = await exchange.MemberAsync("refused");
        using var key = new OwnKey();
        var used = await Steward.InviteAsync(member);
        using (var first = new OwnKey())
        {
            await exchange.EnrolledAsync(used.Secret, first);
        }

        var replaced = await Steward.InviteAsync(member);
        var open = await Steward.InviteAsync(member);
        var (_, other) = await exchange.MemberAsync("refused-and-suspended");
        var ofSuspended = await Steward.InviteAsync(other);
        await Steward.PostJsonAsync($"{other[..other.IndexOf("/members", StringComparison.Ordinal)]}/suspension", PartnerExamples.Suspend).ReceiptAsync();
        var (leaving, leaver) = await exchange.MemberAsync("refused-and-left");
        var ofRemoved = await Steward.InviteAsync(leaver);
        await Steward.SendDeleteAsync(leaver).ReceiptAsync();
        var secrets = exchange.Services.GetRequiredService<InvitationSecrets>();
        Dictionary<string, string> refused = new()
        {
            ["used"] = used.Secret,
            ["another was given since"] = replaced.Secret,
            ["ended"] = await EndedAsync(leaving),
            ["of a suspended partner"] = ofSuspended.Secret,
            ["of a member that was removed"] = ofRemoved.Secret,
            ["of no invitation"] = secrets.Of(new PartnerId(partner), new InvitationId(Guid.NewGuid())),
            ["of no partner"] = secrets.Of(new PartnerId(Guid.NewGuid()), new InvitationId(open.Id)),
            ["wrong"] = open.Secret[..^2] + (open.Secret[^2] == 'A' ? 'B' : 'A') + open.Secret[^1],
            ["of another exchange"] = new InvitationSecrets(new InstanceKey(RandomNumberGenerator.GetBytes(InstanceKey.KeyBytes))).Of(new PartnerId(partner), new InvitationId(open.Id)),
            ["cut"] = open.Secret[..^1],
            ["empty"] = "",
        };

        var answers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var secret in refused.Values)
        {
            using var answer = await exchange.EnrolAsync(secret, key);
            answers.Add($"{(int)answer.StatusCode}\n{HeadersOf(answer)}\n{await answer.Content.ReadAsStringAsync(Ct)}");
        }

        Assert.StartsWith("403\n", Assert.Single(answers), StringComparison.Ordinal);
        Assert.Contains("urn:cyberexchange:problem:enrolment-refused", answers.Single(), StringComparison.Ordinal);
        Assert.Equal(key.Spki, (await exchange.EnrolledAsync(open.Secret, key)).SpkiSha256); // The one that was not spoilt still works.
    }

    [Fact]
    public async Task A_retry_is_answered_the_same_and_brings_nothing_back()
    {
        var (_, member) = await exchange.MemberAsync("retrier");
        using var key = new OwnKey();
        var invitation = await Steward.InviteAsync(member, key: "invite-once");
        var again = await Steward.InviteAsync(member, key: "invite-once");
        Assert.Equal((invitation.Id, invitation.Secret, invitation.EndsAt), (again.Id, again.Secret, again.EndsAt));

        var receipt = await exchange.EnrolledAsync(invitation.Secret, key);
        using (var retried = await exchange.EnrolAsync(invitation.Secret, key))
        {
            Assert.Equal("true", Assert.Single(retried.Headers.GetValues("Idempotency-Replayed")));
            Assert.Equal(receipt, await retried.BodyAsync(WireJson.Default.EnrolmentReceipt));
        }

        await Steward.UnbindAsync(member, key.Spki).ReceiptAsync();
        Assert.Equal(receipt, await exchange.EnrolledAsync(invitation.Secret, key));
        using var certificate = key.Certificate(exchange);
        using var visitor = new Visitor(exchange.Address, certificate);
        await visitor.AssertTurnedAwayAsync();

        // A new secret does not bring a key back either, and is not used up by it.
        var second = await Steward.InviteAsync(member);
        await exchange.EnrolAsync(second.Secret, key).AssertRefusedAsync(409, "key-taken", "/certificateRequest");
        using var other = new OwnKey();
        await exchange.EnrolledAsync(second.Secret, other);
        Assert.Equal(invitation.Secret, (await Steward.InviteAsync(member, key: "invite-once")).Secret);
    }

    [Fact]
    public async Task A_request_that_proves_nothing_is_refused_before_the_secret_is_looked_at()
    {
        using var strong = new OwnKey();
        var body = strong.EnrolmentBody("no secret");
        await exchange.As(null).WriteAsync(HttpMethod.Post, "/v1/enrolment", """{"secret":"no secret","certificateRequest":"no request"}""").AssertRefusedAsync(422, "invalid", "/certificateRequest");
        await exchange.As(null).WriteAsync(HttpMethod.Post, "/v1/enrolment", body.Replace("}", ",\"member\":\"steward\"}", StringComparison.Ordinal)).AssertRefusedAsync(400, "malformed-json", "/member");
        await exchange.As(null).WriteAsync(HttpMethod.Post, "/v1/enrolment", """{"secret":"no secret"}""").AssertRefusedAsync(400, "malformed-json", "/certificateRequest");
        await exchange.As(null).WriteAsync(HttpMethod.Post, "/v1/enrolment", body).AssertRefusedAsync(403, "enrolment-refused", "/secret");
    }

    [Fact]
    public async Task The_examples_are_read_to_their_last_member()
    {
        await exchange.As(null).WriteAsync(HttpMethod.Post, "/v1/enrolment", PartnerExamples.Redeem).AssertRefusedAsync(403, "enrolment-refused", "/secret");
        await exchange.As("grid-jp").PostJsonAsync("/v1/me/keys", PartnerExamples.NextKey).AssertRefusedAsync(422, "invalid", "/signature");
    }

    [Fact]
    public async Task An_enrolment_that_stopped_half_way_is_finished_by_a_retry()
    {
        var (partner, member) = await exchange.MemberAsync("half-way");
        using var key = new OwnKey();
        var invitation = await Steward.InviteAsync(member);
        var rule = new Domain.Partners.RedeemInvitation(new InvitationId(invitation.Id), new SpkiDigest(key.Spki), DateTimeOffset.UtcNow);
        await exchange.AppendAsync(partner, state => rule.Decide(state, null, []), new IdempotencyKey(
            invitation.Id,
            $"enrol-{key.Spki}",
            exchange.Services.GetRequiredService<RequestDigest>().Of("enrol", key.Spki)));
        Assert.Empty(Assert.Single((await Steward.PartnerAsync(partner)).Partner.Members!).Keys);

        Assert.Equal(Enrolling.IdOf(member), (await exchange.EnrolledAsync(invitation.Secret, key)).Member);

        Assert.Equal([key.Spki], Assert.Single((await Steward.PartnerAsync(partner)).Partner.Members!).Keys);
    }

    // Whatever tells one answer from another but the time, and how many the address has asked.
    private static string HeadersOf(HttpResponseMessage answer) => string.Join('\n', answer.Headers.Concat(answer.Content.Headers)
        .Where(h => h.Key is not ("Date" or "RateLimit")).OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {string.Join(',', h.Value)}"));

    // What only time brings about.
    private async Task<string> EndedAsync(Guid partner)
    {
        var member = new MemberId(Enrolling.IdOf(await Steward.AddMemberAsync(partner, "late")));
        var invitation = new InvitationId(Guid.NewGuid());
        await exchange.AppendAsync(partner, state => new Domain.Partners.InviteMember(invitation, member, DateTimeOffset.UtcNow.AddDays(-8)).Decide(state));
        return exchange.Services.GetRequiredService<InvitationSecrets>().Of(new PartnerId(partner), invitation);
    }
}
