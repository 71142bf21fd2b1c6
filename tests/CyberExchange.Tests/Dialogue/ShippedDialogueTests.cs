using System.Text.Json;
using CyberExchange.Domain.Dialogue;
using CyberExchange.Interop.Dialogue;
using CyberExchange.Testing.Suites;
using CyberExchange.Tests.Domain;
using Xunit;

namespace CyberExchange.Tests.Dialogue;

/// <summary>The record that comes with the program: it can stand as it is, nothing of the facts is missing, and briefs tell it in three languages.</summary>
public sealed class ShippedDialogueTests
{
    private static readonly DateOnly Today = new(2026, 11, 26);

    private static readonly DialogueRecord Record = Agreed();

    [Fact]
    public void It_can_be_agreed_as_it_is() => Assert.Equal(ShippedDialogue.Entries.Count, Record.Entries.Count);

    [Fact]
    public void Every_development_and_everything_of_the_dialogue_has_its_entry()
    {
        var facts = SharedSuites.Require("facts");
        using var developments = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(facts, "regulatory-developments.json")));
        using var dialogue = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(facts, "dialogue.json")));
        string[] sections = ["events", "systems", "outcomes", "instruments", "next_steps", "conflicts"];
        var ids = developments.RootElement.GetProperty("developments").EnumerateArray()
            .Concat(sections.SelectMany(s => dialogue.RootElement.GetProperty(s).EnumerateArray()))
            .Select(e => (Id: e.GetProperty("id").GetString()!, Verified: e.GetProperty("verified").GetBoolean())) // Every fact has an id.
            .ToList();

        Assert.Equal(181, ids.Count);
        Assert.DoesNotContain(ids, fact => !Record.Entries.TryGetValue(fact.Id, out var agreed) || agreed.Entry.Verified != fact.Verified);
    }

    [Fact]
    public void Every_system_says_where_it_was_agreed_or_why_not_and_has_a_source() =>
        Assert.All(
            Record.Entries.Values.Where(e => e.Entry.Kind is DialogueKind.System),
            e => Assert.True(e.Entry.Links.Any(l => l.Relation == "agreed_at") || e.Entry.Note is not null, e.Entry.Id));

    [Theory]
    [InlineData("en", "Meeting brief")]
    [InlineData("ja", "会合資料")]
    [InlineData("fr", "Dossier de réunion")]
    public void A_brief_of_a_session_tells_what_came_of_it_in_each_language(string language, string heading)
    {
        var page = Page("dpc-3", language);

        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains(heading, page, StringComparison.Ordinal);
        Assert.Contains("Third Digital Partnership Council", page, StringComparison.Ordinal);
        Assert.Contains("Henna Virkkunen", page, StringComparison.Ordinal);
        Assert.Contains("early-warning mechanisms", page, StringComparison.Ordinal);
        Assert.Contains("Set up semiconductor early-warning mechanisms", page, StringComparison.Ordinal);
        Assert.Contains("Sources differ: quantum letter of intent", Page("quantum", language), StringComparison.Ordinal);
    }

    [Fact]
    public void A_brief_of_a_topic_puts_both_sides_next_to_each_other()
    {
        var page = Page("product_security", "en");

        Assert.Matches("<tr><td>[^\n]*Regulation \\(EU\\) 2024/2847 \\(CRA\\)[^\n]*</td><td></td></tr>", page);
        Assert.Matches("<tr><td></td><td>[^\n]*JC-STAR[^\n]*</td></tr>", page);
        Assert.Null(MeetingBrief.Of(Record, "nowhere", Today));
        Assert.Null(MeetingBrief.Of(Record, "semiconductor-research", Today));
    }

    [Fact]
    public void Every_topic_and_stage_has_words_in_every_language() =>
        Assert.All(BriefWords.Languages, language =>
        {
            var words = BriefWords.Of(language)!; // It is of the vocabulary.
            Assert.DoesNotContain(DialogueWords.Topics, topic => words.Topic(topic) == topic);
            Assert.DoesNotContain(DialogueWords.Stages, stage => words.Stage(stage).Length == 0 || (language != "en" && words.Stage(stage) == stage && stage != "applicable"));
        });

    [Fact]
    public void What_an_entry_says_is_text_and_never_markup()
    {
        var record = Agreed([DialogueTests.Entry("cra") with { Title = "<script>alert(1)</script>", Verified = false }]);
        var page = BriefHtml.Write(MeetingBrief.Of(record, "product_security", Today)!, BriefWords.Of("en")!); // Both are there.

        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("(unverified)", page, StringComparison.Ordinal);
    }

    private static string Page(string subject, string language) => BriefHtml.Write(MeetingBrief.Of(Record, subject, Today)!, BriefWords.Of(language)!); // Both are there.

    private static DialogueRecord Agreed(IReadOnlyList<DialogueEntry>? entries = null)
    {
        var (eu, jp) = (World.DelegateEu, World.DelegateEu with { Id = new(World.Id(50)), Jurisdiction = CyberExchange.Domain.Sharing.Jurisdiction.JP });
        var proposed = new ProposeDialogueChanges(eu, World.Person(eu), World.Id(1), "To begin with.", entries ?? ShippedDialogue.Entries).Decide(null);
        var record = Assert.IsType<CyberExchange.Domain.Decision<DialogueEvent>.Accepted>(proposed).Events.Aggregate((DialogueRecord?)null, DialogueRecord.Evolve);
        var agreed = new AgreeToDialogueChanges(jp, World.Person(eu), World.Id(1), _ => eu).Decide(record);
        return Assert.IsType<CyberExchange.Domain.Decision<DialogueEvent>.Accepted>(agreed).Events.Aggregate(record, DialogueRecord.Evolve)!; // It was made.
    }
}
