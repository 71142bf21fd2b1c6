using CyberExchange.Contracts;
using CyberExchange.Contracts.Explain;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.Server.Incidents;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Explain;

/// <summary>What an originator is told of a CERT that forwarded its item: the CERT, and no client that it did not ask about.</summary>
public sealed class ForwardedTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Terms = """ "label": "TLP:AMBER", "audience": { "partners": ["cert-eu"] }, "legalBases": [{ "destination": "EU", "code": "consent", "reference": "2026/1" }] """;

    private HttpClient Originator => exchange.As("cert-jp");

    private HttpClient Steward => exchange.As("steward");

    [Fact]
    public async Task A_forward_is_named_by_its_cert_until_it_ends()
    {
        var id = await ForwardedAsync();

        var client = await Originator.ExplainAsync(id, "grid-eu");
        Assert.Equal((true, "forwarded", "cert-eu"), (client.Visible, client.Reason, client.Ways![0].ForwardedBy));
        Assert.Equal("clients of cert-eu", client.Ways[0].Audience);
        var holders = (await Originator.HoldersAsync(id)).Items;
        Assert.Equal(["cert-eu", "cert-jp"], holders.Where(h => h.ForwardedBy is null).Select(h => h.Handle!).Order()); // Each is a partner.
        Assert.Equal(("cert-eu", (Guid?)null), (Assert.Single(holders, h => h.ForwardedBy is not null).ForwardedBy, holders[^1].Partner));

        await exchange.As("cert-eu").SendDeleteAsync($"/v1/incidents/{id}/forwarding").ReceiptAsync();
        await exchange.CaughtUpAsync();
        var ended = await Originator.ExplainAsync(id, "grid-eu");
        Assert.Equal((false, "forward-ended"), (ended.Visible, ended.Reason));
        Assert.True((await Originator.ExplainAsync(id, "grid-eu", ended.Lost!.At.AddMicroseconds(-1))).Visible);
    }

    [Fact]
    public async Task A_preview_tells_which_forwards_would_stand()
    {
        var id = await ForwardedAsync();

        var stands = await PreviewAsync(id, Terms);
        Assert.Equal((true, "forwarded", "cert-eu"), (stands.Explanation!.Visible, stands.Explanation.Reason, stands.Incident!.Received.ForwardedBy));
        Assert.Contains(stands.Effect.Keep.Partners, p => p.ForwardedBy == "cert-eu");
        var strict = await PreviewAsync(id, Terms.Replace("TLP:AMBER", "TLP:AMBER+STRICT", StringComparison.Ordinal));
        Assert.Equal((false, "cert-eu"), (strict.Explanation!.Visible, Assert.Single(strict.Effect.Lose.Partners).ForwardedBy));
    }

    [Fact]
    public async Task A_cert_that_is_not_listed_is_named_neither_by_what_its_client_read_nor_by_a_preview_of_it()
    {
        const string kinds = """ "label": "TLP:AMBER", "audience": { "roles": ["cert"] }, "legalBases": [{ "destination": "EU", "code": "consent", "reference": "2026/1" }] """;
        var id = await ForwardedAsync(kinds, listed: false);

        Assert.Equal((true, "forwarded", null), await ExplainedAsync(id));
        using var read = await Originator.ReadAsync($"/v1/incidents/{id}/rendition?partner=grid-eu");
        var rendition = await read.BodyAsync(WireJson.Default.RenditionDocument);
        Assert.Equal(("forwarded", null), (rendition.Incident!.Received.Reason, rendition.Incident.Received.ForwardedBy));
        var preview = await PreviewAsync(id, kinds);
        Assert.Equal(("forwarded", null), (preview.Incident!.Received.Reason, preview.Incident.Received.ForwardedBy));
        using var own = await exchange.As("grid-eu").ReadAsync($"/v1/incidents/{id}");
        Assert.Equal("cert-eu", (await own.BodyAsync(WireJson.Default.IncidentDocument)).Received.ForwardedBy); // A client knows its CERT.
    }

    private async Task<(bool, string, string?)> ExplainedAsync(Guid id)
    {
        var explanation = await Originator.ExplainAsync(id, "grid-eu");
        return (explanation.Visible, explanation.Reason, explanation.Ways![0].ForwardedBy); // It is visible.
    }

    private async Task<PreviewDocument> PreviewAsync(Guid id, string terms)
    {
        using var answer = await Originator.WriteAsync(HttpMethod.Post, $"/v1/incidents/{id}/sharing/preview", $$"""{ "sharing": { {{terms}} }, "as": "grid-eu" }""", key: "");
        return await answer.BodyAsync(WireJson.Default.PreviewDocument);
    }

    private async Task<Guid> ForwardedAsync(string terms = Terms, bool listed = true)
    {
        var cert = exchange.PartnerOf("cert-eu").Id.Value;
        var (_, tag) = await Steward.PartnerAsync(cert);
        var facts = $$"""{"handle":"cert-eu","name":"A CERT","jurisdiction":"EU","roles":["cert"],"constituency":["grid-eu"],"listed":{{(listed ? "true" : "false")}}}""";
        using var changed = await Steward.WriteAsync(HttpMethod.Put, $"/v1/partners/{cert}", facts, ifMatch: tag);
        await changed.BodyAsync(WireJson.Default.WriteReceipt);
        var (incident, _, _) = await Originator.ReportAsync("forwarded", terms);
        using var forwarded = await exchange.As("cert-eu").WriteAsync(HttpMethod.Put, $"/v1/incidents/{incident.Id}/forwarding", IncidentExamples.Forward);
        await forwarded.BodyAsync(WireJson.Default.WriteReceipt);
        await exchange.CaughtUpAsync();
        return incident.Id;
    }
}
