using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EventStore;
using CyberExchange.Server.Incidents;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Incidents;

/// <summary>Everything wrong with a report is answered at its place, and leaves nothing behind.</summary>
public sealed class BadInputTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A change of the example: where, to which JSON, and the problem it then is.</summary>
    public static TheoryData<string, string, int, string, string?> Changes => new()
    {
        { "/report/sectors/0", "\"eu.nonsense\"", 422, "unknown-term", "/report/sectors/0" },
        { "/report/classification", "\"rsit.nonsense\"", 422, "unknown-term", "/report/classification" },
        { "/report/severity", "\"terrible\"", 422, "unknown-term", "/report/severity" },
        { "/sharing/label", "\"TLP:WHITE\"", 422, "unknown-term", "/sharing/label" },
        { "/sharing/label", "\"tlp:amber\"", 422, "unknown-term", "/sharing/label" },
        { "/sharing/pap", "\"PAP:PINK\"", 422, "unknown-term", "/sharing/pap" },
        { "/report/endedAt", "\"2026-02-03T04:01:59Z\"", 422, "impossible-time", "/report/endedAt" },
        { "/report/beganAt", "\"2026-02-04T00:00:00Z\"", 422, "impossible-time", "/report/beganAt" },
        { "/report/detectedAt", "\"2199-01-01T00:00:00Z\"", 422, "impossible-time", "/report/detectedAt" },
        { "/report/title", "\"\"", 422, "invalid", "/report/title" },
        { "/report/affectedCount", "-1", 422, "invalid", "/report/affectedCount" },
        { "/report/vulnerabilities", "[\"CVE-1\"]", 422, "invalid", "/report/vulnerabilities/0" },
        { "/report/contacts/0/email", "\"nobody\"", 422, "invalid", "/report/contacts/0/email" },
        { "/report/contacts/0/name", "\" \"", 422, "invalid", "/report/contacts/0/name" },
        { "/report/personalNotes", "\"\"", 422, "invalid", "/report/personalNotes" },
        { "/sharing/audience/partners", "[\"grid-jp\", \"nobody\"]", 422, "unknown-party", "/sharing/audience/partners/1" },
        { "/sharing/audience/partners", "[\"steward\"]", 422, "audience-not-for-label", "/sharing/audience/partners/0" },
        { "/sharing/audience/members", "[\"grid-jp\"]", 422, "unknown-party", "/sharing/audience/members/0" },
        { "/sharing/audience/groups", "[\"Not A Slug\"]", 422, "invalid", "/sharing/audience/groups/0" },
        { "/sharing/audience/roles", "[\"emperor\"]", 422, "unknown-term", "/sharing/audience/roles/0" },
        { "/sharing/audience/jurisdictions", "[\"EU\", \"US\"]", 422, "unknown-term", "/sharing/audience/jurisdictions/1" },
        { "/sharing/audience/sectors", "[\"eu.energy\", \"eu.no\"]", 422, "unknown-term", "/sharing/audience/sectors/1" },
        { "/sharing/legalBases", "[]", 422, "legal-basis-missing", "/sharing/legalBases" },
        { "/sharing/legalBases/0/destination", "\"XX\"", 422, "unknown-term", "/sharing/legalBases/0/destination" },
        { "/sharing/embargo", """{ "localTime": "2026-01-01T00:00:00", "zone": "Mars/Olympus" }""", 422, "unknown-term", "/sharing/embargo/zone" },
        { "/sharing/embargo", """{ "localTime": "2020-01-01T00:00:00", "zone": "Asia/Tokyo" }""", 422, "impossible-time", "/sharing/embargo/localTime" },
        { "/report/title", "12", 400, "malformed-json", "/report/title" },
        { "/report/title", "null", 400, "malformed-json", "/report/title" },
        { "/report/colour", "\"red\"", 400, "malformed-json", "/report/colour" },
        { "/report/sectors", "{}", 400, "malformed-json", "/report/sectors" },
        { "/report/affectedCount", "1e400", 400, "malformed-json", "/report/affectedCount" },
        { "/report/summary", "\"\\ud800\"", 400, "malformed-json", "/report/summary" },
        { "/report/summary", "\"\\u0000\"", 400, "malformed-json", "/report/summary" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_report_that_is_wrong_is_refused_at_its_place(string where, string json, int status, string name, string? pointer)
    {
        var before = await TracesAsync();
        using var answer = await exchange.As("cert-eu").WriteAsync(HttpMethod.Post, "/v1/incidents", Changed(where, json));
        var problem = await answer.AssertProblemAsync(status, name);
        Assert.Equal(pointer, problem.Pointer);
        Assert.NotNull(problem.Detail);
        Assert.Equal(before, await TracesAsync());
    }

    [Fact]
    public async Task A_member_that_stands_twice_is_refused()
    {
        var twice = IncidentExamples.Report.Replace("\"title\":", "\"title\": \"first\", \"title\":", StringComparison.Ordinal);
        using var answer = await exchange.As("cert-eu").WriteAsync(HttpMethod.Post, "/v1/incidents", twice);
        Assert.Equal("/report/title", (await answer.AssertProblemAsync(400, "malformed-json")).Pointer);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(100_000)]
    public async Task Depth_is_bounded(int depth)
    {
        var deep = $$"""{ "report": {{new string('[', depth)}}{{new string(']', depth)}} }""";
        using var answer = await exchange.As("cert-eu").WriteAsync(HttpMethod.Post, "/v1/incidents", deep);
        await answer.AssertProblemAsync(400, "malformed-json");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_beyond_the_limit_is_refused_and_the_limit_named(bool chunked)
    {
        var large = IncidentExamples.Report.Replace("The customer", new string('x', 1024 * 1024), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/incidents")
        {
            Content = new StringContent(large, Encoding.UTF8, "application/json"),
            Version = chunked ? new Version(1, 1) : new Version(2, 0),
        };
        request.Headers.Add("Idempotency-Key", "large");
        request.Headers.TransferEncodingChunked = chunked;
        using var answer = await exchange.As("cert-eu").SendAsync(request, Ct);
        Assert.Contains("1048576", (await answer.AssertProblemAsync(413, "too-large")).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/xml")]
    public async Task Another_media_type_is_refused(string mediaType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/incidents")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(IncidentExamples.Report)),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        request.Headers.Add("Idempotency-Key", "media-type");
        using var answer = await exchange.As("cert-eu").SendAsync(request, Ct);
        await answer.AssertProblemAsync(415, "unsupported-media-type");
    }

    [Fact]
    public async Task Invalid_utf8_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/incidents")
        {
            Content = new ByteArrayContent([.. "{\"report\":\""u8, 0xff, 0xfe, .. "\"}"u8]),
        };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("Idempotency-Key", "utf-8");
        using var answer = await exchange.As("cert-eu").SendAsync(request, Ct);
        await answer.AssertProblemAsync(400, "malformed-json");
    }

    [Theory]
    [InlineData("")]
    [InlineData("has a blank")]
    [InlineData("201")]
    public async Task A_write_without_a_usable_key_is_refused(string key)
    {
        using var answer = await exchange.As("cert-eu").WriteAsync(
            HttpMethod.Post, "/v1/incidents", IncidentExamples.Report, key == "201" ? new string('k', 201) : key);
        Assert.Equal("Idempotency-Key", (await answer.AssertProblemAsync(400, "bad-parameter")).Pointer);
    }

    private static string Changed(string where, string json)
    {
        const string marker = "\"@@\"";
        var body = JsonNode.Parse(IncidentExamples.Report)!;
        var steps = where[1..].Split('/');
        var parent = steps[..^1].Aggregate(body, (node, step) => node is JsonArray array ? array[int.Parse(step, null)]! : node[step]!);
        if (parent is JsonArray list)
        {
            list[int.Parse(steps[^1], null)] = "@@";
        }
        else
        {
            parent[steps[^1]] = "@@";
        }

        return body.ToJsonString().Replace(marker, json, StringComparison.Ordinal);
    }

    /// <summary>Everything that a write could leave: events, keys of requests, keys of persons.</summary>
    private async Task<(long Head, long Keys, long Persons)> TracesAsync()
    {
        await using var connection = new NpgsqlConnection(exchange.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand("select (select count(*) from cx.append_key), (select count(*) from cx.subject_key)", connection);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        await reader.ReadAsync(Ct);
        return (await exchange.Services.GetRequiredService<EventLog>().HeadAsync(Ct), reader.GetInt64(0), reader.GetInt64(1));
    }
}
