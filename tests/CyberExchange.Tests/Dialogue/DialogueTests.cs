using System.Text;
using CyberExchange.Domain;
using CyberExchange.Domain.Dialogue;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Tests.Domain;
using Xunit;

namespace CyberExchange.Tests.Dialogue;

/// <summary>The dialogue's record: one side proposes, the other agrees, and nothing else changes what it says.</summary>
public sealed class DialogueTests
{
    private static readonly PartnerProfile Eu = World.DelegateEu;
    private static readonly PartnerProfile Jp = World.DelegateEu with { Id = new(World.Id(50)), Handle = "delegate-jp", Jurisdiction = Jurisdiction.JP };
    private static readonly PartnerProfile OtherEu = World.DelegateEu with { Id = new(World.Id(51)), Handle = "delegate-eu-2" };
    private static readonly MemberId Person = new(World.Id(52));

    [Fact]
    public void The_record_says_what_the_other_side_agreed_to()
    {
        var proposed = Proposed();
        Assert.Empty(proposed.Entries);

        var agreed = Given(proposed, Agree(Jp, 1).Decide(proposed));

        Assert.Equal(("cra", 1), (agreed.Entries["cra"].Entry.Id, agreed.Entries["cra"].Revision));
        Assert.Equal(ProposalState.Agreed, agreed.Proposals[World.Id(1)].State);
        var amended = Given(agreed, Propose(2, Entry("cra") with { Status = "applicable" }).Decide(agreed));
        Assert.Equal(2, Given(amended, Agree(Jp, 2).Decide(amended)).Entries["cra"].Revision);
    }

    [Fact]
    public void Nobody_agrees_to_what_the_own_side_proposed()
    {
        var proposed = Proposed();

        Then.Refused(Agree(Eu, 1).Decide(proposed), RefusalCode.OtherSideNeeded, "");
        Then.Refused(Agree(OtherEu, 1).Decide(proposed), RefusalCode.OtherSideNeeded, "");
        Then.Refused(new DeclineDialogueChanges(OtherEu, Person, World.Id(1), "No.").Decide(proposed), RefusalCode.OtherSideNeeded, "");
    }

    [Fact]
    public void Only_whoever_proposed_it_takes_it_back()
    {
        var proposed = Proposed();

        Then.Refused(Withdraw(Jp, 1).Decide(proposed), RefusalCode.OtherSideNeeded, "");
        Then.Refused(Withdraw(OtherEu, 1).Decide(proposed), RefusalCode.OtherSideNeeded, "");
        var withdrawn = Given(proposed, Withdraw(Eu, 1).Decide(proposed));
        Then.Refused(Agree(Jp, 1).Decide(withdrawn), RefusalCode.ProposalOutdated, "");
        Assert.Empty(withdrawn.Entries);
    }

    [Fact]
    public void A_proposal_is_decided_once_and_a_refusal_says_why()
    {
        var proposed = Proposed();
        Then.Refused(new DeclineDialogueChanges(Jp, Person, World.Id(1), " ").Decide(proposed), RefusalCode.Invalid, "/reason");

        var declined = Given(proposed, new DeclineDialogueChanges(Jp, Person, World.Id(1), "Not so.").Decide(proposed));

        Assert.Equal((ProposalState.Declined, "Not so."), (declined.Proposals[World.Id(1)].State, declined.Proposals[World.Id(1)].Answer));
        Assert.Empty(declined.Proposals[World.Id(1)].Changes);
        Then.Refused(Agree(Jp, 1).Decide(declined), RefusalCode.ProposalOutdated, "");
        Then.Refused(Agree(Jp, 9).Decide(declined), RefusalCode.NotFound, "");
    }

    // Both would otherwise be agreed to, and the later would undo the earlier without anybody's saying so.
    [Fact]
    public void Of_two_proposals_of_one_entry_the_second_is_outdated_once_the_first_is_agreed()
    {
        var first = Given(null, Propose(1, Entry("cra")).Decide(null));
        var both = Given(first, Propose(2, Entry("cra") with { Status = "adopted" }).Decide(first));
        var agreed = Given(both, Agree(Jp, 1).Decide(both));

        Then.Refused(Agree(Jp, 2).Decide(agreed), RefusalCode.ProposalOutdated, "");
        Assert.Equal("in_force", agreed.Entries["cra"].Entry.Status);
    }

    [Fact]
    public void What_the_record_says_already_is_no_proposal()
    {
        var proposed = Proposed();
        var agreed = Given(proposed, Agree(Jp, 1).Decide(proposed));

        Then.Refused(Propose(2, Entry("cra")).Decide(agreed), RefusalCode.AlreadyExists, "/entries");
        var mixed = Given(agreed, Propose(2, Entry("cra"), Entry("nis2")).Decide(agreed));
        Assert.Equal("nis2", Assert.Single(mixed.Proposals[World.Id(2)].Changes).Entry.Id);
    }

