using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using NodaTime;
using Xunit;

namespace CyberExchange.Tests.Obligations;

public sealed class RulebookReaderTests
{
    [Fact]
    public void The_shipped_rulebook_has_no_fault_and_a_digest_that_its_layout_does_not_change()
    {
        var spaced = JsonNode.Parse(Rulebook.Shipped.Document.Span)!.ToJsonString(new() { WriteIndented = true });

        var reading = RulebookReader.Read(Encoding.UTF8.GetBytes(spaced));

        Assert.Empty(reading.Faults);
        Assert.Equal(Rulebook.Shipped.Version, reading.Rulebook!.Version);
        Assert.Matches("^[0-9a-f]{64}$", Rulebook.Shipped.Version.Digest);
        Assert.NotEqual(Rulebook.Shipped.Version.Digest, RulebookDraft.Of(d => d.Entry("obligations", "nis2-final")["note"] = "Other.").Version.Digest);
    }

    public static TheoryData<string, string, string?, string> Faults => new()
    {
        // obligation, member, value as JSON (null removes), pointer below the obligation
        { "nis2-final", "id", "\"nis2-notification\"", "/id" },
        { "nis2-final", "trigger", "\"rumour\"", "/trigger" },
        { "nis2-final", "trigger", null, "/trigger" },
        { "nis2-final", "trigger_stage", "\"nis2-nothing\"", "/trigger_stage" },
        { "nis2-final", "trigger_stage", "\"nis2-final\"", "/trigger_stage" },
        { "nis2-final", "trigger_stage", null, "/trigger_stage" },
        { "nis2-final", "trigger_stage_alternatives", "[\"nis2-nothing\"]", "/trigger_stage_alternatives/0" },
        { "nis2-final", "deadline", "\"1 month\"", "/deadline" },
        { "nis2-final", "deadline", "\"P1Y\"", "/deadline" },
        { "nis2-final", "deadline", "\"P0M\"", "/deadline" },
        { "nis2-final", "deadline", "\"P14D\"", "/deadline" },
        { "nis2-final", "deadline", null, "/deadline" },
        { "nis2-intermediate", "deadline", "\"P14D\"", "/deadline" },
        { "nis2-final", "deadline_kind", "\"voluntary\"", "/deadline_kind" },
        { "nis2-final", "deadline_max", "\"P2M\"", "/deadline_max" },
        { "jp-appi-prompt", "deadline_max", "\"P2D\"", "/deadline_max" },
        { "jp-appi-prompt", "deadline_max", "\"PT200H\"", "/deadline_max" },
        { "jp-appi-prompt", "deadline_max", null, "/deadline_max" },
        { "jp-appi-prompt", "roll_rule", "\"jp_admin_holiday_next_day\"", "/roll_rule" },
        { "nis2-final", "clock", "\"lunar\"", "/clock" },
        { "nis2-final", "first_day", "\"included\"", "/first_day" },
        { "cra-vuln-final", "first_day", null, "/first_day" },
        { "nis2-early-warning", "first_day", "\"excluded\"", "/first_day" },
        { "nis2-final", "roll_rule", "\"whenever\"", "/roll_rule" },
        { "nis2-final", "roll_rule", "\"jp_admin_holiday_next_day\"", "/roll_rule" },
        { "nis2-early-warning", "roll_rule", "\"eu_1182_71_next_working_day\"", "/roll_rule" },
        { "jp-acd-written", "roll_rule", "\"eu_1182_71_next_working_day\"", "/roll_rule" },
        { "nis2-final", "relief_open_to_all", "true", "/relief_open_to_all" },
        { "dora-initial", "cap", "{\"trigger\":\"awareness\",\"deadline\":\"P1D\"}", "/cap" },
        { "dora-initial", "cap", "{\"trigger\":\"awareness\"}", "/cap/deadline" },
        { "dora-initial", "cap", "{\"trigger\":\"awareness\",\"deadline\":\"PT24H\",\"but\":1}", "/cap/but" },
        { "cer-initial", "entity_start", "{\"fact\":\"x\",\"delay\":\"soon\",\"source\":\"y\"}", "/entity_start/delay" },
        { "nis2-final", "effective_to", "\"2024-10-17\"", "/effective_to" },
        { "nis2-final", "effective_to", "\"2026-02-30\"", "/effective_to" },
        { "nis2-final", "effective_from", null, "/effective_from" },
        { "nis1-notification", "effective_to", null, "/effective_to" },
        { "nis2-final", "status", "\"draft\"", "/status" },
        { "nis2-final", "status", "\"adopted\"", "/status" },
        { "cra-voluntary", "status", "\"in_force\"", "/status" },
        { "nis2-final", "effective_to", "\"2026-11-19\"", "/status" },
        { "nis2-final", "jurisdiction", "\"UK\"", "/jurisdiction" },
        { "nis2-final", "verified", null, "/verified" },
        { "nis2-final", "verified", "\"yes\"", "/verified" },
        { "nis2-final", "source", "\"  \"", "/source" },
        { "nis2-final", "stage_order", "\"4\"", "/stage_order" },
        { "nis2-final", "recipient", "\"CSIRT\"", "/recipient" },
        { "nis2-final", "recipient", "[1]", "/recipient/0" },
        { "nis2-final", "dead/line", "1", "/dead~1line" },
        { "nis2-final", "applies_to", null, "/applies_to" },
        { "nis2-final", "applies_to", "{\"sectors\":[\"any\"]}", "/applies_to/entity_kinds" },
        { "nis2-final", "applies_to", "{\"entity_kinds\":[\"x\"],\"sectors\":[\"moon\"]}", "/applies_to/sectors/0" },
        { "nis2-final", "applies_to", "{\"entity_kinds\":[\"x\"],\"sectors\":[\"any\"],\"requires\":[\"luck\"]}", "/applies_to/requires/0" },
        { "nis2-final", "applies_to", "{\"entity_kinds\":[\"x\"],\"sectors\":[\"any\"],\"replaced_by\":[\"nis2-notification\"]}", "/applies_to/replaced_by/0" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_faulty_rule_is_named_by_its_pointer(string id, string member, string? value, string pointer)
    {
        var reading = RulebookDraft.Read(d =>
        {
            var rule = d.Entry("obligations", id);
            rule.Remove(member);
            if (value is not null)
            {
                rule[member] = JsonNode.Parse(value);
            }
        });

        Assert.Null(reading.Rulebook);
        Assert.Contains($"/obligations/{RulebookDraft.Index("obligations", id)}{pointer}", reading.Faults.Select(f => f.Pointer));
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var reading = RulebookDraft.Read(d =>
        {
            d.Entry("obligations", "nis2-final")["clock"] = "lunar";
            d.Entry("thresholds", "dora-clients")["met_if_any"]![0]!["all"]![0]!["over"] = "nothing";
            d.Entry("calendars", "jp-2026-2027")["zones"] = new JsonArray("Asia/Edo");
            d["sector_words"]![0]!["covers"]![0] = "eu.moon";
            d["surprise"] = 1;
            d.Remove("as_of");
        });

        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "/obligations/4/clock",
                $"/thresholds/{RulebookDraft.Index("thresholds", "dora-clients")}/met_if_any/0/all/0/over",
                "/calendars/0/zones/0",
                "/sector_words/0/covers/0",
                "/surprise",
                "/as_of",
            },
            reading.Faults.Select(f => f.Pointer).ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("conditions", "nis2_significant", "thresholds", "[\"none-such\"]", "/thresholds/0")]
    [InlineData("thresholds", "dora-major", "met_if_any", "[{\"all\":[{\"threshold\":\"dora-major\"}]}]", "/met_if_any")]
    [InlineData("thresholds", "dora-major", "met_if_any", "[{\"all\":[{\"question\":\"critical_service\",\"threshold\":\"dora-access\"}]}]", "/met_if_any/0/all/0/question")]
    [InlineData("thresholds", "dora-clients", "met_if_any", "[]", "/met_if_any")]
    [InlineData("thresholds", "dora-clients", "params", "{\"clients\":100000}", "/params")]
    [InlineData("thresholds", "2690-clock", "role", "\"opens\"", "/met_if_any")]
    [InlineData("calendars", "jp-2026-2027", "to", "\"2027-06-30\"", "/holidays/28")]
    [InlineData("calendars", "jp-2026-2027", "country", "\"FR\"", null)]
    [InlineData("calendars", "jp-2026-2027", "country", "\"Japan\"", "/country")]
    [InlineData("overlays", "gr-cer-detailed", "obligation_id", "\"cer-nothing\"", "/obligation_id")]
    [InlineData("overlays", "gr-cer-detailed", "changes", "{\"deadline\":\"soon\"}", "/changes/deadline")]
    [InlineData("overlays", "gr-cer-detailed", "changes", "{\"deadline\":\"P14D\"}", "/changes/deadline")]
    [InlineData("overlays", "gr-cer-detailed", "changes", "{\"trigger_stage\":\"cer-nothing\"}", "/changes/trigger_stage")]
    [InlineData("overlays", "gr-cer-detailed", "changes", "{\"jurisdiction\":\"JP\"}", "/changes/jurisdiction")]
    [InlineData("overlays", "gr-cer-detailed", "status", "\"in_force\"", "/effective_from")]
    [InlineData("overlays", "gr-cer-detailed", "country", "\"gr\"", "/country")]
    public void A_faulty_part_is_named_by_its_pointer(string section, string id, string member, string value, string? pointer)
    {
        var reading = RulebookDraft.Read(d => d.Entry(section, id)[member] = JsonNode.Parse(value));

        Assert.Null(reading.Rulebook);
        var expected = pointer is null ? "/calendars/1/country" : $"/{section}/{RulebookDraft.Index(section, id)}{pointer}";
        Assert.Contains(expected, reading.Faults.Select(f => f.Pointer));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"version\":\"1\",\"version\":\"2\"}")]
    [InlineData("{\"version\":0.5}")]
    public void What_is_no_rulebook_is_refused(string json)
    {
        var reading = RulebookReader.Read(Encoding.UTF8.GetBytes(json));

        Assert.Null(reading.Rulebook);
        Assert.NotEmpty(reading.Faults);
    }

