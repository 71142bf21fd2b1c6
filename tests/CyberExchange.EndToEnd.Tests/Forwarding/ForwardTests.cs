using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Incidents;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.Server.Incidents;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Forwarding;

/// <summary>A CERT opens what it sees to its own clients, and whatever takes it from the CERT takes it from them.</summary>
/// <remarks>The originator is cert-jp; cert-eu serves grid-eu.</remarks>
public sealed class ForwardTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private HttpClient Cert => exchange.As("cert-eu");

    private HttpClient Client => exchange.As("grid-eu");

    [Fact]
    public async Task A_client_finds_what_its_cert_forwarded_at_every_door_and_reads_by_whom()
    {
        await exchange.CaughtUpAsync();
        var before = await CountAsync();
        var id = await ReportAsync();
        await Client.ReadAsync(One(id)).AssertRefusedAsync(404, "not-found");

        await ForwardAsync(id).ReceiptAsync();

        var incident = await SeenAsync(id);
        Assert.Equal(("forwarded", "cert-eu"), (incident.Received.Reason, incident.Received.ForwardedBy));
        Assert.Null(incident.Sharing);
        Assert.Equal(before + 1, await CountAsync());
        using var list = await Client.ReadAsync("/v1/incidents?limit=1");
        var first = Assert.Single((await list.BodyAsync(WireJson.Default.PageIncidentDocument)).Items);
        Assert.Equal((id, "cert-eu"), (first.Id, first.Received.ForwardedBy));
        Assert.Equal("forwarded", Assert.Single(await FeedAsync(), e => e.Id == id).Incident!.Received.Reason);
        await exchange.As("maker-eu").ReadAsync(One(id)).AssertRefusedAsync(404, "not-found");
    }

    [Fact]
    public async Task The_other_recipients_and_the_originator_read_no_other_bytes_than_before()
    {
        var id = await ReportAsync();
        var (cert, originator) = (await TagAsync("cert-eu", id), await TagAsync("cert-jp", id));

        await ForwardAsync(id).ReceiptAsync();

        Assert.Equal((cert, originator), (await TagAsync("cert-eu", id), await TagAsync("cert-jp", id)));

        // The originator changes what it read before: a forward that it cannot see is no conflict.
        await exchange.As("cert-jp").WriteAsync(HttpMethod.Put, $"{One(id)}/report", IncidentExamples.Amend, ifMatch: originator).ReceiptAsync();
        await exchange.CaughtUpAsync();
        Assert.Equal(2, (await SeenAsync(id)).Revision);
    }

    [Theory]
    [InlineData("TLP:AMBER+STRICT")]
    [InlineData("TLP:AMBER")]
    public async Task A_client_loses_it_with_its_cert_or_with_the_label_and_is_told_once(string label)
    {
        var id = await ReportAsync();
        await ForwardAsync(id).ReceiptAsync();
        var audience = label == "TLP:AMBER" ? "authority-jp" : "cert-eu";

        await exchange.As("cert-jp").WriteAsync(HttpMethod.Put, $"{One(id)}/sharing", Terms(label, $$"""{ "partners": ["{{audience}}"] }"""), ifMatch: await TagAsync("cert-jp", id)).ReceiptAsync();

        await AssertLostAsync(id);

        // What is closed stays closed until it is forwarded anew.
        await exchange.As("cert-jp").WriteAsync(HttpMethod.Put, $"{One(id)}/sharing", Terms("TLP:AMBER", """{ "partners": ["cert-eu"] }"""), ifMatch: await TagAsync("cert-jp", id)).ReceiptAsync();
        await Client.ReadAsync(One(id)).AssertRefusedAsync(410, "gone");
        await ForwardAsync(id).ReceiptAsync();
        Assert.Equal("forwarded", (await SeenAsync(id)).Received.Reason);
    }

    [Fact]
    public async Task What_the_cert_takes_back_is_gone_before_that_is_acknowledged_and_a_retry_answers_alike()
    {
        var id = await ReportAsync();
        await ForwardAsync(id, key: "forward-once").ReceiptAsync();

        await Cert.SendDeleteAsync($"{One(id)}/forwarding", "end-once").ReceiptAsync();
        await AssertLostAsync(id);

        await Cert.SendDeleteAsync($"{One(id)}/forwarding", "end-once").ReceiptAsync();
        await ForwardAsync(id, key: "forward-once").ReceiptAsync(); // Done before, and not done again.
        await Client.ReadAsync(One(id)).AssertRefusedAsync(410, "gone");
        await Cert.WriteAsync(HttpMethod.Put, $"{One(id)}/forwarding", Everyone, "forward-once").AssertRefusedAsync(409, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_cert_that_loses_its_sector_loses_it_for_its_clients_too()
    {
        await StateAsync("cert-eu", """ "sectors":["eu.health"] """);
        using var reported = await exchange.As("cert-jp").WriteAsync(HttpMethod.Post, "/v1/incidents", Report("TLP:AMBER", """{ "sectors": ["eu.health"] }"""));
        var id = (await reported.BodyAsync(WireJson.Default.WriteReceipt)).Id;
        await exchange.CaughtUpAsync();
        await ForwardAsync(id).ReceiptAsync();
        Assert.Equal("forwarded", (await SeenAsync(id)).Received.Reason);

        await StateAsync("cert-eu", """ "sectors":[] """);

        await AssertLostAsync(id);
        await Cert.ReadAsync(One(id)).AssertRefusedAsync(410, "gone");
        await ForwardAsync(id).AssertRefusedAsync(410, "gone");
    }

    [Fact]
    public async Task A_client_departs_by_its_own_act_and_what_was_forwarded_goes()
    {
        var id = await ReportAsync();
        await ForwardAsync(id).ReceiptAsync();
        var departure = $"/v1/me/constituencies/{exchange.PartnerOf("cert-eu").Id.Value}/departure";

        await exchange.As("grid-jp").WriteAsync(HttpMethod.Post, departure, body: null).AssertRefusedAsync(404, "not-found");
        await Client.WriteAsync(HttpMethod.Post, departure, body: null, "depart").ReceiptAsync();
        await Client.WriteAsync(HttpMethod.Post, departure, body: null, "depart").ReceiptAsync();

        await AssertLostAsync(id);
        await Client.WriteAsync(HttpMethod.Post, departure, body: null).AssertRefusedAsync(404, "not-found");
        await ForwardAsync(id).AssertRefusedAsync(422, "unknown-party", "/clients/0");
        await StateAsync("cert-eu", """ "sectors":[] """);
        await Client.ReadAsync(One(id)).AssertRefusedAsync(410, "gone"); // Served again, and gain is not retroactive.
    }

    [Theory]
    [InlineData("""{"clients":[],"legalBasis":{"code":"c","reference":"r"}}""", 422, "invalid", "/clients")]
    [InlineData("""{"clients":["grid-jp"],"legalBasis":{"code":"c","reference":"r"}}""", 422, "unknown-party", "/clients/0")]
    [InlineData("""{"clients":["grid-eu","nobody-here"],"legalBasis":{"code":"c","reference":"r"}}""", 422, "unknown-party", "/clients/1")]
    [InlineData("""{"legalBasis":{"code":"c","reference":""}}""", 422, "legal-basis-missing", "/legalBasis")]
    [InlineData("""{"clients":["grid-eu"]}""", 400, "malformed-json", "/legalBasis")]
    public async Task A_forward_that_cannot_stand_is_refused(string body, int status, string name, string pointer)
    {
        var id = await ReportAsync();

        await Cert.WriteAsync(HttpMethod.Put, $"{One(id)}/forwarding", body).AssertRefusedAsync(status, name, pointer);

        await Client.ReadAsync(One(id)).AssertRefusedAsync(404, "not-found");
    }

    [Fact]
    public async Task What_a_cert_does_not_see_is_not_there_to_forward_and_others_forward_nothing()
    {
        using var reported = await exchange.As("cert-jp").WriteAsync(HttpMethod.Post, "/v1/incidents", Report("TLP:AMBER", "{}"));
        var hidden = (await reported.BodyAsync(WireJson.Default.WriteReceipt)).Id;
        await exchange.CaughtUpAsync();
        await ForwardAsync(hidden).AssertRefusedAsync(404, "not-found");
        await ForwardAsync(Guid.NewGuid()).AssertRefusedAsync(404, "not-found");
        await Cert.SendDeleteAsync($"{One(hidden)}/forwarding").AssertRefusedAsync(404, "not-found");

        var seen = await ReportAsync();
        await exchange.As("cert-jp").WriteAsync(HttpMethod.Put, $"{One(seen)}/forwarding", Everyone).AssertRefusedAsync(409, "not-forwardable");
        await Client.WriteAsync(HttpMethod.Put, $"{One(seen)}/forwarding", Everyone).AssertRefusedAsync(403, "not-permitted");
        await Cert.WriteAsync(HttpMethod.Put, $"/v1/advisories/{seen}/forwarding", Everyone).AssertRefusedAsync(404, "not-found");
    }

    private const string Everyone = """{"legalBasis":{"code":"contract","reference":"terms of service, 4"}}""";

    private static string One(Guid id) => $"/v1/incidents/{id}";

    private static string Terms(string label, string audience) => $$"""
        { "sharing": { "label": "{{label}}", "audience": {{audience}}, "legalBases": [{ "destination": "EU", "code": "consent", "reference": "file 8" }] } }
        """;

    private static string Report(string label, string audience) =>
        IncidentExamples.Report[..IncidentExamples.Report.IndexOf("\"sharing\"", StringComparison.Ordinal)] + Terms(label, audience).TrimStart()[1..];

    private async Task<Guid> ReportAsync()
    {
        var (incident, _, _) = await exchange.As("cert-jp").ReportAsync(Report("TLP:AMBER", """{ "partners": ["cert-eu"] }"""));
        return incident.Id;
    }

    private Task<HttpResponseMessage> ForwardAsync(Guid id, string? key = null) =>
        Cert.WriteAsync(HttpMethod.Put, $"{One(id)}/forwarding", IncidentExamples.Forward, key);

    private async Task<IncidentDocument> SeenAsync(Guid id)
    {
        using var answer = await Client.ReadAsync(One(id));
        return await answer.BodyAsync(WireJson.Default.IncidentDocument);
    }

    private async Task<string> TagAsync(string partner, Guid id)
    {
        using var answer = await exchange.As(partner).ReadAsync(One(id));
        return answer.Headers.ETag!.ToString(); // Every single read has a tag.
    }

    private async Task<long> CountAsync()
    {
        using var answer = await Client.ReadAsync("/v1/incidents/count");
        return (await answer.BodyAsync(WireJson.Default.CountDocument)).Count;
    }

    private async Task AssertLostAsync(Guid id)
    {
        await Client.ReadAsync(One(id)).AssertRefusedAsync(410, "gone");
        Assert.Single(await FeedAsync(), e => e.Id == id && e.RemovedAt is not null);
    }

    private async Task<List<FeedEntry>> FeedAsync()
    {
        List<FeedEntry> entries = [];
        string? after = null;
        bool more;
        do
        {
            using var answer = await Client.ReadAsync($"/v1/feed?limit=100{(after is null ? "" : $"&after={after}")}");
            var page = await answer.BodyAsync(WireJson.Default.FeedPage);
            entries.AddRange(page.Entries);
            (after, more) = (page.Cursor, page.More);
        }
        while (more);
        return entries;
    }

    // The steward states the facts of the demo's CERT anew, with its client.
    private async Task StateAsync(string cert, string sectors)
    {
        var steward = exchange.As("steward");
        var id = exchange.PartnerOf(cert).Id.Value;
        var (_, tag) = await steward.PartnerAsync(id);
        var body = $$"""{"handle":"{{cert}}","name":"A CERT","jurisdiction":"EU","roles":["cert"],"constituency":["grid-eu"],"listed":true,{{sectors}}}""";
        await steward.WriteAsync(HttpMethod.Put, $"/v1/partners/{id}", body, ifMatch: tag).ReceiptAsync();
    }
}
