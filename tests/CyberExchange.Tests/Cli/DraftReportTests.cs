using System.Text.Json;
using System.Text.Json.Nodes;
using CyberExchange.Cli;
using CyberExchange.Domain.Obligations;
using Xunit;

namespace CyberExchange.Tests.Cli;

/// <summary><c>cyx duty draft</c> and <c>cyx duty contents</c>, which need no exchange.</summary>
public sealed class DraftReportTests
{
    private const string Draft = """
        {
          "report": {
            "reference": "CASE-7", "title": "Encrypted files", "summary": "Files are encrypted.",
            "classification": "rsit.malicious-code.infected-system", "sectors": ["eu.banking"], "detectedAt": "2026-11-26T09:30:00+09:00",
            "contacts": [{ "name": "Duty analyst", "email": "duty@example.org" }]
          },
          "reporter": "Example Bank Group",
          "facts": { "zone": "Europe/Paris", "awareness": "2026-11-26T08:00:00Z", "classification": "2026-11-26T09:00:00Z" },
          "rows": { "ransom-note": ["支払え <now>"], "continuity-plan-activated": ["yes"] }
        }
        """;

    [Fact]
    public async Task A_draft_has_what_the_file_states_and_tells_what_is_missing()
    {
        var run = await RunAsync(Draft, "dora-initial");

        Assert.Equal(ExitCode.Done, run.Code);
        using var report = JsonDocument.Parse(run.Output);
        Assert.Equal("prepared_not_filed", report.RootElement.GetProperty("status").GetString());
        Assert.Equal("2026-11-26T14:00:00+01:00", report.RootElement.GetProperty("clock").GetProperty("due").GetString());
        Assert.Equal("2026-11-26T09:00:00Z", Values(report, "classified-at"));
        Assert.Equal("Duty analyst, duty@example.org", Values(report, "contact-point"));
        Assert.Equal("yes", Values(report, "continuity-plan-activated"));
        Assert.Equal(report.RootElement.GetProperty("missing").EnumerateArray().Select(e => $"missing: {e.GetString()}"), run.ErrorLines);
        Assert.Contains("missing: classification-criteria", run.ErrorLines);
    }

    // As the exchange writes the facts of a file: with the offset of the zone in which they were stated.
    [Fact]
    public async Task A_local_time_of_a_draft_is_written_with_its_offset_and_read_as_it_stands()
    {
        var run = await RunAsync(Draft.Replace("2026-11-26T09:00:00Z", "2026-11-26T10:15", StringComparison.Ordinal), "dora-initial");

        using var report = JsonDocument.Parse(run.Output);
        Assert.Equal("2026-11-26T10:15:00+01:00", Values(report, "classified-at"));
        Assert.Contains("\"2026-11-26T10:15:00+01:00\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_on_paper_is_one_page_that_escapes_what_was_stated()
    {
        var run = await RunAsync(Draft, "jp-fsa-immediate", "--html");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.StartsWith("<!DOCTYPE html>", run.Output, StringComparison.Ordinal);
        Assert.Contains("支払え &lt;now&gt;", run.Output, StringComparison.Ordinal);
        Assert.Contains("ランサムウェア事案共通様式", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/rows/ransom-notes", "\"ransom-note\"", "\"ransom-notes\"")]
    [InlineData("/rows/continuity-plan-activated/0", "\"yes\"", "\"Ja\"")]
    [InlineData("/form", "\"reporter\"", "\"form\": \"jpform.none\", \"reporter\"")]
    [InlineData("/facts/awareness", "\"2026-11-26T08:00:00Z\"", "\"yesterday\"")]
    [InlineData("rowz", "\"rows\"", "\"rowz\"")]
    public async Task A_faulty_draft_says_where(string where, string stated, string instead)
    {
        var run = await RunAsync(Draft.Replace(stated, instead, StringComparison.Ordinal), "dora-initial");

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(where, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_duty_that_the_rulebook_does_not_have_is_told()
    {
        var run = await RunAsync(Draft, "dora-initiale");

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("dora-initiale", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rows_of_a_duty_are_listed_in_both_languages()
    {
        var run = await CyxRun.OfAsync(["duty", "contents", "jp-appi-prompt", "--json"], ct: TestContext.Current.CancellationToken);

        var rows = run.OutputLines.Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(9, rows.Count);
        Assert.Equal(("person-count", "本人の数", "number"), ((string?)rows[2]["row"], (string?)rows[2]["ja"], (string?)rows[2]["kind"]));
    }

    [Fact]
    public async Task Every_row_is_listed_where_no_duty_is_named()
    {
        var run = await CyxRun.OfAsync(["duty", "contents", "--json"], ct: TestContext.Current.CancellationToken);

        Assert.Equal((ExitCode.Done, ContentCatalog.Shipped.Rows.Count), (run.Code, run.OutputLines.Count));
    }

    private static string? Values(JsonDocument report, string row) => report.RootElement.GetProperty("sections").EnumerateArray()
        .SelectMany(section => section.GetProperty("fields").EnumerateArray())
        .Single(field => field.GetProperty("key").GetString() == row).GetProperty("values")[0].GetString();

    private static Task<CyxRun> RunAsync(string draft, params string[] args) =>
        CyxRun.OfAsync(["duty", "draft", "-", .. args], input: draft, ct: TestContext.Current.CancellationToken);
}
