using System.Net;
using System.Text.Json.Nodes;
using CyberExchange.Contracts;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Partners;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Partners;

public sealed class EnrolPartnerTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Valid = """{"handle":"bad-row","name":"Bad row","jurisdiction":"EU","roles":["operator"]}""";

    private HttpClient Steward => exchange.As("steward");

    [Fact]
    public async Task An_enrolled_partner_reads_back_as_it_was_stated()
    {
        using var answer = await Steward.PostJsonAsync("/v1/partners", PartnerExamples.Enrol, key: "enrol-once");
        var receipt = await answer.BodyAsync(WireJson.Default.WriteReceipt);
        Assert.Equal((HttpStatusCode.Created, $"/v1/partners/{receipt.Id}"), (answer.StatusCode, answer.Headers.Location?.ToString()));

        var (partner, _) = await Steward.PartnerAsync(receipt.Id);
        Assert.Equal(("cert-water-eu", "EU", false), (partner.Handle, partner.Jurisdiction, partner.Suspended));
        Assert.Empty(partner.Members!);

        // Stated by handle, answered by id; everything else is as it was sent.
        var stated = JsonNode.Parse(PartnerExamples.Enrol)!;
        stated["constituency"] = new JsonArray(exchange.PartnerOf("grid-eu").Id.Value.ToString());
        var read = System.Text.Json.JsonSerializer.SerializeToNode(partner.Facts, WireJson.Default.PartnerFactsDocument);
        Assert.True(JsonNode.DeepEquals(stated, read), read?.ToJsonString());

        var again = await Steward.PostJsonAsync("/v1/partners", PartnerExamples.Enrol, key: "enrol-once").ReceiptAsync();
        Assert.Equal(receipt.Id, again.Id);
        await Steward.PostJsonAsync("/v1/partners", Valid, key: "enrol-once").AssertRefusedAsync(409, "idempotency-key-reused");
        await Steward.PostJsonAsync("/v1/partners", PartnerExamples.Enrol).AssertRefusedAsync(409, "already-exists", "/handle");
    }

    [Theory]
    [InlineData("roles", """["king"]""", 422, "unknown-term", "/roles/0")]
    [InlineData("roles", """["operator","Cert"]""", 422, "unknown-term", "/roles/1")]
    [InlineData("roles", "[]", 422, "invalid", "/roles")]
    [InlineData("roles", """["steward","cert"]""", 422, "invalid", "/roles")]
    [InlineData("roles", null, 400, "malformed-json", "/roles")]
    [InlineData("jurisdiction", "\"US\"", 422, "unknown-term", "/jurisdiction")]
    [InlineData("sectors", """["eu.moon"]""", 422, "unknown-term", "/sectors")]
    [InlineData("handle", "\"Bad Handle\"", 422, "invalid", "/handle")]
    [InlineData("handle", "\"-edge\"", 422, "invalid", "/handle")]
    [InlineData("handle", "\"grid-jp\"", 409, "already-exists", "/handle")]
    [InlineData("name", "\" \"", 422, "invalid", "/name")]
    [InlineData("organizationIdentifier", "\"DE 12345\"", 422, "invalid", "/organizationIdentifier")]
    [InlineData("groups", """["energy-watch"]""", 422, "invalid", "/groups")]
    [InlineData("constituency", """["nobody-here"]""", 422, "unknown-party", "/constituency/0")]
    [InlineData("constituency", """["019b0000-0000-7000-8000-000000000000"]""", 422, "unknown-party", "/constituency/0")]
    [InlineData("constituency", """["grid-jp"]""", 422, "invalid", "/constituency")]
    [InlineData("publisherNamespaces", """["not a uri"]""", 422, "invalid", "/publisherNamespaces")]
    [InlineData("standingAgreements", """[{"destination":"US","code":"a","reference":"b"}]""", 422, "unknown-term", "/standingAgreements/0/destination")]
    [InlineData("standingAgreements", """[{"destination":"EU","code":"a","reference":"b"}]""", 422, "invalid", "/standingAgreements")]
    [InlineData("suspended", "true", 400, "malformed-json", "/suspended")]
    public async Task What_cannot_be_enrolled_is_named_by_its_pointer(string member, string? value, int status, string name, string pointer)
    {
        var body = JsonNode.Parse(Valid)!.AsObject();
        body.Remove(member);
        if (value is not null)
        {
            body[member] = JsonNode.Parse(value);
        }

        await Steward.PostJsonAsync("/v1/partners", body.ToJsonString()).AssertRefusedAsync(status, name, pointer);

        using var list = await Steward.ReadAsync("/v1/partners?limit=200");
        var directory = await list.BodyAsync(WireJson.Default.PagePartnerDocument);
        Assert.DoesNotContain(directory.Items, p => p.Handle == "bad-row");
    }

    [Fact]
    public async Task A_write_without_an_idempotency_key_is_refused()
    {
        await Steward.PostJsonAsync("/v1/partners", Valid, key: "").AssertRefusedAsync(400, "bad-parameter", "Idempotency-Key");
        var suspension = $"/v1/partners/{exchange.PartnerOf("grid-jp").Id.Value}/suspension";
        await Steward.SendDeleteAsync(suspension, key: "").AssertRefusedAsync(400, "bad-parameter", "Idempotency-Key");
    }

    [Theory]
    [InlineData("cert-eu", 403, "not-permitted")]
    [InlineData("authority-jp", 403, "not-permitted")]
    [InlineData("delegate-eu", 403, "not-permitted")]
    [InlineData(null, 401, "certificate-missing")]
    public async Task Only_a_steward_changes_the_directory(string? other, int status, string name)
    {
        var partner = $"/v1/partners/{exchange.PartnerOf("cert-eu").Id.Value}";
        var member = $"{partner}/members/{exchange.MemberOf("cert-eu").Value}";
        var client = exchange.As(other);
        foreach (var (method, path, body) in new[]
        {
            (HttpMethod.Post, "/v1/partners", Valid),
            (HttpMethod.Put, partner, Valid),
            (HttpMethod.Post, $"{partner}/suspension", PartnerExamples.Suspend),
            (HttpMethod.Delete, $"{partner}/suspension", null),
            (HttpMethod.Post, $"{partner}/members", PartnerExamples.AddMember),
            (HttpMethod.Delete, member, null),
            (HttpMethod.Post, $"{member}/keys", PartnerExamples.BindKey),
            (HttpMethod.Post, $"{member}/keys/{new string('0', 64)}/unbinding", PartnerExamples.UnbindKey),
        })
        {
            await client.WriteAsync(method, path, body).AssertRefusedAsync(status, name);
        }
    }
}
