using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Interop.Csaf.Validation;

/// <summary>The suites of OASIS: each document fails the test that it is about, or passes it, and is valid or not.</summary>
public sealed class OasisSuiteTests
{
    // These ask whether a URL resolves, and nothing is asked here.
    private static readonly string[] NeedTheNetwork20 =
    [
        "oasis_csaf_tc-csaf_2_0-2021-6-3-06-01.json: missed",
        "oasis_csaf_tc-csaf_2_0-2021-6-3-06-02.json: missed",
        "oasis_csaf_tc-csaf_2_0-2021-6-3-07-01.json: missed",
    ];

    // The suite calls these valid, and they list a file's hash of one algorithm twice, which the mandatory test 6.1.25 forbids.
    private static readonly string[] ContradictThemselves20 =
    [
        "oasis_csaf_tc-csaf_2_0-2021-6-2-08-02.json: refused",
        "oasis_csaf_tc-csaf_2_0-2021-6-2-09-02.json: refused",
    ];

    private static readonly string[] NeedTheNetwork21 =
    [
        "oasis_csaf_tc-csaf_2_1-2024-6-3-06-01.json: missed",
        "oasis_csaf_tc-csaf_2_1-2024-6-3-06-02.json: missed",
        "oasis_csaf_tc-csaf_2_1-2024-6-3-07-01.json: missed",
    ];

    // What is not looked into. The schemas of extensions (6.1.60.2) ask for a general engine of JSON Schema 2020-12, which we do not have, and so
    // it is not known which products an extension defines (6.2.54.3, 6.3.21.1). Grammar (6.3.16) asks for a program of its own, for each
    // language. AboutCode's LicenseDB (6.2.44, 6.2.45) is in no package that we can have; its licenses are known by their prefix.
    // Nor are the tests made that ask for what the schema of this suite does not define: 6.1.27.20 and 6.3.23 (the profile
    // csaf_vulnerability_report and document.involvement), 6.2.55 and 6.3.24 (publisher.contact, and a key from the network).
    private static readonly string[] AreBeyond21 =
    [
        "oasis_csaf_tc-csaf_2_1-2024-6-1-60-02-01.json: missed",
        "oasis_csaf_tc-csaf_2_1-2024-6-1-60-02-01.json: taken for valid",
        "oasis_csaf_tc-csaf_2_1-2024-6-1-60-02-02.json: missed",
        "oasis_csaf_tc-csaf_2_1-2024-6-1-60-02-02.json: taken for valid",
        "oasis_csaf_tc-csaf_2_1-2024-6-2-44-02.json: missed",
        "oasis_csaf_tc-csaf_2_1-2024-6-2-45-02.json: missed",
        "oasis_csaf_tc-csaf_2_1-2024-6-2-54-03-01.json: refused",
        "oasis_csaf_tc-csaf_2_1-2024-6-3-16-01.json: missed",
        "oasis_csaf_tc-csaf_2_1-2024-6-3-21-01-02.json: refused",
        "oasis_csaf_tc-csaf_2_1-2024-6-3-21-01-12.json: refused",
    ];

