using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.Tests.Domain;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.SupplySignals;

/// <summary>Supply signals: what can be foreseen, that nobody knows better afterwards, and what became of it.</summary>
public sealed class SignalTests
{
    private static readonly DateOnly Today = SignalRules.DayOf(Now);
    private static readonly SignalId Id1 = new(Id(80));

    public static TheoryData<string, RefusalCode, string> Flaws => new()
    {
        { "title", RefusalCode.Invalid, "/signal/title" },
        { "summary", RefusalCode.Invalid, "/signal/summary" },
        { "stage", RefusalCode.UnknownTerm, "/signal/stage" },
        { "class", RefusalCode.UnknownTerm, "/signal/productClass" },
        { "product", RefusalCode.Invalid, "/signal/product" },
        { "region", RefusalCode.UnknownTerm, "/signal/regions/1" },
        { "region twice", RefusalCode.Invalid, "/signal/regions" },
        { "observed", RefusalCode.UnknownTerm, "/signal/observed/0" },
        { "nothing observed", RefusalCode.Invalid, "/signal/observed" },
        { "ends before", RefusalCode.ImpossibleTime, "/signal/horizon/to" },
        { "over", RefusalCode.ImpossibleTime, "/signal/horizon/to" },
        { "begun", RefusalCode.ImpossibleTime, "/signal/horizon/from" },
        { "too far", RefusalCode.ImpossibleTime, "/signal/horizon/to" },
        { "confidence", RefusalCode.UnknownTerm, "/signal/confidence" },
        { "reference", RefusalCode.Invalid, "/signal/references/0/text" },
        { "address", RefusalCode.Invalid, "/signal/references/0/url" },
        { "script", RefusalCode.Invalid, "/signal/references/0/url" },
        { "item twice", RefusalCode.Invalid, "/signal/items" },
    };

    [Fact]
    public void What_is_foreseen_is_posted_with_its_audience_from_the_first_moment()
    {
        var decision = Post(Signal()).Decide(null, Enrolled, Now);

        var posted = Assert.IsType<SignalEvent.SignalPosted>(Assert.Single(Assert.IsType<Decision<SignalEvent>.Accepted>(decision).Events));
        Assert.Equal((MakerEu.Id, Jurisdiction.EU, TlpLabel.Green), (posted.Originator, posted.Home, posted.Terms.Label));
        Then.Refused(Post(Signal()).Decide(Posted(), Enrolled, Now), RefusalCode.AlreadyExists, "");
        Then.Refused((Post(Signal()) with { Originator = MakerEu with { Suspended = true } }).Decide(null, Enrolled, Now), RefusalCode.Suspended, "");
    }

    [Theory]
    [MemberData(nameof(Flaws))]
    public void A_signal_that_cannot_stand_is_refused_where_it_is_wrong(string flaw, RefusalCode code, string pointer) =>
        Then.Refused(Post(Flawed(flaw)).Decide(null, Enrolled, Now), code, pointer);

    [Fact]
    public void A_label_that_does_not_take_the_audience_is_refused_below_the_sharing() =>
        Then.Refused(
            (Post(Signal()) with { Terms = Terms(TlpLabel.Clear, Named(GridEu)) }).Decide(null, Enrolled, Now), RefusalCode.AudienceNotForLabel, "/sharing/audience");

    [Fact]
    public void Only_the_originator_changes_it_and_nobody_once_it_is_withdrawn()
    {
        var state = Posted();
        Then.Refused(new ReviseSignal(CertEu, Signal()).Decide(state, Now), RefusalCode.NotOriginator, "");
        Then.Refused(new RecordSignalOutcome(CertEu, Outcome()).Decide(state, Now), RefusalCode.NotOriginator, "");
        Then.Refused(new WithdrawSignal(CertEu.Id, "No.").Decide(state), RefusalCode.NotOriginator, "");
        Then.Refused(new WithdrawSignal(MakerEu.Id, " ").Decide(state), RefusalCode.Invalid, "/reason");

        var withdrawn = Given(state, new WithdrawSignal(MakerEu.Id, "A mistake.").Decide(state));

        Then.Refused(new ReviseSignal(MakerEu, Signal() with { Title = "Else" }).Decide(withdrawn, Now), RefusalCode.Withdrawn, "");
        Then.Refused(new RecordSignalOutcome(MakerEu, Outcome()).Decide(withdrawn, Now), RefusalCode.Withdrawn, "");
    }

