using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.Tests.Domain;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.SupplySignals;

/// <summary>The joint watch list, its thresholds, and warnings of what a receiver sees itself.</summary>
public sealed class EarlyWarningTests
{
    private static readonly PartnerProfile Jp = DelegateEu with { Id = new(Id(50)), Handle = "delegate-jp", Jurisdiction = Jurisdiction.JP };
    private static readonly MemberId Someone = new(Id(52));
    private static readonly WatchEntry Entry = new("neon-logic", "Gases for logic", "gases-and-chemicals", "logic", "EU", new(3, 2, "likely", 90));

    [Fact]
    public void An_entry_stands_once_the_other_side_agreed_and_ends_in_the_same_way()
    {
        var proposed = Given(null, Propose(1, Entry).Decide(null));
        Assert.Empty(proposed.Entries);
        Then.Refused(Agree(DelegateEu, 1).Decide(proposed), RefusalCode.OtherSideNeeded, "");
        Then.Refused(new WithdrawWatchProposal(Jp, Someone, Id(1)).Decide(proposed), RefusalCode.OtherSideNeeded, "");

        var agreed = Given(proposed, Agree(Jp, 1).Decide(proposed));
        Assert.Equal((Entry, 1), (agreed.Entries["neon-logic"].Entry, agreed.Entries["neon-logic"].Revision));
        Then.Refused(Propose(2, Entry).Decide(agreed), RefusalCode.AlreadyExists, "/entry");
        Then.Refused(Agree(Jp, 1).Decide(agreed), RefusalCode.ProposalOutdated, "");

        var ending = Given(agreed, new ProposeWatchEnd(Jp, Someone, Id(3), "New plants deliver.", "neon-logic").Decide(agreed));
        var ended = Given(ending, Agree(DelegateEu, 3).Decide(ending));
        Assert.Empty(ended.Entries);
        Then.Refused(new ProposeWatchEnd(Jp, Someone, Id(4), "Again.", "neon-logic").Decide(ended), RefusalCode.NotFound, "");

        // What comes back later is another revision.
        var back = Given(ended, Propose(5, Entry).Decide(ended));
        Assert.Equal(3, Given(back, Agree(Jp, 5).Decide(back)).Entries["neon-logic"].Revision);
    }

    [Fact]
    public void Whoever_proposed_it_still_stands_for_its_side_when_the_other_agrees()
    {
        var proposed = Given(null, Propose(1, Entry).Decide(null));

        Then.Refused(new AgreeToWatch(Jp, Someone, Id(1), _ => DelegateEu with { Suspended = true }).Decide(proposed), RefusalCode.ProposalOutdated, "");
        Then.Refused(new AgreeToWatch(Jp, Someone, Id(1), _ => DelegateEu with { Roles = [Role.Cert] }).Decide(proposed), RefusalCode.ProposalOutdated, "");
        Then.Refused(new AgreeToWatch(Jp, Someone, Id(1), _ => null).Decide(proposed), RefusalCode.ProposalOutdated, "");
        Assert.Equal("Gone.", Given(proposed, new DeclineWatch(Jp, Someone, Id(1), "Gone.").Decide(proposed)).Proposals[Id(1)].Answer);
    }

    [Fact]
    public void Of_two_proposals_of_one_entry_the_second_is_outdated_once_the_first_is_agreed()
    {
        var both = Given(Given(null, Propose(1, Entry).Decide(null)), Propose(2, Entry with { Title = "Else" }).Decide(null));
        var agreed = Given(both, Agree(Jp, 1).Decide(both));

        Then.Refused(Agree(Jp, 2).Decide(agreed), RefusalCode.ProposalOutdated, "");
        Then.Refused(new DeclineWatch(Jp, Someone, Id(2), "").Decide(agreed), RefusalCode.Invalid, "/reason");
        Assert.Equal("Late.", Given(agreed, new DeclineWatch(Jp, Someone, Id(2), "Late.").Decide(agreed)).Proposals[Id(2)].Answer);
    }

    [Fact]
    public void An_entry_that_cannot_stand_is_refused_where_it_is_wrong()
    {
        Refused(Entry with { Id = "Neon" }, RefusalCode.Invalid, "/entry/id");
        Refused(Entry with { Title = "" }, RefusalCode.Invalid, "/entry/title");
        Refused(Entry with { Stage = "mine" }, RefusalCode.UnknownTerm, "/entry/stage");
        Refused(Entry with { ProductClass = "chips" }, RefusalCode.UnknownTerm, "/entry/productClass");
        Refused(Entry with { Region = "eu" }, RefusalCode.UnknownTerm, "/entry/region");
        Refused(Entry with { Threshold = Entry.Threshold with { Signals = 0 } }, RefusalCode.Invalid, "/entry/threshold/signals");
        Refused(Entry with { Threshold = Entry.Threshold with { Partners = 4 } }, RefusalCode.Invalid, "/entry/threshold/partners");
        Refused(Entry with { Threshold = Entry.Threshold with { Days = 0 } }, RefusalCode.Invalid, "/entry/threshold/days");
        Refused(Entry with { Threshold = Entry.Threshold with { Confidence = "sure" } }, RefusalCode.UnknownTerm, "/entry/threshold/confidence");

        static void Refused(WatchEntry entry, RefusalCode code, string pointer) => Then.Refused(Propose(1, entry).Decide(null), code, pointer);
    }

