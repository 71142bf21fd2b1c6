using CyberExchange.Cli;
using Xunit;

namespace CyberExchange.Tests.Cli;

public sealed class ImportCsvTests(InstanceFolder folder) : IClassFixture<InstanceFolder>, IDisposable
{
    private const string Header = "reference,title,summary,classification,sectors,detectedAt,label,pap\r\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("cyx-csv-").FullName;

    private string File => Path.Combine(_folder, "a.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Rows_become_reports_and_a_bad_one_is_named_by_its_line()
    {
        Write("\uFEFF" + Header + Row("C-1") + Row("C-2").Replace("rsit.other", "rsit.magic", StringComparison.Ordinal) + "\"broken\"x\r\n" + Row("C-3"));
        await using var exchange = await KeepingExchange.StartAsync(folder);

        var run = await ImportAsync(exchange);

        Assert.Equal(ExitCode.PartlyImported, run.Code);
        Assert.Equal(
            [
                $"refused  {File}:3  'rsit.magic' is not a class or type of the Reference Security Incident Taxonomy. (at /report/classification)",
                $"refused  {File}:4  column 1: text follows the closing quote",
                "2 imported, 0 present, 0 there with other content, 2 refused",
            ],
            run.OutputLines);
        Assert.Equal(["C-1", "C-3"], exchange.References.Order());
    }

    [Fact]
    public async Task A_second_run_sends_nothing_anew_and_the_same_reference_of_another_source_is_another_incident()
    {
        Write(Header + Row("C-1"));
        await using var exchange = await KeepingExchange.StartAsync(folder);
        await ImportAsync(exchange);

        var again = await ImportAsync(exchange);
        var other = await ImportAsync(exchange, "--source", "helpdesk");

        Assert.StartsWith("0 imported, 1 present", again.Output, StringComparison.Ordinal);
        Assert.StartsWith("1 imported, 0 present", other.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TLP:RED", "TLP:AMBER", "TLP:RED")]
    [InlineData("TLP:CLEAR", "TLP:AMBER", "TLP:AMBER")]
    [InlineData("", "TLP:GREEN", "TLP:GREEN")]
    public async Task A_rows_own_label_is_a_floor(string own, string asked, string expected)
    {
        Write(Header + Row("C-1", label: own));
        await using var exchange = await KeepingExchange.StartAsync(folder);

        await ImportAsync(exchange, "--label", asked);

        Assert.Contains($"\"sharing\":{{\"label\":\"{expected}\"", Assert.Single(exchange.Bodies), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_of_another_name_gives_its_field_by_map()
    {
        Write("Case,title,summary,classification,sectors,found on\n7,t,s,rsit.other,eu.energy,2026-02-03\n");
        await using var exchange = await KeepingExchange.StartAsync(folder);

        var run = await ImportAsync(exchange, "--map", "Case=reference", "--map", "found on=DETECTEDAT");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal(["7"], exchange.References);
        Assert.Contains("detectedAt\t1\tapproximated\t2026-02-03\tit names no zone: it is taken for UTC", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("title\nx\n", "no column gives summary, classification, sectors, detectedAt")]
    [InlineData("", "has no header: the file is empty")]
    public async Task A_file_without_the_columns_is_refused_before_anything_is_sent(string text, string said)
    {
        Write(text);
        var run = await CyxRun.OfAsync(["import", "csv", File], ct: TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_utf_8_is_refused_rather_than_garbled()
    {
        await System.IO.File.WriteAllBytesAsync(File, [.. "title,summary,classification,sectors,detectedAt\n"u8, 0xE9, (byte)'\n'], TestContext.Current.CancellationToken);

        var run = await CyxRun.OfAsync(["import", "csv", File], ct: TestContext.Current.CancellationToken);

        Assert.Equal((ExitCode.Usage, $"{File} is not UTF-8, and would be garbled: save it as UTF-8\n"), (run.Code, run.Error));
    }

    private static string Row(string reference, string label = "") => $"{reference},t,s,rsit.other,eu.energy,2026-02-03T04:05:06Z,{label},\r\n";

    private void Write(string text) => System.IO.File.WriteAllText(File, text);

    private Task<CyxRun> ImportAsync(KeepingExchange exchange, params string[] more) => CyxRun.OfAsync(
        ["--as", "cert-eu", "import", "csv", File, "--server", exchange.Url, "--home", folder.Home, "--retry-for", "0", .. more],
        ct: TestContext.Current.CancellationToken);
}
