using System.Text;
using CyberExchange.Domain.Obligations;
using Xunit;

namespace CyberExchange.Tests.Obligations;

/// <summary>Which duties one incident opens for one entity, and why.</summary>
public sealed class ApplicabilityTests
{
    private const string Awareness = "\"awareness\":\"2026-12-19T00:30:00+01:00\"";

    // A Japanese bank group with a branch in the Union, ransomware, and a customer file that has leaked.
    private const string Bank = """
        {
          "profile": {
            "entity_kinds": [
              "financial_entity", "essential_entity", "controller", "bank", "business operator handling personal information",
              "specially designated core infrastructure operator (特別社会基盤事業者)"
            ],
            "sectors": ["eu.banking", "jp.finance", "jpcore.finance"], "jurisdictions": ["EU", "JP"], "size": "large",
            "country": "FR", "zone": "Europe/Paris", "relief_excluded": true
          },
          "incident": {
            "awareness": "2026-12-19T08:30:00+09:00", "classification": "2026-12-19T03:00:00+01:00",
            "submissions": [{ "obligation_id": "dora-initial", "at": "2026-12-19T05:00:00+01:00" }],
            "decisions": {
              "dora_major": true, "dora_limit_cannot_be_met": false, "dora_client_interests": false, "personal_data_breach": true, "gdpr_risk": true,
              "gdpr_high_risk": false, "appi_reportable": true, "appi_wrongful_purpose": true, "acd_unauthorised_act": true, "acd_transition": false,
              "acd_asset_introduced": false, "fsa_reportable": true, "fsa_not_restored": false
            }
          }
        }
        """;

