using System.Text.Json;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Taxonomies;
using CyberExchange.Interop.Incidents;
using CyberExchange.Interop.Losses;
using CyberExchange.Interop.Veris;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Interop.Veris;

public sealed class VerisIncidentTests
{
    private static readonly VerisChoices Choices = new("eu.research", VictimInNotes: false);

    /// <summary>The schema's own shape, as VERIS 1.4 has it.</summary>
    private const string Whole = """
        {
          "schema_version": "1.4.0", "incident_id": "A-1", "security_incident": "Confirmed", "summary": "Somebody took the lights down.",
          "source_id": "own", "notes": "Seen with CVE-2021-44228 as well.", "reference": "https://news.example/1",
          "timeline": { "incident": { "year": 2024, "month": 3, "day": 9 }, "discovery": { "unit": "Days", "value": 3 },
                        "containment": { "unit": "Hours", "value": 5 } },
          "victim": { "victim_id": "Nordlicht Power", "country": ["DE"], "industry": "221122", "employee_count": "101 to 1000", "region": ["150155"] },
          "actor": { "external": { "variety": ["Activist"], "motive": ["Ideology"], "country": ["Unknown"] } },
          "action": { "hacking": { "variety": ["Exploit vuln", "Unknown"], "vector": ["VPN"], "cve": "CVE-2023-34362; cve-2023-35036" } },
          "asset": { "assets": [{ "variety": "S - Database", "amount": 2 }, { "variety": "N - PLC" }], "cloud": ["NA"] },
          "attribute": { "availability": { "variety": ["Interruption"] } },
          "discovery_method": { "unknown": true },
          "plus": { "master_id": "M-9", "analyst": "somebody" }
        }
        """;

    [Fact]
    public void A_record_of_the_whole_schema_becomes_a_report()
    {
        var report = Translate(Whole).Report;

        Assert.Equal("A-1", report.Reference);
        Assert.Equal("Hacking: Exploit vuln (Utilities, DE, 2024)", report.Title);
        Assert.Equal("rsit.intrusions.system-compromise", report.Classification);
        Assert.Equal(["eu.energy.electricity"], report.Sectors);
        Assert.Equal(Utc(2024, 3, 9), report.BeganAt);
        Assert.Equal(Utc(2024, 3, 12), report.DetectedAt);
        Assert.Equal(Utc(2024, 3, 12, 5), report.EndedAt);
        Assert.Equal(["CVE-2021-44228", "CVE-2023-34362", "CVE-2023-35036"], report.Vulnerabilities);
        Assert.Null(report.Severity);
        Assert.Null(report.AffectedCount);
        Assert.Null(IncidentReportRules.Check(report, Utc(2026, 1, 1)));
    }

