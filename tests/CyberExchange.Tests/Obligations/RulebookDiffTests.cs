using System.Text.Json.Nodes;
using CyberExchange.Domain.Obligations;
using Xunit;

namespace CyberExchange.Tests.Obligations;

public sealed class RulebookDiffTests
{
    [Fact]
    public void A_version_says_nothing_against_itself()
    {
        var diff = RulebookDiff.Between(Rulebook.Shipped, Rulebook.Shipped);

        Assert.Empty(diff.Changes);
        Assert.Empty(diff.Touched);
    }

    [Fact]
    public void What_was_added_removed_and_changed_is_said_in_words()
    {
        var after = RulebookDraft.Of(d =>
        {
            d["version"] = "2027-01-01.1";
            d.Entry("obligations", "gdpr-authority")["deadline"] = "PT96H";
            d.Entry("obligations", "gdpr-authority")["applies_to"]!["requires"] = new JsonArray("personal_data_breach", "gdpr_high_risk");
            d["obligations"]!.AsArray().Remove(d.Entry("obligations", "gdpr-authority-proposed"));
            var added = d.Entry("obligations", "gdpr-phased").DeepClone();
            (added["id"], added["title"]) = ("gdpr-single-entry", "Through the single entry point");
            d["obligations"]!.AsArray().Add(added);
        });

        var diff = RulebookDiff.Between(Rulebook.Shipped, after);

        Assert.Equal(
            [
                "obligations gdpr-authority: applies_to.requires is now personal_data_breach; gdpr_high_risk, and was personal_data_breach; gdpr_risk",
                "obligations gdpr-authority: deadline is now PT96H, and was PT72H",
                "obligations gdpr-single-entry: added (Through the single entry point)",
                "obligations gdpr-authority-proposed: removed (Proposed: high-risk breaches only, longer limit, single entry point)",
            ],
            diff.Changes.SelectMany(c => c.InWords()));
        Assert.Equal(["gdpr-authority", "gdpr-authority-proposed", "gdpr-single-entry"], diff.Touched.Order(StringComparer.Ordinal));
        Assert.Equal((Rulebook.Shipped.Version, after.Version), (diff.Before, diff.After));
    }

    [Fact]
    public void A_note_touches_nobody_and_a_state_touches_its_rule()
    {
        Assert.Empty(Touched(d => d.Entry("obligations", "nis2-final")["note"] = "Other."));
        Assert.Empty(Touched(d => d["disclaimer"] = "Confirmed by counsel."));
        Assert.Equal(["ai-act-death", "ai-act-serious"], Touched(d => d.Entry("obligations", "ai-act-death")["verified"] = true));
        Assert.Equal(["cer-commission", "cer-detailed", "cer-initial"], Touched(d => d.Entry("obligations", "cer-initial")["stage"] = "early_warning"));
        Assert.Equal(["dora-initial"], Touched(d => d.Entry("obligations", "dora-initial")["cap"]!["deadline"] = "PT48H"));
    }

    [Fact]
    public void What_a_rule_leans_on_touches_the_rule()
    {
        Assert.Equal(["cer-detailed"], Touched(d => d.Entry("overlays", "gr-cer-detailed")["status"] = "adopted", d => d.Entry("overlays", "gr-cer-detailed")["effective_from"] = "2027-01-01"));
        Assert.Contains("jp-acd-written", Touched(d => d.Entry("calendars", "jp-2026-2027")["to"] = "2028-12-31"));
        Assert.DoesNotContain("nis2-early-warning", Touched(d => d.Entry("calendars", "jp-2026-2027")["to"] = "2028-12-31"));
        Assert.Equal(["jp-tba-detailed", "jp-tba-prompt"], Touched(d => d.Entry("thresholds", "tba-cable")["params"]!["hours"] = "1"));
        Assert.Equal(["jp-acd-prompt", "jp-acd-written"], Touched(d => d.Entry("conditions", "acd_transition")["ask"] = "Was it early?"));
    }

    private static IEnumerable<string> Touched(params Action<JsonObject>[] changes) =>
        RulebookDiff.Between(Rulebook.Shipped, RulebookDraft.Of(d => Array.ForEach(changes, change => change(d)))).Touched.Order(StringComparer.Ordinal);
}
