using System.Text.Json.Nodes;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Obligations.Publishing;
using CyberExchange.Domain.Sharing;
using CyberExchange.Tests.Domain;
using CyberExchange.Tests.Obligations.Files;
using Xunit;

namespace CyberExchange.Tests.Obligations;

/// <summary>A version changes no law for days that have begun: what runs goes on, and what changes has an id of its own.</summary>
public sealed class LawOfPastDaysTests
{
    private static readonly MemberProfile First = new(World.Person(World.Steward), World.Steward.Id, MemberKind.Person, "steward");
    private static readonly MemberProfile Second = new(new(World.Id(301)), World.Steward.Id, MemberKind.Person, "steward-2");

    // In the east-most zone it is 24 November.
    private static readonly DateTimeOffset Now = DutyWorld.Later;

    private static readonly int Gdpr = RulebookDraft.Index("obligations", "gdpr-authority");

    [Theory]
    [InlineData("effective_from", "\"2026-11-24\"", "effective_from")]
    [InlineData("effective_from", "\"2018-05-26\"", "effective_from")]
    [InlineData("verified", "false", "verified")]
    [InlineData("deadline", "\"PT12H\"", "deadline")]
    [InlineData("trigger", "\"incident_occurrence\"", "trigger")]
    [InlineData("cap", "{\"trigger\":\"incident_occurrence\",\"deadline\":\"PT96H\"}", "cap")]
    [InlineData("applies_to/entity_kinds", "[\"processor\"]", "applies_to/entity_kinds")]
    [InlineData("applies_to/unless", "[\"dora_major\"]", "applies_to/unless")]
    [InlineData("applies_to/replaced_by", "[\"dora-initial\"]", "applies_to/replaced_by")]
    public void A_rule_that_was_law_is_neither_ended_before_today_nor_another_one(string member, string value, string pointer) =>
        Then.Refused(Propose(d => Set(d.Entry("obligations", "gdpr-authority"), member, value)), RefusalCode.Invalid, $"/rulebook/obligations/{Gdpr}/{pointer}");

    [Fact]
    public void What_was_law_does_not_become_historical_or_adopted_for_days_that_have_begun()
    {
        Then.Refused(Propose(d => End(d.Entry("obligations", "gdpr-authority"), "2026-11-23")), RefusalCode.Invalid, $"/rulebook/obligations/{Gdpr}/effective_to");
        Then.Refused(
            Propose(d => (d.Entry("obligations", "gdpr-authority")["effective_from"], d.Entry("obligations", "gdpr-authority")["status"]) = ("2026-12-01", "adopted")),
            RefusalCode.Invalid,
            $"/rulebook/obligations/{Gdpr}/status");
    }

    [Fact]
    public void An_open_file_loses_no_duty_and_no_due_time()
    {
        var file = DutyWorld.Given(DutyWorld.Decided);
        var before = FileDuties.Of(file, DutyWorld.Stated, Rulebook.Shipped).Where(line => line.Listed).ToList();
        var next = Draft(d =>
        {
            var old = d.Entry("obligations", "gdpr-authority");
            var faster = old.DeepClone();
            (faster["id"], faster["effective_from"], faster["deadline"]) = ("gdpr-authority-2026", "2026-12-01", "PT12H");
            End(old, "2026-11-30");
            d["obligations"]!.AsArray().Add(faster);
        }, "2026-12-01.1");

        Assert.IsType<Decision<RulebookEvent>.Accepted>(Propose(next));
        var after = FileDuties.Of(file, DutyWorld.Stated, next).Where(line => line.Listed).ToDictionary(line => line.Obligation);
        Assert.All(before, line => Assert.Equal(line.Due, after[line.Obligation].Due));
        Assert.DoesNotContain("gdpr-authority-2026", after.Keys);
    }

    [Theory]
    [InlineData("title", "\"In plainer words\"")]
    [InlineData("required_content", "[]")]
    [InlineData("note", "\"So said the authority.\"")]
    [InlineData("effective_to", "\"2026-11-24\"")]
    [InlineData("effective_from", "\"2018-05-24\"")]
    public void Words_may_change_and_a_rule_may_end_today(string member, string value) =>
        Assert.IsType<Decision<RulebookEvent>.Accepted>(Propose(d => Set(d.Entry("obligations", "gdpr-authority"), member, value)));

    // What nobody found written, and what is proposed, ran no clock that could be lost.
    [Fact]
    public void What_ran_no_clock_may_change()
    {
        Assert.IsType<Decision<RulebookEvent>.Accepted>(Propose(d => d.Entry("obligations", "jp-fsa-status")["deadline"] = "P2M"));
        Assert.IsType<Decision<RulebookEvent>.Accepted>(Propose(d => d.Entry("obligations", "gdpr-authority-proposed")["deadline"] = "PT100H"));
    }