    [Fact]
    public void One_incident_opens_the_duties_of_several_laws_each_by_its_own_clock()
    {
        var live = Assess(Bank).Where(f => f.RunsLive).ToDictionary(f => f.Rule.Id, f => f.Clock.Text(f.Clock.Latest), StringComparer.Ordinal);

        Assert.Equal(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["nis2-voluntary"] = null,
                ["dora-initial"] = "2026-12-19T07:00:00+01:00", // Four hours from classification, without relief on a Saturday.
                ["dora-intermediate"] = "2026-12-22T05:00:00+01:00", // 72 h from the actual submission.
                ["dora-final"] = null, // No intermediate report yet.
                ["dora-voluntary-threat"] = null,
                ["gdpr-authority"] = "2026-12-22T00:30:00+01:00",
                ["gdpr-phased"] = null,
                ["jp-acd-prompt"] = null,
                ["jp-acd-written"] = "2027-01-18T23:59:59+09:00", // Day 30 is Sunday 17 January.
                ["jp-appi-prompt"] = "2026-12-21T23:59:59+09:00",
                ["jp-appi-final-malicious"] = "2027-02-16T23:59:59+09:00",
                ["jp-appi-persons"] = null,
                ["jp-jpcert-voluntary"] = null,
            },
            live);
    }

    [Fact]
    public void Every_rule_is_answered_with_a_reason_and_a_citation()
    {
        var findings = Assess(Bank);

        Assert.Equal(Rulebook.Shipped.Obligations.Select(o => o.Id), findings.Select(f => f.Rule.Id));
        Assert.All(findings, f => Assert.NotEmpty(f.Reasons));
        Assert.All(findings.SelectMany(f => f.Reasons), r => Assert.True(r.Text.Length > 0 && r.Citation.Length > 0));
        Assert.All(findings, f => Assert.All(f.Reasons, r => Assert.Equal(f.Verdict, r.Says)));
    }

    [Theory]
    [InlineData("nis2-early-warning", DutyVerdict.RuledOut, "other_law")] // DORA is the special law.
    [InlineData("cra-vuln-final", DutyVerdict.RuledOut, "entity_kind")]
    [InlineData("jp-appi-final", DutyVerdict.RuledOut, "replaced")]
    [InlineData("gdpr-authority-proposed", DutyVerdict.RuledOut, "status")]
    [InlineData("cra-voluntary", DutyVerdict.RuledOut, "effective")]
    [InlineData("nis1-notification", DutyVerdict.RuledOut, "effective")]
    [InlineData("dora-clients", DutyVerdict.RuledOut, "condition")]
    [InlineData("jp-fsa-immediate", DutyVerdict.Applies, "not_verified")]
    public void A_duty_is_ruled_out_for_its_own_reason(string id, DutyVerdict verdict, string code)
    {
        var finding = Find(Bank, id);

        Assert.Equal(verdict, finding.Verdict);
        Assert.Contains(code, finding.Reasons.Select(r => r.Code));
        Assert.False(finding.RunsLive);
    }

    [Fact]
    public void What_nobody_decided_stays_open_and_says_what_to_decide()
    {
        var finding = Find(Case("\"entity_kinds\":[\"essential_entity\"],\"sectors\":[\"eu.energy.electricity\"]"), "nis2-early-warning");

        Assert.Equal(DutyVerdict.NotKnown, finding.Verdict);
        Assert.Equal(["Is the incident significant? Nobody decided."], finding.Reasons.Select(r => r.Text));
        Assert.False(finding.RunsLive);
    }

    [Theory]
    [InlineData("\"nis2_significant\":true", DutyVerdict.Applies)]
    [InlineData("\"nis2_significant\":false", DutyVerdict.RuledOut)]
    public void A_decision_opens_or_closes(string decision, DutyVerdict verdict) =>
        Assert.Equal(verdict, Find(Case("\"entity_kinds\":[\"essential_entity\"],\"sectors\":[\"eu.energy.electricity\"]", decision), "nis2-early-warning").Verdict);

    // NIS2 art. 2(1): the exchange may guess from sector and size, and a person must say.
    [Theory]
    [InlineData("\"large\"", "\"eu.energy.gas\"", DutyVerdict.NotKnown)]
    [InlineData("\"medium\"", "\"eu.food\"", DutyVerdict.NotKnown)]
    [InlineData("\"small\"", "\"eu.food\"", DutyVerdict.RuledOut)]
    [InlineData("\"large\"", "\"jp.gas\"", DutyVerdict.RuledOut)]
    public void Sector_and_size_suggest_a_kind_and_never_state_it(string size, string sector, DutyVerdict verdict) =>
        Assert.Equal(verdict, Find(Case($"\"entity_kinds\":[\"controller\"],\"sectors\":[{sector}],\"size\":{size}", "\"nis2_significant\":true"), "nis2-early-warning").Verdict);

    [Fact]
    public void What_is_not_stated_is_not_known()
    {
        var finding = Find("""{"profile":{},"incident":{}}""", "nis2-early-warning");

        Assert.Equal(DutyVerdict.NotKnown, finding.Verdict);
        Assert.Equal(["condition", "effective", "entity_kind", "jurisdiction", "sector"], finding.Reasons.Select(r => r.Code).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("eu.energy.electricity", DutyVerdict.Applies)]
    [InlineData("eu.energy", DutyVerdict.Applies)]
    [InlineData("energy", DutyVerdict.Applies)]
    [InlineData("eu.banking", DutyVerdict.RuledOut)] // CER art. 8.
    public void A_sector_is_covered_from_above(string sector, DutyVerdict verdict) => Assert.Equal(
        verdict,
        Find(Case($"\"entity_kinds\":[\"critical_entity\"],\"sectors\":[\"{sector}\"],\"critical_entity_notified_on\":\"2025-01-01\"", "\"cer_significant\":true"), "cer-initial").Verdict);

    // NIS2 Annexes I and II; Delegated Regulation (EU) 2024/1366. A word of another law tells as much as what it stands for.
    [Theory]
    [InlineData("energy", "nis2-early-warning", DutyVerdict.Applies)]
    [InlineData("food", "nis2-early-warning", DutyVerdict.Applies)]
    [InlineData("insurance", "nis2-early-warning", DutyVerdict.RuledOut)]
    [InlineData("electricity", "nccs-share", DutyVerdict.Applies)]
    [InlineData("eu.energy", "nccs-share", DutyVerdict.NotKnown)]
    [InlineData("nis2_annex_I", "nccs-share", DutyVerdict.NotKnown)]
    [InlineData("nis2_annex_II", "nccs-share", DutyVerdict.RuledOut)]
    public void A_sector_that_tells_too_little_rules_nothing_out(string sector, string rule, DutyVerdict verdict) => Assert.Equal(
        verdict,
        Find(Case($"\"entity_kinds\":[\"essential_entity\",\"high_impact_entity\"],\"sectors\":[\"{sector}\"]", "\"nis2_significant\":true,\"nccs_reportable\":true"), rule).Verdict);

    // Directive (EU) 2022/2557 art. 6(3): ten months after the entity was told.
    [Theory]
    [InlineData("2026-02-19", DutyVerdict.Applies)]
    [InlineData("2026-02-20", DutyVerdict.RuledOut)]
    [InlineData(null, DutyVerdict.NotKnown)]
    public void A_critical_entity_is_bound_ten_months_after_it_was_told(string? toldOn, DutyVerdict verdict)
    {
        var told = toldOn is null ? "" : $",\"critical_entity_notified_on\":\"{toldOn}\"";

        var finding = Find(Case("\"entity_kinds\":[\"critical_entity\"],\"sectors\":[\"eu.energy\"]" + told, "\"cer_significant\":true"), "cer-initial");

        Assert.Equal(verdict, finding.Verdict);
        Assert.Contains(finding.Reasons, r => r is { Code: "entity_start", Citation: "Directive (EU) 2022/2557 art. 6(3)" });
    }

    // Both ends count, and the day is the day in the authority's zone.
    [Theory]
    [InlineData("eidas-art19-old", "2024-10-17T23:59:59+02:00", DutyVerdict.Applies)]
    [InlineData("eidas-art19-old", "2024-10-17T22:00:00Z", DutyVerdict.RuledOut)]
    [InlineData("eidas-nonqualified", "2024-05-20T00:00:00+02:00", DutyVerdict.Applies)]
    [InlineData("eidas-nonqualified", "2024-05-19T21:59:59Z", DutyVerdict.RuledOut)]
    public void A_law_covers_its_days_to_both_ends(string id, string awareness, DutyVerdict verdict)
    {
        var stated = Case("\"entity_kinds\":[\"trust_service_provider\",\"non_qualified_trust_service_provider\"],\"sectors\":[\"trust_services\"]", "\"eidas_significant\":true")
            .Replace(Awareness, $"\"awareness\":\"{awareness}\"", StringComparison.Ordinal);

        Assert.Equal(verdict, Find(stated, id).Verdict);
    }

    [Fact]
    public void What_is_proposed_is_told_of_as_what_would_change_and_never_runs()
    {
        var finding = Find(Bank.Replace("\"gdpr_high_risk\": false", "\"gdpr_high_risk\": true", StringComparison.Ordinal), "gdpr-authority-proposed");

        Assert.Equal((DutyVerdict.RuledOut, DutyVerdict.Applies, false, true), (finding.Verdict, finding.IfLaw, finding.RunsLive, finding.WouldChange));
        Assert.Equal("2026-12-23T00:30:00+01:00", finding.Clock.Text(finding.Clock.Due));
    }

    [Fact]
    public void Nothing_but_what_is_in_force_and_verified_ever_runs()
    {
        var everything = Rulebook.Shipped.Obligations.Select(o => o with { EntityKinds = ["any_entity"], Sectors = ["any"], Requires = [], RequiresAny = [], Unless = [], ReplacedBy = [], YieldsTo = [], EntityStart = null });
        var (profile, incident) = Read(Case("\"entity_kinds\":[\"controller\"],\"sectors\":[\"eu.food\"]").Replace("[\"EU\"]", "[\"EU\",\"JP\"]", StringComparison.Ordinal));

        var live = everything.Select(o => Applicability.Judge(Rulebook.Shipped, o, profile, incident)).Where(f => f.RunsLive).Select(f => f.Rule.Id);

        Assert.Equal(Rulebook.Shipped.Obligations.Where(o => o is { Verified: true, Status: ObligationStatus.InForce }).Select(o => o.Id), live);
    }

    [Fact]
    public void An_overlay_that_is_proposed_is_told_of_beside_the_rule()
    {
        var findings = Assess(
            Case("\"entity_kinds\":[\"critical_entity\"],\"sectors\":[\"eu.energy\"],\"country\":\"GR\",\"critical_entity_notified_on\":\"2025-01-01\"", "\"cer_significant\":true", "{\"obligation_id\":\"cer-initial\",\"at\":\"2026-12-21T10:00:00+01:00\"}"))
            .Where(f => f.Rule.Id == "cer-detailed").ToList();

        Assert.Equal(
            [(null, true, false, "2027-01-19T23:59:59+01:00"), ("gr-cer-detailed", false, true, "2027-01-21T23:59:59+01:00")],
            findings.Select(f => (f.Rule.OverlayId, f.RunsLive, f.WouldChange, f.Clock.Text(f.Clock.Due))));
    }

    // The month of the final report runs from what was in fact submitted, and from the submission that counts.
    [Theory]
    [InlineData("{\"obligation_id\":\"cra-incident-notification\",\"at\":\"2026-11-10\"}", "2026-12-10T23:59:59+01:00")]
    [InlineData("{\"obligation_id\":\"cra-incident-early-warning\",\"at\":\"2026-11-09\"},{\"obligation_id\":\"cra-incident-notification\",\"at\":\"2026-11-10\"},{\"obligation_id\":\"cra-incident-notification\",\"at\":\"2026-11-20\"}", "2026-12-10T23:59:59+01:00")]
    [InlineData("{\"obligation_id\":\"cra-incident-early-warning\",\"at\":\"2026-11-09\"}", null)]
    [InlineData("{\"obligation_id\":\"cra-incident-early-warning\",\"at\":\"2026-11-09\",\"instead_of\":\"cra-incident-notification\"}", "2026-12-09T23:59:59+01:00")]
    public void A_final_report_runs_from_the_submission_that_counts(string submissions, string? due)
    {
        var finding = Find(Case("\"entity_kinds\":[\"manufacturer_of_products_with_digital_elements\"],\"sectors\":[\"eu.manufacturing\"]", "\"cra_severe\":true", submissions), "cra-incident-final");

        Assert.Equal(due, finding.Clock.Text(finding.Clock.Due));
    }

    [Fact]
    public void A_trust_service_providers_notification_stands_for_the_other_without_saying()
    {
        var stated = Case(
            "\"entity_kinds\":[\"essential_entity\",\"trust_service_provider\"],\"sectors\":[\"eu.digital-infrastructure.tsp\"]",
            "\"nis2_significant\":true,\"trust_services_affected\":true,\"nis2_ongoing_at_final_date\":false",
            "{\"obligation_id\":\"nis2-notification-tsp\",\"at\":\"2026-12-20\"}");

        Assert.Equal("2027-01-20T23:59:59+01:00", Find(stated, "nis2-final").Clock.Text(Find(stated, "nis2-final").Clock.Due));
        Assert.Equal(DutyVerdict.RuledOut, Find(stated, "nis2-notification").Verdict);
        Assert.Equal(DutyVerdict.Applies, Find(stated, "nis2-notification-tsp").Verdict);
    }

    [Fact]
    public void The_latest_intermediate_report_starts_the_final_one()
    {
        var stated = Bank.Replace(
            "\"at\": \"2026-12-19T05:00:00+01:00\" }",
            "\"at\": \"2026-12-19T05:00:00+01:00\" }, { \"obligation_id\": \"dora-intermediate\", \"at\": \"2026-12-21\" }, { \"obligation_id\": \"dora-intermediate\", \"at\": \"2026-12-23\" }",
            StringComparison.Ordinal);

        // No verified calendar of France came with the program: the target stands, and nobody guesses a roll.
        var clock = Find(stated, "dora-final").Clock;

        Assert.Equal((ClockOutcome.RollUnknown, "2027-01-23T23:59:59+01:00", null), (clock.Outcome, clock.Text(clock.Due), clock.DueIfRolled));
    }

    [Theory]
    [InlineData("""{"profile":{"entity_kinds":["esential_entity"]},"incident":{}}""", "/profile/entity_kinds/0")]
    [InlineData("""{"profile":{"sectors":["eu.moon"]},"incident":{}}""", "/profile/sectors/0")]
    [InlineData("""{"profile":{"jurisdictions":["UK"]},"incident":{}}""", "/profile/jurisdictions/0")]
    [InlineData("""{"profile":{"size":"huge"},"incident":{}}""", "/profile/size")]
    [InlineData("""{"profile":{"zone":"Europe/Atlantis"},"incident":{}}""", "/profile/zone")]
    [InlineData("""{"profile":{"country":"France"},"incident":{}}""", "/profile/country")]
    [InlineData("""{"profile":{"colour":"red"},"incident":{}}""", "/profile/colour")]
    [InlineData("""{"profile":{},"incident":{"awareness":"soon"}}""", "/incident/awareness")]
    [InlineData("""{"profile":{},"incident":{"notification_submitted":"2026-11-20"}}""", "/incident/notification_submitted")]
    [InlineData("""{"profile":{},"incident":{"decisions":{"luck":true}}}""", "/incident/decisions/luck")]
    [InlineData("""{"profile":{},"incident":{"decisions":{"dora_major":"yes"}}}""", "/incident/decisions/dora_major")]
    [InlineData("""{"profile":{},"incident":{"submissions":[{"obligation_id":"x","at":"2026-11-20"}]}}""", "/incident/submissions/0/obligation_id")]
    [InlineData("""{"profile":{},"incident":{"submissions":[{"obligation_id":"nis2-final"}]}}""", "/incident/submissions/0/at")]
    [InlineData("""{"profile":{}}""", "/incident")]
    [InlineData("[", "")]
    public void A_case_is_read_strictly(string json, string pointer)
    {
        var faults = new List<RulebookFault>();

        Assert.Null(DutyCaseReader.Read(Encoding.UTF8.GetBytes(json), Rulebook.Shipped, faults));
        Assert.Contains(pointer, faults.Select(f => f.Pointer));
    }

    private static string Case(string profile, string decisions = "", string submissions = "") =>
        $"{{\"profile\":{{{profile},\"jurisdictions\":[\"EU\"],\"zone\":\"Europe/Paris\"}},\"incident\":{{{Awareness},\"decisions\":{{{decisions}}},\"submissions\":[{submissions}]}}}}";

    private static DutyFinding Find(string json, string id) => Assess(json).First(f => f.Rule.Id == id);

    private static IReadOnlyList<DutyFinding> Assess(string json)
    {
        var (profile, incident) = Read(json);
        return Applicability.Assess(Rulebook.Shipped, profile, incident);
    }

    private static (ReporterProfile Profile, IncidentFacts Incident) Read(string json)
    {
        var faults = new List<RulebookFault>();
        var read = DutyCaseReader.Read(Encoding.UTF8.GetBytes(json), Rulebook.Shipped, faults);
        Assert.Empty(faults);
        return read!.Value;
    }
}