    [Fact]
    public void Before_the_horizon_everything_may_be_said_anew_and_the_same_again_is_nothing()
    {
        var state = Posted(Signal() with { HorizonFrom = Today.AddDays(1) });

        Then.NothingHappens(new ReviseSignal(MakerEu, Signal() with { HorizonFrom = Today.AddDays(1), Regions = ["EU", "JP"] }).Decide(state, Now));
        var revised = Given(state, new ReviseSignal(MakerEu, Signal() with { HorizonFrom = Today.AddDays(2), Confidence = "almost-certain" }).Decide(state, Now));
        Assert.Equal(("almost-certain", 2), (revised.Content.Confidence, revised.Revision));
        Then.Refused(
            new ReviseSignal(MakerEu, Signal() with { HorizonFrom = Today.AddDays(-1) }).Decide(state, Now), RefusalCode.ImpossibleTime, "/signal/horizon/from");
    }

    [Fact]
    public void From_the_first_day_of_the_horizon_on_what_can_come_true_stays()
    {
        var state = Posted();
        var later = Now.AddDays(5);

        Then.Refused(new ReviseSignal(MakerEu, Signal() with { Stage = "wafers" }).Decide(state, later), RefusalCode.Invalid, "/signal/stage");
        Then.Refused(new ReviseSignal(MakerEu, Signal() with { ProductClass = "memory" }).Decide(state, later), RefusalCode.Invalid, "/signal/productClass");
        Then.Refused(new ReviseSignal(MakerEu, Signal() with { Product = "krypton" }).Decide(state, later), RefusalCode.Invalid, "/signal/product");
        Then.Refused(new ReviseSignal(MakerEu, Signal() with { Regions = ["EU"] }).Decide(state, later), RefusalCode.Invalid, "/signal/regions");
        Assert.Equal("It goes on", Given(state, new ReviseSignal(MakerEu, Signal() with { Summary = "It goes on" }).Decide(state, later)).Content.Summary);

        Then.Refused(new ReviseSignal(MakerEu, Signal() with { Confidence = "almost-certain" }).Decide(state, Now), RefusalCode.Invalid, "/signal/confidence");
        Then.Refused(new ReviseSignal(MakerEu, Signal() with { HorizonTo = Today.AddDays(90) }).Decide(state, Now), RefusalCode.Invalid, "/signal/horizon");
        Assert.Equal("More is known", Given(state, new ReviseSignal(MakerEu, Signal() with { Title = "More is known" }).Decide(state, Now)).Content.Title);
    }

    [Fact]
    public void With_an_outcome_a_signal_takes_no_revision_and_the_outcome_can_be_corrected()
    {
        var state = Posted();
        var told = Given(state, new RecordSignalOutcome(MakerEu, Outcome()).Decide(state, Now));

        Then.Refused(new ReviseSignal(MakerEu, Signal() with { Title = "I knew" }).Decide(told, Now), RefusalCode.Invalid, "/signal");
        Then.NothingHappens(new RecordSignalOutcome(MakerEu, Outcome()).Decide(told, Now));
        var corrected = Given(told, new RecordSignalOutcome(MakerEu, Outcome() with { Verdict = SupplyWords.Partly }).Decide(told, Now));
        Assert.Equal((SupplyWords.Partly, 3), (corrected.Outcome!.Verdict, corrected.Revision));
    }

    [Theory]
    [InlineData("rumour", 0, "/outcome/verdict")]
    [InlineData(SupplyWords.CameTrue, null, "/outcome/cameTrueOn")]
    [InlineData(SupplyWords.CameTrue, -1, "/outcome/cameTrueOn")] // Before its horizon.
    [InlineData(SupplyWords.CameTrue, 1, "/outcome/cameTrueOn")] // Tomorrow.
    [InlineData(SupplyWords.DidNot, null, "/outcome/verdict")] // It still may.
    [InlineData(SupplyWords.CannotTell, null, "/outcome/verdict")]
    [InlineData(SupplyWords.DidNot, 0, "/outcome/cameTrueOn")]
    public void An_outcome_that_cannot_be_is_refused_where_it_is_wrong(string verdict, int? day, string pointer)
    {
        var outcome = Outcome() with { Verdict = verdict, CameTrueOn = day is { } days ? Today.AddDays(days) : null };

        Assert.Equal(pointer, Assert.IsType<Decision<SignalEvent>.Refused>(new RecordSignalOutcome(MakerEu, outcome).Decide(Posted(), Now)).Refusal.Pointer);
    }

    [Fact]
    public void That_it_did_not_come_true_is_said_once_it_no_longer_can()
    {
        var state = Posted();

        var told = Given(state, new RecordSignalOutcome(MakerEu, Outcome() with { Verdict = SupplyWords.DidNot, CameTrueOn = null }).Decide(state, Now.AddDays(31)));

        Assert.Equal(SupplyWords.DidNot, told.Outcome!.Verdict);
    }

