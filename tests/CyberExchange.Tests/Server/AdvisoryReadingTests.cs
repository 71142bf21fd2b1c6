using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Advisories;
using CyberExchange.Testing.Suites;
using CyberExchange.Tests.Interop.Csaf;
using Xunit;

namespace CyberExchange.Tests.Server;

public sealed class AdvisoryReadingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("WHITE", TlpLabel.Clear)]
    [InlineData("GREEN", TlpLabel.Green)]
    [InlineData("AMBER", TlpLabel.Amber)]
    [InlineData("RED", TlpLabel.Red)]
    public async Task Each_word_of_csaf_2_0_is_a_label(string word, TlpLabel label)
    {
        var (document, _) = await ReadAsync(d => d["distribution"]!["tlp"]!["label"] = word);

        Assert.Equal(label, document!.Facts.Label);
    }

    [Fact]
    public async Task A_document_without_a_label_has_none()
    {
        var (document, _) = await ReadAsync(d => d.Remove("distribution"));

        Assert.Null(document!.Facts.Label);
    }

    [Fact]
    public async Task What_is_kept_is_what_came()
    {
        var bytes = Encoding.UTF8.GetBytes(AdvisoryExamples.Document);
        var (document, _) = await ReadAsync(bytes);

        Assert.Equal(bytes, document!.Kept.Bytes.ToArray());
        Assert.Equal(document.Facts.Sha512, Convert.ToHexStringLower(document.Kept.Sha512.Span));
        Assert.Equal(bytes.Length, document.Facts.LengthBytes);
    }

    [Theory]
    [InlineData("CLEAR", TlpLabel.Clear)]
    [InlineData("GREEN", TlpLabel.Green)]
    [InlineData("AMBER", TlpLabel.Amber)]
    [InlineData("AMBER+STRICT", TlpLabel.AmberStrict)]
    [InlineData("RED", TlpLabel.Red)]
    public async Task Each_word_of_csaf_2_1_is_a_label(string word, TlpLabel label)
    {
        var json = JsonNode.Parse(CsafSamples.Of21())!;
        json["document"]!["distribution"]!["tlp"]!["label"] = word;
        var (document, _) = await ReadAsync(Encoding.UTF8.GetBytes(json.ToJsonString()));

        Assert.Equal(label, document!.Facts.Label);
    }

    [Fact]
    public async Task Every_reason_points_below_the_document()
    {
        var (_, problem) = await ReadAsync(d => d["tracking"]!["status"] = "finished");

        Assert.Equal((422, "/document/document/tracking/status"), (problem!.Document.Status, problem.Document.Pointer));
        Assert.Equal([("/document/document/tracking/status", "schema")], problem.Document.Errors!.Select(e => (e.Pointer, e.Code)));
    }

    [Fact]
    public async Task Reasons_are_listed_up_to_a_limit_and_counted_beyond_it()
    {
        var (_, problem) = await ReadAsync(d =>
        {
            d["notes"] = new JsonArray([.. Enumerable.Repeat(0, 150)]);
            d["references"] = new JsonArray([.. Enumerable.Repeat(0, 150)]);
            d["tracking"]!["revision_history"] = new JsonArray([.. Enumerable.Range(2, 150).Select(i => new JsonObject { ["date"] = "2026-03-02T09:00:00Z", ["number"] = $"{i}", ["summary"] = "s" })]);
            d["tracking"]!["version"] = "200";
        });

        var listed = problem!.Document.Errors!.Count;
        Assert.InRange(listed, 100, 200);
        Assert.Contains(problem.Document.Errors, e => e is { Code: "schema", Pointer: "/document" } && e.Detail.Contains("300 places", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Warnings_keep_no_document_out_and_a_failed_mandatory_test_is_left_to_the_rules()
    {
        var (warned, _) = await ReadAsync(d => d.Remove("distribution"));
        Assert.Null(warned!.Defect);
        Assert.Contains(warned.Validation.Results, result => result.Test is "6.2.10");

        var (defective, _) = await ReadAsync(d => d["tracking"]!["version"] = "2");
        Assert.Equal("/document/document/tracking/version", defective!.Defect!.Pointer);
    }

    // What nobody can correct but its publisher is kept with what is wrong with it; what cannot be looked into by all alike is not.
    [Theory]
    [InlineData("data/cisa-csaf", 985, 983, 985)]
    [InlineData("data/ni-csaf/advisories", 35, 28, 34)]
    [InlineData("data/stackable-csaf-site/csaf/v2/advisories", 23, 23, 23)]
    [InlineData("suites/oasis-csaf-2.0/test/validator/data/mandatory", 147, 60, 147)]
    public async Task Real_documents_are_published_by_their_makers_or_kept_as_a_third_partys(string folder, int documents, int publishable, int kept)
    {
        var (count, published, imported) = (0, 0, 0);
        foreach (var file in Directory.GetFiles(SharedSuites.Require(folder), "*.json", SearchOption.AllDirectories))
        {
            var (document, problem) = await ReadAsync(await File.ReadAllBytesAsync(file, Ct));
            count++;
            published += document is { Defect: null } ? 1 : 0;
            imported += document is not null ? 1 : 0;
            Assert.Equal(document is null, problem is { Document.Errors.Count: > 0 });
        }

        Assert.Equal((documents, publishable, kept), (count, published, imported));
    }

    // What is allocated, by this thread alone: nothing of it outlives the answer.
    [Theory]
    [InlineData("products", 64)]
    [InlineData("vulnerabilities", 256)]
    [InlineData("digits", 256)]
    public async Task A_document_made_to_cost_memory_is_answered_within_bounds(string kind, int mebibytesMax)
    {
        var document = Encoding.UTF8.GetBytes(kind switch
        {
            // As many as fit into the bytes that are taken: half a million.
            "products" => $$$"""{"document":{},"product_tree":{"full_product_names":[{{{string.Join(',', Enumerable.Repeat("""{"name":"n","product_id":"i"}""", 550_000))}}}]}}""",
            "vulnerabilities" => $$$"""{"document":{},"vulnerabilities":[{{{string.Join(',', Enumerable.Repeat("""{"cve":"CVE-2026-10000","product_status":{"fixed":["p"]}}""", 20_000))}}}]}""",
            _ => $$"""{"document":{},"x":[{{string.Join(',', Enumerable.Repeat("[" + string.Join(',', Enumerable.Repeat("1", 100_000)) + "]", 80))}}]}""",
        });
        Assert.InRange(document.Length, 1, CyberExchange.Interop.Csaf.CsafLimits.DocumentBytesMax);
        using var reading = new AdvisoryReading(TimeProvider.System);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var answer = reading.ReadAsync(document, Ct);

        Assert.True(answer.IsCompleted); // On this thread.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1024 / 1024, 0, mebibytesMax);
        Assert.Equal(422, (await answer).Problem!.Document.Status);
    }

    private static Task<(ReadDocument? Document, CyberExchange.Server.Problems.Problem? Problem)> ReadAsync(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(AdvisoryExamples.Document)!;
        change(json["document"]!.AsObject());
        return ReadAsync(Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    private static async Task<(ReadDocument? Document, CyberExchange.Server.Problems.Problem? Problem)> ReadAsync(byte[] bytes)
    {
        using var reading = new AdvisoryReading(TimeProvider.System);
        return await reading.ReadAsync(bytes, Ct);
    }
}
