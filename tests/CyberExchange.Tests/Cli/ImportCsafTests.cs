using CyberExchange.Cli;
using CyberExchange.Cli.Import;
using Xunit;

namespace CyberExchange.Tests.Cli;

public sealed class ImportCsafTests(InstanceFolder folder) : IClassFixture<InstanceFolder>, IDisposable
{
    private readonly string _documents = Directory.CreateTempSubdirectory("cyx-import-").FullName;

    public void Dispose() => Directory.Delete(_documents, recursive: true);

    [Fact]
    public async Task A_folder_is_searched_through_and_what_is_not_csaf_is_counted()
    {
        Write("a.json", Csaf("A-1", "1"));
        Write("deep/er/b.json", Csaf("B-1", "1"));
        Write("deep/index.json", """{"index":[]}""");
        Write("deep/broken.json", "{");
        Write("deep/b.json.sha512", "not looked at");
        await using var exchange = await ImportingExchange.StartAsync(folder);

        var run = await ImportAsync(exchange);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal("2 imported, 0 present, 0 revised, 0 older than what is there, 0 refused; 2 JSON file(s) skipped that are not CSAF\n", run.Output);
        Assert.Equal(["A-1", "B-1"], exchange.Held.Select(h => h.Value.TrackingId).Order());
    }

    [Fact]
    public async Task What_is_kept_with_its_defects_is_told_and_counted()
    {
        Write("a.json", Csaf("A-1", "1"));
        Write("b.json", Csaf("DEFECT", "1"));
        await using var exchange = await ImportingExchange.StartAsync(folder);

        var run = await ImportAsync(exchange);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("b.json  fails 1 mandatory test(s), and is kept: cyx advisory validation ", run.OutputLines[0], StringComparison.Ordinal);
        Assert.Equal("2 imported, 0 present, 0 revised, 0 older than what is there, 0 refused; 1 kept that fail mandatory tests; 0 JSON file(s) skipped that are not CSAF", run.OutputLines[1]);
    }

    [Fact]
    public async Task A_second_run_writes_nothing()
    {
        Write("a.json", Csaf("A-1", "1"));
        Write("b.json", Csaf("B-1", "1"));
        await using var exchange = await ImportingExchange.StartAsync(folder);
        await ImportAsync(exchange);
        var writes = exchange.Keys.Count;

        var again = await ImportAsync(exchange);

        Assert.Equal(ExitCode.Done, again.Code);
        Assert.StartsWith("0 imported, 2 present, ", again.Output, StringComparison.Ordinal);
        Assert.Equal(writes, exchange.Keys.Count);
    }

