using System.Net;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Partners;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Domain;
using CyberExchange.EndToEnd.Tests.Gate;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Partners;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Partners;

/// <summary>A steward reads who holds what access, and confirms it once a year.</summary>
public sealed class RecertificationTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Steward => exchange.As("steward");

    [Fact]
    public async Task A_steward_reads_every_partner_with_its_members_and_keys_and_when_they_end()
    {
        using var certificate = RunningExchange.CertificateOf("grid-eu");
        using var came = await exchange.As("grid-eu").ReadAsync("/v1/me");
        var me = await came.BodyAsync(WireJson.Default.MeDocument);
        await exchange.Services.GetRequiredService<DueCertificates>().WriteDownAsync(Ct);

        var entries = await ListAsync();

        using var directory = await Steward.ReadAsync("/v1/partners?limit=200");
        var partners = await directory.BodyAsync(WireJson.Default.PagePartnerDocument);
        Assert.Equal(partners.Items.Select(p => p.Id).Order(), entries.Select(e => e.Partner.Id).Order());
        var entry = entries.Single(e => e.Partner.Handle == "grid-eu");
        var (alone, tag) = await Steward.PartnerAsync(entry.Partner.Id);
        Assert.Equal(tag, entry.Etag);
        Assert.Equal(alone.Members!.Select(m => (m.Handle, m.Kind)), entry.Partner.Members!.Select(m => (m.Handle, m.Kind)));
        Assert.Equal(["operator"], entry.Partner.Roles);
        Assert.Equal(new KeyEndDocument(CertificateKey.Fingerprint(certificate), me.CertificateEndsAt), Assert.Single(entry.CertificateEnds));
    }

    [Fact]
    public async Task A_confirmation_sets_the_date_and_puts_the_partner_last()
    {
        var (first, second) = (await Steward.EnrolUnlistedAsync("confirmed-first"), await Steward.EnrolUnlistedAsync("confirmed-second"));
        var before = await EntryAsync(first);
        Assert.True(before.Due);
        Assert.Null(before.LastConfirmation);

        await ConfirmAsync(Steward, first, before.Etag).ReceiptAsync();
        await ConfirmAsync(Steward, second, (await EntryAsync(second)).Etag).ReceiptAsync();

        var entries = await ListAsync();
        Assert.Equal([first, second], entries.TakeLast(2).Select(e => e.Partner.Id));
        var confirmed = entries.Single(e => e.Partner.Id == first);
        Assert.False(confirmed.Due);
        Assert.Equal((exchange.MemberOf("steward").Value, "steward"), (confirmed.LastConfirmation!.By, confirmed.LastConfirmation.Handle));
        Assert.Equal(before.Etag, confirmed.Etag); // Being confirmed is no change of what is held.

        using var other = await ConfirmAsync(exchange.As("steward-2"), first, before.Etag);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        var again = (await ListAsync())[^1];
        Assert.Equal((first, "steward-2"), (again.Partner.Id, again.LastConfirmation!.Handle));
        Assert.True(again.LastConfirmation.At > confirmed.LastConfirmation.At);
    }

    // Each change is of another stream: of the partner's, of a key's, of a group's.
    [Theory]
    [InlineData("member")]
    [InlineData("key")]
    [InlineData("group")]
    [InlineData("suspension")]
    public async Task What_changed_since_it_was_read_is_not_confirmed(string change)
    {
        var partner = await Steward.EnrolUnlistedAsync($"changes-{change}");
        var member = await Steward.AddMemberAsync(partner, "desk");
        var read = await EntryAsync(partner);

        switch (change)
        {
            case "member":
                await Steward.AddMemberAsync(partner, "other-desk");
                break;
            case "key":
                await Steward.BindAsync(member, new string('7', 64)).ReceiptAsync();
                break;
            case "group":
                await Steward.FormGroupAsync("recertified", "TLP:AMBER", $"changes-{change}");
                break;
            default:
                await Steward.PostJsonAsync($"/v1/partners/{partner}/suspension", PartnerExamples.Suspend).ReceiptAsync();
                break;
        }

        await ConfirmAsync(Steward, partner, read.Etag).AssertRefusedAsync(412, "stale");
        Assert.Null((await EntryAsync(partner)).LastConfirmation);
        await ConfirmAsync(Steward, partner, (await EntryAsync(partner)).Etag).ReceiptAsync();
    }

    [Fact]
    public async Task A_suspended_partner_is_listed_as_such_and_confirmed()
    {
        var partner = await Steward.EnrolUnlistedAsync("suspended-holder");
        await Steward.PostJsonAsync($"/v1/partners/{partner}/suspension", PartnerExamples.Suspend).ReceiptAsync();

        var entry = await EntryAsync(partner);
        Assert.True(entry.Partner.Suspended);
        await ConfirmAsync(Steward, partner, entry.Etag).ReceiptAsync();

        Assert.False((await EntryAsync(partner)).Due);
    }

    [Fact]
    public async Task A_retry_confirms_once_whatever_changed_since()
    {
        var partner = await Steward.EnrolUnlistedAsync("confirmed-once");
        var read = await EntryAsync(partner);
        await ConfirmAsync(Steward, partner, read.Etag, key: "confirm-once").ReceiptAsync();
        var confirmed = await EntryAsync(partner);
        await Steward.AddMemberAsync(partner, "desk");

        using var retry = await ConfirmAsync(Steward, partner, read.Etag, key: "confirm-once");

        Assert.Equal(HttpStatusCode.OK, retry.StatusCode);
        Assert.Equal("true", Assert.Single(retry.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal(confirmed.LastConfirmation, (await EntryAsync(partner)).LastConfirmation);
    }

    [Fact]
    public async Task A_confirmation_names_one_thing_that_was_read()
    {
        var partner = await Steward.EnrolUnlistedAsync("unread");
        var entry = await EntryAsync(partner);

        await ConfirmAsync(Steward, partner, etag: null).AssertRefusedAsync(428, "precondition-required", "If-Match");
        await ConfirmAsync(Steward, partner, "*").AssertRefusedAsync(428, "precondition-required", "If-Match");
        await ConfirmAsync(Steward, partner, $"\"other\", {entry.Etag}").AssertRefusedAsync(412, "stale");
        await ConfirmAsync(Steward, partner, entry.Etag, key: "").AssertRefusedAsync(400, "bad-parameter", "Idempotency-Key");
        await ConfirmAsync(Steward, Guid.NewGuid(), entry.Etag).AssertRefusedAsync(404, "not-found");
        Assert.Null((await EntryAsync(partner)).LastConfirmation);
    }

    [Fact]
    public async Task A_service_of_the_steward_reads_and_confirms_nothing()
    {
        var partner = await Steward.EnrolUnlistedAsync("read-by-service");
        var member = await Steward.AddMemberAsync(exchange.PartnerOf("steward").Id.Value, "steward-robot");
        using var certificate = RunningExchange.IssueEuropean("steward-robot");
        await Steward.BindAsync(member, CertificateKey.Fingerprint(certificate)).ReceiptAsync();
        using var robot = new Visitor(exchange.Address, certificate);

        using var list = await robot.GetAsync("/v1/recertification", Ct);
        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/recertification/{partner}/confirmation");
        request.Headers.Add("Idempotency-Key", "robot");
        request.Headers.Add("If-Match", (await EntryAsync(partner)).Etag);
        await robot.SendAsync(request, Ct).AssertRefusedAsync(403, "second-member-needed");
        Assert.Null((await EntryAsync(partner)).LastConfirmation);
    }

    [Theory]
    [InlineData("cert-eu", 403, "not-permitted")]
    [InlineData("grid-jp", 403, "not-permitted")]
    [InlineData("authority-eu", 403, "not-permitted")]
    [InlineData("delegate-jp", 403, "not-permitted")]
    [InlineData(null, 401, "certificate-missing")]
    public async Task Only_a_steward_reads_and_confirms(string? other, int status, string name)
    {
        await exchange.As(other).ReadAsync("/v1/recertification").AssertRefusedAsync(status, name);
        await ConfirmAsync(exchange.As(other), exchange.PartnerOf("grid-jp").Id.Value, "\"x\"").AssertRefusedAsync(status, name);
    }

    [Theory]
    [InlineData("due=true", "bad-parameter", "due")]
    [InlineData("limit=0", "bad-parameter", "limit")]
    [InlineData("after=x", "bad-token", "after")]
    public async Task A_parameter_that_is_wrong_is_refused(string query, string name, string pointer) =>
        await Steward.ReadAsync($"/v1/recertification?{query}").AssertRefusedAsync(400, name, pointer);

    [Fact]
    public async Task Pages_of_one_give_what_one_page_gives()
    {
        await ConfirmAsync(Steward, exchange.PartnerOf("cert-jp").Id.Value, (await EntryAsync(exchange.PartnerOf("cert-jp").Id.Value)).Etag).ReceiptAsync();

        Assert.Equal((await ListAsync()).Select(e => e.Partner.Id), (await ListAsync(limit: 1)).Select(e => e.Partner.Id));
    }

    private static Task<HttpResponseMessage> ConfirmAsync(HttpClient caller, Guid partner, string? etag, string? key = null) =>
        caller.WriteAsync(HttpMethod.Post, $"/v1/recertification/{partner}/confirmation", body: null, key, etag);

    private async Task<RecertificationDocument> EntryAsync(Guid partner) => (await ListAsync()).Single(e => e.Partner.Id == partner);

    private async Task<List<RecertificationDocument>> ListAsync(int limit = 200)
    {
        var entries = new List<RecertificationDocument>();
        string? next = null;
        do
        {
            using var answer = await Steward.ReadAsync($"/v1/recertification?limit={limit}{(next is null ? "" : $"&after={next}")}");
            var page = await answer.BodyAsync(WireJson.Default.PageRecertificationDocument);
            entries.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);
        return entries;
    }
}
