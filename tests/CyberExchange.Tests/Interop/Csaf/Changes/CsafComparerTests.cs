using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Csaf.Changes;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Interop.Csaf.Changes;

public sealed class CsafComparerTests
{
    private const string Vulnerability = "CVE-1900-00101";

    private static JsonNode Full => JsonNode.Parse(CsafSamples.Bytes(CsafSamples.Full))!; // an object

    [Fact]
    public void A_document_says_the_same_as_itself_in_whatever_order()
    {
        var turned = Full;
        Turn(turned);

        Assert.NotEqual(Full.ToJsonString(), turned.ToJsonString());
        Assert.Empty(Compare(Full, turned).Changes);
    }

    // Whatever an author changes is told of, and at its place: nothing is passed by in silence.
    [Fact]
    public void Every_value_that_changes_is_told_of()
    {
        var paths = new List<string>();
        Leaves(Full, "", paths);
        var untold = new List<string>();
        foreach (var path in paths.Where(path => path != "/document/csaf_version"))
        {
            var changed = Full;
            Set(changed, path);
            var told = Compare(Full, changed);
            if (!told.Changes.Any(change => path.StartsWith(change.NewPointer ?? "none", StringComparison.Ordinal) || path.StartsWith(change.OldPointer ?? "none", StringComparison.Ordinal)))
            {
                untold.Add($"{path}: {string.Join("; ", told.Changes.Select(change => change.Sentence))}");
            }
        }

        // A product id is told of at the tree, since only the document knows it; a branch at the products that stand below it; and who
        // has a score at the score.
        Assert.InRange(paths.Count, 150, int.MaxValue);
        Assert.All(untold, line => Assert.Matches("^/product_tree/branches/.*(name|category|product_id): .*(product id|stands below)|^/vulnerabilities/./scores/./products/.: The CVSS", line));
    }

    [Theory]
    [InlineData("/document/title", "\"Another\"", "title-changed", "The title is changed from \"Example Grid Works GridGate: maintenance service without authentication\" to \"Another\".")]
    [InlineData("/document/distribution/tlp/label", "\"AMBER\"", "label-changed", "The TLP label is changed from \"WHITE\" to \"AMBER\".")]
    [InlineData("/document/tracking/status", "\"interim\"", "status-changed", "The status is changed from \"final\" to \"interim\".")]
    [InlineData("/document/notes/0/text", "\"Otherwise.\"", "note-changed", "The note \"In short\" differs in text.")]
    [InlineData("/document/references/1", null, "reference-removed", "The reference \"https://maker-eu.example/guides/hardening?lang=en#network\" is gone.")]
    [InlineData("/document/tracking/revision_history/0/summary", "\"New words.\"", "revision-changed", "The revision \"1\" differs in summary.")]
    [InlineData("/vulnerabilities/0/title", "\"Another\"", "vulnerability-title-changed", "The title of CVE-1900-00101 is changed from \"Maintenance service without authentication\" to \"Another\".")]
    [InlineData("/vulnerabilities/0/cwe/id", "\"CWE-287\"", "weakness-added", "The weakness CWE-287 of CVE-1900-00101 is new.")]
    [InlineData("/vulnerabilities/0/remediations/2", null, "remediation-removed", "The remediation \"Let only the maintenance network reach TCP port 7200.\" of CVE-1900-00101 is gone.")]
    [InlineData("/vulnerabilities/0/remediations/2/category", "\"workaround\"", "remediation-added", "The remediation \"Let only the maintenance network reach TCP port 7200.\" of CVE-1900-00101 is new.")]
    [InlineData("/vulnerabilities/0/threats/0/details", "\"It is used.\"", "threat-changed", "The threat statement \"exploit_status\" of CVE-1900-00101 differs in details.")]
    [InlineData("/vulnerabilities/0/x_own", "7", "other-added", "The member \"x_own\" of CVE-1900-00101 is new: 7.")]
    public void A_change_is_told_in_a_sentence(string path, string? json, string code, string sentence)
    {
        var changed = Full;
        Set(changed, path, json is null ? null : JsonNode.Parse(json));

        var told = Compare(Full, changed).Changes;

        Assert.Contains((code, sentence), told.Select(change => (change.Code, change.Sentence)));
        Assert.InRange(told.Length, 1, 2);
    }