    // The suite calls these valid, or fit for the test that they are about, and the standard does not.
    private static readonly string[] ContradictThemselves21 =
    [
        "oasis_csaf_tc-csaf_2_1-2024-6-1-10-13.json: refused", // 6.1.9: 9.0 is the temporal score, and not the base score, of its vector
        "oasis_csaf_tc-csaf_2_1-2024-6-1-27-13-16.json: refused", // 6.1.1 and 6.1.2: one product id stands for two products, and another for none
        "oasis_csaf_tc-csaf_2_1-2024-6-1-27-13-16.json: reported", // that other product has no versions
        "oasis_csaf_tc-csaf_2_1-2024-6-1-48-19.json: refused",
        "oasis_csaf_tc-csaf_2_1-2024-6-1-48-19.json: reported", // M, C, R is out of order, as the suite says of document 09
        "oasis_csaf_tc-csaf_2_1-2024-6-1-50-14.json: refused",
        "oasis_csaf_tc-csaf_2_1-2024-6-1-50-14.json: reported", // vers:/all has no type; all versions are vers:all/*
        "oasis_csaf_tc-csaf_2_1-2024-6-1-50-15.json: refused", // 6.1.2: one product id stands for two products
        "oasis_csaf_tc-csaf_2_1-2024-6-2-08-02.json: refused", // 6.1.25
        "oasis_csaf_tc-csaf_2_1-2024-6-2-09-02.json: refused", // 6.1.25
        "oasis_csaf_tc-csaf_2_1-2024-6-2-20-02.json: refused", // 6.1.8: the schema of CVSS 4.0 has no room for members of one's own
        "oasis_csaf_tc-csaf_2_1-2024-6-2-21-02.json: refused", // 6.1.14: version 6 is older than version 5
        "oasis_csaf_tc-csaf_2_1-2024-6-2-34-03.json: refused", // 6.1.48: the namespace is the one that is never valid
        "oasis_csaf_tc-csaf_2_1-2024-6-2-39-02-01.json: refused", // 6.1.27.14: there is no note of the category description
        "oasis_csaf_tc-csaf_2_1-2024-6-2-39-03-01.json: refused", // 6.1.27.14
        "oasis_csaf_tc-csaf_2_1-2024-6-2-42-02.json: refused", // 6.1.42: the package URLs differ in more than qualifiers
    ];

    [Fact]
    public void Csaf_2_0_is_tested_as_its_suite_says() =>
        Agrees("oasis-csaf-2.0", 239, [.. NeedTheNetwork20, .. ContradictThemselves20]);

    [Fact]
    public void Csaf_2_1_is_tested_as_its_suite_says() =>
        Agrees("oasis-csaf-2.1", 856, [.. NeedTheNetwork21, .. AreBeyond21, .. ContradictThemselves21]);

    // What the URLs of these documents answered when the suite was written; asking them is the work of cyx.
    [Theory]
    [InlineData("oasis-csaf-2.0")]
    [InlineData("oasis-csaf-2.1")]
    public void Urls_are_judged_by_the_status_that_they_answer_with(string suite)
    {
        var options = CsafValidationOptions.Default with
        {
            StatusOf = url => url switch { "https://example.net" => 200, "https://github.com/oasis-tcs/csaf/not-available" => 404, _ => null },
        };
        var cases = OasisSuite.Cases(suite).Where(one => one.Test is "6.3.6" or "6.3.7").ToList();

        Assert.Equal(5, cases.Count);
        Assert.Empty(cases.SelectMany(one => one.Disagreements(options)));
    }

    // The suite has no case of this test.
    [Theory]
    [InlineData("final", "2026-03-01T12:00:00Z", null, false)]
    [InlineData("final", "2026-03-01T13:00:00+01:00", "2026-03-01T12:00:00Z", false)]
    [InlineData("final", "2026-03-01T12:00:01Z", null, true)]
    [InlineData("interim", "2026-03-01T12:00:00-01:00", null, true)]
    [InlineData("draft", "2026-03-01T12:00:01Z", null, false)]
    [InlineData("draft", "2026-03-01T12:00:01Z", "2026-03-01T12:00:00Z", true)]
    public void A_vulnerability_is_discovered_before_its_disclosure_and_before_the_newest_revision(string status, string discovery, string? disclosure, bool fails)
    {
        var vulnerability = new JsonObject { ["discovery_date"] = discovery };
        if (disclosure is not null)
        {
            vulnerability["disclosure_date"] = disclosure;
        }

        var document = new JsonObject
        {
            ["document"] = new JsonObject
            {
                ["csaf_version"] = "2.1",
                ["tracking"] = new JsonObject { ["status"] = status, ["revision_history"] = new JsonArray(new JsonObject { ["date"] = "2026-03-01T12:00:00Z", ["number"] = "1" }) },
            },
            ["vulnerabilities"] = new JsonArray(vulnerability),
        };

        var results = CsafValidator.Validate(Encoding.UTF8.GetBytes(document.ToJsonString())).Results.Where(result => result.Test is "6.1.62").ToList();

        Assert.Equal(fails ? ["/vulnerabilities/0/discovery_date"] : [], results.Select(result => result.Pointer));
    }

