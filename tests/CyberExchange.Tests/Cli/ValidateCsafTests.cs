using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using CyberExchange.Cli;
using CyberExchange.Testing.Suites;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CyberExchange.Tests.Cli;

public sealed class ValidateCsafTests : IDisposable
{
    private readonly string _documents = Directory.CreateTempSubdirectory("cyx-validate-").FullName;

    public void Dispose() => Directory.Delete(_documents, recursive: true);

    [Fact]
    public async Task A_valid_document_is_told_in_one_line_of_json_with_its_warnings()
    {
        Write("a.json", Valid());

        var run = await ValidateAsync("--json");

        Assert.Equal((ExitCode.Done, ""), (run.Code, run.Error));
        var line = JsonNode.Parse(Assert.Single(run.OutputLines))!.AsObject();
        Assert.Equal(["file", "valid", "version", "results"], line.Select(member => member.Key));
        Assert.Equal((Path.Combine(_documents, "a.json"), true, "2.0"), ((string?)line["file"], (bool)line["valid"]!, (string?)line["version"]));
        var result = Assert.Single(line["results"]!.AsArray(), result => (string?)result!["test"] is "6.2.12")!.AsObject();
        Assert.Equal(["test", "severity", "pointer", "message"], result.Select(member => member.Key));
        Assert.Equal(("warning", "/document"), ((string?)result["severity"], (string?)result["pointer"]));
    }

