using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Incidents;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Hosting;

/// <summary>What partners send, in one line each.</summary>
public static class PartnerRequests
{
    private const int AttemptsMax = 4;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A write with any body.</summary>
    /// <param name="partner">Who sends it.</param>
    /// <param name="method">POST, PUT or DELETE.</param>
    /// <param name="path">The path.</param>
    /// <param name="body">The body as text; null for none.</param>
    /// <param name="key">The idempotency key; a new one where it is null, none where it is empty.</param>
    /// <param name="ifMatch">The entity tag that the write names; null for none.</param>
    public static async Task<HttpResponseMessage> WriteAsync(
        this HttpClient partner, HttpMethod method, string path, string? body, string? key = null, string? ifMatch = null)
    {
        key ??= Guid.NewGuid().ToString();
        return await AskAsync(partner, () =>
        {
            var request = new HttpRequestMessage(method, path);
            if (body is not null)
            {
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            }

            if (key.Length > 0)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            if (ifMatch is not null)
            {
                request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            }

            return request;
        });
    }

    public static async Task<HttpResponseMessage> ReadAsync(this HttpClient partner, string path, string? consistencyToken = null) => await AskAsync(partner, () =>
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (consistencyToken is not null)
        {
            request.Headers.Add("Consistency-Token", consistencyToken);
        }

        return request;
    });

    // As a client does that is told to ask again: a machine that stands still for two seconds may show nothing for a moment.
    private static async Task<HttpResponseMessage> AskAsync(HttpClient partner, Func<HttpRequestMessage> requestOf)
    {
        for (var attempts = 1; ; attempts++)
        {
            using var request = requestOf();
            var answer = await partner.SendAsync(request, Ct);
            if (attempts == AttemptsMax || answer.StatusCode is not HttpStatusCode.ServiceUnavailable
                || !(await answer.Content.ReadAsStringAsync(Ct)).Contains("views-behind", StringComparison.Ordinal))
            {
                return answer;
            }

            answer.Dispose();
            await Task.Delay(TimeSpan.FromMilliseconds(500), Ct);
        }
    }

    /// <summary>Reports an incident and reads it back as its originator.</summary>
    public static async Task<(IncidentDocument Incident, string ETag, WriteReceipt Receipt)> ReportAsync(this HttpClient partner, string body)
    {
        var receipt = await (await partner.WriteAsync(HttpMethod.Post, "/v1/incidents", body)).BodyAsync(WireJson.Default.WriteReceipt);
        using var read = await partner.ReadAsync($"/v1/incidents/{receipt.Id}", receipt.ConsistencyToken);
        var incident = await read.BodyAsync(WireJson.Default.IncidentDocument);
        return (incident, read.Headers.ETag!.ToString(), receipt); // Every single read has a tag.
    }

    /// <summary>The body of an answer that succeeded.</summary>
    public static async Task<T> BodyAsync<T>(this HttpResponseMessage answer, JsonTypeInfo<T> shape)
    {
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Ct)}");
        return (await answer.Content.ReadFromJsonAsync(shape, Ct))!; // Asserted above.
    }

    /// <summary>The problem of an answer that did not.</summary>
    public static async Task<ProblemDocument> ProblemAsync(this HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = (await answer.Content.ReadFromJsonAsync(WireJson.Default.ProblemDocument, Ct))!; // The media type says so.
        Assert.Equal((int)answer.StatusCode, problem.Status);
        return problem;
    }

    /// <summary>Asserts which problem an answer is.</summary>
    public static async Task<ProblemDocument> AssertProblemAsync(this HttpResponseMessage answer, int status, string name)
    {
        var problem = await answer.ProblemAsync();
        Assert.Equal((status, $"urn:cyberexchange:problem:{name}"), (problem.Status, problem.Type));
        return problem;
    }
}