    [Theory]
    [InlineData("/entries/0/id")]
    [InlineData("/entries/0/topic")]
    [InlineData("/entries/0/date")]
    [InlineData("/entries/0/status")]
    [InlineData("/entries/0/title")]
    [InlineData("/entries/0/parties")]
    [InlineData("/entries/0/servedBy")]
    [InlineData("/entries/0/people/0")]
    [InlineData("/entries/0/links/0/relation")]
    [InlineData("/entries/0/links/0/entry")]
    [InlineData("/entries/0/accounts")]
    public void An_entry_that_cannot_stand_is_refused_where_it_is_wrong(string pointer)
    {
        var good = Entry("cra");
        var bad = pointer.Split('/', 4)[3] switch
        {
            "id" => good with { Id = "CRA!" },
            "topic" => good with { Topic = "weather" },
            "date" => good with { Date = "2026-13" },
            "status" => good with { Status = "rumoured" },
            "title" => good with { Title = " " },
            "parties" => good with { Parties = [] },
            "servedBy" => good with { ServedBy = ["https://elsewhere.example"] },
            "people/0" => good with { People = [new("Somebody", new string('x', 301), null)] },
            "links/0/relation" => good with { Links = [new("cousin", "cra")] },
            "links/0/entry" => good with { Links = [new("counterpart", "nowhere")] },
            _ => good with { Kind = DialogueKind.Conflict, Accounts = ["One says so."] },
        };

        Then.Refused(Propose(1, bad).Decide(null), bad.Topic == "weather" || bad.Status == "rumoured" || bad.Links.Count > 0 ? RefusalCode.UnknownTerm : RefusalCode.Invalid, pointer);
    }

    [Theory]
    [InlineData("2025-05-12", true)]
    [InlineData("2025-05", true)]
    [InlineData("2025", true)]
    [InlineData("9999", false)]
    [InlineData("0001-01-01", false)]
    [InlineData("2025-02-30", false)]
    [InlineData("25", false)]
    public void A_date_is_a_day_a_month_or_a_year(string date, bool isOne) => Assert.Equal(isOne, DialogueDates.IsDate(date));

    [Fact]
    public void A_development_has_a_date_and_others_may_have_none()
    {
        Then.Refused(Propose(1, Entry("cra") with { Date = null }).Decide(null), RefusalCode.Invalid, "/entries/0/date");
        Assert.NotEmpty(Given(null, Propose(1, Entry("cra") with { Kind = DialogueKind.System, Date = null, Status = "running" }).Decide(null)).Proposals);
    }

    [Fact]
    public void Limits_are_answers()
    {
        var many = Enumerable.Range(0, DialogueRules.ChangesMax + 1).Select(n => Entry($"entry-{n}")).ToArray();
        Then.Refused(Propose(1, many).Decide(null), RefusalCode.Invalid, "/entries");
        Then.Refused(Propose(1).Decide(null), RefusalCode.Invalid, "/entries");
        Then.Refused(Propose(1, Entry("cra"), Entry("cra")).Decide(null), RefusalCode.Invalid, "/entries");
        var open = Enumerable.Range(1, DialogueRules.OpenProposalsMax).Aggregate((DialogueRecord?)null, (state, n) => Given(state, Propose(n, Entry("cra")).Decide(state)));
        Then.Refused(Propose(99, Entry("cra")).Decide(open), RefusalCode.Invalid, "");
        Assert.NotNull(Given(open, (Propose(99, Entry("cra")) with { By = Jp }).Decide(open)));
    }

    [Fact]
    public void A_note_is_read_by_its_own_side_or_by_both_and_removed_by_whose_it_is()
    {
        var proposed = Proposed();
        var agreed = Given(proposed, Agree(Jp, 1).Decide(proposed));
        var noted = Given(agreed, new AddDialogueNote(Eu, Person, World.Id(2), "cra", NoteReach.OwnSide, "Ask.").Decide(agreed));
        noted = Given(noted, new AddDialogueNote(Jp, Person, World.Id(3), "cra", NoteReach.BothSides, "Answer.").Decide(noted));

        Assert.Equal([true, true, false], new[] { Eu, OtherEu, Jp }.Select(noted.Notes[World.Id(2)].IsFor));
        Assert.Equal([true, true, true], new[] { Eu, OtherEu, Jp }.Select(noted.Notes[World.Id(3)].IsFor));
        Then.Refused(new RemoveDialogueNote(OtherEu, Person, World.Id(2)).Decide(noted), RefusalCode.NotFound, "");
        Assert.Single(Given(noted, new RemoveDialogueNote(Eu, Person, World.Id(2)).Decide(noted)).Notes);
        Then.Refused(new AddDialogueNote(Eu, Person, World.Id(4), "nowhere", NoteReach.OwnSide, "Ask.").Decide(noted), RefusalCode.NotFound, "");
    }

