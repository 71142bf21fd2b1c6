using System.Text;
using System.Text.Json;
using CyberExchange.Cli;
using CyberExchange.Domain.Obligations;
using Xunit;

namespace CyberExchange.Tests.Cli;

public sealed class DutyCommandsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cyx-duty-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Each_element_has_its_line()
    {
        var run = await RunAsync(
            """
            [{"id":"a","obligation_id":"nis2-early-warning","facts":{"awareness":"2026-10-24T23:30:00+02:00","zone":"Europe/Paris"}},
             {"id":"b","obligation_id":"jp-appi-prompt","facts":{"awareness":"2026-12-30"}},
             {"id":"c","obligation_id":"cra-vuln-final","facts":{"zone":"Europe/Paris"}}]
            """,
            "compute", "-", "--json");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Empty(run.Error);
        var lines = run.OutputLines.Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["a", "b", "c"], lines.Select(l => l.GetProperty("id").GetString()));
        Assert.Equal(["computed", "computed", "cannot_compute"], lines.Select(l => l.GetProperty("outcome").GetString()));
        Assert.Equal("2026-10-25T22:30:00+01:00", lines[0].GetProperty("due").GetString());
        Assert.Equal(JsonValueKind.Null, lines[0].GetProperty("due_if_rolled").ValueKind);
        Assert.Equal("2027-01-03T23:59:59+09:00", lines[1].GetProperty("due_max").GetString());
        Assert.Equal(JsonValueKind.Null, lines[2].GetProperty("due").ValueKind);
        Assert.Equal("corrective_measure", lines[2].GetProperty("missing")[0].GetString());
        Assert.All(lines, l => Assert.Equal(Rulebook.Shipped.Version.Id, l.GetProperty("rulebook").GetString()));
    }

    [Fact]
    public async Task What_cannot_be_used_is_answered_and_named_and_the_rest_is_computed()
    {
        var run = await RunAsync(
            """
            [{"id":"a","obligation_id":"nis9-final","facts":{}}, 5, {"id":"b","obligation_id":"nis2-final"},
             {"id":"c","obligation_id":"nis2-early-warning","facts":{"awareness":"yesterday"}},
             {"id":"d","obligation_id":"dora-intermediate","facts":{"notification_submitted":"2026-11-18T10:40:00Z","zone":"Europe/Madrid","holidays":[],"relief_excluded":"no"}},
             {"id":"e","obligation_id":"nis2-early-warning","facts":{"awareness":"2026-11-20T09:00:00Z"}}]
            """,
            "compute", "-", "--json");

        Assert.Equal(ExitCode.Usage, run.Code);
        var lines = run.OutputLines.Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(
            ["unknown_obligation", "unusable_element", "unusable_element", "unreadable_fact", "unreadable_fact", null],
            lines.Select(l => l.TryGetProperty("reason", out var reason) ? reason.GetString() : null));
        Assert.Equal("relief_excluded", lines[4].GetProperty("missing")[0].GetString());
        Assert.Equal("computed", lines[5].GetProperty("outcome").GetString());
        Assert.Equal(
            ["-#/0/obligation_id", "-#/1/obligation_id", "-#/2/facts", "-#/3/facts/awareness", "-#/4/facts/relief_excluded"],
            run.ErrorLines.Select(l => l.Split(": ")[0]));
    }

    [Theory]
    [InlineData("{\"id\":1}")]
    [InlineData("[{\"id\":")]
    [InlineData("nonsense")]
    public async Task What_is_no_array_ends_with_2(string input)
    {
        var run = await RunAsync(input, "compute", "-");

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.StartsWith("- is not a JSON array of objects", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_before_a_fault_in_the_file_is_answered()
    {
        var run = await RunAsync("[{\"id\":\"a\",\"obligation_id\":\"nis2-early-warning\",\"facts\":{\"awareness\":\"2026-11-20T09:00:00Z\"}},{\"id\":", "compute", "-");

        Assert.Equal(ExitCode.Usage, run.Code);
    }

    [Fact]
    public async Task A_person_reads_a_table_with_the_citation()
    {
        var run = await RunAsync("""[{"id":"a","obligation_id":"nis2-early-warning","facts":{"awareness":"2026-11-20T09:00:00Z"}}]""", "compute", "-");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal("a\tnis2-early-warning\tcomputed\t2026-11-21T09:00:00Z\t\t\t\t\tDirective (EU) 2022/2555 art. 23(4)(a)", run.OutputLines[1]);
    }

    // Delegated Regulation (EU) 2025/301 art. 5(4), on a Sunday and on a Wednesday, and nobody says which days are holidays.
    [Theory]
    [InlineData("2027-02-14T11:00:00+01:00", "2027-02-14T15:00:00+01:00", "not known, at least 2027-02-15T12:00:00+01:00", "2027-02-15T12:00:00+01:00")]
    [InlineData("2027-02-17T11:00:00+01:00", "2027-02-17T15:00:00+01:00", "not known", null)]
    public async Task Of_a_target_that_may_roll_it_is_said_until_when_it_is_lawful_in_any_case(string classified, string due, string latest, string? until)
    {
        var facts = $$"""[{"id":"a","obligation_id":"dora-initial","facts":{"awareness":"{{classified}}","classification":"{{classified}}","zone":"Europe/Madrid"} }]""";

        var shown = (await RunAsync(facts, "compute", "-")).OutputLines[1];
        using var line = JsonDocument.Parse((await RunAsync(facts, "compute", "-", "--json")).OutputLines[0]);

        Assert.StartsWith($"a\tdora-initial\troll_unknown\t{due}\t{latest}\t", shown, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, line.RootElement.GetProperty("due_if_rolled").ValueKind);
        Assert.Equal(until, line.RootElement.TryGetProperty("lawful_until", out var told) ? told.GetString() : null);
    }

    [Fact]
    public async Task A_file_that_is_not_there_ends_with_2() => Assert.Equal(ExitCode.Usage, (await RunAsync("", "compute", Path.Combine(_folder, "none.json"))).Code);

    [Fact]
    public async Task The_rules_are_listed_with_their_state_and_the_zones_version()
    {
        var run = await RunAsync("", "rules", "--json");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal(Rulebook.Shipped.Obligations.Count, run.OutputLines.Count);
        var proposed = run.OutputLines.Select(l => JsonDocument.Parse(l).RootElement).Single(l => l.GetProperty("id").GetString() == "gdpr-authority-proposed");
        Assert.Equal(("proposed", "PT96H", false), (proposed.GetProperty("status").GetString(), proposed.GetProperty("period").GetString(), proposed.GetProperty("runs_live").GetBoolean()));
        Assert.Contains($"IANA time zones {Zones.DatabaseVersion}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_rule_is_shown_with_its_source_and_note()
    {
        var run = await RunAsync("", "rule", "eidas-qualified");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("Regulation (EU) No 910/2014 art. 24(2)(fb)", run.Output, StringComparison.Ordinal);
        Assert.Contains("within 24 h of the INCIDENT", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_is_not_there_ends_with_5() => Assert.Equal(ExitCode.NotFound, (await RunAsync("", "rule", "nis9-final")).Code);

    [Fact]
    public async Task Another_rulebook_is_gone_by_and_compared()
    {
        var draft = Path.Combine(_folder, "draft.json");
        var text = Encoding.UTF8.GetString(Rulebook.Shipped.Document.Span).Replace("\"deadline\":\"PT96H\"", "\"deadline\":\"PT90H\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(draft, text, TestContext.Current.CancellationToken);

        var diff = await RunAsync("", "diff", "shipped", draft);
        var computed = await RunAsync("""[{"id":"a","obligation_id":"gdpr-authority-proposed","facts":{"awareness":"2026-11-20T00:00:00Z"}}]""", "compute", "-", "--rulebook", draft);

        Assert.Equal(["obligations gdpr-authority-proposed: deadline is now PT90H, and was PT96H"], diff.OutputLines);
        Assert.Contains("touched: gdpr-authority-proposed", diff.Error, StringComparison.Ordinal);
        Assert.Contains("2026-11-23T18:00:00Z", computed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_faulty_rulebook_is_refused_with_every_fault()
    {
        var draft = Path.Combine(_folder, "draft.json");
        await File.WriteAllTextAsync(draft, """{"version":"1","as_of":"2026-02-30"}""", TestContext.Current.CancellationToken);

        var run = await RunAsync("", "rules", "--rulebook", draft);

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains($"{draft}#/as_of: '2026-02-30' is no date", run.Error, StringComparison.Ordinal);
        Assert.Contains($"{draft}#/disclaimer", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_is_told_what_applies_and_why()
    {
        var run = await RunAsync(
            """
            {"profile":{"entity_kinds":["controller"],"sectors":["eu.food"],"jurisdictions":["EU"],"zone":"Europe/Paris"},
             "incident":{"awareness":"2026-12-19T00:30:00+01:00","decisions":{"personal_data_breach":true,"gdpr_risk":true}}}
            """,
            "applies", "-", "--json");

        Assert.Equal(ExitCode.Done, run.Code);
        var lines = run.OutputLines.Select(l => JsonDocument.Parse(l).RootElement).ToDictionary(l => l.GetProperty("obligation_id").GetString()!, StringComparer.Ordinal);
        Assert.Equal(Rulebook.Shipped.Obligations.Count, lines.Count);
        Assert.Equal(("applies", true, "2026-12-22T00:30:00+01:00"), (lines["gdpr-authority"].GetProperty("verdict").GetString(), lines["gdpr-authority"].GetProperty("runs_live").GetBoolean(), lines["gdpr-authority"].GetProperty("due").GetString()));
        Assert.Equal("ruled_out", lines["jp-appi-final"].GetProperty("verdict").GetString());
        Assert.Equal("not_known", lines["gdpr-data-subjects"].GetProperty("verdict").GetString());
        Assert.All(lines.Values, l => Assert.True(l.GetProperty("reasons").GetArrayLength() > 0));
    }

    [Fact]
    public async Task A_case_with_a_misspelt_word_is_refused()
    {
        var run = await RunAsync("""{"profile":{"entity_kinds":["controler"]},"incident":{}}""", "applies", "-");

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("-#/profile/entity_kinds/0: 'controler' is no kind of entity in the rulebook.", run.Error, StringComparison.Ordinal);
    }

    private static Task<CyxRun> RunAsync(string input, params string[] args) =>
        CyxRun.OfAsync(["duty", .. args], input: input, ct: TestContext.Current.CancellationToken);
}
