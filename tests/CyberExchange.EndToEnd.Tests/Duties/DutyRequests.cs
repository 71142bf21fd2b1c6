using System.Text.Json;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Duties;
using CyberExchange.Contracts.Feed;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Duties;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Duties;

/// <summary>What keepers of duty files send, in one line each.</summary>
internal static class DutyRequests
{
    /// <summary>Ransomware at a Japanese bank group with a branch in France, shared with the CERT of Japan; a customer file leaked.</summary>
    private const string Ransomware = """
        {
          "report": {
            "reference": "SOC-2026-4711",
            "title": "Ransomware at a bank group",
            "summary": "Servers were encrypted, and a customer file leaked.",
            "classification": "rsit.information-content-security.data-leak",
            "sectors": ["jp.finance"],
            "detectedAt": "2026-11-20T00:05:00Z"
          },
          "sharing": { "label": "TLP:AMBER", "audience": { "partners": ["cert-jp"] } }
        }
        """;

    public static async Task<Guid> ReportRansomwareAsync(this HttpClient partner, string with = "cert-jp") =>
        (await partner.ReportAsync(Ransomware.Replace("cert-jp", with, StringComparison.Ordinal))).Incident.Id;

    public static async Task StateProfileAsync(this HttpClient partner, string profile = DutyExamples.Profile) =>
        await (await partner.WriteAsync(HttpMethod.Put, "/v1/duty-profile", profile)).BodyAsync(WireJson.Default.WriteReceipt);

    public static Task<HttpResponseMessage> EnterAsync(this HttpClient partner, Guid incident, string what, string body, string? key = null) =>
        partner.WriteAsync(HttpMethod.Post, $"/v1/incidents/{incident}/duties/{what}", body, key);

    public static async Task<WriteReceipt> RecordAsync(this HttpClient partner, Guid incident, string fact, string at, string? zone = null, int? corrects = null) =>
        await (await partner.EnterAsync(incident, "facts", Json(new RecordFactRequest
        {
            Fact = fact, At = at, Zone = zone, Evidence = "Ticket 4711", Corrects = corrects, Reason = corrects is null ? null : "The alert was read earlier.",
        }))).BodyAsync(WireJson.Default.WriteReceipt);

    public static async Task DecideAsync(this HttpClient partner, Guid incident, bool holds, params string[] conditions)
    {
        foreach (var condition in conditions)
        {
            await (await partner.EnterAsync(incident, "decisions", Json(new DecideSignificanceRequest { Condition = condition, Holds = holds, Reason = "So says the forensic report." })))
                .BodyAsync(WireJson.Default.WriteReceipt);
        }
    }

    public static async Task<WriteReceipt> SubmitAsync(this HttpClient partner, Guid incident, string obligation, string at, string? authority = null) =>
        await (await partner.EnterAsync(incident, "submissions", Json(new SubmitReportRequest
        {
            Obligation = obligation,
            Way = "filed_by_hand",
            SubmittedAt = at,
            Addressee = "The authority's web form",
            Authority = authority,
            Receipt = new("receipt.pdf", new string('9', 64)),
        }))).BodyAsync(WireJson.Default.WriteReceipt);

    public static async Task<DutyFileDocument> FileAsync(this HttpClient partner, Guid incident) =>
        await (await partner.ReadAsync($"/v1/incidents/{incident}/duties")).BodyAsync(WireJson.Default.DutyFileDocument);

    public static async Task<IReadOnlyList<DutyDocument>> DutiesAsync(this HttpClient partner, string query = "")
    {
        var page = await (await partner.ReadAsync($"/v1/duties?limit=200{query}")).BodyAsync(WireJson.Default.PageDutyDocument);
        Assert.Null(page.Next);
        return page.Items;
    }

    public static async Task<Page<DutyReminderDocument>> RemindersAsync(this HttpClient partner, string query = "") =>
        await (await partner.ReadAsync($"/v1/duties/reminders{query}")).BodyAsync(WireJson.Default.PageDutyReminderDocument);

    public static string Json(object document) => JsonSerializer.Serialize(document, document.GetType(), WireJson.Default);
}