    [Fact]
    public void A_watch_is_what_was_said_last()
    {
        var watching = Given(null, new StateDialogueWatch(Eu, ["data", "ai"]).Decide(null));

        Assert.Equal(["ai", "data"], watching.Watches[Eu.Id]);
        Then.NothingHappens(new StateDialogueWatch(Eu, ["ai", "data"]).Decide(watching));
        Assert.Empty(Given(watching, new StateDialogueWatch(Eu, []).Decide(watching)).Watches[Eu.Id]);
        Then.Refused(new StateDialogueWatch(Eu, ["ai", "weather"]).Decide(null), RefusalCode.UnknownTerm, "/topics/1");
        Then.Refused(new StateDialogueWatch(Eu, ["ai", "ai"]).Decide(null), RefusalCode.Invalid, "/topics");
    }

    [Fact]
    public void Whoever_is_suspended_does_nothing()
    {
        var proposed = Proposed();
        var suspended = Jp with { Suspended = true };

        Then.Refused((Propose(2, Entry("nis2")) with { By = suspended }).Decide(proposed), RefusalCode.Suspended, "");
        Then.Refused(Agree(suspended, 1).Decide(proposed), RefusalCode.Suspended, "");

        // Whoever proposed it has to want it still, as a delegate.
        Then.Refused((Agree(Jp, 1) with { ProfileOf = _ => Eu with { Suspended = true } }).Decide(proposed), RefusalCode.ProposalOutdated, "");
        Then.Refused((Agree(Jp, 1) with { ProfileOf = _ => Eu with { Roles = [Role.Authority] } }).Decide(proposed), RefusalCode.ProposalOutdated, "");
        Then.Refused((Agree(Jp, 1) with { ProfileOf = _ => null }).Decide(proposed), RefusalCode.ProposalOutdated, "");
        Then.Refused(new StateDialogueWatch(suspended, []).Decide(proposed), RefusalCode.Suspended, "");
    }

    [Fact]
    public void A_difference_says_what_was_and_what_is()
    {
        var before = Entry("cra");
        var after = before with { Status = "applicable", Note = "Later than planned.", Summary = null, Verified = false };

        Assert.Equal(
            [
                "The summary is stated no more; it was: What it says.", "The status was: in_force; it is now: applicable.",
                "The verification was: seen in the source; it is now: unverified.", "The note is stated: Later than planned.",
            ],
            DialogueDifference.InWords(before, after));
        Assert.Equal(["Entered: Cyber Resilience Act."], DialogueDifference.InWords(null, before));
        Assert.Empty(DialogueDifference.InWords(before, before));
        Assert.Contains("The people was: A (EU); it is now: A (JP).", DialogueDifference.InWords(before with { People = [new("A", null, "EU")] }, before with { People = [new("A", null, "JP")] }));
        Assert.Contains("The source is stated: Regulation (EU) 2024/2847.", DialogueDifference.Stated(before));
    }

    [Theory]
    [InlineData("/entries/0/agenda")]
    [InlineData("/entries/0/agenda/1/text")]
    [InlineData("/entries/0/agenda/0/topic")]
    [InlineData("/entries/0/agenda/0/entries")]
    public void An_agenda_that_cannot_stand_is_refused_where_it_is_wrong(string pointer)
    {
        var item = new AgendaItem("Products.", "product_security", ["cra"]);
        var (bad, code) = pointer.Split('/')[^1] switch
        {
            "agenda" => (Council("dpc") with { Kind = DialogueKind.System, Agenda = [item] }, RefusalCode.Invalid),
            "text" => (Council("dpc") with { Agenda = [item, item with { Text = " " }] }, RefusalCode.Invalid),
            "topic" => (Council("dpc") with { Agenda = [item with { Topic = "weather" }] }, RefusalCode.UnknownTerm),
            _ => (Council("dpc") with { Agenda = [item with { Entries = ["dpc"] }] }, RefusalCode.UnknownTerm),
        };

        Then.Refused(Propose(1, bad, Entry("cra")).Decide(null), code, pointer);
        Then.Refused(Propose(1, Council("dpc") with { Agenda = [] }).Decide(null), RefusalCode.Invalid, "/entries/0/agenda");
        Then.Refused(Propose(1, Council("dpc") with { Agenda = [item] }).Decide(null), RefusalCode.UnknownTerm, "/entries/0/agenda/0/entries");
        Assert.NotEmpty(Given(null, Propose(1, Council("dpc") with { Agenda = [item, new("Other business.", null, [])] }, Entry("cra")).Decide(null)).Proposals);
    }