    [Fact]
    public void An_overlay_that_is_in_force_stands_in_for_the_rule_in_its_country_and_time()
    {
        var rulebook = RulebookDraft.Of(d => d["overlays"]!.AsArray().Add(JsonNode.Parse("""
            {
              "id": "fr-nis2-final", "obligation_id": "nis2-final", "country": "FR", "changes": { "roll_rule": "eu_1182_71_next_working_day" },
              "status": "in_force", "effective_from": "2026-06-01", "source": "Test overlay art. 1", "verified": true
            }
            """)));
        var rule = rulebook.Find("nis2-final")!;

        var french = rulebook.In("FR", rule, new LocalDate(2026, 6, 1));

        Assert.Equal(("nis2-final", "fr-nis2-final", RollRule.Eu118271NextWorkingDay, "Test overlay art. 1"), (french.Id, french.OverlayId, french.RollRule, french.Source));
        Assert.Equal(rule.Deadline, french.Deadline);
        Assert.Same(rule, rulebook.In("FR", rule, new LocalDate(2026, 5, 31)));
        Assert.Same(rule, rulebook.In("DE", rule, new LocalDate(2026, 6, 1)));
        Assert.Same(rule, rulebook.In(null, rule, new LocalDate(2026, 6, 1)));
    }

    [Fact]
    public void An_overlay_that_is_not_law_changes_nothing()
    {
        var rule = Rulebook.Shipped.Find("cer-detailed")!;

        Assert.Same(rule, Rulebook.Shipped.In("GR", rule, new LocalDate(2026, 11, 20)));
    }