    [Fact]
    public void A_score_is_told_with_its_severity_and_the_products()
    {
        var changed = Full;
        Set(changed, "/vulnerabilities/0/scores/0/cvss_v3/baseScore", 7.5);
        Set(changed, "/vulnerabilities/0/scores/0/cvss_v3/baseSeverity", "HIGH");

        var told = Assert.Single(Compare(Full, changed).Changes);

        Assert.Equal((CsafChangeGroup.Vulnerabilities, "score-changed", Vulnerability, "9.8 (CRITICAL)", "7.5 (HIGH)"), (told.Group, told.Code, told.Vulnerability, told.Before, told.After));
        Assert.Equal(("/vulnerabilities/0/scores/0/cvss_v3", "/vulnerabilities/0/scores/0/cvss_v3", 3), (told.OldPointer, told.NewPointer, told.ProductCount));
        Assert.StartsWith("The CVSS 3.1 base score of CVE-1900-00101 for Example Grid Works GridGate 200 2.1.0 (vendor Example Grid Works), ", told.Sentence, StringComparison.Ordinal);
        Assert.EndsWith(" goes from 9.8 (CRITICAL) to 7.5 (HIGH).", told.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_product_that_goes_from_fixed_to_affected_is_told_once_of_each_vulnerability()
    {
        var changed = Full;
        Set(changed, "/vulnerabilities/0/product_status/fixed/0", null);
        changed["vulnerabilities"]![0]!["product_status"]!["known_affected"]!.AsArray().Add("GG200-2.1.1"); // They are there.

        var told = Assert.Single(Compare(Full, changed).Changes);

        Assert.Equal(("product-status-changed", "fixed", "known_affected", "/vulnerabilities/0/product_status"), (told.Code, told.Before, told.After, told.OldPointer));
        Assert.Equal("CVE-1900-00101: Example Grid Works GridGate 200 2.1.1 (vendor Example Grid Works): now known affected, before fixed.", told.Sentence);
    }

    [Fact]
    public void Two_entries_that_nothing_names_are_not_the_same()
    {
        var (before, after) = (Full, Full);
        before["document"]!["acknowledgments"] = new JsonArray(new JsonObject { ["names"] = new JsonArray("A") }); // They are objects.
        after["document"]!["acknowledgments"] = new JsonArray(new JsonObject { ["summary"] = "For the tests." });

        Assert.Equal(["acknowledgment-added", "acknowledgment-removed"], Compare(before, after).Changes.Select(change => change.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_vulnerability_comes_and_goes_as_a_whole()
    {
        var without = Full;
        without["vulnerabilities"]!.AsArray().RemoveAt(0); // It is there.

        var gone = Assert.Single(Compare(Full, without).Changes);
        var added = Assert.Single(Compare(without, Full).Changes);

        Assert.Equal(("vulnerability-removed", "/vulnerabilities/0", null), (gone.Code, gone.OldPointer, gone.NewPointer));
        Assert.Equal(("vulnerability-added", null, "/vulnerabilities/0"), (added.Code, added.OldPointer, added.NewPointer));
        Assert.Equal("CVE-1900-00101 is new: known affected 3 product(s), fixed 2 product(s).", added.Sentence);
    }

    [Fact]
    public void Products_that_are_counted_anew_are_the_same_products()
    {
        var renumbered = JsonNode.Parse(Full.ToJsonString().Replace("\"GG200-2.1.0\"", "\"X\"", StringComparison.Ordinal)
            .Replace("\"GG200-2.1.1\"", "\"GG200-2.1.0\"", StringComparison.Ordinal).Replace("\"X\"", "\"GG200-2.1.1\"", StringComparison.Ordinal))!; // an object

        var told = Assert.Single(Compare(Full, renumbered).Changes);

        Assert.Equal(("product-ids-changed", 2), (told.Code, told.ProductCount));
    }

    [Fact]
    public void What_has_another_name_in_the_other_version_of_the_standard_is_the_same()
    {
        var later = Full;
        Set(later, "/document/csaf_version", "2.1");
        Set(later, "/document/distribution/tlp/label", "CLEAR");
        foreach (var vulnerability in later["vulnerabilities"]!.AsArray().Select(node => node!.AsObject())) // They are there.
        {
            vulnerability["cwes"] = vulnerability["cwe"] is { } cwe ? new JsonArray(cwe.DeepClone()) : null;
            vulnerability["disclosure_date"] = vulnerability["release_date"]?.DeepClone();
            vulnerability["metrics"] = vulnerability["scores"] is not JsonArray scores ? null : new JsonArray([.. scores.Select(Metric)]);
            foreach (var name in new[] { "cwe", "release_date", "scores" }.Concat(vulnerability.Where(member => member.Value is null).Select(member => member.Key)).ToList())
            {
                vulnerability.Remove(name);
            }
        }

        Assert.Equal(["csaf-version-changed"], Compare(Full, later).Changes.Select(change => change.Code));
        Assert.Equal(["csaf-version-changed"], Compare(later, Full).Changes.Select(change => change.Code));

        static JsonNode Metric(JsonNode? score)
        {
            var content = score!.DeepClone().AsObject(); // A score is an object.
            content.Remove("products");
            return new JsonObject { ["products"] = score["products"]!.DeepClone(), ["content"] = content }; // It is required.
        }
    }

    [Theory]
    [InlineData("1.0.0", "1.0.1", "/vulnerabilities/0/product_status/known_affected/0", null, "MAJOR")]
    [InlineData("1.0.0", "1.1.0", "/vulnerabilities/0/product_status/known_affected/0", null, "MAJOR")]
    [InlineData("1.0.0", "2.0.0", "/vulnerabilities/0/product_status/known_affected/0", null, null)]
    [InlineData("1.0.0", "1.0.1", "/vulnerabilities/0/remediations/0", null, "MINOR")]
    [InlineData("1.0.0", "1.1.0", "/vulnerabilities/0/remediations/0", null, null)]
    [InlineData("1.0.0", "1.0.1", "/document/notes/0/text", "\"A typo less.\"", null)]
    [InlineData("0.1.0", "0.1.1", "/vulnerabilities/0/product_status/known_affected/0", null, null)]
    [InlineData("1", "2", "/vulnerabilities/0/product_status/known_affected/0", null, null)]
    public void A_semantic_version_that_moves_too_little_is_hinted_at(string before, string after, string path, string? json, string? asked)
    {
        var (old, now) = (Full, Full);
        Version(old, before);
        Version(now, before, after);
        Set(now, path, json is null ? null : JsonNode.Parse(json));

        var hints = Compare(old, now).Hints;

        Assert.Equal(asked is null ? [] : ["version-step"], hints.Select(hint => hint.Code));
        Assert.All(hints, hint => Assert.Contains($"a new {asked} version (3.1.11.2)", hint.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_revision_of_the_other_is_hinted_at()
    {
        var other = Full;
        Set(other, "/document/tracking/id", "EGW-2026-0009");
        var rewritten = Full;
        Version(rewritten, "1", "2");
        Set(rewritten, "/document/tracking/revision_history/0/summary", "Nothing happened.");

        Assert.Equal(["other-document"], Compare(Full, other).Hints.Select(hint => hint.Code));
        Assert.Equal(["not-a-revision"], Compare(Full, rewritten).Hints.Select(hint => hint.Code));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("{", true)]
    [InlineData("{}", true)]
    [InlineData("""{"document":{"csaf_version":"3.0"}}""", true)]
    public void What_is_no_csaf_document_is_not_compared(string json, bool isOld)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        Assert.Equal(isOld, Assert.IsType<CsafComparison.Unreadable>(CsafComparer.Compare(bytes, CsafSamples.Bytes(CsafSamples.Full))).IsOld);
        Assert.Equal(!isOld, Assert.IsType<CsafComparison.Unreadable>(CsafComparer.Compare(CsafSamples.Bytes(CsafSamples.Full), bytes)).IsOld);
    }

    [Fact]
    public void Changes_beyond_the_limit_are_counted()
    {
        var many = Full;
        var references = many["document"]!["references"]!.AsArray(); // They are there.
        for (var i = 0; i < CsafComparer.ChangesMax + 7; i++)
        {
            references.Add(new JsonObject { ["summary"] = $"{i}", ["url"] = $"https://maker-eu.example/{i}" });
        }

        var made = Compare(Full, many);

        Assert.Equal((CsafComparer.ChangesMax, 7), (made.Changes.Length, made.Untold));
    }

    // Any two of them: the comparison ends, and every sentence is whole.
    [Fact]
    public void Documents_of_the_suites_can_be_compared_with_each_other()
    {
        var compared = 0;
        foreach (var folder in new[] { "suites/oasis-csaf-2.0/test/validator/data/mandatory", "suites/oasis-csaf-2.1/test/validator/data/mandatory" })
        {
            var files = Directory.GetFiles(SharedSuites.Require(folder), "*.json").Order(StringComparer.Ordinal).ToList();
            foreach (var (old, now) in files.Zip(files.Skip(1)))
            {
                if (CsafComparer.Compare(File.ReadAllBytes(old), File.ReadAllBytes(now)) is CsafComparison.Made made)
                {
                    compared++;
                    Assert.All(made.Changes, change => Assert.EndsWith(".", change.Sentence, StringComparison.Ordinal));
                }
            }
        }

        Assert.InRange(compared, 300, int.MaxValue);
    }

    private static CsafComparison.Made Compare(JsonNode old, JsonNode now) =>
        Assert.IsType<CsafComparison.Made>(CsafComparer.Compare(Encoding.UTF8.GetBytes(old.ToJsonString()), Encoding.UTF8.GetBytes(now.ToJsonString())));

    private static void Version(JsonNode document, params string[] numbers)
    {
        Set(document, "/document/tracking/version", numbers[^1]);
        document["document"]!["tracking"]!["revision_history"] = new JsonArray([.. numbers.Select((number, at) => new JsonObject // They are required.
        {
            ["date"] = $"2026-02-0{at + 3}T08:00:00Z",
            ["number"] = number,
            ["summary"] = $"Release {number}.",
        })]);
    }

    private static void Turn(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                var all = members.Reverse().ToList();
                members.Clear();
                foreach (var (name, value) in all)
                {
                    Turn(value);
                    members[name] = value;
                }

                break;
            case JsonArray items:
                var turned = items.Reverse().ToList();
                items.Clear();
                foreach (var item in turned)
                {
                    Turn(item);
                    items.Add(item);
                }

                break;
            default:
                break;
        }
    }

    private static void Leaves(JsonNode? node, string path, List<string> found)
    {
        switch (node)
        {
            case JsonObject members:
                members.ToList().ForEach(member => Leaves(member.Value, $"{path}/{member.Key}", found));
                break;
            case JsonArray items:
                items.Select((item, at) => (item, at)).ToList().ForEach(entry => Leaves(entry.item, $"{path}/{entry.at}", found));
                break;
            default:
                found.Add(path);
                break;
        }
    }

    private static void Set(JsonNode root, string path)
    {
        var (parent, name) = Find(root, path);
        var old = parent is JsonArray array ? array[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : parent[name];
        Set(root, path, old!.GetValueKind() is System.Text.Json.JsonValueKind.Number ? JsonValue.Create(old.GetValue<double>() + 0.1) : JsonValue.Create($"{old} x")); // A leaf is there.
    }

    private static void Set(JsonNode root, string path, JsonNode? value)
    {
        var (parent, name) = Find(root, path);
        switch (parent, value)
        {
            case (JsonArray array, null):
                array.RemoveAt(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case (JsonArray array, _):
                array[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] = value;
                break;
            case (JsonObject members, null):
                members.Remove(name);
                break;
            default:
                parent[name] = value;
                break;
        }
    }

    private static (JsonNode Parent, string Name) Find(JsonNode root, string path)
    {
        var steps = path.Split('/')[1..];
        var parent = steps[..^1].Aggregate(root, (node, step) => node is JsonArray array ? array[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : node[step]!); // The path is there.
        return (parent, steps[^1]);
    }
}