    [Fact]
    public void Signals_count_that_are_about_it_likely_enough_fresh_and_open()
    {
        var counting = Seen(1, 1);
        Assert.Equal(
            [counting.Id],
            Standing(
                counting,
                Seen(2, 1) with { Withdrawn = true },
                Seen(3, 1) with { Verdict = SupplyWords.CameTrue },
                Seen(4, 1) with { PostedAt = Now.AddDays(-91) },
                Seen(5, 1) with { Content = Content() with { Confidence = "roughly-even" } },
                Seen(6, 1) with { Content = Content() with { HorizonTo = SignalRules.DayOf(Now).AddDays(-1) } },
                Seen(7, 1) with { Content = Content() with { Stage = "wafers" } },
                Seen(8, 1) with { Content = Content() with { ProductClass = "memory" } },
                Seen(9, 1) with { Content = Content() with { Regions = ["JP"] } }).Signals.Select(s => s.Id));
        Assert.Equal(2, Standing(Seen(1, 1) with { Content = Content() with { ProductClass = "all" } }, Seen(2, 1) with { Content = Content() with { Regions = [] } }).Signals.Count);
    }

    [Theory]
    [InlineData("EU", "DE", true)]
    [InlineData("DE", "EU", true)]
    [InlineData("DE", "DE", true)]
    [InlineData("DE", "FR", false)]
    [InlineData("EU", "GB", false)]
    [InlineData("CH", "EU", false)]
    [InlineData("EU", "JP", false)]
    public void The_union_and_its_member_states_are_about_each_other(string watched, string felt, bool counts) =>
        Assert.Equal(counts, (Entry with { Region = watched }).IsMetBy(Content() with { Regions = ["US", felt] }));

    [Fact]
    public void A_threshold_asks_for_signals_and_for_partners()
    {
        Assert.False(Standing(Seen(1, 1), Seen(2, 2)).Reached);
        Assert.False(Standing(Seen(1, 1), Seen(2, 1), Seen(3, 1), Seen(4, 1)).Reached);
        Assert.True(Standing(Seen(1, 1), Seen(2, 1), Seen(3, 2)).Reached);
    }

    [Fact]
    public void The_same_signals_warn_once_and_others_warn_again()
    {
        SeenSignal[] first = [Seen(1, 1), Seen(2, 2), Seen(3, 2)];
        var warned = Warned(null, first);
        Assert.True(warned.Of(Entry).SetEquals(first.Select(s => s.Id)));
        Then.Refused(Raise(first).Decide(warned, Now), RefusalCode.NotFound, "");
        Then.Refused(Raise([.. first, Seen(4, 3), Seen(5, 4)]).Decide(warned, Now), RefusalCode.NotFound, "");

        Assert.Equal(6, Warned(warned, [.. first, Seen(4, 3), Seen(5, 4), Seen(6, 4)]).Of(Entry).Count);
        Then.Refused((Raise(first) with { Watch = new(Entry with { Title = "Gases" }, 2) }).Decide(warned, Now), RefusalCode.NotFound, "");
        var lower = Entry with { Threshold = Entry.Threshold with { Signals = 2 } };
        Assert.IsType<Decision<SupplyWarningEvent>.Accepted>((Raise(first) with { Watch = new(lower, 2) }).Decide(warned, Now));
    }

    // Whatever order a node reads them in, one warning is raised, under one id.
    [Fact]
    public void A_warning_says_the_same_in_whatever_order_signals_are_read()
    {
        var raised = 0;
        var signal =
            from number in Gen.Choose(1, 1_000)
            from originator in Gen.Choose(1, 4)
            select Seen(number, originator);
        Check.QuickThrowOnFailure(Prop.ForAll(signal.ListOf(6).ToArbitrary(), world =>
        {
            var seen = world.DistinctBy(s => s.Id).ToList();
            raised += Warnings(seen).Length > 0 ? 1 : 0;
            return Warnings(seen) == Warnings([.. seen.AsEnumerable().Reverse()]);
        }));
        Assert.True(raised > 0, "No world had a warning: nothing was shown.");
    }

    private static string Warnings(IReadOnlyList<SeenSignal> seen) =>
        Raise(seen).Decide(null, Now) is Decision<SupplyWarningEvent>.Accepted { Events: [var raised] }
            ? System.Text.Encoding.UTF8.GetString(SupplyWarningEventCatalog.Catalog.Write(raised).Body)
            : "";

    private static RaiseWarning Raise(IReadOnlyList<SeenSignal> seen) => new(DelegateEu.Id, new(Entry, 1), seen);

    private static SupplyWarnings Warned(SupplyWarnings? state, IReadOnlyList<SeenSignal> seen) =>
        Assert.IsType<Decision<SupplyWarningEvent>.Accepted>(Raise(seen).Decide(state, Now)).Events.Aggregate(state, SupplyWarnings.Evolve)!;

    private static WatchStanding Standing(params SeenSignal[] seen) => WatchStanding.Of(Entry, seen, Now);

    private static SeenSignal Seen(int number, int originator) => new(new(Id(1_000 + number)), new(Id(originator)), Content(), Now.AddMinutes(-number), Verdict: null, Withdrawn: false);

    private static SignalGist Content() => new("gases-and-chemicals", "logic", ["EU"], SignalRules.DayOf(Now).AddDays(30), "likely");

    private static AgreeToWatch Agree(PartnerProfile by, int proposal) => new(by, Someone, Id(proposal), id => new[] { DelegateEu, Jp }.FirstOrDefault(p => p.Id == id));

    private static ProposeWatch Propose(int id, WatchEntry entry) => new(DelegateEu, Someone, Id(id), "Few suppliers.", entry);

    private static WatchList Given(WatchList? state, Decision<WatchListEvent> decision) =>
        Assert.IsType<Decision<WatchListEvent>.Accepted>(decision).Events.Aggregate(state, WatchList.Evolve)!;
}
