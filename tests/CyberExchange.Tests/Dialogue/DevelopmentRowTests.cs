using CyberExchange.Domain.Dialogue;
using CyberExchange.Interop.Dialogue;
using Xunit;

namespace CyberExchange.Tests.Dialogue;

/// <summary>How developments of both sides are laid out in rows.</summary>
public sealed class DevelopmentRowTests
{
    private static readonly DialogueEntry Law = Of("law", "2024", ["EU"]);
    private static readonly DialogueEntry Label = Of("label", "2025", ["JP"]);

    [Fact]
    public void A_counterpart_of_one_step_stands_beside_all_steps_of_both_laws_that_were_chosen()
    {
        var later = Of("law-2", "2026", ["EU"], new DialogueLink("follows", "law"));
        var earlier = Of("label-0", "2023", ["JP"]);
        var label = Label with { Links = [new("counterpart", "law"), new("follows", "label-0")] };
        DialogueEntry[] all = [earlier, Law, label, later];

        Assert.Equal(["law law-2 | label-0 label | "], Rows(all, all));
        Assert.Equal(["law-2 | label | "], Rows(all, [later])); // The counterpart itself, although it was not chosen.
        Assert.Equal(["law | label-0 | "], Rows(all, [earlier]));
    }

    [Fact]
    public void Two_laws_with_one_counterpart_have_a_row_each_and_what_has_none_says_so()
    {
        var other = Of("other", "2022", ["EU"], new DialogueLink("counterpart", "label"));
        var alone = Of("alone", "2021", ["JP"]);
        DialogueEntry[] all = [alone, other, Law with { Links = [new("counterpart", "label")] }, Label];

        Assert.Equal([" | alone | ", "other | label | ", "law | label | "], Rows(all, all));
    }

    [Fact]
    public void What_both_sides_did_together_stands_across_and_beside_what_names_it()
    {
        var joint = Of("joint", "2020", ["EU", "JP"]);
        var law = Law with { Links = [new("counterpart", "joint"), new("follows", "joint")] };
        var third = Of("third", "2019", ["US"]);
        DialogueEntry[] all = [third, joint, law, Label with { Links = [new("counterpart", "joint")] }];

        Assert.Equal([" |  | third", " |  | joint"], Rows(all, all).Where(r => r.StartsWith(" |  |", StringComparison.Ordinal)));
        Assert.Contains("law | joint label | ", Rows(all, all));
    }

    // Whatever the links, nothing that was chosen is left out.
    [Fact]
    public void Everything_that_was_chosen_stands_in_some_row()
    {
        var all = ShippedDialogue.Entries;
        Assert.All(DialogueWords.Topics, topic =>
        {
            var chosen = all.Where(e => e.Kind is DialogueKind.Development && e.Topic == topic).ToList();
            var shown = DevelopmentRow.Of(all, chosen).SelectMany(r => r.EuropeanUnion.Concat(r.Japan).Concat(r.Others)).Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
            Assert.DoesNotContain(chosen, e => !shown.Contains(e.Id));
        });
    }

    private static IEnumerable<string> Rows(IReadOnlyList<DialogueEntry> all, IEnumerable<DialogueEntry> chosen) =>
        DevelopmentRow.Of(all, chosen).Select(r => string.Join(" | ", new[] { r.EuropeanUnion, r.Japan, r.Others }.Select(cell => string.Join(' ', cell.Select(e => e.Id)))));

    private static DialogueEntry Of(string id, string date, string[] parties, params DialogueLink[] links) => DialogueTests.Entry(id) with { Date = date, Parties = parties, Links = links };
}
