using System.Text.Json.Nodes;
using CyberExchange.Cli;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Cli;

public sealed class DiffCsafTests : IDisposable
{
    private static readonly string Fixtures = Path.Combine(SharedSuites.RepositoryRoot, "tests", "CyberExchange.Tests", "Fixtures", "csaf");
    private static readonly string First = Path.Combine(Fixtures, "egw-2026-0001.json");
    private static readonly string Second = Path.Combine(Fixtures, "egw-2026-0001-revision-2.json");

    private readonly string _folder = Directory.CreateTempSubdirectory("cyx-diff-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Changes_are_told_by_group()
    {
        var run = await RunAsync("csaf", "diff", First, Second);

        Assert.Equal((ExitCode.Done, ""), (run.Code, run.Error));
        Assert.Equal(["from EGW-2026-0001, version 1, final (CSAF 2.0)", "to   EGW-2026-0001, version 2, final (CSAF 2.0)", "tracking:"], run.OutputLines.Take(3));
        Assert.Contains("vulnerabilities:", run.OutputLines);
        Assert.Contains("  CVE-1900-00102: Example Station Systems StationOS 11 (vendor Example Station Systems): now known not affected, before under investigation.", run.OutputLines);
    }

    [Fact]
    public async Task As_JSON_it_is_one_object_with_codes_and_pointers()
    {
        var run = await RunAsync("csaf", "diff", First, Second, "--json");

        var changes = JsonNode.Parse(Assert.Single(run.OutputLines))!; // an object
        Assert.Equal(["old", "new", "changes", "untold", "hints"], changes.AsObject().Select(member => member.Key));
        var added = changes["changes"]!.AsArray().Single(change => (string?)change!["code"] == "revision-added")!; // Each has a code.
        Assert.Equal(("tracking", null, "/document/tracking/revision_history/1"), ((string?)added["group"], (string?)added["oldPointer"], (string?)added["newPointer"]));
    }

    [Fact]
    public async Task The_wrong_way_round_is_hinted_at_and_no_change_is_said()
    {
        var back = await RunAsync("csaf", "diff", Second, First);
        var same = await RunAsync("csaf", "diff", First, First);

        Assert.StartsWith("not-a-revision: Version 1 does not follow 2.", back.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Done, "nothing changed but the order of entries, or how the text is written"), (same.Code, same.OutputLines[^1]));
    }

    [Fact]
    public async Task What_cannot_be_read_ends_the_run()
    {
        var broken = Path.Combine(_folder, "broken.json");
        await File.WriteAllTextAsync(broken, "{}", TestContext.Current.CancellationToken);

        var none = await RunAsync("csaf", "diff", First, Path.Combine(_folder, "none.json"));
        var other = await RunAsync("csaf", "diff", broken, First);

        Assert.Equal((ExitCode.Usage, ExitCode.Usage), (none.Code, other.Code));
        Assert.Contains("broken.json: This is no CSAF document", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_goes_to_OpenVEX_and_back_and_what_is_lost_is_told()
    {
        var (vex, csaf, loss) = (Path.Combine(_folder, "vex.json"), Path.Combine(_folder, "csaf.json"), Path.Combine(_folder, "loss.json"));

        var there = await RunAsync("csaf", "convert", First, "--to", "openvex", "-o", vex, "--loss", loss);
        var back = await RunAsync("csaf", "convert", vex, "--to", "csaf-vex", "--publisher-namespace", "https://maker-eu.example", "-o", csaf);
        var valid = await RunAsync("csaf", "validate", csaf, "--preset", "mandatory");

        Assert.Equal((ExitCode.Done, ExitCode.Done, ExitCode.Done), (there.Code, back.Code, valid.Code));
        Assert.Contains("what openvex could not carry of 1 record(s):", there.Error, StringComparison.Ordinal);
        Assert.Equal(("csaf", "openvex"), ((string?)Json(loss)["from"], (string?)Json(loss)["to"]));
        Assert.Equal(("csaf_vex", "vendor"), ((string?)Json(csaf)["document"]!["category"], (string?)Json(csaf)["document"]!["publisher"]!["category"])); // A valid document has them.
    }

    [Fact]
    public async Task A_document_that_is_none_is_not_converted()
    {
        var run = await RunAsync("csaf", "convert", First, "--to", "csaf-vex");

        Assert.Equal((ExitCode.Usage, ""), (run.Code, run.Output));
        Assert.Contains("This is no OpenVEX document", run.Error, StringComparison.Ordinal);
    }

    private static JsonNode Json(string path) => JsonNode.Parse(File.ReadAllBytes(path))!; // an object

    private static Task<CyxRun> RunAsync(params string[] args) => CyxRun.OfAsync(args, ct: TestContext.Current.CancellationToken);
}