    [Theory]
    [InlineData("valid", true)]
    [InlineData("invalid", false)]
    public void Cpe_names_are_told_apart_as_the_suite_of_csaf_2_1_says(string folder, bool isCpe)
    {
        var names = File.ReadAllLines(Path.Combine(SharedSuites.Require("suites/oasis-csaf-2.1"), "test", "cpe", "data", folder, "cpe.txt"));

        Assert.InRange(names.Length, 9, 20);
        Assert.All(names, name => Assert.Equal(isCpe, !ResultsOf21(name).Any(result => result.Pointer.EndsWith("/cpe", StringComparison.Ordinal) && result.Test is "schema")));
    }

    [Theory]
    [InlineData("oasis-csaf-2.0", "valid", true)]
    [InlineData("oasis-csaf-2.0", "invalid", false)]
    [InlineData("oasis-csaf-2.1", "valid", true)]
    [InlineData("oasis-csaf-2.1", "invalid", false)]
    public void File_names_follow_from_tracking_ids(string suite, string folder, bool follows)
    {
        var files = Directory.GetFiles(Path.Combine(SharedSuites.Require("suites/" + suite), "test", "filenames", "data", folder));

        Assert.Equal(3, files.Length);
        Assert.All(files, file =>
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var id = document.RootElement.GetProperty("document").GetProperty("tracking").GetProperty("id").GetString()!; // every document has an id
            Assert.Equal(follows, CsafFileName.Of(id) == Path.GetFileName(file));
        });
    }

    private static IEnumerable<CsafResult> ResultsOf21(string cpe)
    {
        var document = new JsonObject
        {
            ["document"] = new JsonObject { ["csaf_version"] = "2.1" },
            ["product_tree"] = new JsonObject
            {
                ["full_product_names"] = new JsonArray(new JsonObject
                {
                    ["name"] = "a",
                    ["product_id"] = "a",
                    ["product_identification_helper"] = new JsonObject { ["cpe"] = cpe },
                }),
            },
        };
        return CsafValidator.Validate(Encoding.UTF8.GetBytes(document.ToJsonString())).Results;
    }

    private static void Agrees(string suite, int documents, IEnumerable<string> known)
    {
        var cases = OasisSuite.Cases(suite);
        var options = CsafValidationOptions.Default with { At = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), Spelling = Spelling(), Extensions = Extensions() };

        Assert.Equal(documents, cases.Count);
        Assert.Equal(known.Order(StringComparer.Ordinal), cases.SelectMany(one => one.Disagreements(options)).Order(StringComparer.Ordinal));
    }

    /// <summary>What the suite says of the extensions that its documents have.</summary>
    private static Dictionary<string, CsafExtensionMetadata> Extensions() =>
        Directory.GetFiles(Path.Combine(SharedSuites.Require("suites/oasis-csaf-2.1"), "test", "extension", "data", "valid"), "*.json", SearchOption.AllDirectories)
            .Select(file => CsafExtensionMetadata.Read(File.ReadAllBytes(file)))
            .OfType<CsafExtensionMetadata>()
            .ToDictionary(metadata => metadata.Schema, StringComparer.Ordinal);

    /// <summary>A dictionary that knows the correct words of the documents about spelling.</summary>
    private static SpellingDictionary Spelling()
    {
        var folder = Path.Combine(SharedSuites.RepositoryRoot, "tests", "CyberExchange.Tests", "Fixtures", "csaf", "spelling");
        return SpellingDictionary.Read("en", File.ReadLines(Path.Combine(folder, "en.aff")), File.ReadLines(Path.Combine(folder, "en.dic")));
    }
}