    [Fact]
    public async Task Versions_of_one_document_arrive_in_their_order_and_an_older_one_is_reported()
    {
        Write("1.json", Csaf("A-1", "10"));
        Write("2.json", Csaf("A-1", "9"));
        await using var exchange = await ImportingExchange.StartAsync(folder);

        var first = await ImportAsync(exchange);
        Assert.StartsWith("1 imported, 0 present, 1 revised, ", first.Output, StringComparison.Ordinal);
        Assert.Equal("10", exchange.Held.Single().Value.Version);

        var second = await ImportAsync(exchange);
        Assert.Equal(ExitCode.Done, second.Code);
        Assert.Contains("version 10 is there, and 9 does not follow it", second.Output, StringComparison.Ordinal);
        Assert.Contains("0 imported, 1 present, 0 revised, 1 older", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_document_is_named_with_its_reason_and_the_others_are_in()
    {
        Write("bad.json", Csaf("BAD", "1"));
        Write("good.json", Csaf("A-1", "1"));
        await using var exchange = await ImportingExchange.StartAsync(folder);

        var run = await ImportAsync(exchange);

        Assert.Equal(ExitCode.PartlyImported, run.Code);
        Assert.Contains($"refused  {Path.Combine(_documents, "bad.json")}  Not CSAF. (invalid, at /document)", run.OutputLines);
        Assert.Contains("1 imported", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 refused", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exchange_that_goes_away_ends_the_run_and_the_next_run_uses_the_same_keys()
    {
        for (var i = 0; i < 40; i++)
        {
            Write($"{i:00}.json", Csaf($"A-{i}", "1"));
        }

        await using var exchange = await ImportingExchange.StartAsync(folder);
        exchange.WritesUntilGone = 10;

        var cut = await ImportAsync(exchange, "--json");
        Assert.Equal(ExitCode.Unavailable, cut.Code);
        Assert.Equal(10, exchange.Held.Count);
        Assert.Contains("goes on with the rest", cut.Error, StringComparison.Ordinal);
        var lines = cut.OutputLines.SkipLast(2).ToList();
        Assert.Equal(40, lines.Count);
        Assert.Equal(30, lines.Count(l => l.Contains("\"NotDone\"", StringComparison.Ordinal)));

        exchange.WritesUntilGone = int.MaxValue;
        var rest = await ImportAsync(exchange);
        Assert.Equal(ExitCode.Done, rest.Code);
        Assert.StartsWith("30 imported, 10 present, ", rest.Output, StringComparison.Ordinal);

        // Whatever was asked for in both runs was asked for under one key, so nothing could be kept twice.
        Assert.All(exchange.Keys, asked => Assert.Single(asked.Value.Distinct()));
        Assert.Contains(exchange.Keys, asked => asked.Value.Count > 1);
    }

    [Fact]
    public async Task The_label_is_the_documents_own_unless_one_is_given()
    {
        Write("white.json", Csaf("W", "1", "WHITE"));
        Write("amber.json", Csaf("A", "1", "AMBER"));
        Write("none.json", Csaf("N", "1", label: null));
        await using var exchange = await ImportingExchange.StartAsync(folder);

        var run = await ImportAsync(exchange, "--to", "grid-jp");

        Assert.Equal(ExitCode.PartlyImported, run.Code);
        Assert.Contains("none.json  the document has no TLP label of its own: give --label", run.Output, StringComparison.Ordinal);
        Assert.Equal("""{"provenance":"third-party","sharing":{"label":"TLP:CLEAR","permitsStatistics":false}}""", exchange.Terms["W"]);
        Assert.Equal(
            """{"provenance":"third-party","sharing":{"label":"TLP:AMBER","audience":{"partners":["grid-jp"]},"permitsStatistics":false}}""", exchange.Terms["A"]);
    }

    [Fact]
    public async Task What_the_documents_say_of_their_distribution_and_the_exchange_does_not_take_over_is_named()
    {
        Write("text.json", Csaf("T", "1").Replace("\"tlp\"", "\"text\":\"For our customers.\",\"tlp\"", StringComparison.Ordinal));
        Write("none.json", Csaf("N", "1", label: null));
        await using var exchange = await ImportingExchange.StartAsync(folder);

        var run = await ImportAsync(exchange, "--label", "TLP:GREEN");

        Assert.Equal(
            [
                "what exchange could not carry of 2 record(s):",
                "LOST\tRECORDS\tBECAME\tEXAMPLE\tWHY",
                "/document/distribution/text\t1\tdropped\tFor our customers.\tit stays in the document: who may see it follows from label and audience alone",
                "/document/distribution/tlp/label\t1\tapproximated\tTLP:CLEAR\tthe import's label stands; one below the document's is refused",
                "/sharing/label\t1\tdefaulted\tTLP:GREEN\tthe document has no label: the import's stands",
            ],
            run.ErrorLines);
    }

    [Theory]
    [InlineData("WHITE", "TLP:CLEAR")]
    [InlineData("CLEAR", "TLP:CLEAR")]
    [InlineData("AMBER+STRICT", "TLP:AMBER+STRICT")]
    [InlineData(null, null)]
    public void Labels_of_both_versions_of_csaf_are_read(string? csaf, string? expected) => Assert.Equal(expected, CsafHeader.LabelOf(csaf));

    private void Write(string path, string text)
    {
        var full = Path.Combine(_documents, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private static string Csaf(string id, string version, string? label = "WHITE")
    {
        var distribution = label is null ? "" : $$$"""
            "distribution":{"tlp":{"label":"{{{label}}}"}},
            """;
        return $$$"""
            {
              "document": {
                "csaf_version": "2.0",{{{distribution}}}
                "publisher": { "namespace": "https://vendor.test" },
                "tracking": { "id": "{{{id}}}", "version": "{{{version}}}" }
              }
            }
            """;
    }

    private Task<CyxRun> ImportAsync(ImportingExchange exchange, params string[] more) => CyxRun.OfAsync(
        ["--as", "cert-eu", "import", "csaf", _documents, "--server", exchange.Url, "--home", folder.Home, "--retry-for", "0", .. more],
        ct: TestContext.Current.CancellationToken);
}
