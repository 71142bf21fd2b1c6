using CyberExchange.Contracts;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Incidents;
using Npgsql;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Incidents;

public sealed class ReportIncidentTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_reaches_those_whom_it_names_and_nobody_else()
    {
        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync(IncidentExamples.Report);
        Assert.Equal("originator", incident.Received.Reason);
        Assert.NotNull(incident.Sharing);

        using var received = await exchange.As("grid-jp").ReadAsync($"/v1/incidents/{incident.Id}");
        var seen = await received.BodyAsync(WireJson.Default.IncidentDocument);
        Assert.Equal(("named", "Duty officer"), (seen.Received.Reason, seen.Report.Contacts![0].Name));
        Assert.Null(seen.Sharing);

        foreach (var other in new[] { "cert-jp", "grid-eu", "maker-jp", "authority-eu", "delegate-jp", null })
        {
            using var answer = await exchange.As(other).ReadAsync($"/v1/incidents/{incident.Id}");
            await answer.AssertProblemAsync(404, "not-found");
        }
    }

    [Fact]
    public async Task A_hidden_incident_and_an_absent_one_are_answered_in_the_same_bytes()
    {
        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync(IncidentExamples.Report);
        var stranger = exchange.As("maker-eu");
        foreach (var path in new[] { "/v1/incidents/{0}", "/v1/incidents/{0}/report", "/v1/incidents/{0}/withdrawal" })
        {
            var hidden = await AnswerAsync(stranger, string.Format(null, path, incident.Id));
            var absent = await AnswerAsync(stranger, string.Format(null, path, Guid.CreateVersion7()));
            Assert.Equal(absent, hidden);
            Assert.StartsWith("404", hidden, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_retry_answers_as_the_first_time_and_nothing_is_reported_twice()
    {
        var reporter = exchange.As("grid-eu");
        await exchange.CaughtUpAsync();
        var before = await CountAsync(reporter);
        using var first = await reporter.WriteAsync(HttpMethod.Post, "/v1/incidents", Own("retry"), key: "retry-1");
        using var second = await reporter.WriteAsync(HttpMethod.Post, "/v1/incidents", Own("retry"), key: "retry-1");
        var (one, two) = (await first.BodyAsync(WireJson.Default.WriteReceipt), await second.BodyAsync(WireJson.Default.WriteReceipt));
        Assert.Equal((201, 201), ((int)first.StatusCode, (int)second.StatusCode));
        Assert.Equal((false, true), (first.Headers.Contains("Idempotency-Replayed"), second.Headers.Contains("Idempotency-Replayed")));
        Assert.Equal(one.Id, two.Id);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        await exchange.CaughtUpAsync();
        Assert.Equal(before + 1, await CountAsync(reporter));
    }

    [Fact]
    public async Task A_retry_makes_no_second_key_for_the_personal_notes()
    {
        var body = Own("notes").Replace("\"summary\": \"s\"", "\"summary\": \"s\", \"personalNotes\": \"Seen by the night watch.\"", StringComparison.Ordinal);
        using var first = await exchange.As("grid-eu").WriteAsync(HttpMethod.Post, "/v1/incidents", body, key: "notes-1");
        var kept = await SubjectKeysAsync();
        using var second = await exchange.As("grid-eu").WriteAsync(HttpMethod.Post, "/v1/incidents", body, key: "notes-1");

        Assert.Equal((201, 201), ((int)first.StatusCode, (int)second.StatusCode));
        Assert.NotEqual(0L, kept);
        Assert.Equal(kept, await SubjectKeysAsync());
    }

    [Fact]
    public async Task A_key_used_for_another_request_is_refused_and_is_nothing_to_other_partners()
    {
        using var first = await exchange.As("grid-eu").WriteAsync(HttpMethod.Post, "/v1/incidents", Own("one"), key: "shared-key");
        using var other = await exchange.As("grid-eu").WriteAsync(HttpMethod.Post, "/v1/incidents", Own("two"), key: "shared-key");
        using var stranger = await exchange.As("grid-jp").WriteAsync(HttpMethod.Post, "/v1/incidents", Own("two"), key: "shared-key");
        Assert.Equal(201, (int)first.StatusCode);
        await other.AssertProblemAsync(409, "idempotency-key-reused");
        Assert.Equal(201, (int)stranger.StatusCode);
    }

    [Fact]
    public async Task Only_those_with_the_right_report()
    {
        using var nobody = await exchange.As(null).WriteAsync(HttpMethod.Post, "/v1/incidents", Own("x"));
        using var delegateOfEu = await exchange.As("delegate-eu").WriteAsync(HttpMethod.Post, "/v1/incidents", Own("x"));
        using var steward = await exchange.As("steward").ReadAsync("/v1/incidents");
        await nobody.AssertProblemAsync(401, "certificate-missing");
        await delegateOfEu.AssertProblemAsync(403, "not-permitted");
        await steward.AssertProblemAsync(403, "not-permitted");
    }

    [Fact]
    public async Task Personal_text_is_nowhere_in_the_clear_and_ends_with_its_key()
    {
        const string person = "Ingrid Beispiel";
        var body = IncidentExamples.Report.Replace("Duty officer", person, StringComparison.Ordinal)
            .Replace("duty@cert.example", "ingrid@cert.example", StringComparison.Ordinal);
        var receipt = await (await exchange.As("cert-eu").WriteAsync(HttpMethod.Post, "/v1/incidents", body)).BodyAsync(WireJson.Default.WriteReceipt);
        await exchange.CaughtUpAsync();

        await using var connection = new NpgsqlConnection(exchange.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var inTheClear = new NpgsqlCommand(
            """
            select (select count(*) from cx.event e where position($1::bytea in e.body) > 0 or position($2::bytea in e.body) > 0)
                 + (select count(*) from core.item i where position($1::bytea in i.content) > 0 or position($2::bytea in i.content) > 0)
            """,
            connection)
        {
            Parameters = { new() { Value = "Ingrid Beispiel"u8.ToArray() }, new() { Value = "ingrid@cert.example"u8.ToArray() } },
        };
        Assert.Equal(0L, await inTheClear.ExecuteScalarAsync(Ct));

        await using var erasure = new NpgsqlCommand("delete from cx.subject_key", connection);
        await erasure.ExecuteNonQueryAsync(Ct);
        using var read = await exchange.As("grid-jp").ReadAsync($"/v1/incidents/{receipt.Id}");
        var contact = (await read.BodyAsync(WireJson.Default.IncidentDocument)).Report.Contacts![0];
        Assert.Equal(("[erased]", "[erased]"), (contact.Name, contact.Email));
    }

    /// <summary>A report for its originator alone.</summary>
    internal static string Own(string title) => $$"""
        {
          "report": {
            "title": "{{title}}", "summary": "s", "classification": "rsit.test", "sectors": ["eu.energy"], "detectedAt": "2026-02-03T04:05:06Z"
          },
          "sharing": { "label": "TLP:AMBER" }
        }
        """;

    private static async Task<long> CountAsync(HttpClient partner)
    {
        using var answer = await partner.ReadAsync("/v1/incidents/count");
        return (await answer.BodyAsync(WireJson.Default.CountDocument)).Count;
    }

    private async Task<object?> SubjectKeysAsync()
    {
        await using var connection = new NpgsqlConnection(exchange.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand("select count(*) from cx.subject_key", connection);
        return await command.ExecuteScalarAsync(Ct);
    }

    private static async Task<string> AnswerAsync(HttpClient partner, string path)
    {
        using var answer = path.EndsWith("report", StringComparison.Ordinal)
            ? await partner.WriteAsync(HttpMethod.Put, path, IncidentExamples.Amend, ifMatch: "\"x\"")
            : path.EndsWith("withdrawal", StringComparison.Ordinal)
                ? await partner.WriteAsync(HttpMethod.Post, path, IncidentExamples.Withdraw)
                : await partner.ReadAsync(path);
        var headers = answer.Headers.Concat(answer.Content.Headers)
            .Where(h => h.Key is not ("Date" or "RateLimit"))
            .OrderBy(h => h.Key, StringComparer.Ordinal)
            .Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
        return $"{(int)answer.StatusCode}\n{string.Join('\n', headers)}\n{await answer.Content.ReadAsStringAsync(Ct)}";
    }
}
