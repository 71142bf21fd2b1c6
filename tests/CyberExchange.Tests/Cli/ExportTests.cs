using System.Text.Json;
using CyberExchange.Cli;
using CyberExchange.Cli.Export;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CyberExchange.Tests.Cli;

public sealed class ExportTests(InstanceFolder folder) : IClassFixture<InstanceFolder>, IDisposable
{
    private static readonly Guid A = Guid.Parse("019a0000-0000-7000-8000-00000000000a");
    private static readonly Guid B = Guid.Parse("019a0000-0000-7000-8000-00000000000b");
    private static readonly Guid C = Guid.Parse("019a0000-0000-7000-8000-00000000000c");
    private static readonly Guid D = Guid.Parse("019a0000-0000-7000-8000-00000000000d");

    private readonly string _folder = Directory.CreateTempSubdirectory("cyx-export-").FullName;

    private string File => Path.Combine(_folder, "out");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_item_that_changes_or_goes_while_the_feed_is_read_ends_in_its_last_state()
    {
        await using var exchange = await StartAsync(
            [Entry(A, Incident(A, "first")), Entry(B, Incident(B, "lost")), Entry(C, Advisory(C))],
            [Entry(A, Incident(A, "last")), Removal(B), Removal(D)]);

        var run = await ExportAsync(exchange, "-o", File);

        Assert.Equal((ExitCode.Done, ""), (run.Code, run.Output));
        var lines = await System.IO.File.ReadAllLinesAsync(File, TestContext.Current.CancellationToken);
        Assert.Equal([Advisory(C), Incident(A, "last")], lines);
        Assert.StartsWith($"2 item(s) written to {File}\n", run.Error, StringComparison.Ordinal);
        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_line_is_the_document_as_the_exchange_wrote_it_members_of_a_later_version_included()
    {
        var document = Incident(A, "t").Replace("\"revision\"", "\"aMemberOfALaterVersion\":{\"x\":[1]},\"revision\"", StringComparison.Ordinal);
        await using var exchange = await StartAsync([Entry(A, document)]);

        var run = await ExportAsync(exchange);

        Assert.Equal(document + "\n", run.Output);
    }

    [Fact]
    public async Task A_row_has_its_markings_and_a_formula_is_text()
    {
        await using var exchange = await StartAsync([Entry(A, Incident(A, "=HYPERLINK(1)")), Entry(C, Advisory(C))]);

        var run = await ExportAsync(exchange, "--format", "csv", "-o", File);

        var rows = (await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken)).Split("\r\n");
        Assert.Equal(string.Join(',', ExportCsv.Names), rows[0]);
        Assert.StartsWith($"incident,{A},TLP:AMBER,PAP:GREEN,named,cert-eu,EU,1,", rows[1], StringComparison.Ordinal);
        Assert.Contains(",'=HYPERLINK(1),", rows[1], StringComparison.Ordinal);
        Assert.StartsWith($"advisory,{C},TLP:CLEAR,PAP:CLEAR,clear,", rows[2], StringComparison.Ordinal);
        Assert.Contains("report.contacts\t1\tdropped", run.Error, StringComparison.Ordinal);
        Assert.Contains("/v1/advisories/{id}/document\t1\tdropped", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("duty@", string.Concat(rows), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_that_passes_the_filters_no_longer_goes_from_what_was_written()
    {
        await using var exchange = await StartAsync(
            [Entry(A, Incident(A, "a")), Entry(B, Incident(B, "b"))],
            [Entry(A, Incident(A, "a").Replace("TLP:AMBER", "TLP:RED", StringComparison.Ordinal))]);

        var run = await ExportAsync(exchange, "--label", "TLP:AMBER", "--sector", "eu.energy");

        Assert.Equal(Incident(B, "b") + "\n", run.Output);
    }

    [Fact]
    public async Task A_run_that_fails_leaves_the_file_of_the_one_before()
    {
        await System.IO.File.WriteAllTextAsync(File, "before", TestContext.Current.CancellationToken);
        await using var exchange = await FakeExchange.StartAsync(folder, context => context.Request.Query.ContainsKey("after")
            ? context.ProblemAsync(503, "busy", "Later.", "")
            : context.JsonAsync(Page([Entry(A, Incident(A, "a"))], more: true)));

        var run = await ExportAsync(exchange, "-o", File);

        Assert.Equal(ExitCode.Unavailable, run.Code);
        Assert.Equal("before", await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task The_file_is_for_the_callers_account_only()
    {
        await using var exchange = await StartAsync([Entry(A, Incident(A, "a"))]);

        await ExportAsync(exchange, "-o", File);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    private static string Incident(Guid id, string title) =>
        $$$"""
        {"id":"{{{id}}}","revision":1,"originator":{"id":"{{{id}}}","handle":"cert-eu","name":"n","jurisdiction":"EU"},"reportedAt":"2026-01-01T00:00:00Z","amendedAt":"2026-01-01T00:00:00Z","report":{"title":"{{{title}}}","summary":"s","classification":"rsit.other","sectors":["eu.energy.gas"],"detectedAt":"2026-01-01T00:00:00Z","contacts":[{"name":"Duty","email":"duty@cert.example"}]},"received":{"label":"TLP:AMBER","pap":"PAP:GREEN","reason":"named"} }
        """;

    private static string Advisory(Guid id) =>
        $$$"""
        {"id":"{{{id}}}","revision":1,"originator":{"id":"{{{id}}}","handle":"maker-jp","name":"n","jurisdiction":"JP"},"provenance":"publisher","publishedAt":"2026-01-01T00:00:00Z","revisedAt":"2026-01-01T00:00:00Z","title":"t","publisherName":"v","publisherNamespace":"https://vendor.test","trackingId":"T","trackingVersion":"1","trackingStatus":"final","category":"csaf_base","vendors":["V; W"],"products":[],"vulnerabilities":[],"sha512":"ab","lengthBytes":1,"received":{"label":"TLP:CLEAR","pap":"PAP:CLEAR","reason":"clear"} }
        """;

    private static string Entry(Guid id, string document)
    {
        var type = document.Contains("\"report\"", StringComparison.Ordinal) ? "incident" : "advisory";
        return $$"""{"type":"{{type}}","id":"{{id}}","{{type}}":{{document}},"cursor":"c"}""";
    }

    private static string Removal(Guid id) => $$"""{"type":"removal","id":"{{id}}","removedAt":"2026-01-01T00:00:00Z","cursor":"c"}""";

    private static string Page(string[] entries, bool more) => $$"""{"entries":[{{string.Join(',', entries)}}],"cursor":"next","more":{{(more ? "true" : "false")}}}""";

    private Task<FakeExchange> StartAsync(params string[][] pages)
    {
        var asked = -1;
        return FakeExchange.StartAsync(folder, context =>
        {
            var page = Interlocked.Increment(ref asked);
            return context.JsonAsync(Page(pages[page], more: page + 1 < pages.Length));
        });
    }

    private Task<CyxRun> ExportAsync(FakeExchange exchange, params string[] more) => CyxRun.OfAsync(
        ["--as", "cert-eu", "export", "--server", exchange.Url, "--home", folder.Home, "--retry-for", "0", .. more], ct: TestContext.Current.CancellationToken);
}
