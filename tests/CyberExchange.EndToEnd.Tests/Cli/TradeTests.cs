using System.Text.Json;
using CyberExchange.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Interop.Csv;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Cli;

/// <summary>What is brought in from elsewhere, and what is taken along.</summary>
public sealed class TradeTests(RunningExchange exchange) : IClassFixture<RunningExchange>, IDisposable
{
    private const string Conflicts = "0 there with other content, 0 refused";

    // What a report holds and a row carries.
    private static readonly string[] Carried =
    [
        CsvFields.Reference, CsvFields.Title, CsvFields.Summary, CsvFields.Classification, CsvFields.Severity, CsvFields.Sectors, CsvFields.BeganAt,
        CsvFields.DetectedAt, CsvFields.EndedAt, CsvFields.AffectedCount, CsvFields.Vulnerabilities, CsvFields.Label, CsvFields.Pap,
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("cyx-trade-").FullName;

    private static bool IsQuick => Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is null or "quick";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_narratives_of_vcdb_come_in_whole_once_and_for_the_importer_alone()
    {
        var file = Path.Combine(SharedSuites.Require("data/vcdb-narratives"), "incidents_clean.jsonl");
        await exchange.CaughtUpAsync();
        var before = await CountAsync("grid-eu");

        var first = await RunAsync("cert-eu", "import", "veris", file, "--sector", "eu.health");
        var second = await RunAsync("cert-eu", "import", "veris", file, "--sector", "eu.health");
        var narrower = await RunAsync("cert-eu", "import", "veris", file);

        // Two of the 20 lines are one record, with one id.
        Assert.Equal((ExitCode.Done, $"19 imported, 1 present, {Conflicts}\n"), (first.Code, first.Output));
        Assert.Equal((ExitCode.Done, $"0 imported, 20 present, {Conflicts}\n"), (second.Code, second.Output));
        Assert.Equal(ExitCode.Refused, narrower.Code);
        Assert.Equal(before, await CountAsync("grid-eu"));
    }

    [Fact]
    public async Task The_reduced_records_of_vcdb_come_in_whole()
    {
        var all = await File.ReadAllLinesAsync(Path.Combine(SharedSuites.Require("data/vcdb-reduced"), "vcdb.jsonl"), TestContext.Current.CancellationToken);
        var lines = IsQuick ? all[..300] : all;
        var file = Path.Combine(_folder, "vcdb.jsonl");
        await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);
        var ids = lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("incident_id").GetString()).Distinct().Count();

        var run = await RunAsync("cert-jp", "import", "veris", file, "--sector", "eu.research");
        var exported = await RunAsync("cert-jp", "export", "--kind", "incident", "--label", "TLP:AMBER+STRICT");

        Assert.Equal((ExitCode.Done, $"{ids} imported, {lines.Length - ids} present, {Conflicts}\n"), (run.Code, run.Output));
        Assert.Equal(ids, exported.Output.Split('\n').Count(l => l.Contains("As recorded in VERIS:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_export_has_what_the_lists_have_and_what_was_taken_away_is_not_in_it()
    {
        var kept = await ReportAsync("grid-jp");
        var lost = await ReportAsync("grid-jp");
        var template = (await RunAsync("cert-eu", "incident", "template", "--to", "cert-jp")).Output;
        Assert.Equal(ExitCode.Done, (await exchange.CyxAsync("cert-eu", template, "incident", "share", lost, "-")).Code);

        var export = await RunAsync("grid-jp", "export");
        var listed = await RunAsync("grid-jp", "incident", "list", "--all", "--json");

        Assert.Equal(Ids(listed.Output).Order(), Ids(export.Output).Order());
        Assert.Contains(kept, Ids(export.Output));
        Assert.DoesNotContain(lost, export.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_writes_as_csv_another_reads_and_the_columns_come_back_as_they_were()
    {
        var hostile = (await RunAsync("cert-eu", "incident", "template", "--to", "grid-eu")).Output
            .Replace("Login attempts", "=HYPERLINK(\\\"x\\\"), \\\"quoted\\\"; and '=", StringComparison.Ordinal)
            .Replace("Repeated logins", "-1\\r\\nand a line, 日本語", StringComparison.Ordinal)
            .Replace("CASE-2026-0412", "ROUND-TRIP", StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await exchange.CyxAsync("cert-eu", hostile, "incident", "report", "-")).Code);
        var written = Path.Combine(_folder, "theirs.csv");
        var readBack = Path.Combine(_folder, "ours.csv");

        var export = await RunAsync("cert-eu", "export", "--format", "csv", "--kind", "incident", "--label", "TLP:AMBER", "--withdrawn", "false", "-o", written);
        var import = await RunAsync("cert-jp", "import", "csv", written, "--label", "TLP:AMBER", "--pap", "PAP:GREEN");
        var back = await RunAsync("cert-jp", "export", "--format", "csv", "--kind", "incident", "--originator", "cert-jp", "--label", "TLP:AMBER", "-o", readBack);

        Assert.Equal((ExitCode.Done, ExitCode.Done, ExitCode.Done), (export.Code, import.Code, back.Code));
        Assert.EndsWith($"0 present, {Conflicts}\n", import.Output, StringComparison.Ordinal);
        var (theirs, ours) = (await RowsAsync(written), await RowsAsync(readBack));
        Assert.Contains(theirs, row => row.Contains("'=HYPERLINK", StringComparison.Ordinal) || row.Contains("=HYPERLINK", StringComparison.Ordinal));
        Assert.Equal(theirs.Order(), ours.Order());
        Assert.Contains("report.contacts\t", export.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Ids(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(l => JsonDocument.Parse(l).RootElement.GetProperty("id").GetString()!); // A required member.

    private static async Task<List<string>> RowsAsync(string path)
    {
        using var text = new StreamReader(path);
        var rows = new List<IReadOnlyList<string>>();
        await foreach (var row in new CsvReader(text).ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(row.Cells);
        }

        var columns = Carried.Select(name => rows[0].ToList().IndexOf(name)).ToList();
        return [.. rows.Skip(1).Select(row => string.Join('|', columns.Select(c => row[c])))];
    }

    private async Task<string> ReportAsync(string to)
    {
        var template = (await RunAsync("cert-eu", "incident", "template", "--to", to)).Output;
        var reported = await exchange.CyxAsync("cert-eu", template, "incident", "report", "-", "--json");
        using var receipt = JsonDocument.Parse(reported.Output);
        return receipt.RootElement.GetProperty("id").GetString()!; // A required member.
    }

    private async Task<string> CountAsync(string member) => (await RunAsync(member, "incident", "count")).Output;

    private Task<CyxRun> RunAsync(string member, params string[] args) => exchange.CyxAsync(member, "", args);
}