    [Fact]
    public void What_has_no_field_stands_in_the_summary_below_the_narrative()
    {
        var lines = Translate(Whole).Report.Summary.Split('\n');

        Assert.Equal("Somebody took the lights down.", lines[0]);
        Assert.Contains("actor: external", lines);
        Assert.Contains("actor.external.variety: Activist", lines);
        Assert.Contains("asset.assets.variety: S - Database, N - PLC", lines);
        Assert.Contains("asset.assets.amount: 2 S - Database", lines);
        Assert.Contains("discovery_method: unknown", lines);
        Assert.Contains("victim.country: DE", lines);
        Assert.DoesNotContain(lines, l => l.Contains("Unknown", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_value_is_carried_or_named_as_a_loss()
    {
        var losses = Translate(Whole).Losses;

        Assert.Equal(
            [
                "action.hacking.variety", "actor.external.country", "asset.cloud", "plus.analyst", "plus.master_id", "schema_version", "source_id",
                "victim.region", "victim.victim_id",
            ],
            losses.Where(l => l.Fate is LossFate.Dropped).Select(l => l.Path).Order(StringComparer.Ordinal));
        Assert.Contains(losses, l => l is { Path: "victim.victim_id", Value: "Nordlicht Power" });
        Assert.Contains(losses, l => l is { Path: "/report/title", Fate: LossFate.Defaulted });
        Assert.Contains(losses, l => l is { Path: "actor.external.variety", Fate: LossFate.Approximated });
        Assert.DoesNotContain(losses, l => l.Path is "incident_id" or "summary" or "action.hacking.cve");
    }

    [Fact]
    public void The_victims_name_is_left_out_unless_it_is_asked_for_and_then_it_is_personal()
    {
        var omitted = Translate(Whole);
        var kept = Translate(Whole, Choices with { VictimInNotes = true });

        Assert.Null(omitted.PersonalNotes);
        Assert.DoesNotContain("Nordlicht", omitted.Report.Title + omitted.Report.Summary, StringComparison.Ordinal);
        Assert.Equal("Victim: Nordlicht Power", kept.PersonalNotes);
        Assert.DoesNotContain("Nordlicht", kept.Report.Title + kept.Report.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"year":2013}""", null, "2013-01-01T00:00:00Z", null, LossFate.Defaulted)]
    [InlineData("""{"year":2013,"month":6}""", null, "2013-06-01T00:00:00Z", null, LossFate.Defaulted)]
    [InlineData("""{"year":2013,"month":2,"day":30}""", null, "2013-02-01T00:00:00Z", null, LossFate.Defaulted)]
    [InlineData("""{"year":2013,"month":6,"day":7}""", "2013-06-07T00:00:00Z", "2013-06-07T00:00:00Z", null, LossFate.Defaulted)]
    [InlineData("""{"year":2013,"month":6,"day":7,"time":"03:15:00 PM"}""", "2013-06-07T15:15:00Z", "2013-06-07T15:15:00Z", null, LossFate.Defaulted)]
    [InlineData(
        """{"year":2013,"month":6,"day":7},"discovery":{"unit":"Months","value":2},"containment":{"unit":"Weeks","value":1}""",
        "2013-06-07T00:00:00Z", "2013-08-07T00:00:00Z", "2013-08-14T00:00:00Z", LossFate.Approximated)]
    [InlineData(
        """{"year":2013,"month":6,"day":7},"compromise":{"unit":"Hours","value":6},"discovery":{"unit":"Days","value":2}""",
        "2013-06-07T00:00:00Z", "2013-06-09T06:00:00Z", null, LossFate.Approximated)]
    [InlineData("""{"year":2013,"month":6,"day":7},"discovery":{"unit":"Months"}""", "2013-06-07T00:00:00Z", "2013-06-07T00:00:00Z", null, LossFate.Defaulted)]
    [InlineData("""{"year":2013,"month":6,"day":7},"discovery":{"unit":"Years","value":1e9}""", "2013-06-07T00:00:00Z", "2013-06-07T00:00:00Z", null, LossFate.Defaulted)]
    [InlineData("""{"year":2013},"discovery":{"unit":"Days","value":2}""", null, "2013-01-01T00:00:00Z", null, LossFate.Defaulted)]
    public void A_date_is_as_precise_as_it_was_given_and_what_a_report_must_have_is_named(
        string incident, string? began, string detected, string? ended, LossFate fate)
    {
        var draft = Translate($$$"""{"actor":{"unknown":{}},"action":{"unknown":{}},"timeline":{"incident":{{{incident}}} } }""");

        Assert.Equal(
            (Instant(began), Instant(detected), Instant(ended)), (draft.Report.BeganAt, (DateTimeOffset?)draft.Report.DetectedAt, draft.Report.EndedAt));
        Assert.Equal(fate, Assert.Single(draft.Losses, l => l.Path == "/report/detectedAt").Fate);
    }

    [Theory]
    [InlineData("""{"malware":{"variety":["Ransomware"]},"hacking":{"variety":["SQLi"]}}""", "", "rsit.malicious-code.infected-system")]
    [InlineData("""{"hacking":{"variety":["Use of stolen creds","SQLi"]}}""", "", "rsit.intrusions.application-compromise")]
    [InlineData("""{"hacking":{"variety":["DoS"]}}""", "", "rsit.availability")]
    [InlineData("""{"hacking":{"variety":["Unknown"]}}""", "", "rsit.intrusions")]
    [InlineData("""{"hacking":{"variety":["Brute force"]}}""", "\"security_incident\":\"Near miss\",", "rsit.intrusion-attempts.brute-force")]
    [InlineData("""{"social":{"variety":["Phishing"]}}""", "", "rsit.fraud.phishing")]
    [InlineData("""{"misuse":{"variety":["Privilege abuse"]}}""", "", "rsit.information-content-security")]
    [InlineData(
        """{"misuse":{"variety":["Privilege abuse"]}}""", "\"attribute\":{\"confidentiality\":{\"data_disclosure\":\"Yes\"}},",
        "rsit.information-content-security.unauthorised-information-access")]
    [InlineData("""{"physical":{"variety":["Theft","Disabled controls"]}}""", "", "rsit.information-content-security.data-loss")]
    [InlineData("""{"error":{"variety":["Misdelivery"]}}""", "", "rsit.information-content-security.data-leak")]
    [InlineData("""{"error":{"variety":["Misconfiguration"]}}""", "", "rsit.other.undetermined")]
    [InlineData(
        """{"error":{"variety":["Misconfiguration"]}}""", "\"attribute\":{\"availability\":{\"variety\":[\"Interruption\"]}},",
        "rsit.availability.misconfiguration")]
    [InlineData("""{"environmental":{"variety":["Power failure"]}}""", "", "rsit.availability.outage")]
    [InlineData("""{"unknown":{}}""", "", "rsit.other.undetermined")]
    public void Actions_become_one_class(string action, string more, string expected) =>
        Assert.Equal(expected, Translate($$$"""{{{{more}}}"actor":{"unknown":{}},"action":{{{action}}},"timeline":{"incident":{"year":2013} } }""").Report.Classification);

    [Theory]
    [InlineData("\"622110\"", "US", "eu.health")]
    [InlineData("\"622110\"", "JP", "jp.medical")]
    [InlineData("\"Healthcare\"", "USA", "eu.health")]
    [InlineData("\"Finance\"", "JPN", "jp.finance")]
    [InlineData("\"22\"", "US", "eu.energy")]
    [InlineData("\"31-33\"", "US", "eu.manufacturing")]
    [InlineData("\"524210\"", "US", "eu.research")]
    [InlineData("\"44-45\"", "US", "eu.research")]
    [InlineData("\"000\"", "US", "eu.research")]
    [InlineData("\"no-such-industry\"", "US", "eu.research")]
    public void An_industry_becomes_a_sector_or_the_one_that_was_given(string industry, string country, string expected) =>
        Assert.Equal([expected], Translate($$$"""
            {"victim":{"industry":{{{industry}}},"country":"{{{country}}}"},"actor":{"unknown":{}},"action":{"unknown":{}},"timeline":{"incident":{"year":2013} } }
            """).Report.Sectors);

    [Theory]
    [InlineData("[]", "")]
    [InlineData("""{"a":1}""", "action")]
    [InlineData("""{"actor":{"unknown":{}},"action":{"unknown":{}}}""", "timeline.incident.year")]
    [InlineData("""{"actor":{"unknown":{}},"action":{"unknown":{}},"timeline":{"incident":{"year":99999}}}""", "timeline.incident.year")]
    [InlineData("""{"security_incident":"False positive","actor":{"unknown":{}},"action":{"unknown":{}},"timeline":{"incident":{"year":2013}}}""", "security_incident")]
    [InlineData("""{"summary":"\ud800","actor":{"unknown":{}},"action":{"unknown":{}},"timeline":{"incident":{"year":2013}}}""", "")]
    public void What_cannot_be_a_report_is_refused_with_its_place(string record, string pointer)
    {
        using var json = JsonDocument.Parse(record);

        Assert.Equal(pointer, VerisIncident.Translate(json.RootElement, Choices).Refusal?.Pointer);
    }

    [Fact]
    public void An_industry_without_a_sector_is_refused_unless_one_is_given()
    {
        using var json = JsonDocument.Parse("""{"victim":{"industry":"Retail"},"actor":{"unknown":{}},"action":{"unknown":{}},"timeline":{"incident":{"year":2013}}}""");

        Assert.Equal("victim.industry", VerisIncident.Translate(json.RootElement, Choices with { SectorWhereNone = null }).Refusal?.Pointer);
    }

    [Fact]
    public void A_summary_that_is_too_long_is_cut_and_says_so()
    {
        var draft = Translate($$$"""{"summary":"{{{new string('x', 30_000)}}}","actor":{"unknown":{}},"action":{"unknown":{}},"timeline":{"incident":{"year":2013} } }""");

        Assert.Equal(IncidentReportRules.SummaryCharactersMax, draft.Report.Summary.Length);
        Assert.Contains(draft.Losses, l => l is { Path: "summary", Fate: LossFate.Approximated });
        Assert.Contains(draft.Losses, l => l is { Path: "timeline.incident.year", Fate: LossFate.Dropped });
    }

    [Fact]
    public void The_narratives_of_vcdb_become_reports_that_the_rules_take()
    {
        var drafts = Drafts("data/vcdb-narratives", "incidents_clean.jsonl");

        Assert.Equal(20, drafts.Count);
        Assert.All(drafts, d => Assert.Null(IncidentReportRules.Check(d.Report, Utc(2026, 1, 1))));
        var moveIt = Assert.Single(drafts, d => d.Report.Vulnerabilities.Count > 0).Report;
        Assert.Equal(["CVE-2023-34362", "CVE-2023-35036", "CVE-2023-35708"], moveIt.Vulnerabilities);
        Assert.Equal("rsit.malicious-code.infected-system", moveIt.Classification);
    }

    [Fact]
    public void The_reduced_records_of_vcdb_become_reports_that_the_rules_take()
    {
        var drafts = Drafts("data/vcdb-reduced", "vcdb.jsonl");

        Assert.Equal(5_162, drafts.Count);
        Assert.All(drafts, d => Assert.Null(IncidentReportRules.Check(d.Report, Utc(2026, 1, 1))));
        Assert.All(drafts, d => Assert.True(IncidentClasses.IsKnown(d.Report.Classification)));
        Assert.Equal(1_293, drafts.Count(d => d.Losses.Any(l => l is { Path: "/report/sectors", Fate: LossFate.Defaulted })));
    }

    private static List<IncidentDraft> Drafts(string folder, string file) =>
        [.. File.ReadLines(Path.Combine(SharedSuites.Require(folder), file)).Select(line => Translate(line))];

    private static IncidentDraft Translate(string record, VerisChoices? choices = null)
    {
        using var json = JsonDocument.Parse(record);
        var translation = VerisIncident.Translate(json.RootElement, choices ?? Choices);
        Assert.Null(translation.Refusal);
        return translation.Draft!; // What is not refused is there.
    }

    private static DateTimeOffset Utc(int year, int month, int day, int hour = 0) => new(year, month, day, hour, 0, 0, TimeSpan.Zero);

    private static DateTimeOffset? Instant(string? text) =>
        text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
