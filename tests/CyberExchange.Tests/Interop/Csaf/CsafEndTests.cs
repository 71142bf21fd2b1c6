using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Domain.Advisories;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Interop.Languages;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Interop.Csaf;

/// <summary>What documents say of their own end and of each other.</summary>
public sealed class CsafEndTests
{
    // Every document of the official suite that has one of the profiles, whatever else a test finds in it.
    [Fact]
    public void The_official_documents_of_the_profiles_end_their_advisories_and_no_other_does()
    {
        var ended = new Dictionary<AdvisoryEnding, int>();
        foreach (var path in Directory.GetFiles(SharedSuites.Require("suites/oasis-csaf-2.1/test/validator/data"), "*.json", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(path);
            if (CsafDocument.Summarise(bytes) is not { } read)
            {
                continue;
            }

            Assert.Equal(read.Category switch { "csaf_withdrawn" => AdvisoryEnding.Withdrawn, "csaf_superseded" => AdvisoryEnding.Superseded, _ => null }, read.End?.Ending);
            if (read.End is { } end)
            {
                ended[end.Ending] = ended.GetValueOrDefault(end.Ending) + 1;
                Assert.NotEmpty(end.Reason);
            }
        }

        Assert.True(ended[AdvisoryEnding.Withdrawn] > 20 && ended[AdvisoryEnding.Superseded] > 10, string.Join(", ", ended));
    }

    [Theory]
    [InlineData("17-11", "This CSAF document contained example data and was withdrawn to create test data.", null)]
    [InlineData("18-11", "This CSAF document contained example data and was superseded to create test data.", "https://example.com/.well-known/csaf/clear/2024/esa-2024-1234.json")]
    public void The_reason_and_the_successor_are_those_of_the_set_titles(string test, string reason, string? successor)
    {
        var path = Path.Combine(SharedSuites.Require("suites/oasis-csaf-2.1/test/validator/data/mandatory"), $"oasis_csaf_tc-csaf_2_1-2024-6-1-27-{test}.json");
        var read = CsafDocument.Summarise(File.ReadAllBytes(path))!; // It is valid.

        Assert.Equal((reason, successor), (read.End!.Reason, read.Links.Successors.SingleOrDefault()));
    }

    // Conformance clause 18 of CSAF 2.1 tells by what such a document of CSAF 2.0 is known.
    [Theory]
    [InlineData("Withdrawn: relay firmware", "csaf_base", "en", 2, false, AdvisoryEnding.Withdrawn)]
    [InlineData("Relay firmware", "WITHDRAWN", null, 2, false, AdvisoryEnding.Withdrawn)]
    [InlineData("Superseded by EGW-2026-0009", "csaf_base", "en-GB", 2, false, AdvisoryEnding.Superseded)]
    [InlineData("Relay firmware", "superseded", "en", 2, false, AdvisoryEnding.Superseded)]
    [InlineData("Withdrawn", "csaf_base", "en", 2, false, AdvisoryEnding.Withdrawn)]
    [InlineData("Withdrawn - relay firmware", "csaf_base", "en", 2, false, AdvisoryEnding.Withdrawn)]
    [InlineData("Superseded (see EGW-2026-0009)", "csaf_base", "en", 2, false, AdvisoryEnding.Superseded)]
    [InlineData("Withdrawn root certificates: what to do", "csaf_base", "en", 2, false, null)]
    [InlineData("Withdrawn-certificate checks", "csaf_base", "en", 2, false, null)]
    [InlineData("Superseded bytecode is run", "csaf_base", "en", 2, false, null)]
    [InlineData("Withdrawn: root certificates", "csaf_informational_advisory", "en", 2, false, null)]
    [InlineData("Withdrawn: root certificates", "csaf_security_incident_response", "en", 2, false, null)]
    [InlineData("withdrawn: relay firmware", "csaf_base", "en", 2, false, null)]
    [InlineData("Withdrawn: relay firmware", "csaf_base", "de", 2, false, null)]
    [InlineData("Withdrawn: relay firmware", "csaf_base", "en", 1, false, null)]
    [InlineData("Withdrawn certificates are accepted", "csaf_base", "en", 2, true, null)]
    [InlineData("Relay firmware", "csaf_withdrawn", "de", 1, true, AdvisoryEnding.Withdrawn)] // Of a third party only: test 6.1.26 of CSAF 2.0.
    public void A_document_of_CSAF_2_0_says_it_in_its_title_or_category(string title, string category, string? language, int revisions, bool hasProducts, AdvisoryEnding? ending)
    {
        var json = Sample(document =>
        {
            (document["title"], document["category"], document["lang"]) = (title, category, language);
            document["tracking"]!["revision_history"] = new JsonArray([.. Enumerable.Range(1, revisions).Select(number => new JsonObject
            {
                ["date"] = "2026-02-03T08:00:00Z", ["number"] = $"{number}", ["summary"] = $"Entry {number}.",
            })]);
        });
        if (!hasProducts)
        {
            json.Remove("product_tree");
            json.Remove("vulnerabilities");
        }

        var read = Read(json);

        Assert.Equal((ending, ending is null ? null : $"Entry {revisions}."), (read.End?.Ending, read.End?.Reason));
    }

    [Theory]
    [InlineData("de", "en", "https://a.example/x.json", "external", "https://a.example/x.json")]
    [InlineData("de", "en", "https://a.example/x.json", null, "https://a.example/x.json")]
    [InlineData("de", "en", "https://a.example/x.json", "self", null)]
    [InlineData("de", null, "https://a.example/x.json", "external", null)]
    [InlineData("de", "en", "https://maker-eu.example/egw-2026-0001.json", "external", null)] // Its own.
    public void The_first_reference_of_a_translation_names_its_original(string language, string? source, string url, string? category, string? original)
    {
        var read = Read(Sample(document =>
        {
            (document["lang"], document["source_lang"]) = (language, source);
            document["references"] = new JsonArray(
                new JsonObject { ["category"] = category, ["summary"] = "S", ["url"] = url },
                new JsonObject { ["category"] = "self", ["summary"] = "S", ["url"] = "https://maker-eu.example/egw-2026-0001.json" },
                new JsonObject { ["category"] = "self", ["summary"] = "S", ["url"] = "https://maker-eu.example/other.html" });
        }));

        Assert.Equal((source, original, ["https://maker-eu.example/egw-2026-0001.json"]), (read.SourceLang, read.Links.Original, read.Links.Canonical.AsEnumerable()), Same);

        static bool Same((string?, string?, IEnumerable<string>) x, (string?, string?, IEnumerable<string>) y) => x.Item1 == y.Item1 && x.Item2 == y.Item2 && x.Item3.SequenceEqual(y.Item3);
    }

    // The validator's own example of a translation names no original: it passes the mandatory tests, and is not published here.
    [Fact]
    public void The_official_translation_says_from_which_language()
    {
        var read = CsafDocument.Summarise(File.ReadAllBytes(Path.Combine(SharedSuites.Require("suites/oasis-csaf-2.1/test/validator/data/mandatory"), "oasis_csaf_tc-csaf_2_1-2024-6-1-28-11.json")))!; // It is valid.

        Assert.Equal(("en-US", "en-GB", null), (read.Lang, read.SourceLang, read.Links.Original));
    }

    [Fact]
    public void Real_documents_stand_and_are_known_by_an_address()
    {
        var step = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is "full" or "soak" ? 1 : 20;
        var (read, known) = (0, 0);
        foreach (var path in Directory.GetFiles(SharedSuites.Require("data/cisa-csaf"), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Where((_, at) => at % step == 0))
        {
            if (CsafDocument.Summarise(File.ReadAllBytes(path)) is { } document)
            {
                Assert.Null(document.End);
                Assert.Null(document.Links.Original);
                (read, known) = (read + 1, known + (document.Links.Canonical.Length > 0 ? 1 : 0));
            }
        }

        Assert.True(read > 30 && known > read / 2, $"{known} of {read} are known by an address.");
    }

    [Theory]
    [InlineData("de", "de", true)]
    [InlineData("de", "de-AT", true)]
    [InlineData("DE-at", "de-AT", true)]
    [InlineData("de-AT", "de", false)]
    [InlineData("de", "den", false)]
    [InlineData("de", "", false)]
    public void A_language_range_takes_what_begins_with_it(string range, string tag, bool isIn) => Assert.Equal(isIn, LanguageTag.IsIn(range, tag));

    private static JsonObject Sample(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(CsafSamples.Bytes(CsafSamples.Full))!.AsObject(); // an object
        json["document"]!.AsObject().Remove("notes");
        change(json["document"]!.AsObject()); // It has one.
        foreach (var member in json["document"]!.AsObject().Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            json["document"]!.AsObject().Remove(member);
        }

        return json;
    }

    private static CsafAdvisory Read(JsonObject json) => CsafDocument.Summarise(Encoding.UTF8.GetBytes(json.ToJsonString()))!; // It has all that a summary tells.
}
