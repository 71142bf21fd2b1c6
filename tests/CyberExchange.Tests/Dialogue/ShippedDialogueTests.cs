using System.Text.Json;
using System.Text.RegularExpressions;
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

    // Source texts are told by their numbers: seed 002_097c38c994f48e67.txt is source text 002.
    [Fact]
    public void Every_system_says_where_it_was_agreed_and_in_which_sources_as_the_facts_do()
    {
        using var dialogue = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedSuites.Require("facts"), "dialogue.json")));
        var facts = dialogue.RootElement.GetProperty("systems").EnumerateArray()
            .Select(s => (Id: s.GetProperty("id").GetString()!, Event: s.GetProperty("event_id").GetString(), Sources: Numbers(s.GetProperty("source").GetString()!, "_"))) // Every fact has both.
            .ToList();

        Assert.Equal(40, facts.Count);
        Assert.Equal(
            ["economic-security", "export-controls", "indo-pacific", "jsr-offer", "security-action-plans"],
            Record.Entries.Values.Where(e => e.Entry.Kind is DialogueKind.System && !e.Entry.Links.Any(l => l.Relation == "agreed_at")).Select(e => e.Entry.Id));
        Assert.All(facts, fact =>
        {
            var entry = Record.Entries[fact.Id].Entry;
            Assert.Equal(fact.Event is { } at ? [at] : Array.Empty<string>(), entry.Links.Where(l => l.Relation == "agreed_at").Select(l => l.Entry));
            Assert.NotEmpty(fact.Sources);
            Assert.Equal(fact.Sources, Numbers(entry.Source, "\\b"));
        });

        static IReadOnlyList<string> Numbers(string source, string end) => [.. Regex.Matches(source, $@"\b\d{{3}}(?={end})", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => m.Value)];
    }

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

        // The law with all its steps, and what the record has as its counterpart.
        Assert.Matches("<tr><td>[^\n]*2024-10-23[^\n]*Regulation \\(EU\\) 2024/2847 \\(CRA\\)[^\n]*2027-12-11[^\n]*</td><td>[^\n]*JC-STAR[^\n]*</td></tr>", page);
        Assert.Matches("<tr><td>[^\n]*Regulation \\(EU\\) 2019/881[^\n]*</td><td class=\"open\">No counterpart recorded.</td></tr>", page);
        Assert.Matches("<tr><td class=\"open\">No counterpart recorded.</td><td>[^\n]*SCS supply-chain[^\n]*</td></tr>", page);
        Assert.DoesNotMatch("<tr><td class=\"open\">[^\n]*JC-STAR", page);

        // One that lies in another topic stands there all the same.
        Assert.Matches("<tr><td>[^\n]*\\(NIS1\\)[^\n]*</td><td>[^\n]*Basic Act on Cybersecurity[^\n]*</td></tr>", Page("incident_reporting", "en"));
        Assert.Matches("<tr><td>[^\n]*\\(NIS1\\)[^\n]*</td><td>[^\n]*Basic Act on Cybersecurity[^\n]*</td></tr>", Page("critical_infrastructure", "en"));
        Assert.Null(MeetingBrief.Of(Record, "nowhere", Today));
        Assert.Null(MeetingBrief.Of(Record, "semiconductor-research", Today));
    }

    // The facts name the topics of one session, and of no other.
    [Fact]
    public void An_agenda_comes_with_the_program_where_the_facts_state_one_only()
    {
        using var dialogue = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedSuites.Require("facts"), "dialogue.json")));
        var stated = dialogue.RootElement.GetProperty("events").EnumerateArray().Where(e => e.GetProperty("note").GetString()?.Contains("Topics ", StringComparison.Ordinal) is true).ToList();
        var planned = Assert.Single(Record.Entries.Values, e => e.Entry.Agenda is not null).Entry;

        Assert.Equal(planned.Id, Assert.Single(stated).GetProperty("id").GetString());
        Assert.EndsWith($"Topics {string.Join(" and ", planned.Agenda!.Select(i => i.Text))}.", stated[0].GetProperty("note").GetString(), StringComparison.OrdinalIgnoreCase); // It has one.
        Assert.Equal(["ai", "cybersecurity"], planned.Agenda!.Select(i => i.Topic));
        Assert.Contains("<h2>Agenda</h2>\n<ol>\n<li>AI<p class=\"note\">Artificial intelligence</p></li>", Page(planned.Id, "en"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_brief_of_the_coming_council_tells_what_is_open_from_the_councils_before_it_and_what_lies_ahead()
    {
        var brief = MeetingBrief.Of(Record, "dpc-4", Today)!; // It is there.

        Assert.True(brief.Prepares);
        Assert.Equal(["dpc-3", "dpc-2", "dpc-1"], brief.Before.Select(e => e.Id));
        Assert.Equal(
            Record.Entries.Values.Select(e => e.Entry)
                .Where(e => e.Kind is DialogueKind.Commitment && e.Status is not ("done" or "exchanged") && e.Links.Any(l => l is { Relation: "agreed_at", Entry: "dpc-1" or "dpc-2" or "dpc-3" }))
                .Select(e => e.Id).Order(StringComparer.Ordinal),
            brief.Commitments.Select(e => e.Id).Order(StringComparer.Ordinal));
        Assert.Contains("out-semiconductor-early-warning", brief.Commitments.Select(e => e.Id));
        Assert.Contains("ns-loi", brief.NextSteps.Select(e => e.Id)); // Overdue.
        Assert.Contains("ns-data-wg", brief.NextSteps.Select(e => e.Id)); // Without a date.
        Assert.Contains("ns-dpc4", brief.NextSteps.Select(e => e.Id));
        Assert.Contains("conf-loi-date", brief.Conflicts.Select(e => e.Id));

        // No agenda narrows it: what lies ahead is told whatever its topic, with its counterpart.
        var ahead = Assert.Single(brief.Developments, r => r.EuropeanUnion.Any(e => e.Id == "dev-2027-12-11-084"));
        Assert.Equal(["dev-2025-03-25-049"], ahead.Japan.Select(e => e.Id));
        Assert.DoesNotContain(brief.Developments, r => r.EuropeanUnion.Any(e => e.Id == "dev-2018-05-25-006"));
        var page = Page("dpc-4", "fr");
        Assert.Contains("Aucun ordre du jour n’est consigné.", page, StringComparison.Ordinal);
        Assert.Matches("<strong>Sign the quantum letter of intent</strong> <span class=\"open\">\\(en retard\\)</span>", page);
        Assert.Contains("<th scope=\"row\">sans date</th>", page, StringComparison.Ordinal);
        Assert.False(MeetingBrief.Of(Record, "dpc-3", Today)!.Prepares); // It is there.
    }

    [Fact]
    public void An_agenda_says_what_the_brief_of_a_coming_session_is_about()
    {
        DialogueEntry dpc4 = Record.Entries["dpc-4"].Entry with { Agenda = [new("<b>Products</b>", "product_security", []), new("The cables.", null, ["submarine-cables"]), new("Other business.", null, [])] };
        var record = Agreed([.. ShippedDialogue.Entries.Where(e => e.Id != "dpc-4"), dpc4]);
        var brief = MeetingBrief.Of(record, "dpc-4", Today)!; // It is there.
        var page = BriefHtml.Write(brief, BriefWords.Of("ja")!); // That too.

        Assert.Equal(["product_security", "submarine_cables"], brief.Topics);
        Assert.Equal(["out-submarine-cables"], brief.Commitments.Select(e => e.Id));
        Assert.Equal(["ns-dpc4"], brief.NextSteps.Select(e => e.Id));
        Assert.Equal(["submarine-cables"], brief.Systems.Select(e => e.Id));
        Assert.Contains(brief.Developments, r => r.EuropeanUnion.Any(e => e.Id == "dev-2027-12-11-084"));
        Assert.DoesNotContain(brief.Developments, r => r.Others.Concat(r.EuropeanUnion).Concat(r.Japan).Any(e => e.Topic == "ai"));
        Assert.Contains("<h2>議題</h2>\n<ol>\n<li>&lt;b&gt;Products&lt;/b&gt;<p class=\"note\">製品セキュリティ</p></li>\n<li>The cables.<p class=\"note\">Submarine cables cooperation</p></li>\n<li>Other business.</li>\n</ol>", page, StringComparison.Ordinal);

        // An agenda in words only names nothing to tell of.
        var words = Agreed([.. ShippedDialogue.Entries.Where(e => e.Id != "dpc-4"), dpc4 with { Agenda = [new("Other business.", null, [])] }]);
        Assert.Contains("ns-loi", MeetingBrief.Of(words, "dpc-4", Today)!.NextSteps.Select(e => e.Id)); // It is there.
    }

    [Fact]
    public void Sessions_that_follow_each_other_in_a_circle_have_a_brief_all_the_same()
    {
        var record = Agreed(
        [
            DialogueTests.Council("one") with { Links = [new("follows", "two")] },
            DialogueTests.Council("two") with { Links = [new("follows", "one")] },
            DialogueTests.Entry("cra") with { Links = [new("follows", "cra-2"), new("counterpart", "star")] },
            DialogueTests.Entry("cra-2") with { Links = [new("follows", "cra"), new("concerns", "one")] },
            DialogueTests.Entry("star") with { Parties = ["JP"], Links = [new("concerns", "cra-2")] },
        ]);

        Assert.Equal(["two"], MeetingBrief.Of(record, "one", Today)!.Before.Select(e => e.Id)); // It is there.
        Assert.NotEmpty(MeetingBrief.Of(record, "product_security", Today)!.Developments); // That too.
    }

    [Fact]
    public void Nothing_around_the_entries_was_left_in_English()
    {
        var english = Words("en");
        Assert.True(english.Count > 30, "The walk sees the words.");
        Assert.Equal(["Date", "Instruments", "Source"], Words("fr").Where(w => w.Value == english[w.Key]).Select(w => w.Key).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Words("ja"), w => w.Value == english[w.Key]);
        Assert.Equal(["2024-04-30 (inferred)", "2024-04-30 (推定)", "2024-04-30 (déduite)"], BriefWords.Languages.Select(l => BriefWords.Of(l)!.Dated("2024-04-30", "inferred"))); // All are there.
        Assert.Contains("2024-04-30 (推定)", Page("dpc-2", "ja"), StringComparison.Ordinal);
        Assert.DoesNotContain("(inferred)", Page("digital_identity", "fr"), StringComparison.Ordinal);

        static IReadOnlyDictionary<string, string> Words(string language) => typeof(BriefWords).GetProperties()
            .Where(p => p.PropertyType == typeof(string) && p.Name != nameof(BriefWords.Language))
            .ToDictionary(p => p.Name, p => (string)p.GetValue(BriefWords.Of(language))!, StringComparer.Ordinal); // Every word is required.
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