    [Fact]
    public void An_embargo_lifts_once_and_a_release_takes_two()
    {
        var state = Posted();
        Then.NothingHappens(new LiftSignalEmbargo().Decide(state, Now));
        Then.Refused(new LiftSignalEmbargo().Decide(null, Now), RefusalCode.NotFound, "");
        Then.Refused(new RejectSignalRelease(MakerEu).Decide(state), RefusalCode.NothingProposed, "");
        Then.Refused(new EndSignalForward(CertEu).Decide(null), RefusalCode.NotFound, "");
        Then.NothingHappens(new EndSignalForward(CertEu).Decide(state));

        var two = MakerEu with { ClearNeedsTwoMembers = true };
        var proposed = Given(state, new ShareSignal(two, Person(MakerEu), Terms(TlpLabel.Clear)).Decide(state, Enrolled, Now));
        Assert.Equal((TlpLabel.Green, TlpLabel.Clear), (proposed.Sharing.Terms.Label, proposed.Proposal!.Terms.Label));
        Assert.Null(Given(proposed, new RejectSignalRelease(two).Decide(proposed)).Proposal);
        MemberProfile first = new(Person(MakerEu), MakerEu.Id, MemberKind.Person, "first"), second = first with { Id = new(Id(81)), Handle = "second" };
        Assert.IsType<Decision<SignalEvent>.Refused>(new ApproveSignalRelease(two, first).Decide(proposed, Now));
        Assert.Equal(TlpLabel.Clear, Given(proposed, new ApproveSignalRelease(two, second).Decide(proposed, Now)).Sharing.Terms.Label);

        var closed = Given(null, (Post(Signal()) with { Terms = Terms(TlpLabel.Green) with { Embargo = new(Now.AddDays(1).ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture), "Etc/UTC", []) } }).Decide(null, Enrolled, Now));
        Then.Refused(new LiftSignalEmbargo().Decide(closed, Now), RefusalCode.ImpossibleTime, "");
        var open = Given(closed, new LiftSignalEmbargo().Decide(closed, Now.AddDays(1)));
        Assert.Equal((true, false), (closed.Sharing.UnderEmbargo, open.Sharing.UnderEmbargo));
        Then.NothingHappens(new LiftSignalEmbargo().Decide(open, Now.AddDays(1)));
    }

    private static SupplySignal Signal() => new()
    {
        Title = "Neon is short", Summary = "Two suppliers stopped.", Stage = "gases-and-chemicals", ProductClass = "logic", Product = "neon",
        Regions = ["EU", "JP"], Observed = ["shortage"], HorizonFrom = Today, HorizonTo = Today.AddDays(30), Confidence = "likely",
        References = [new("Notice of a supplier", "https://supplier.example/notice")], Items = [],
    };

    private static SignalOutcome Outcome() => new(SupplyWords.CameTrue, Today, "Plants cut their output.", []);

    private static SupplySignal Flawed(string flaw) => flaw switch
    {
        "title" => Signal() with { Title = " " },
        "summary" => Signal() with { Summary = new string('a', SignalRules.SummaryCharactersMax + 1) },
        "stage" => Signal() with { Stage = "mine" },
        "class" => Signal() with { ProductClass = "chips" },
        "product" => Signal() with { Product = "" },
        "region" => Signal() with { Regions = ["EU", "XX"] },
        "region twice" => Signal() with { Regions = ["EU", "EU"] },
        "observed" => Signal() with { Observed = ["weather"] },
        "nothing observed" => Signal() with { Observed = [] },
        "ends before" => Signal() with { HorizonFrom = Today.AddDays(31) },
        "over" => Signal() with { HorizonFrom = Today.AddDays(-9), HorizonTo = Today.AddDays(-1) },
        "begun" => Signal() with { HorizonFrom = Today.AddDays(-1) },
        "too far" => Signal() with { HorizonTo = Today.AddDays(SignalRules.HorizonDaysMax + 1) },
        "confidence" => Signal() with { Confidence = "sure" },
        "reference" => Signal() with { References = [new("", null)] },
        "address" => Signal() with { References = [new("Notice", "notice.html")] },
        "script" => Signal() with { References = [new("Notice", "javascript:alert(1)")] },
        "item twice" => Signal() with { Items = [Id(1), Id(1)] },
        _ => throw new ArgumentOutOfRangeException(nameof(flaw)),
    };

    private static PostSignal Post(SupplySignal signal) => new(Id1, MakerEu, Person(MakerEu), signal, Terms(TlpLabel.Green));

    private static Signal Posted(SupplySignal? signal = null) => Given(null, Post(signal ?? Signal()).Decide(null, Enrolled, Now));

    private static Signal Given(Signal? state, Decision<SignalEvent> decision) =>
        Assert.IsType<Decision<SignalEvent>.Accepted>(decision).Events.Aggregate(state, CyberExchange.Domain.SupplySignals.Signal.Evolve)!;
}