    [Fact]
    public void A_calendar_that_was_not_verified_is_shown_and_rolls_nothing()
    {
        Assert.Contains(Rulebook.Shipped.Calendars, c => c is { Country: "FR", Verified: false });
        Assert.Null(Rulebook.Shipped.HolidaysOf("FR"));
        Assert.Null(Rulebook.Shipped.HolidaysOf("DE"));
        Assert.Null(Rulebook.Shipped.HolidaysOf(null));
        Assert.NotNull(Rulebook.Shipped.HolidaysOf("JP"));
    }

    [Fact]
    public void Every_value_has_one_word()
    {
        Complete(DutyWords.Triggers);
        Complete(DutyWords.DeadlineKinds);
        Complete(DutyWords.Clocks);
        Complete(DutyWords.FirstDays);
        Complete(DutyWords.RollRules);
        Complete(DutyWords.Statuses);
        Complete(DutyWords.Outcomes);
        Complete(DutyWords.Obstacles);
        Complete(DutyWords.Sizes);
        Complete(DutyWords.ThresholdRoles);
        Complete(DutyWords.AnswerKinds);
        Complete(DutyWords.Verdicts);
        Complete(DutyWords.ThresholdVerdicts);
        Complete(DutyWords.ChangeKinds);

        static void Complete<T>(Words<T> words)
            where T : struct, Enum => Assert.All(Enum.GetValues<T>(), value => Assert.Equal(value, words.Parse(words.Text(value))));
    }
}