    [Theory]
    [InlineData("schema", ExitCode.Done)]
    [InlineData("mandatory", ExitCode.Invalid)]
    [InlineData("full", ExitCode.Invalid)]
    public async Task A_mandatory_test_makes_a_document_invalid_where_it_is_made(string preset, ExitCode code)
    {
        Write("a.json", Valid().Replace("\"number\": \"1\"", "\"number\": \"2\"", StringComparison.Ordinal));

        var run = await ValidateAsync("--preset", preset);

        Assert.Equal(code, run.Code);
        Assert.Equal(code is ExitCode.Invalid, run.Output.Contains("error 6.1.16 /document/tracking/version: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_is_searched_through_in_order_and_other_files_of_a_site_are_counted()
    {
        Write("b/2.json", Valid());
        Write("b/1.json", "{}");
        Write("a.json", Valid());
        Write("provider-metadata.json", """{"canonical_url":"https://maker.example/","distributions":[]}""");
        Write("a.json.sha512", "not looked at");

        var run = await ValidateAsync("--preset", "schema");

        Assert.Equal(ExitCode.Invalid, run.Code);
        Assert.Equal(
            [$"{_documents}/a.json: valid (CSAF 2.0)", $"{_documents}/b/1.json: not valid", $"{_documents}/b/2.json: valid (CSAF 2.0)"],
            run.OutputLines.Where(line => !line.StartsWith(' ')));
        Assert.Equal("2 valid, 1 not valid, 0 not readable; 1 JSON file(s) skipped that are other files of a CSAF site\n", run.Error);
    }

    // The folder of a run is that of temporary files.
    [Fact]
    public async Task Files_are_told_of_by_the_path_that_was_named()
    {
        Write("deep/a.json", Valid());
        var named = Path.GetFileName(_documents);

        var run = await CyxRun.OfAsync(
            ["csaf", "validate", named, $"./{named}/deep/a.json", "--preset", "schema"], ct: TestContext.Current.CancellationToken);

        Assert.Equal([$"{named}/deep/a.json: valid (CSAF 2.0)"], run.OutputLines);
    }

    [Theory]
    [InlineData("broken.json", "{")]
    [InlineData("missing.json", null)]
    public async Task What_cannot_be_read_is_told_and_the_rest_is_validated(string name, string? text)
    {
        Write("z.json", Valid());
        if (text is not null)
        {
            Write(name, text);
        }

        var run = await CyxRun.OfAsync(
            ["csaf", "validate", Path.Combine(_documents, name), Path.Combine(_documents, "z.json"), "--json"], ct: TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Usage, run.Code);
        var lines = run.OutputLines.Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.Equal([false, true], lines.Select(line => (bool)line["valid"]!));
        Assert.True(lines[0].ContainsKey("version"), "The version is told to be unknown.");
        Assert.Equal("error", (string?)lines[0]["results"]![0]!["severity"]);
    }

    [Fact]
    public async Task Spelling_is_checked_by_a_dictionary_for_documents_of_its_language()
    {
        var spelling = Path.Combine(SharedSuites.RepositoryRoot, "tests", "CyberExchange.Tests", "Fixtures", "csaf", "spelling", "en.dic");
        Write("a.json", Valid().Replace("\"title\"", "\"lang\": \"en-GB\", \"notes\": [{\"category\": \"summary\", \"text\": \"Secruity researchers.\"}], \"title\"", StringComparison.Ordinal));
        Write("b.json", Valid().Replace("\"title\"", "\"lang\": \"ja\", \"notes\": [{\"category\": \"summary\", \"text\": \"Secruity researchers.\"}], \"title\"", StringComparison.Ordinal));

        var run = await ValidateAsync("--spelling", spelling);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal("  information 6.3.8 /document/notes/0/text: The dictionary does not know: Secruity.", Assert.Single(run.OutputLines, line => line.Contains("notes/0/text", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task Extensions_stand_as_often_as_their_metadata_says(int times, bool fails)
    {
        const string Schema = "https://maker.example/headquarters_1.0.0.json";
        Write("known/headquarters-metadata.json", $$$$"""{"extension_schema":"{{{{Schema}}}}","requirement":{"$.x_extensions":{"max_occurrence":1}}}""");
        Write("known/headquarters_1.0.0.json", $$$"""{"$id":"{{{Schema}}}"}""");
        var extensions = string.Join(',', Enumerable.Range(0, times).Select(i => $$$"""{"$schema":"{{{Schema}}}","category":"significant","critical":false,"content":{"n":{{{i}}} }}"""));
        Write("a/a.json", $$$"""{"document":{"csaf_version":"2.1"},"x_extensions":[{{{extensions}}}]}""");

        var run = await CyxRun.OfAsync(
            ["csaf", "validate", Path.Combine(_documents, "a"), "--extensions", Path.Combine(_documents, "known")], ct: TestContext.Current.CancellationToken);

        Assert.Equal(
            fails ? ["  error 6.1.60.3 /x_extensions/1/$schema: This extension may stand here 1 times by its metadata; this is number 2."] : [],
            run.OutputLines.Where(line => line.Contains("6.1.60.3", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Metadata_of_extensions_that_is_no_JSON_is_refused()
    {
        Write("known/broken.json", "{");

        var run = await ValidateAsync("--extensions", Path.Combine(_documents, "known"));

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.StartsWith($"cannot read the metadata {Path.Combine(_documents, "known", "broken.json")}: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Urls_are_asked_once_where_that_is_wanted()
    {
        var asked = new ConcurrentBag<string>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var site = builder.Build();
        site.Run(context =>
        {
            asked.Add(context.Request.Method + " " + context.Request.Path);
            context.Response.StatusCode = context.Request.Path.Value is "/gone" ? 404 : context.Request.Path.Value is "/no-head" && context.Request.Method is "HEAD" ? 405 : 302;
            return Task.CompletedTask;
        });
        await site.StartAsync(TestContext.Current.CancellationToken);
        var at = site.Urls.Single();
        var references = string.Join(',', new[] { "gone", "here", "no-head" }.Select(path => $$"""{"summary":"s","url":"{{at}}/{{path}}"}"""));
        Write("a.json", Valid().Replace("\"title\"", $"\"references\": [{references}], \"title\"", StringComparison.Ordinal));
        Write("b.json", Valid().Replace("\"title\"", $"\"references\": [{references}], \"title\"", StringComparison.Ordinal));

        var offline = await ValidateAsync();
        Assert.DoesNotContain("6.3.6", offline.Output, StringComparison.Ordinal);
        Assert.Empty(asked);

        var online = await ValidateAsync("--online");
        Assert.Equal(2, online.OutputLines.Count(line => line == $"  information 6.3.6 /document/references/0/url: \"{at}/gone\" answers with status 404."));
        Assert.Equal(2, online.OutputLines.Count(line => line.Contains("6.3.6", StringComparison.Ordinal)));
        Assert.Equal(["GET /no-head", "HEAD /gone", "HEAD /here", "HEAD /no-head"], asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_dictionary_that_is_not_there_is_refused()
    {
        var run = await ValidateAsync("--spelling", Path.Combine(_documents, "xx.dic"));

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.StartsWith("cannot read the dictionary ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dictionary_with_a_condition_that_cannot_be_read_is_refused()
    {
        Write("xx.aff", "SFX S Y 1\nSFX S 0 s [a\n");
        Write("xx.dic", "1\nword/S\n");
        var dictionary = Path.Combine(_documents, "xx.dic");

        var run = await ValidateAsync("--spelling", dictionary);

        Assert.Equal((ExitCode.Usage, $"cannot read the dictionary {dictionary}: the condition [a cannot be read\n"), (run.Code, run.Error));
    }

    private static string Valid() => """
        {
          "document": {
            "category": "csaf_base",
            "csaf_version": "2.0",
            "publisher": { "category": "vendor", "name": "Example Company", "namespace": "https://maker.example" },
            "title": "Test",
            "tracking": {
              "current_release_date": "2026-01-01T00:00:00Z",
              "id": "EX-1",
              "initial_release_date": "2026-01-01T00:00:00Z",
              "revision_history": [{ "date": "2026-01-01T00:00:00Z", "number": "1", "summary": "Initial version." }],
              "status": "final",
              "version": "1"
            }
          }
        }
        """;

    private Task<CyxRun> ValidateAsync(params string[] more) =>
        CyxRun.OfAsync(["csaf", "validate", _documents, .. more], ct: TestContext.Current.CancellationToken);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_documents, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // the path lies in a folder
        File.WriteAllText(path, text);
    }
}