    // What was stored before there were agendas is what such an entry is stored as today.
    [Fact]
    public void An_agenda_is_stored_where_there_is_one_only_and_read_strictly()
    {
        var planned = Council("dpc") with { Agenda = [new("Products.", "product_security", ["cra"]), new("Other business.", null, [])] };
        var stored = Stored(planned);

        Assert.DoesNotContain("agenda", Stored(Council("dpc")), StringComparison.Ordinal);
        Assert.Contains("\"agenda\":[{\"entries\":[\"cra\"],\"text\":\"Products.\",\"topic\":\"product_security\"},{\"entries\":[],\"text\":\"Other business.\",\"topic\":null}]", stored, StringComparison.Ordinal);
        Assert.Equal(stored, Stored(Read(stored)));
        Assert.True(Read(stored).Says(planned));
        Assert.False(Read(stored).Says(Council("dpc")));
        Assert.Throws<UnreadableEventException>(() => Read(stored.Replace("\"topic\":null", "\"unheardOf\":null", StringComparison.Ordinal)));
        Assert.Throws<UnreadableEventException>(() => Read(stored.Replace(",\"topic\":null", "", StringComparison.Ordinal)));
        Assert.Equal(["The agenda is stated: Products. (product_security, cra); Other business."], DialogueDifference.InWords(Council("dpc"), planned));

        static string Stored(DialogueEntry entry) => Encoding.UTF8.GetString(CanonicalJson.Write(entry, DialogueJson.Default.DialogueEntry));
        static DialogueEntry Read(string stored) => CanonicalJson.Read(Encoding.UTF8.GetBytes(stored), DialogueJson.Default.DialogueEntry);
    }

    [Theory]
    [InlineData("open", "2026-11-25", true)]
    [InlineData(null, "2026-10", true)]
    [InlineData("open", "2026-11-26", false)]
    [InlineData("open", "2026-11", false)]
    [InlineData("open", "2026", false)]
    [InlineData("open", null, false)]
    [InlineData("done", "2026-11-25", false)]
    public void A_step_is_overdue_once_its_day_month_or_year_is_over_and_it_was_not_done(string? status, string? date, bool isOverdue)
    {
        var step = Entry("step") with { Kind = DialogueKind.NextStep, Status = status, Date = date };

        Assert.Equal(isOverdue, step.IsOverdue(new(2026, 11, 26)));
        Assert.False((step with { Kind = DialogueKind.Session }).IsOverdue(new(2026, 11, 26)));
    }

    internal static DialogueEntry Council(string id) => Entry(id) with { Kind = DialogueKind.Session, Topic = "partnership", Parties = ["EU", "JP"], Title = "Council", Date = null, Status = null };

    internal static DialogueEntry Entry(string id) => new()
    {
        Id = id,
        Kind = DialogueKind.Development,
        Topic = "product_security",
        Parties = ["EU"],
        Title = "Cyber Resilience Act",
        Summary = "What it says.",
        Date = "2024-12-10",
        DateBasis = null,
        Status = "in_force",
        Place = null,
        Owner = null,
        NextStep = null,
        Evidence = null,
        People = [],
        Links = [],
        Accounts = [],
        Resolution = null,
        ServedBy = [],
        Source = "Regulation (EU) 2024/2847",
        Verified = true,
        VerifiedAt = null,
        Note = null,
    };

    /// <summary>A record in which one proposal of the European side awaits the other.</summary>
    internal static DialogueRecord Proposed() => Given(null, Propose(1, Entry("cra")).Decide(null));

    internal static AgreeToDialogueChanges Agree(PartnerProfile by, int id) => new(by, Person, World.Id(id), partner => new[] { Eu, Jp, OtherEu }.FirstOrDefault(p => p.Id == partner));

    internal static WithdrawDialogueChanges Withdraw(PartnerProfile by, int id) => new(by, Person, World.Id(id));

    private static ProposeDialogueChanges Propose(int id, params DialogueEntry[] entries) => new(Eu, Person, World.Id(id), "Because.", entries);

    private static DialogueRecord Given(DialogueRecord? state, Decision<DialogueEvent> decision) =>
        Assert.IsType<Decision<DialogueEvent>.Accepted>(decision).Events.Aggregate(state, DialogueRecord.Evolve)!; // Something happened.
}
