using System.Text.Json.Nodes;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Interop.Csaf;

/// <summary>Documents of others: real advisories and the test documents of OASIS.</summary>
public sealed class CsafRealDocumentsTests
{
    // The official schema refuses these too (checked with ajv): a CPE with an unescaped parenthesis, and the three
    // documents of test 6.1.8, whose subject is an invalid CVSS block.
    private static readonly HashSet<string> RefusedBySchema = new(StringComparer.Ordinal)
    {
        "ni_cve-2024-12740.json schema",
        "oasis_csaf_tc-csaf_2_0-2021-6-1-08-01.json 6.1.8",
        "oasis_csaf_tc-csaf_2_0-2021-6-1-08-02.json 6.1.8",
        "oasis_csaf_tc-csaf_2_0-2021-6-1-08-03.json 6.1.8",
    };

    [Theory]
    [InlineData("data/cisa-csaf", 985, 0)]
    [InlineData("data/ni-csaf/advisories", 35, 1)]
    [InlineData("data/stackable-csaf-site/csaf/v2/advisories", 23, 0)]
    [InlineData("suites/oasis-csaf-2.0/test/validator/data/mandatory", 147, 3)]
    [InlineData("suites/oasis-csaf-2.0/test/validator/data/optional", 51, 0)]
    [InlineData("suites/oasis-csaf-2.0/test/validator/data/informative", 41, 0)]
    public void Exactly_the_documents_that_the_official_schema_accepts_are_read(string folder, int documents, int refusedBySchema)
    {
        var files = Directory.GetFiles(SharedSuites.Require(folder), "*.json", SearchOption.AllDirectories);
        var refused = files.SelectMany(RefusalsOf).ToList();
        Assert.Empty(refused.Except(RefusedBySchema, StringComparer.Ordinal));
        Assert.Equal((documents, refusedBySchema), (files.Length, refused.Count));
    }

    [Fact]
    public void What_is_told_of_a_real_advisory_is_what_its_JSON_says()
    {
        foreach (var file in Directory.GetFiles(SharedSuites.Require("data/cisa-csaf"), "*.json", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(file);
            var advisory = CsafDocument.Summarise(bytes)!; // The test above has read all of them.
            var root = JsonNode.Parse(bytes)!; // an accepted document is an object
            Assert.Equal((string?)root["document"]!["tracking"]!["id"], advisory.Tracking.Id); // required members
            Assert.Equal((string?)root["document"]!["title"], advisory.Title);
            Assert.Equal(Vulnerabilities(root).Select(entry => (string?)entry["cve"]).OfType<string>().Distinct(), advisory.Cves);
            Assert.Equal(Scores(root).Select(score => (double?)score).Max(), advisory.HighestScore?.BaseScore);
            Assert.Equal(FullNames(root["product_tree"]).Order(StringComparer.Ordinal).Distinct(), advisory.Products.SelectMany(product => product.FullNames).Order(StringComparer.Ordinal).Distinct());
        }
    }

    private static IEnumerable<string> RefusalsOf(string file) =>
        CsafDocument.Read(File.ReadAllBytes(file), CsafValidationOptions.Default with { Preset = CsafPreset.Schema }).Validation.Results
            .Select(result => $"{Path.GetFileName(file)} {result.Test}").Distinct();

    private static IEnumerable<JsonNode> Vulnerabilities(JsonNode root) => root["vulnerabilities"]?.AsArray().OfType<JsonNode>() ?? [];

    private static IEnumerable<double> Scores(JsonNode root) =>
        from entry in Vulnerabilities(root)
        from score in entry["scores"]?.AsArray() ?? []
        from version in new[] { "cvss_v2", "cvss_v3" }
        let number = (double?)score![version]?["baseScore"] // entries of an accepted document are objects
        where number is not null
        select number.Value;

    /// <summary>The names of all objects that have a product id, wherever they stand in the tree.</summary>
    private static IEnumerable<string> FullNames(JsonNode? node) => node switch
    {
        JsonObject product when product["product_id"] is not null => [(string?)product["name"] ?? ""],
        JsonObject container => container.SelectMany(member => FullNames(member.Value)),
        JsonArray array => array.SelectMany(FullNames),
        _ => [],
    };
}
