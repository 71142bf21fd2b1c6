using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Duties;
using CyberExchange.Contracts.Feed;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Duties;
using CyberExchange.Server.Incidents;
using Npgsql;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Duties;

/// <summary>The report-once matrix and the prepared reports over TLS. Each test keeps the incidents of a partner of its own.</summary>
public sealed class PreparedReportTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_that_is_stated_once_stands_in_the_reports_of_both_sides()
    {
        var bank = exchange.As("grid-jp");
        var incident = await ReportAsync(bank, "cert-jp");
        await KnownAsync(bank, incident);
        Assert.Contains("root-cause", (await MatrixAsync(bank, incident)).Columns.Single(c => c.Obligation == "jp-appi-prompt").Missing);

        var token = await FillAsync(bank, incident, "root-cause", "A password </td><script>alert(1)</script>");

        var matrix = await MatrixAsync(bank, incident, token);
        var row = matrix.Rows.Single(r => r.Row == "root-cause");
        Assert.Equal(["A password </td><script>alert(1)</script>"], row.Values);
        Assert.Null(row.Source);
        Assert.DoesNotContain("root-cause", matrix.Columns.Single(c => c.Obligation == "jp-appi-prompt").Missing);
        Assert.Equal("incident_summary", matrix.Rows.Single(r => r.Row == "overview").Source);
        Assert.All(matrix.Rows, r => Assert.Equal(matrix.Columns.Count, r.Cells.Count));
        Assert.Contains(matrix.Columns, c => c.Obligation == "gdpr-authority");

        using var report = JsonDocument.Parse(await BytesAsync(bank, Report(incident, "jp-appi-prompt"), "application/json"));
        Assert.Equal("prepared_not_filed", report.RootElement.GetProperty("status").GetString());
        Assert.Contains("A password", Encoding.UTF8.GetString(await BytesAsync(bank, Report(incident, "dora-final"), "application/json")), StringComparison.Ordinal);
        var page = Encoding.UTF8.GetString(await BytesAsync(bank, Report(incident, "jp-appi-prompt"), "text/html"));
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("未提出", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_tells_the_browser_that_it_loads_and_keeps_nothing()
    {
        var bank = exchange.As("grid-eu");
        var incident = await ReportAsync(bank, "cert-eu");
        using var request = new HttpRequestMessage(HttpMethod.Get, Report(incident, "dora-initial"));
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await bank.SendAsync(request, Ct);

        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    // Others may see the incident; what its originator prepares for authorities is as absent to them as an incident that does not exist.
    [Fact]
    public async Task Nobody_else_learns_that_there_are_reports()
    {
        var bank = exchange.As("cert-eu");
        var incident = (await bank.ReportAsync(IncidentExamples.Report)).Incident.Id; // Released to grid-jp.
        await FillAsync(bank, incident, "root-cause", "x");
        using var seen = await exchange.As("grid-jp").ReadAsync($"/v1/incidents/{incident}");
        Assert.Equal(200, (int)seen.StatusCode);

        foreach (var stranger in new[] { "grid-jp", "grid-eu", "maker-jp" })
        {
            foreach (var one in new[] { incident, Guid.NewGuid() })
            {
                using var matrix = await exchange.As(stranger).ReadAsync(Matrix(one));
                using var report = await exchange.As(stranger).ReadAsync(Report(one, "dora-initial"));
                Assert.Equal((await matrix.AssertProblemAsync(404, "not-found")).Detail, (await report.AssertProblemAsync(404, "not-found")).Detail);
            }

            using var filled = await exchange.As(stranger).WriteAsync(HttpMethod.Put, $"{Matrix(incident)}/root-cause", DutyExamples.Row);
            Assert.Equal(stranger == "grid-jp" ? 403 : 404, (int)filled.StatusCode); // That it sees the incident it knows.
        }

        using var authority = await exchange.As("authority-jp").ReadAsync(Matrix(incident));
        Assert.Equal(403, (int)authority.StatusCode);
        using var nobody = await exchange.As(null).ReadAsync(Matrix(incident));
        Assert.Equal(401, (int)nobody.StatusCode);
    }

    [Fact]
    public async Task A_personal_row_is_nowhere_in_the_clear_and_ends_with_its_key()
    {
        const string Person = "Ingrid Kontaktstelle";
        var bank = exchange.As("maker-eu");
        var incident = await ReportAsync(bank, "cert-eu");
        var token = await FillAsync(bank, incident, "contact-point", Person);
        Assert.Contains(Person, Encoding.UTF8.GetString(await BytesAsync(bank, Report(incident, "gdpr-authority"), "application/json", token)), StringComparison.Ordinal);

        await using var connection = new NpgsqlConnection(exchange.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var clear = new NpgsqlCommand(
            """
            select (select count(*) from cx.event e where position($1::bytea in e.body) > 0)
                 + (select count(*) from core.duty_content c where position($1::bytea in c.contents) > 0)
            """,
            connection)
        {
            Parameters = { new() { Value = Encoding.UTF8.GetBytes(Person) } },
        };
        Assert.Equal(0L, await clear.ExecuteScalarAsync(Ct));
        await using var rows = new NpgsqlCommand("select count(*) from core.duty_content c where c.incident_id = $1", connection) { Parameters = { new() { Value = incident } } };
        Assert.Equal(1L, await rows.ExecuteScalarAsync(Ct));
    }

    [Theory]
    [InlineData("person-count", """{ "values": ["many"] }""", 422, "/values/0")]
    [InlineData("contact-point", """{ "values": ["a", ""] }""", 422, "/values/1")]
    [InlineData("root-cause", """{ "values": ["a", "b"] }""", 422, "/values/1")]
    [InlineData("root-cause", """{ "value": ["a"] }""", 400, "/value")]
    [InlineData("root-cause", """{ "values": [1] }""", 400, "/values/0")]
    [InlineData("root-causes", """{ "values": ["a"] }""", 404, null)]
    public async Task A_bad_row_is_refused_where_it_stands(string row, string body, int status, string? pointer)
    {
        var bank = exchange.As("cert-jp");
        var incident = await ReportAsync(bank, "grid-jp");

        using var answer = await bank.WriteAsync(HttpMethod.Put, $"{Matrix(incident)}/{row}", body);

        var problem = await answer.ProblemAsync();
        Assert.Equal((status, pointer), (problem.Status, problem.Pointer));
    }

    [Fact]
    public async Task A_retry_states_the_row_once()
    {
        var bank = exchange.As("cert-jp");
        var incident = await ReportAsync(bank, "grid-jp");
        for (var i = 0; i < 2; i++)
        {
            using var answer = await bank.WriteAsync(HttpMethod.Put, $"{Matrix(incident)}/origin", DutyExamples.Row, key: "row-once");
            Assert.Equal(i == 1, answer.Headers.Contains("Idempotency-Replayed"));
        }

        using var other = await bank.WriteAsync(HttpMethod.Put, $"{Matrix(incident)}/discovery", DutyExamples.Row, key: "row-once");
        await other.AssertProblemAsync(409, "idempotency-key-reused");
    }

    [Fact]
    public async Task What_cannot_be_given_is_refused()
    {
        var bank = exchange.As("cert-jp");
        var incident = await ReportAsync(bank, "grid-jp");
        using var unknown = await bank.ReadAsync(Report(incident, "dora-initiale"));
        await unknown.AssertProblemAsync(404, "not-found");
        using var form = await bank.ReadAsync(Report(incident, "jp-fsa-immediate") + "?form=jpform.none");
        Assert.Equal(400, (await form.ProblemAsync()).Status);
        using var parameter = await bank.ReadAsync(Matrix(incident) + "?forms=x");
        Assert.Equal(400, (await parameter.ProblemAsync()).Status);
        using var request = new HttpRequestMessage(HttpMethod.Get, Report(incident, "dora-initial"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/pdf"));
        using var pdf = await bank.SendAsync(request, Ct);
        await pdf.AssertProblemAsync(406, "not-acceptable");
    }

    [Fact]
    public async Task Cyx_fills_rows_and_writes_reports()
    {
        var bank = exchange.As("cert-eu");
        var incident = await ReportAsync(bank, "grid-eu");
        await KnownAsync(bank, incident);

        var filled = await exchange.CyxAsync("cert-eu", "", "duty", "fill", $"{incident}", "affected-services", "payments", "cards");
        Assert.Equal((ExitCode.Done, $"stated affected-services of {incident}\n"), (filled.Code, filled.Output));
        var refused = await exchange.CyxAsync("cert-eu", "", "duty", "fill", $"{incident}", "malice-suspected", "perhaps");
        Assert.NotEqual(ExitCode.Done, refused.Code);
        Assert.Contains("/values/0", refused.Error, StringComparison.Ordinal);

        var matrix = await exchange.CyxAsync("cert-eu", "", "duty", "matrix", $"{incident}", "--missing");
        Assert.Equal((ExitCode.Done, ""), (matrix.Code, matrix.Error));
        Assert.Contains("dora-initial", matrix.Output, StringComparison.Ordinal);
        var report = await exchange.CyxAsync("cert-eu", "", "duty", "report", $"{incident}", "dora-intermediate", "--html");
        Assert.StartsWith("<!DOCTYPE html>", report.Output, StringComparison.Ordinal);
        Assert.Contains("payments", report.Output, StringComparison.Ordinal);
        var other = await exchange.CyxAsync("grid-eu", "", "duty", "report", $"{incident}", "dora-intermediate");
        Assert.Equal(ExitCode.NotFound, other.Code);
    }

    private static string Matrix(Guid incident) => $"/v1/incidents/{incident}/duties/matrix";

    private static string Report(Guid incident, string obligation) => $"/v1/incidents/{incident}/duties/reports/{obligation}";

    // Shared with one partner on the originator's own side.
    private static async Task<Guid> ReportAsync(HttpClient partner, string with)
    {
        using var body = JsonDocument.Parse(IncidentExamples.Report);
        var report = body.RootElement.GetProperty("report").GetRawText();
        return (await partner.ReportAsync($$"""{ "report": {{report}}, "sharing": { "label": "TLP:AMBER", "pap": "PAP:GREEN", "audience": { "partners": ["{{with}}"] } } }""")).Incident.Id;
    }

    private static async Task KnownAsync(HttpClient partner, Guid incident)
    {
        await (await partner.WriteAsync(HttpMethod.Put, DutyRoutes.ProfilePath, DutyExamples.Profile)).BodyAsync(WireJson.Default.WriteReceipt);
        await (await partner.WriteAsync(HttpMethod.Post, $"/v1/incidents/{incident}/duties/facts", DutyExamples.Fact)).BodyAsync(WireJson.Default.WriteReceipt);
    }

    private static async Task<string> FillAsync(HttpClient partner, Guid incident, string row, params string[] values)
    {
        var body = JsonSerializer.Serialize(new FillRowRequest { Values = values }, WireJson.Default.FillRowRequest);
        using var answer = await partner.WriteAsync(HttpMethod.Put, $"{Matrix(incident)}/{row}", body);
        return (await answer.BodyAsync(WireJson.Default.WriteReceipt)).ConsistencyToken;
    }

    private static async Task<ReportMatrixDocument> MatrixAsync(HttpClient partner, Guid incident, string? token = null)
    {
        using var answer = await partner.ReadAsync(Matrix(incident), token);
        return await answer.BodyAsync(WireJson.Default.ReportMatrixDocument);
    }

    private static async Task<byte[]> BytesAsync(HttpClient partner, string path, string mediaType, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(mediaType);
        if (token is not null)
        {
            request.Headers.Add("Consistency-Token", token);
        }

        using var answer = await partner.SendAsync(request, Ct);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Ct)}");
        return await answer.Content.ReadAsByteArrayAsync(Ct);
    }
}
