using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Testing.CsafPeers;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Interop.Csaf.Validation;

/// <summary>Real documents fail the same tests at the same places as by the npm package @secvisogram/csaf-validator-lib.</summary>
public sealed partial class CsafPeerTests
{
    // Where one defect is told of at two places, by test: how the place that one names follows from the other's.
    private static readonly Dictionary<string, (Func<string, string> OfPeer, Func<string, string> OfOurs, string Reason)> Places = new(StringComparer.Ordinal)
    {
        ["6.2.11"] = (_ => "/document", same => same, "A reference that is missing stands nowhere, and there may be no references at all."),
        ["6.2.13"] = (same => same, Parent, "We name the member that is out of order, and the peer the object that has it."),
        ["6.2.18"] = (at => at + "/name", same => same, "The range stands in the name of the branch."),
        ["6.2.20"] = (at => at + "/cvss_v4", same => same, "We name the member that is not defined, and the peer the object that has it; here it is always this one."),
        ["6.3.2"] = (Parent, same => same, "We name the CVSS object, and the peer its version."),
        ["6.3.9"] = (at => at + "/product", same => same, "We name the product, and the peer the branch that has it."),
        ["6.3.10"] = (at => Parent(at) + "/category", same => same, "We name the category that is to be avoided, and the peer the product of the branch."),
    };

    // What one of the two says alone.
    private static readonly Dictionary<string, string> Alone = new(StringComparer.Ordinal)
    {
        ["va-24-201-01.json ours 6.3.9 /product_tree/branches/1/branches/0/branches/3/product"] = TakesSiblings,
        ["va-24-201-01.json ours 6.3.9 /product_tree/branches/1/branches/0/branches/4/product"] = TakesSiblings,
        ["va-24-254-02.json ours 6.3.9 /product_tree/branches/0/branches/0/branches/1/product"] = TakesSiblings,
        ["ni_cve-2024-12740.json peer schema /vulnerabilities/0/scores/1"] = IsStrict,
        ["ni_cve-2024-12742.json peer schema /vulnerabilities/0/scores/1"] = IsStrict,
        ["ni_cve-2024-4080.json peer schema /vulnerabilities/0/scores/1"] = IsStrict,
        ["ni_cve-2024-4081.json peer schema /vulnerabilities/0/scores/1"] = IsStrict,
    };

    private const string TakesSiblings = "No branch above the product has the category product_version; the peer takes that of an earlier sibling for one.";
    private const string IsStrict = "The schema of CSAF 2.0 lets members stand that it does not define, and 6.2.20 tells of them; the peer asks a stricter one.";

    [Fact]
    public async Task Nothing_is_reported_that_the_peer_does_not_report_and_nothing_is_missed()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is "full" or "soak", "a thousand documents, by the peer too");
        using var peer = CsafPeer.StartNode("validator.mjs");
        string[] folders = ["data/cisa-csaf", "data/ni-csaf/advisories", "data/stackable-csaf-site/csaf/v2/advisories"];
        var files = folders.SelectMany(folder => Directory.GetFiles(SharedSuites.Require(folder), "*.json", SearchOption.AllDirectories)).ToList();
        var differences = new List<string>();

        await peer.AskAsync(
            new JsonObject { ["preset"] = "full", ["files"] = new JsonArray([.. files.Select(file => JsonValue.Create(file))]) },
            line => differences.AddRange(Differences(JsonNode.Parse(line)!))); // a line is an object

        Assert.Equal(1_043, files.Count);
        Assert.Equal(Alone.Keys.Order(StringComparer.Ordinal), differences.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Differences(JsonNode answer)
    {
        var file = (string)answer["file"]!;
        var name = Path.GetFileName(file);
        var ours = CsafValidator.Validate(File.ReadAllBytes(file)).Results.ToLookup(result => result.Test, StringComparer.Ordinal);
        var peer = answer["results"]!.AsArray().ToLookup(result => (string)result!["test"]!, result => (string)result!["pointer"]!, StringComparer.Ordinal);
        foreach (var test in ours.Select(group => group.Key).Union(peer.Select(group => group.Key), StringComparer.Ordinal))
        {
            var (ofPeer, ofOurs, _) = Places.GetValueOrDefault(test, (same => same, same => same, ""));
            var theirs = peer[test].Select(ofPeer).ToHashSet(StringComparer.Ordinal);
            if (ours[test].Select(result => Counted().Match(result.Message)).FirstOrDefault(match => match.Success) is { } counted)
            {
                // Beyond a limit ours are counted and not listed.
                if (int.Parse(counted.Groups["places"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) != theirs.Count)
                {
                    yield return $"{name} {test} at {counted.Groups["places"].Value} places, and by the peer at {theirs.Count}";
                }

                continue;
            }

            var mine = ours[test].Select(result => ofOurs(result.Pointer)).ToHashSet(StringComparer.Ordinal);
            foreach (var place in mine.Except(theirs, StringComparer.Ordinal))
            {
                yield return $"{name} ours {test} {place}";
            }

            foreach (var place in theirs.Except(mine, StringComparer.Ordinal))
            {
                yield return $"{name} peer {test} {place}";
            }
        }
    }

    private static string Parent(string pointer) => pointer[..pointer.LastIndexOf('/')];

    [GeneratedRegex("^This test fails at (?<places>[0-9]+) places", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Counted();
}