    [Fact]
    public void An_overlay_begins_after_today_where_the_rule_ran_and_then_stands_itself()
    {
        var at = JsonNode.Parse(Rulebook.Shipped.Document.Span)!["overlays"]!.AsArray().Count;
        Then.Refused(Propose(d => d.AddOverlay("2026-11-24")), RefusalCode.Invalid, $"/rulebook/overlays/{at}");
        Assert.IsType<Decision<RulebookEvent>.Accepted>(Propose(Draft(d => d.AddOverlay("2026-11-25"), "2026-11-25.1")));

        // A week later it is law in France: nobody takes it back, and elsewhere nothing changed.
        var adopted = Adopted(Draft(d => d.AddOverlay("2026-11-25"), "2026-11-25.1"));
        var later = Now.AddDays(7);
        Then.Refused(Propose(_ => { }, adopted, later), RefusalCode.Invalid, "/rulebook/overlays");
        Then.Refused(Propose(d => d.AddOverlay("2026-11-25", "PT36H"), adopted, later), RefusalCode.Invalid, $"/rulebook/overlays/{at}");
        Then.Refused(Propose(d => d.AddOverlay("2026-11-25", to: "2026-11-28"), adopted, later), RefusalCode.Invalid, $"/rulebook/overlays/{at}");
        Assert.IsType<Decision<RulebookEvent>.Accepted>(Propose(d => d.AddOverlay("2026-11-25", to: "2026-12-01"), adopted, later));
    }

    // The day of the adoption counts: an end that lay ahead when it was proposed may lie in the past.
    [Fact]
    public void It_is_asked_again_when_the_second_member_approves()
    {
        var next = Draft(d => d.Entry("obligations", "gdpr-authority")["effective_to"] = "2026-11-24"); // The last day for which the version speaks.
        var proposed = Given(null, Propose(next));

        Assert.IsType<Decision<RulebookEvent>.Accepted>(new ApproveRulebook(Second, next.Version.Digest, Rulebook.Shipped, Now).Decide(proposed));
        Then.Refused(new ApproveRulebook(Second, next.Version.Digest, Rulebook.Shipped, Now.AddDays(2)).Decide(proposed), RefusalCode.Invalid, "");
    }

    // On the day for which the version speaks it is over.
    private static void End(JsonObject entry, string day) => (entry["effective_to"], entry["status"]) = (day, "historical");

    private static void Set(JsonObject entry, string member, string value)
    {
        var parts = member.Split('/');
        (parts.Length == 1 ? entry : entry[parts[0]]!.AsObject())[parts[^1]] = JsonNode.Parse(value);
    }

    private static Rulebook Draft(Action<JsonObject> change, string version = "2026-11-24.1") => RulebookDraft.Of(d =>
    {
        (d["version"], d["as_of"]) = (version, version[..10]);
        change(d);
    });

    private static Decision<RulebookEvent> Propose(Rulebook next) => new ProposeRulebook(First, next, Rulebook.Shipped, Now).Decide(null);

    private static Decision<RulebookEvent> Propose(Action<JsonObject> change) => Propose(Draft(change));

    private static Decision<RulebookEvent> Propose(Action<JsonObject> change, RulebookVersions state, DateTimeOffset now) =>
        new ProposeRulebook(First, Draft(change, "2026-12-02.1"), Rulebook.Shipped, now).Decide(state);

    private static RulebookVersions Adopted(Rulebook next)
    {
        var proposed = Given(null, Propose(next));
        return Given(proposed, new ApproveRulebook(Second, next.Version.Digest, Rulebook.Shipped, Now).Decide(proposed));
    }

    private static RulebookVersions Given(RulebookVersions? state, Decision<RulebookEvent> decision) =>
        ((Decision<RulebookEvent>.Accepted)decision).Events.Aggregate(state, RulebookVersions.Evolve)!; // It was accepted.
}

/// <summary>An overlay of a test.</summary>
file static class TestOverlay
{
    public static void AddOverlay(this JsonObject document, string from, string deadline = "PT48H", string? to = null)
    {
        var overlay = JsonNode.Parse($$"""
            {
              "id": "fr-gdpr-authority", "obligation_id": "gdpr-authority", "country": "FR", "changes": { "deadline": "{{deadline}}" },
              "status": "in_force", "effective_from": "{{from}}", "source": "Test overlay art. 1", "verified": true
            }
            """)!;
        if (to is not null)
        {
            (overlay["effective_to"], overlay["status"]) = (to, "historical");
        }

        document["overlays"]!.AsArray().Add(overlay);
    }
}
