using System.Text.Json;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Incidents;
using CyberExchange.EndToEnd.Tests.Hosting;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Incidents;

/// <summary>A maker learns what happened and never to whom; the public learns no person.</summary>
public sealed class VictimNamesTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Personal = """
        "reference": "GRID-7", "contacts": [{ "name": "Ada Beispiel", "email": "ada@grid.example" }], "personalNotes": "Ada saw it first.",
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_maker_reads_an_operators_incident_without_what_tells_whose_it_is()
    {
        var (incident, _, _) = await exchange.As("grid-eu").ReportAsync(Report("""
            "TLP:AMBER", "audience": { "partners": ["maker-eu", "cert-eu"] }
            """));
        var maker = exchange.As("maker-eu");
        using var read = await maker.ReadAsync($"/v1/incidents/{incident.Id}");
        using var feed = await maker.ReadAsync("/v1/feed");
        using var page = await maker.GetAsync($"/items/{incident.Id}", Ct);
        var received = await read.BodyAsync(WireJson.Default.IncidentDocument);
        var (by, report) = (received.Originator, received.Report);
        Assert.Equal("EU", by.Jurisdiction);
        Assert.All(new object?[] { by.Id, by.Handle, by.Name, report.Reference, report.Contacts, report.PersonalNotes }, Assert.Null);
        Assert.Equal(200, (int)page.StatusCode);
        var entry = (await feed.BodyAsync(WireJson.Default.FeedPage)).Entries.Single(e => e.Id == incident.Id);
        var partner = exchange.PartnerOf("grid-eu");
        foreach (var answer in new[] { JsonSerializer.Serialize(entry, WireJson.Default.FeedEntry), await page.Content.ReadAsStringAsync(Ct) })
        {
            Assert.Contains(incident.Id.ToString(), answer, StringComparison.Ordinal);
            Assert.All(
                new[] { partner.Handle, "Ardent", partner.Id.Value.ToString(), "GRID-7", "Beispiel" },
                word => Assert.DoesNotContain(word, answer, StringComparison.Ordinal));
        }

        using var whole = await exchange.As("cert-eu").ReadAsync($"/v1/incidents/{incident.Id}");
        var seen = await whole.BodyAsync(WireJson.Default.IncidentDocument);
        Assert.Equal(("grid-eu", "GRID-7", "Ada Beispiel"), (seen.Originator.Handle, seen.Report.Reference, seen.Report.Contacts![0].Name));
    }

    [Fact]
    public async Task What_is_clear_hides_nothing_from_a_maker_that_the_public_reads()
    {
        var (incident, _, _) = await exchange.As("grid-jp").ReportAsync(Report("\"TLP:CLEAR\""));

        Assert.Equal("grid-jp", (await ReadAsync(null, incident)).Originator.Handle);
        Assert.Equal("grid-jp", (await ReadAsync("maker-jp", incident)).Originator.Handle);
    }

    [Fact]
    public async Task A_list_narrowed_by_originator_does_not_tell_a_maker_whose_an_incident_is()
    {
        await exchange.As("grid-eu").ReportAsync(Report("""
            "TLP:AMBER", "audience": { "partners": ["maker-eu", "cert-eu"] }
            """));
        foreach (var (reader, finds) in new[] { ("maker-eu", false), ("cert-eu", true), ("grid-eu", true) })
        {
            foreach (var name in new[] { "grid-eu", exchange.PartnerOf("grid-eu").Id.Value.ToString() })
            {
                using var list = await exchange.As(reader).ReadAsync($"/v1/incidents?originator={name}");
                using var counted = await exchange.As(reader).ReadAsync($"/v1/incidents/count?originator={name}");
                Assert.Equal(finds, (await list.BodyAsync(WireJson.Default.PageIncidentDocument)).Items.Count > 0);
                Assert.Equal(finds, (await counted.BodyAsync(WireJson.Default.CountDocument)).Count > 0);
            }
        }
    }

    [Fact]
    public async Task What_is_clear_reaches_the_public_without_contacts_and_personal_notes()
    {
        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync(Report("\"TLP:CLEAR\""));
        var everyone = await ReadAsync(null, incident);
        var partner = await ReadAsync("cert-jp", incident);
        Assert.Null(everyone.Report.Contacts);
        Assert.Null(everyone.Report.PersonalNotes);
        Assert.Equal(("Ada Beispiel", "Ada saw it first."), (partner.Report.Contacts![0].Name, partner.Report.PersonalNotes));
    }

    private static string Report(string sharing) => ReportIncidentTests.Own("loss of view")
        .Replace("\"report\": {", $"\"report\": {{ {Personal}", StringComparison.Ordinal)
        .Replace("\"TLP:AMBER\"", sharing, StringComparison.Ordinal);

    private async Task<IncidentDocument> ReadAsync(string? reader, IncidentDocument incident)
    {
        using var answer = await exchange.As(reader).ReadAsync($"/v1/incidents/{incident.Id}");
        return await answer.BodyAsync(WireJson.Default.IncidentDocument);
    }
}
