using CyberExchange.Contracts;
using CyberExchange.Contracts.Explain;
using CyberExchange.Contracts.Incidents;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Incidents;

namespace CyberExchange.EndToEnd.Tests.Explain;

/// <summary>What originators ask about their items, in one line each.</summary>
internal static class ExplainRequests
{
    /// <summary>Reports an incident under these terms.</summary>
    /// <param name="originator">Who reports.</param>
    /// <param name="title">Its title.</param>
    /// <param name="terms">Members of the sharing terms.</param>
    public static Task<(IncidentDocument Incident, string ETag, Contracts.Feed.WriteReceipt Receipt)> ReportAsync(this HttpClient originator, string title, string terms) =>
        originator.ReportAsync(ReportIncidentTests.Own(title).Replace("\"label\": \"TLP:AMBER\"", terms, StringComparison.Ordinal));

    /// <summary>States the terms anew, and waits until they show.</summary>
    public static async Task ShareAsync(this HttpClient originator, Guid id, string terms)
    {
        using var read = await originator.ReadAsync($"/v1/incidents/{id}");
        using var answer = await originator.WriteAsync(
            HttpMethod.Put, $"/v1/incidents/{id}/sharing", $$"""{ "sharing": { {{terms}} } }""", ifMatch: read.Headers.ETag!.ToString()); // Every single read has a tag.
        await answer.BodyAsync(WireJson.Default.WriteReceipt);
    }

    public static async Task<ExplanationDocument> ExplainAsync(this HttpClient originator, Guid id, string partner, DateTimeOffset? at = null, Guid? member = null)
    {
        using var answer = await originator.ReadAsync(
            $"/v1/incidents/{id}/explanation?partner={partner}{(member is null ? "" : $"&member={member}")}{(at is { } instant ? $"&at={Text(instant)}" : "")}");
        return await answer.BodyAsync(WireJson.Default.ExplanationDocument);
    }

    public static async Task<HoldersPage> HoldersAsync(this HttpClient originator, Guid id, string query = "")
    {
        using var answer = await originator.ReadAsync($"/v1/incidents/{id}/holders{query}");
        return await answer.BodyAsync(WireJson.Default.HoldersPage);
    }

    public static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
