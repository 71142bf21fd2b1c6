using System.Net;
using System.Text;
using CyberExchange.Contracts;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.EndToEnd.Tests.Gate;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EventStore;
using CyberExchange.Server.Partners;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Partners;

/// <summary>Members and the keys that speak for them.</summary>
public sealed class MemberKeyTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Steward => exchange.As("steward");

    [Fact]
    public async Task A_person_acts_from_the_binding_of_its_key_to_the_unbinding()
    {
        var partner = await Steward.EnrolUnlistedAsync("rhein-wasser");
        var members = $"/v1/partners/{partner}/members";
        var receipt = await Steward.PostJsonAsync(members, PartnerExamples.AddMember, key: "add-once").ReceiptAsync();
        var member = $"{members}/{receipt.Id}";
        using var certificate = RunningExchange.IssueEuropean("night-desk");
        var spki = CertificateKey.Fingerprint(certificate);
        using var visitor = new Visitor(exchange.Address, certificate, http: HttpVersion.Version20);
        await AssertProblemAsync(visitor, 401, "key-not-enrolled");

        await Steward.BindAsync(member, spki).ReceiptAsync();
        using var read = await visitor.GetAsync("/v1/me", Ct);
        var me = await read.BodyAsync(WireJson.Default.MeDocument);
        Assert.Equal(("rhein-wasser", receipt.Id, "person", "Jana Novotná"), (me.Partner.Handle, me.Member.Id, me.Member.Kind, me.Member.Name));
        Assert.Equal([spki], me.Member.Keys);
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), me.CertificateEndsAt.UtcDateTime);

        await Steward.PostJsonAsync($"{member}/keys/{spki}/unbinding", PartnerExamples.UnbindKey).ReceiptAsync();
        await AssertProblemAsync(visitor, 401, "key-not-enrolled");
        Assert.Equal(1, visitor.Connections);
        await Steward.BindAsync(member, spki).AssertRefusedAsync(409, "key-taken", "/spkiSha256");

        // Retried after all this, the first request is still the one that added the member.
        Assert.Equal(receipt.Id, (await Steward.PostJsonAsync(members, PartnerExamples.AddMember, key: "add-once").ReceiptAsync()).Id);
    }

    [Fact]
    public async Task A_name_stands_in_no_event()
    {
        var partner = await Steward.EnrolUnlistedAsync("sealed-names");
        await Steward.PostJsonAsync($"/v1/partners/{partner}/members", """{"handle":"clear","kind":"person","name":"Zebedee"}""").ReceiptAsync();

        var events = await exchange.Services.GetRequiredService<EventLog>().ReadStreamAsync(PartnerEventCatalog.Stream(new PartnerId(partner)), ct: Ct);

        Assert.Equal(["partner.enrolled", "partner.member-added"], events.Select(e => e.Type));
        Assert.All(events, e => Assert.DoesNotContain("Zebedee", Encoding.UTF8.GetString(e.Body), StringComparison.Ordinal));
        Assert.Equal("Zebedee", Assert.Single((await Steward.PartnerAsync(partner)).Partner.Members!).Name);
    }

    [Fact]
    public async Task The_keys_of_a_removed_member_open_nothing()
    {
        var partner = await Steward.EnrolUnlistedAsync("leavers");
        var member = await Steward.AddMemberAsync(partner, "leaver");
        using var certificate = RunningExchange.IssueEuropean("leaver");
        await Steward.BindAsync(member, CertificateKey.Fingerprint(certificate)).ReceiptAsync();
        using var visitor = new Visitor(exchange.Address, certificate);
        using var before = await visitor.GetAsync("/v1/me", Ct);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        await Steward.SendDeleteAsync(member, key: "remove-once").ReceiptAsync();

        await AssertProblemAsync(visitor, 401, "key-not-enrolled");
        Assert.Equal(1, visitor.Connections);
        await Steward.SendDeleteAsync(member, key: "remove-once").ReceiptAsync();
        await Steward.SendDeleteAsync(member).AssertRefusedAsync(404, "not-found");
        await Steward.BindAsync(member, new string('c', 64)).AssertRefusedAsync(404, "not-found");
    }

    [Fact]
    public async Task A_steward_cannot_lock_itself_out()
    {
        var self = $"/v1/partners/{exchange.PartnerOf("steward").Id.Value}/members/{exchange.MemberOf("steward").Value}";
        using var certificate = RunningExchange.CertificateOf("steward");

        await Steward.SendDeleteAsync(self).AssertRefusedAsync(422, "invalid");
        await Steward.UnbindAsync(self, CertificateKey.Fingerprint(certificate)).AssertRefusedAsync(422, "invalid");

        using var still = await Steward.ReadAsync("/v1/me");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task A_member_holds_two_keys_and_no_third()
    {
        var partner = await Steward.EnrolUnlistedAsync("renewers");
        var member = await Steward.AddMemberAsync(partner, "renewer");
        var (first, second, third) = (new string('1', 64), new string('2', 64), new string('3', 64));

        await Steward.BindAsync(member, first).ReceiptAsync();
        await Steward.BindAsync(member, second).ReceiptAsync();
        await Steward.BindAsync(member, second).ReceiptAsync(); // It is so already.
        await Steward.BindAsync(member, third).AssertRefusedAsync(409, "too-many-keys", "/spkiSha256");
        Assert.Equal([first, second], Assert.Single((await Steward.PartnerAsync(partner)).Partner.Members!).Keys);

        await Steward.UnbindAsync(member, first).ReceiptAsync();
        await Steward.BindAsync(member, third).ReceiptAsync();
        Assert.Equal([second, third], Assert.Single((await Steward.PartnerAsync(partner)).Partner.Members!).Keys);
    }

    [Fact]
    public async Task A_key_that_cannot_be_bound_or_unbound_is_refused()
    {
        var member = $"/v1/partners/{exchange.PartnerOf("cert-eu").Id.Value}/members/{exchange.MemberOf("cert-eu").Value}";
        var stranger = $"/v1/partners/{exchange.PartnerOf("cert-eu").Id.Value}/members/{exchange.MemberOf("cert-jp").Value}";
        using var others = RunningExchange.CertificateOf("cert-jp");
        var taken = CertificateKey.Fingerprint(others);

        await Steward.BindAsync(member, taken).AssertRefusedAsync(409, "key-taken", "/spkiSha256");
        await Steward.BindAsync(member, new string('A', 64)).AssertRefusedAsync(422, "invalid", "/spkiSha256");
        await Steward.BindAsync(member, "ab").AssertRefusedAsync(422, "invalid", "/spkiSha256");
        await Steward.BindAsync(stranger, new string('d', 64)).AssertRefusedAsync(404, "not-found");
        await Steward.UnbindAsync(member, taken).AssertRefusedAsync(404, "not-found");
        await Steward.UnbindAsync(stranger, taken).AssertRefusedAsync(404, "not-found");
        await Steward.UnbindAsync(member, "ab").AssertRefusedAsync(404, "not-found");
        using var own = RunningExchange.CertificateOf("cert-eu");
        await Steward.PostJsonAsync($"{member}/keys/{CertificateKey.Fingerprint(own)}/unbinding", """{"reason":""}""").AssertRefusedAsync(422, "invalid", "/reason");

        using var still = await exchange.As("cert-jp").ReadAsync("/v1/me");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Theory]
    [InlineData("""{"handle":"robot","kind":"robot"}""", 422, "unknown-term", "/kind")]
    [InlineData("""{"handle":"No Slug","kind":"service"}""", 422, "invalid", "/handle")]
    [InlineData("""{"handle":"grid-eu-service","kind":"service"}""", 409, "already-exists", "/handle")]
    [InlineData("""{"handle":"siem","kind":"service","name":"Siem"}""", 422, "invalid", "/name")]
    [InlineData("""{"handle":"empty","kind":"person","name":""}""", 422, "invalid", "/name")]
    [InlineData("""{"handle":"no-kind"}""", 400, "malformed-json", "/kind")]
    public async Task A_member_that_cannot_be_added_is_refused(string body, int status, string name, string pointer)
    {
        await Steward.PostJsonAsync($"/v1/partners/{exchange.PartnerOf("grid-eu").Id.Value}/members", body).AssertRefusedAsync(status, name, pointer);

        var (partner, _) = await Steward.PartnerAsync(exchange.PartnerOf("grid-eu").Id.Value);
        Assert.Equal(["grid-eu", "grid-eu-service"], partner.Members!.Select(m => m.Handle).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_partner_that_is_not_there_gets_no_member() =>
        await Steward.PostJsonAsync($"/v1/partners/{Guid.NewGuid()}/members", PartnerExamples.AddMember).AssertRefusedAsync(404, "not-found");

    [Fact]
    public async Task The_example_of_a_key_binds()
    {
        var member = await Steward.AddMemberAsync(await Steward.EnrolUnlistedAsync("examples"), "example");

        await Steward.PostJsonAsync($"{member}/keys", PartnerExamples.BindKey).ReceiptAsync();
    }

    private static async Task AssertProblemAsync(Visitor visitor, int status, string name)
    {
        using var answer = await visitor.GetAsync("/v1/me", Ct);
        await answer.AssertProblemAsync(status, name);
    }
}
