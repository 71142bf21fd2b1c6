using System.Text.Json.Nodes;
using CyberExchange.Cli;
using CyberExchange.Tests.Fetching;
using Xunit;

namespace CyberExchange.Tests.Cli;

public sealed class FetchCsafTests(InstanceFolder folder) : IClassFixture<InstanceFolder>, IAsyncLifetime
{
    private readonly string _into = Directory.CreateTempSubdirectory("cyx-fetch-test-").FullName;
    private ServedProvider _site = null!; // Made before each test.

    public async ValueTask InitializeAsync()
    {
        _site = await ServedProvider.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_into, "ca.pem"), _site.AnchorPem);
        _site.Add($"{_site.Localhost}{MadeProvider.WellKnown}", MadeProvider.Metadata(_site.Localhost));
        _site.Publish(_site.Localhost, "a-1.json", MadeProvider.Document("A-1"));
        _site.Publish(_site.Localhost, "b-1.json", MadeProvider.Document("B-1"));
        _site.Add($"{_site.Localhost}/csaf/changes.csv", "\"2026/a-1.json\",\"2026-01-01T00:00:00Z\"\n\"2026/b-1.json\",\"2026-01-01T00:00:00Z\"\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        Directory.Delete(_into, recursive: true);
    }

    [Fact]
    public async Task Documents_are_kept_by_year_with_their_hashes_and_a_second_run_finds_nothing_new()
    {
        var run = await FetchAsync("--into", _into);

        Assert.Equal((ExitCode.Done, "2 new, 0 changed, 0 unchanged, 0 refused"), (run.Code, run.OutputLines[^1]));
        Assert.Equal(
            ["a-1.json", "a-1.json.sha512", "b-1.json", "b-1.json.sha512"],
            Directory.GetFiles(Path.Combine(_into, "2026")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.Equal(_site.Files[$"{_site.Localhost}/csaf/2026/a-1.json"], await File.ReadAllBytesAsync(Path.Combine(_into, "2026", "a-1.json"), TestContext.Current.CancellationToken));

        var again = await FetchAsync("--into", _into);

        Assert.Equal((ExitCode.Done, "0 new, 0 changed, 2 unchanged, 0 refused\n"), (again.Code, again.Output));
    }

    [Fact]
    public async Task Of_two_documents_with_one_name_the_second_is_refused_in_a_folder_and_an_import_takes_both()
    {
        var host = _site.Localhost;
        var ids = new Dictionary<string, string> { ["one"] = "C 1", ["two"] = "C_1" };
        foreach (var (place, id) in ids)
        {
            _site.Add($"{host}/csaf/{place}/c_1.json", MadeProvider.Document(id));
        }

        _site.Add($"{host}/csaf/changes.csv", "\"one/c_1.json\",\"2026-01-01T00:00:00Z\"\n\"two/c_1.json\",\"2026-01-01T00:00:00Z\"\n");
        var kept = Path.Combine(_into, "2026", "c_1.json");

        var run = await FetchAsync("--into", _into);

        Assert.Equal((ExitCode.PartlyImported, "1 new, 0 changed, 0 unchanged, 1 refused (1 file-name)"), (run.Code, run.OutputLines[^1]));
        var bytes = await File.ReadAllBytesAsync(kept, TestContext.Current.CancellationToken);
        var refused = run.OutputLines.Single(line => line.StartsWith("refused", StringComparison.Ordinal)).Contains($"{host}/csaf/one/c_1.json would", StringComparison.Ordinal) ? "one" : "two";
        _site.Add($"{host}/csaf/{refused}/c_1.json", MadeProvider.Document(ids[refused], "2", "2026-02-01T00:00:00Z"));
        _site.Add($"{host}/csaf/changes.csv", $"\"{refused}/c_1.json\",\"2026-02-01T00:00:00Z\"\n");
        Assert.Equal(ExitCode.Refused, (await FetchAsync("--into", _into)).Code);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(kept, TestContext.Current.CancellationToken));

        _site.Add($"{host}/csaf/changes.csv", "\"one/c_1.json\",\"2026-01-01T00:00:00Z\"\n\"two/c_1.json\",\"2026-01-01T00:00:00Z\"\n");
        await using var exchange = await ImportingExchange.StartAsync(folder);
        Assert.Equal(ExitCode.Done, (await FetchAsync("--import", "--as", "cert-eu", "--server", exchange.Url, "--home", folder.Home)).Code);
        Assert.Equal(["C 1", "C_1"], exchange.Held.Values.Select(held => held.TrackingId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_revision_without_a_hash_file_does_not_keep_the_formers()
    {
        await FetchAsync("--into", _into);
        var place = _site.Publish(_site.Localhost, "a-1.json", MadeProvider.Document("A-1", "2", "2026-02-01T00:00:00Z"));
        _site.Files.TryRemove(place + ".sha512", out _);
        _site.Add($"{_site.Localhost}/csaf/changes.csv", "\"2026/a-1.json\",\"2026-02-01T00:00:00Z\"\n\"2026/b-1.json\",\"2026-01-01T00:00:00Z\"\n");

        Assert.Equal("0 new, 1 changed, 1 unchanged, 0 refused", (await FetchAsync("--into", _into)).OutputLines[^1]);

        Assert.Equal(_site.Files[place], await File.ReadAllBytesAsync(Path.Combine(_into, "2026", "a-1.json"), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(Path.Combine(_into, "2026", "a-1.json.sha512")));
        Assert.True(File.Exists(Path.Combine(_into, "2026", "b-1.json.sha512")));
    }

    [Fact]
    public async Task Each_document_is_a_line_of_json_and_the_exit_code_says_that_some_are_refused()
    {
        _site.Files[$"{_site.Localhost}/csaf/2026/b-1.json"][20] ^= 1;

        var run = await FetchAsync("--json");

        Assert.Equal(ExitCode.PartlyImported, run.Code);
        var lines = run.OutputLines.Select(line => JsonNode.Parse(line)!).ToList();
        var taken = lines.Single(line => (string?)line["outcome"] == "new");
        Assert.Equal(
            ($"https://{_site.Localhost}/csaf/2026/a-1.json", "sha512", true, "A-1", "1"),
            ((string?)taken["url"], (string?)taken["hash"], (bool)taken["valid"]!, (string?)taken["trackingId"], (string?)taken["version"]));
        var refused = lines.Single(line => (string?)line["outcome"] == "refused");
        Assert.Equal(("hash-differs", $"https://{_site.Localhost}/csaf/2026/b-1.json"), ((string?)refused["reason"], (string?)refused["url"]));
        Assert.Equal("""{"new":1,"changed":0,"unchanged":0,"refused":{"hash-differs":1},"aside":0,"notDone":0,"unlisted":0}""", lines[^1]["tally"]!.ToJsonString());
        Assert.DoesNotContain(Directory.GetFileSystemEntries(_into), entry => !entry.EndsWith("ca.pem", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Documents_are_imported_as_a_third_partys_and_what_was_not_done_is_done_by_the_next_run()
    {
        await using var exchange = await ImportingExchange.StartAsync(folder);
        exchange.WritesUntilGone = 1;
        string[] import = ["--import", "--as", "cert-eu", "--server", exchange.Url, "--home", folder.Home, "--retry-for", "0"];

        var cut = await FetchAsync(import);
        Assert.Equal(ExitCode.Unavailable, cut.Code);
        Assert.Contains("the same command goes on with the rest", cut.Error, StringComparison.Ordinal);
        Assert.Single(exchange.Held);

        exchange.WritesUntilGone = int.MaxValue;
        var rest = await FetchAsync([.. import, "--json"]);
        Assert.Equal(ExitCode.Done, rest.Code);
        Assert.Equal(["A-1", "B-1"], exchange.Held.Values.Select(held => held.TrackingId).Order(StringComparer.Ordinal));
        Assert.Contains("\"import\":\"imported\"", rest.Output, StringComparison.Ordinal);
        Assert.Equal("""{"provenance":"third-party","sharing":{"label":"TLP:CLEAR","permitsStatistics":false}}""", exchange.Terms["B-1"]);

        var writes = exchange.Keys.Count;
        Assert.Equal("0 new, 0 changed, 2 unchanged, 0 refused\n", (await FetchAsync(import)).Output);
        Assert.Equal(writes, exchange.Keys.Count);
    }

    [Fact]
    public async Task What_the_provider_lists_no_longer_is_told()
    {
        await FetchAsync("--into", _into);
        _site.Add($"{_site.Localhost}/csaf/changes.csv", "\"2026/a-1.json\",\"2026-01-01T00:00:00Z\"\n");

        var told = await FetchAsync("--into", _into);
        var next = await FetchAsync("--into", _into, "--json");

        Assert.Equal(
            [$"no longer listed  https://{_site.Localhost}/csaf/2026/b-1.json", "0 new, 0 changed, 1 unchanged, 0 refused, 1 no longer listed"], told.OutputLines);
        Assert.DoesNotContain("b-1.json", next.Output, StringComparison.Ordinal);

        _site.Add($"{_site.Localhost}/csaf/changes.csv", "");
        var json = await FetchAsync("--into", _into, "--json");
        Assert.Equal($$"""{"url":"https://{{_site.Localhost}}/csaf/2026/a-1.json","outcome":"unlisted"}""", json.OutputLines[0]);
    }

    [Fact]
    public async Task A_provider_revises_no_other_ones_document_whatever_it_is_allowed()
    {
        await using var exchange = await ImportingExchange.StartAsync(folder);
        string[] import = ["--import", "--as", "cert-eu", "--server", exchange.Url, "--home", folder.Home];
        await FetchAsync(import);
        var other = $"https://{_site.Localhost}/other.json";
        _site.Add($"{_site.Localhost}/other.json", MadeProvider.Metadata(_site.Localhost, ("/feed.json", "WHITE")).Replace("https://maker.example", "https://other.example", StringComparison.Ordinal));
        var (a, c) = ($"{_site.Localhost}/other/a-1.json", $"{_site.Localhost}/other/c-1.json");
        _site.Add(a, MadeProvider.Document("A-1", "99", "2026-03-01T00:00:00Z"));
        _site.Add(c, MadeProvider.Document("C-1"));
        _site.Add($"{_site.Localhost}/feed.json", Feed("2026-03-01T00:00:00Z", a, c));

        var refused = await RunAsync(other, import);
        Assert.Equal((ExitCode.Refused, "0 new, 0 changed, 0 unchanged, 2 refused (2 other-publisher)"), (refused.Code, refused.OutputLines[^1]));

        var any = await RunAsync(other, [.. import, "--any-publisher"]);
        Assert.Equal((ExitCode.PartlyImported, "1 new, 0 changed, 0 unchanged, 1 refused (1 not-taken)"), (any.Code, any.OutputLines[^1]));
        Assert.Contains("did not come from this provider", any.Output, StringComparison.Ordinal);
        Assert.Equal([("A-1", "1"), ("B-1", "1"), ("C-1", "1")], Held());

        // What it brought itself it revises.
        _site.Add(c, MadeProvider.Document("C-1", "2", "2026-04-01T00:00:00Z"));
        _site.Add($"{_site.Localhost}/feed.json", Feed("2026-04-01T00:00:00Z", a, c));
        await RunAsync(other, [.. import, "--any-publisher"]);
        Assert.Equal([("A-1", "1"), ("B-1", "1"), ("C-1", "2")], Held());

        IEnumerable<(string, string)> Held() => exchange.Held.Values.Select(held => (held.TrackingId, held.Version)).Order();

        static string Feed(string date, params string[] documents)
        {
            var entries = documents.Select(document => $$"""{"id":"x","updated":"{{date}}","link":[{"rel":"self","href":"https://{{document}}"}]}""");
            return $$$"""{"feed":{"entry":[{{{string.Join(',', entries)}}}]}}""";
        }
    }

    [Fact]
    public async Task Nor_does_it_replace_what_another_one_brought_into_a_folder()
    {
        await FetchAsync("--into", _into);
        var other = $"https://{_site.Localhost}/other.json";
        var (copied, path) = ($"{_site.Localhost}/copy/2026/a-1.json", Path.Combine(_into, "2026", "a-1.json"));
        _site.Add($"{_site.Localhost}/other.json", MadeProvider.Metadata(_site.Localhost).Replace("/csaf\"", "/copy\"", StringComparison.Ordinal).Replace("https://maker.example", "https://other.example", StringComparison.Ordinal));
        _site.Files[copied] = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        _site.Add($"{_site.Localhost}/copy/index.txt", "2026/a-1.json\n");

        // The same bytes are there already, and make it nobody else's.
        Assert.Equal(ExitCode.Done, (await RunAsync(other, "--into", _into, "--any-publisher")).Code);
        _site.Add(copied, MadeProvider.Document("A-1", "99", "2026-03-01T00:00:00Z"));
        var run = await RunAsync(other, "--into", _into, "--any-publisher");

        Assert.Equal("0 new, 0 changed, 0 unchanged, 1 refused (1 not-taken)", run.OutputLines[^1]);
        Assert.Equal(_site.Files[$"{_site.Localhost}/csaf/2026/a-1.json"], await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_provider_that_is_not_there_and_options_that_cannot_be_used_have_their_own_exit_codes()
    {
        _site.Files.Clear();

        Assert.Equal(ExitCode.NotFound, (await RunAsync($"https://{_site.Localhost}/provider-metadata.json")).Code);
        Assert.Equal(ExitCode.Usage, (await RunAsync("http://localhost/provider-metadata.json")).Code);
        Assert.Equal(ExitCode.Usage, (await FetchAsync("--since", "yesterday")).Code);
        Assert.Equal(ExitCode.Usage, (await FetchAsync("--present-to", "localhost")).Code);
        Assert.Equal(ExitCode.Usage, (await FetchAsync("--parallel", "17")).Code);
        Assert.Equal(ExitCode.Usage, (await FetchAsync("--max", "0")).Code);
    }

    private Task<CyxRun> FetchAsync(params string[] more) => RunAsync(_site.Localhost, more);

    private Task<CyxRun> RunAsync(string source, params string[] more) => CyxRun.OfAsync(
        ["csaf", "fetch", source, "--ca", Path.Combine(_into, "ca.pem"), .. more], ct: TestContext.Current.CancellationToken);
}
