using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Feed;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EventStore;
using CyberExchange.Server.Explain;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Advisories;

/// <summary>What the tests of CSAF say of a document decides whether it is published, and is told to whoever may read it.</summary>
public sealed class ValidatedPublicationTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string AffectedGhost = "/document/vulnerabilities/0/product_status/known_affected/0";

    private static readonly string NamedGrid = AdvisoryRequests.Terms("TLP:AMBER+STRICT", partner: "grid-jp");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Maker => exchange.As("maker-eu");

    [Fact]
    public async Task Warnings_come_with_the_receipt_and_are_read_again_by_whoever_sees_the_document()
    {
        using var answer = await Maker.PublishAsync(NamedGrid, AdvisoryRequests.NewDocument());
        var receipt = await answer.BodyAsync(WireJson.Default.WriteReceipt);
        var told = receipt.Validation!;
        Assert.Equal(("2.0", true), (told.CsafVersion, told.Valid));
        Assert.Contains(told.Results, r => r is { Test: "6.2.11", Severity: "warning", Pointer: "/document" });
        Assert.Matches("^[0-9.]+\\+[0-9a-f]{8}$", told.Validator);

        var (again, tag) = await ValidationAsync("grid-jp", receipt);
        Assert.Equal(Text(told), Text(again));
        using var unchanged = new HttpRequestMessage(HttpMethod.Get, $"/v1/advisories/{receipt.Id}/validation");
        unchanged.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var notModified = await exchange.As("grid-jp").SendAsync(unchanged, Ct);
        Assert.Equal(304, (int)notModified.StatusCode);

        foreach (var other in new[] { "grid-eu", "cert-jp", null })
        {
            using var hidden = await exchange.As(other).ReadAsync($"/v1/advisories/{receipt.Id}/validation");
            await hidden.AssertProblemAsync(404, "not-found");
        }
    }

    [Fact]
    public async Task A_document_of_CSAF_2_1_is_published_revised_found_and_read_as_one_of_CSAF_2_0()
    {
        var document = AdvisoryRequests.NewDocument21();
        using var below = await Maker.PublishAsync(AdvisoryRequests.Terms("TLP:AMBER", partner: "grid-jp"), document);
        await below.AssertProblemAsync(422, "label-below-document");

        using var published = await Maker.PublishAsync(NamedGrid, document);
        var receipt = await published.BodyAsync(WireJson.Default.WriteReceipt);
        Assert.Equal(("2.1", true), (receipt.Validation!.CsafVersion, receipt.Validation.Valid));
        var (advisory, tag) = await Maker.ReadBackAsync(receipt);
        Assert.Equal(["Relay 7", "Cabinet", "Example Grid Works Relay 7 1.0 installed on Cabinet 3"], advisory.Products);
        Assert.Equal(["CVE-1900-00107"], advisory.Vulnerabilities);
        Assert.Equal(8.7, advisory.CvssMax);

        var later = AdvisoryRequests.Changed(AdvisoryRequests.Version(document, "2"), d => d["tracking"]!["current_release_date"] = "2026-03-16T09:00:00Z");
        using var revised = await Maker.WriteAsync(HttpMethod.Put, $"/v1/advisories/{receipt.Id}/document", later, ifMatch: tag);
        var second = await revised.BodyAsync(WireJson.Default.WriteReceipt);
        Assert.Equal(("2.1", true), (second.Validation!.CsafVersion, second.Validation.Valid));

        await exchange.CaughtUpAsync();
        var reader = exchange.As("grid-jp");
        using var bytes = await reader.ReadAsync($"/v1/advisories/{receipt.Id}/document");
        Assert.Equal(later, await bytes.Content.ReadAsStringAsync(Ct));
        foreach (var filter in new[] { "cve=CVE-1900-00107", "product=relay%207", "vendor=example%20grid%20works", "cvssMin=8.7" })
        {
            using var list = await reader.ReadAsync($"/v1/advisories?{filter}");
            Assert.Contains((await list.BodyAsync(WireJson.Default.PageAdvisoryDocument)).Items, a => a.Id == receipt.Id && a.TrackingVersion == "2");
        }

        using var search = await reader.ReadAsync("/v1/search?q=relay%20service%20port");
        Assert.Contains($"{receipt.Id}", await search.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_the_schema_is_nobodys_to_publish()
    {
        var document = AdvisoryRequests.NewDocument21(d => d["tracking"]!["status"] = "finished");
        foreach (var (member, provenance) in new[] { ("maker-eu", "publisher"), ("cert-eu", "coordinator"), ("cert-eu", "third-party") })
        {
            using var answer = await exchange.As(member).PublishAsync(AdvisoryRequests.Terms("TLP:RED", provenance), document);
            var problem = await answer.AssertProblemAsync(422, "csaf-refused");
            Assert.Equal(("/document/document/tracking/status", "schema"), (problem.Pointer, Assert.Single(problem.Errors!).Code));
        }
    }

    [Fact]
    public async Task What_fails_a_mandatory_test_is_refused_with_its_place_whoever_could_mend_it()
    {
        var terms = AdvisoryRequests.Terms("TLP:GREEN");
        foreach (var (member, provenance) in new[] { ("maker-eu", "publisher"), ("cert-eu", "coordinator") })
        {
            using var answer = await exchange.As(member).PublishAsync(AdvisoryRequests.Terms("TLP:GREEN", provenance), AdvisoryRequests.NewDefectiveDocument());
            AssertGhost(await answer.AssertProblemAsync(422, "csaf-refused"));
        }

        using var preview = new MultipartFormDataContent
        {
            { new StringContent(PreviewExamples.AdvisoryTerms), "terms" }, { new StringContent(AdvisoryRequests.NewDefectiveDocument()), "document" },
        };
        using var foreseen = await Maker.PostAsync(new Uri("/v1/advisories/preview", UriKind.Relative), preview, Ct);
        AssertGhost(await foreseen.AssertProblemAsync(422, "csaf-refused"));

        var document = AdvisoryRequests.NewDocument();
        var (advisory, tag) = await Maker.PublishedAsync(terms, document);
        var broken = JsonNode.Parse(AdvisoryRequests.Version(document, "2"))!;
        broken["vulnerabilities"] = JsonNode.Parse("""[{"title":"T","product_status":{"known_affected":["ghost"]}}]""");
        using var revision = await Maker.WriteAsync(HttpMethod.Put, $"/v1/advisories/{advisory.Id}/document", broken.ToJsonString(), ifMatch: tag);
        AssertGhost(await revision.AssertProblemAsync(422, "csaf-refused"));
        var (still, _) = await ValidationAsync("maker-eu", new() { Id = advisory.Id, ConsistencyToken = "" });
        Assert.True(still.Valid);
    }

    [Fact]
    public async Task A_third_partys_document_is_kept_with_its_defects_and_they_are_told()
    {
        var cert = exchange.As("cert-eu");
        var document = AdvisoryRequests.NewDefectiveDocument();
        using var published = await cert.PublishAsync(AdvisoryRequests.Terms("TLP:GREEN", "third-party"), document);
        var receipt = await published.BodyAsync(WireJson.Default.WriteReceipt);
        var (told, _) = await ValidationAsync("grid-jp", receipt);

        Assert.False(told.Valid);
        Assert.Equal(("6.1.1", "error", AffectedGhost["/document".Length..]), (told.Results[0].Test, told.Results[0].Severity, told.Results[0].Pointer));
        Assert.Equal(Text(told), Text(receipt.Validation!));

        var (_, tag) = await cert.ReadBackAsync(receipt);
        using var revised = await cert.WriteAsync(HttpMethod.Put, $"/v1/advisories/{receipt.Id}/document", AdvisoryRequests.Version(document, "2"), ifMatch: tag);
        Assert.False((await revised.BodyAsync(WireJson.Default.WriteReceipt)).Validation!.Valid);
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused_and_nothing_of_it_is_kept_or_logged()
    {
        const string marker = "zanzibar-7731";
        using var logs = new LogLines();
        exchange.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs);
        var (advisory, tag) = await Maker.PublishedAsync(AdvisoryRequests.Terms("TLP:GREEN"), AdvisoryRequests.NewDocument());
        var head = await exchange.Services.GetRequiredService<EventLog>().HeadAsync(Ct);
        var whole = AdvisoryRequests.NewDocument(d => d["title"] = marker);
        var million = string.Join(',', Enumerable.Range(0, 1_000_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i}")));
        (string Document, string Told)[] rows =
        [
            (whole[..^40], "stops being JSON"),
            (whole.Replace("\"title\"", "\"title\": \"a\", \"title\"", StringComparison.Ordinal), "stands twice"),
            (whole.Replace("\"title\"", $"\"x\": {new string('[', 200)}{new string(']', 200)}, \"title\"", StringComparison.Ordinal), "nest 128 deep"),
            (whole.Replace("\"title\"", "\"x\": 1e400, \"title\"", StringComparison.Ordinal), "too large for a 64-bit"),
            (whole.Replace("\"title\"", "\"x\": \"\\ud800\", \"title\"", StringComparison.Ordinal), "surrogate"),
            (whole.Insert(whole.LastIndexOf('}'), $$""","product_tree":{"full_product_names":[{{million}}]}"""), "100000 entries"),
        ];

        foreach (var (document, told) in rows)
        {
            using var published = await Maker.PublishAsync(AdvisoryRequests.Terms("TLP:GREEN"), document);
            using var revised = await Maker.WriteAsync(HttpMethod.Put, $"/v1/advisories/{advisory.Id}/document", document, ifMatch: tag);
            foreach (var answer in new[] { published, revised })
            {
                var problem = await answer.AssertProblemAsync(422, "csaf-refused");
                Assert.Contains(told, problem.Detail, StringComparison.Ordinal);
                Assert.Equal("json", problem.Errors![0].Code);
            }
        }

        var tooLarge = new string(' ', 16 * 1024 * 1024) + whole;
        using var large = await Maker.WriteAsync(HttpMethod.Put, $"/v1/advisories/{advisory.Id}/document", tooLarge, ifMatch: tag);
        Assert.Contains("16777216", (await large.AssertProblemAsync(413, "too-large")).Detail, StringComparison.Ordinal);

        Assert.Equal(head, await exchange.Services.GetRequiredService<EventLog>().HeadAsync(Ct));
        Assert.Equal(0, await DocumentsWithAsync(marker));
        Assert.DoesNotContain(logs.Lines, line => line.Contains(marker, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cyx_notes_what_is_wrong_and_shows_it_again()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, AdvisoryRequests.NewDocument(), Ct);
        var published = await exchange.CyxAsync("maker-eu", "", "advisory", "publish", file, "--label", "TLP:AMBER", "--to", "grid-eu");
        Assert.Equal(ExitCode.Done, published.Code);
        Assert.Contains("note: the document is valid, ", published.Error, StringComparison.Ordinal);
        var id = published.Output.Trim()["published ".Length..];

        var shown = await exchange.CyxAsync("grid-eu", "", "advisory", "validation", id);
        Assert.StartsWith("valid, ", shown.Output, StringComparison.Ordinal);
        Assert.Contains("  warning 6.2.11 /document: ", shown.Output, StringComparison.Ordinal);
        var json = await exchange.CyxAsync("grid-eu", "", "advisory", "validation", id, "--json");
        Assert.True((bool)JsonNode.Parse(json.Output)!["valid"]!);

        await File.WriteAllTextAsync(file, AdvisoryRequests.NewDefectiveDocument(), Ct);
        var refused = await exchange.CyxAsync("maker-eu", "", "advisory", "publish", file, "--label", "TLP:AMBER");
        Assert.Equal(ExitCode.Refused, refused.Code);
        Assert.Contains($"(test 6.1.1) (csaf-refused, at {AffectedGhost})", refused.Error, StringComparison.Ordinal);
        File.Delete(file);
    }

    private static void AssertGhost(ProblemDocument problem)
    {
        Assert.Equal(AffectedGhost, problem.Pointer);
        Assert.Contains(problem.Errors!, e => (e.Pointer, e.Code) == (AffectedGhost, "6.1.1") && e.Detail.Contains("\"ghost\"", StringComparison.Ordinal));
    }

    private static string Text(ValidationDocument validation) => System.Text.Json.JsonSerializer.Serialize(validation, WireJson.Default.ValidationDocument);

    private async Task<(ValidationDocument Validation, string Tag)> ValidationAsync(string reader, WriteReceipt receipt)
    {
        await exchange.CaughtUpAsync();
        using var read = await exchange.As(reader).ReadAsync($"/v1/advisories/{receipt.Id}/validation");
        return (await read.BodyAsync(WireJson.Default.ValidationDocument), read.Headers.ETag!.ToString()); // Every single read has a tag.
    }

    private async Task<long> DocumentsWithAsync(string text)
    {
        await using var connection = new NpgsqlConnection(exchange.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var count = new NpgsqlCommand("select count(*) from cx.document d where position($1 in d.bytes) > 0", connection)
        {
            Parameters = { new() { Value = Encoding.UTF8.GetBytes(text) } },
        };
        return (long)(await count.ExecuteScalarAsync(Ct))!; // A count is never null.
    }

    /// <summary>What the exchange logs while a test runs.</summary>
    private sealed class LogLines : ILoggerProvider, ILogger
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                {
                    return [.. _lines];
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
            {
                _lines.Add(formatter(state, exception) + exception);
            }
        }

        public void Dispose()
        {
            // The lines go with the test.
        }
    }
}
