using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Domain.Advisories;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Losses;
using CyberExchange.Interop.OpenVex;
using Xunit;

namespace CyberExchange.Tests.Interop.OpenVex;

/// <summary>One OpenVEX document is changed again and again, and each of its versions is a revision of the CSAF document.</summary>
public sealed class OpenVexVersionsTests
{
    [Fact]
    public void Versions_can_be_published_one_after_another()
    {
        var all = Enumerable.Range(1, 4).Select(number => Made(Vex($"{number}", $"2026-03-{number:D2}T09:00:00Z"))).Select(made => CsafTrackings.Read(made.Bytes)!).ToList(); // Each is valid.

        Assert.Equal(["1", "2", "3", "4"], all.Select(one => one.Version));
        Assert.Equal([1, 2, 3, 4], all.Select(one => one.CurrentReleaseAt.Day));
        foreach (var (present, next) in all.Zip(all.Skip(1)))
        {
            Assert.Null(TrackingStep.CheckVersion(next.Version, present.Version) ?? new TrackingStep(present, next).CheckHistory());
        }

        Assert.Null(TrackingStep.CheckVersion(all[3].Version, all[0].Version) ?? new TrackingStep(all[0], all[3]).CheckHistory()); // Some may be skipped.
    }

    [Fact]
    public void Dates_that_are_not_known_are_told()
    {
        var made = Made(Vex("3", "2026-03-03T09:00:00Z"));

        Assert.Equal(["2026-03-01T09:00:00Z", "2026-03-01T09:00:00.001Z", "2026-03-01T09:00:00.002Z"], JsonNode.Parse(made.Bytes.Span)!["document"]!["tracking"]!["revision_history"]!.AsArray().Select(entry => (string?)entry!["date"])); // It made them.
        Assert.Equal((LossFate.Defaulted, "2026-03-01T09:00:00.002Z"), Loss(made, "/document/tracking/revision_history/date"));
        Assert.DoesNotContain(Made(Vex("1", "2026-03-01T09:00:00Z")).Losses, loss => loss.Path.Contains("history", StringComparison.Ordinal));
    }

    [Fact]
    public void A_version_that_says_no_later_date_is_no_older_than_its_history()
    {
        var tracking = CsafTrackings.Read(Made(Vex("3", "2026-03-01T09:00:00Z")).Bytes)!; // It is valid.

        Assert.Equal(("3", tracking.History[^1].At), (tracking.Version, tracking.CurrentReleaseAt));
    }

    [Theory]
    [InlineData("\"2.1.0\"", "2.1.0")]
    [InlineData("0", "0")]
    [InlineData("-3", "-3")]
    public void What_is_no_whole_number_stands_as_the_legacy_version_of_the_first(string version, string legacy)
    {
        var made = Made(Vex(version, "2026-03-03T09:00:00Z"));

        var tracking = JsonNode.Parse(made.Bytes.Span)!["document"]!["tracking"]!; // It made them.
        Assert.Equal(("1", legacy), ((string?)tracking["version"], (string?)tracking["revision_history"]![0]!["legacy_version"]));
        Assert.Equal((LossFate.Approximated, legacy), Loss(made, "version"));
    }

    [Fact]
    public void A_version_that_is_not_said_is_the_first()
    {
        var vex = JsonNode.Parse(Vex("1", "2026-03-03T09:00:00Z"))!.AsObject(); // an object
        vex.Remove("version");

        var made = Made(vex.ToJsonString());

        Assert.Equal("1", CsafTrackings.Read(made.Bytes)?.Version);
        Assert.Equal((LossFate.Defaulted, "1"), Loss(made, "/document/tracking/version"));
    }

    [Theory]
    [InlineData("1001")]
    [InlineData("99999999999999999999")]
    public void More_versions_than_are_listed_are_not_translated(string version) =>
        Assert.Contains("more than 1000", Assert.IsType<VexTranslation.NotPossible>(Translate(Vex(version, "2026-03-03T09:00:00Z"))).Why, StringComparison.Ordinal);

    [Fact]
    public void The_last_date_there_is_makes_nothing_throw() =>
        Translate(Vex("1000", "9999-12-31T23:59:59.9999999Z").Replace("2026-03-01T09:00:00Z", "9999-12-31T23:59:59.9999999Z", StringComparison.Ordinal));

    private static string Vex(string version, string updated) => $$"""
        {
          "@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://vex.example/1", "author": "A", "timestamp": "2026-03-01T09:00:00Z",
          "last_updated": "{{updated}}", "version": {{version}},
          "statements": [{ "vulnerability": { "name": "CVE-2026-10001" }, "products": [{ "@id": "pkg:generic/a@1" }], "status": "fixed" }]
        }
        """;

    private static VexTranslation Translate(string vex) => OpenVexToCsaf.Translate(Encoding.UTF8.GetBytes(vex), new VexPublisher());

    private static VexTranslation.Made Made(string vex) => Assert.IsType<VexTranslation.Made>(Translate(vex));

    private static (LossFate Fate, string? Value) Loss(VexTranslation.Made made, string path) =>
        made.Losses.Where(loss => loss.Path == path).Select(loss => (loss.Fate, loss.Value)).Single();
}
