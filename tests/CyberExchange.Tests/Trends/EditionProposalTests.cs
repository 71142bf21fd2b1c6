using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.Tests.Domain;
using Xunit;

namespace CyberExchange.Tests.Trends;

/// <summary>Editions: one side proposes, the other publishes, and what was published is followed by the next.</summary>
public sealed class EditionProposalTests
{
    private static readonly PartnerProfile Eu = World.DelegateEu;
    private static readonly PartnerProfile Jp = World.DelegateEu with { Id = new(World.Id(50)), Handle = "delegate-jp", Jurisdiction = Jurisdiction.JP };
    private static readonly PartnerProfile OtherEu = World.DelegateEu with { Id = new(World.Id(51)), Handle = "delegate-eu-2" };
    private static readonly MemberId Person = new(World.Id(52));
    private static readonly Period Last = Period.OfQuarter(2025, 4);

    [Fact]
    public void The_other_side_publishes_what_was_proposed()
    {
        var proposed = Proposed();
        Assert.Empty(proposed.Editions);

        var published = Given(proposed, Publish(Jp, 1, Edition(1)).Decide(proposed));

        Assert.Equal((1, EditionState.Published, 1), (published.Last!.Number, published.Proposals[World.Id(1)].State, published.Proposals[World.Id(1)].Number));
        var next = Given(published, Propose(2, Eu, through: Period.OfQuarter(2026, 1), from: null, asOf: World.Now.AddHours(1)).Decide(published));
        Assert.Equal(Period.OfQuarter(2023, 1), next.Proposals[World.Id(2)].Edition.From);
        Then.Refused(Publish(Jp, 2, Edition(2)).Decide(next), RefusalCode.ProposalOutdated, "");
        Assert.Equal(2, Given(next, Publish(Jp, 2, Edition(2) with { Previous = published.Last.Id }).Decide(next)).Editions.Count);
    }

    [Fact]
    public void Nobody_publishes_or_declines_what_the_own_side_proposed()
    {
        var proposed = Proposed();

        Then.Refused(Publish(Eu, 1, Edition(1)).Decide(proposed), RefusalCode.OtherSideNeeded, "");
        Then.Refused(Publish(OtherEu, 1, Edition(1)).Decide(proposed), RefusalCode.OtherSideNeeded, "");
        Then.Refused(new DeclineEdition(OtherEu, Person, World.Id(1), "No.").Decide(proposed), RefusalCode.OtherSideNeeded, "");
        Then.Refused(new TakeBackEdition(OtherEu, Person, World.Id(1)).Decide(proposed), RefusalCode.OtherSideNeeded, "");
        Assert.Equal(RefusalCode.OtherSideNeeded, EditionProposals.ToPublish(proposed, World.Id(1), OtherEu, ProfileOf).Refusal?.Code);
    }

    [Fact]
    public void A_proposal_is_decided_once()
    {
        var proposed = Proposed();
        var declined = Given(proposed, new DeclineEdition(Jp, Person, World.Id(1), "After the holidays.").Decide(proposed));
        var takenBack = Given(proposed, new TakeBackEdition(Eu, Person, World.Id(1)).Decide(proposed));

        Assert.Equal((EditionState.Declined, "After the holidays."), (declined.Proposals[World.Id(1)].State, declined.Proposals[World.Id(1)].Answer));
        Then.Refused(Publish(Jp, 1, Edition(1)).Decide(declined), RefusalCode.ProposalOutdated, "");
        Then.Refused(Publish(Jp, 1, Edition(1)).Decide(takenBack), RefusalCode.ProposalOutdated, "");
        Then.Refused(Publish(Jp, 9, Edition(1)).Decide(proposed), RefusalCode.NotFound, "");
        Then.Refused(new DeclineEdition(Jp, Person, World.Id(1), " ").Decide(proposed), RefusalCode.Invalid, "/reason");
    }

    [Fact]
    public void Whoever_proposed_it_could_still_propose_it()
    {
        var proposed = Proposed();

        Then.Refused(Publish(Jp, 1, Edition(1), _ => Eu with { Suspended = true }).Decide(proposed), RefusalCode.ProposalOutdated, "");
        Then.Refused(Publish(Jp, 1, Edition(1), _ => Eu with { Roles = [Role.Authority] }).Decide(proposed), RefusalCode.ProposalOutdated, "");
        Then.Refused(Publish(Jp, 1, Edition(1), _ => null).Decide(proposed), RefusalCode.ProposalOutdated, "");
        Assert.Equal(EditionState.Declined, Given(proposed, new DeclineEdition(Jp, Person, World.Id(1), "No.").Decide(proposed)).Proposals[World.Id(1)].State);
    }

    [Fact]
    public void Agreement_in_vain_ends_the_proposal_unless_another_edition_came()
    {
        var published = Given(Proposed(), Publish(Jp, 1, Edition(1)).Decide(Proposed()));
        var corrects = Given(published, Propose(2, Eu, corrects: true, asOf: World.Now.AddHours(1)).Decide(published));

        Then.Refused(new EndInVain(Jp, Person, World.Id(2), null, "Nothing changed.").Decide(corrects), RefusalCode.ProposalOutdated, "");
        Then.Refused(new EndInVain(OtherEu, Person, World.Id(2), Edition(1).Id, "Nothing changed.").Decide(corrects), RefusalCode.OtherSideNeeded, "");
        var ended = Given(corrects, new EndInVain(Jp, Person, World.Id(2), Edition(1).Id, "Nothing changed.").Decide(corrects)).Proposals[World.Id(2)];
        Assert.Equal((EditionState.Declined, "Nothing changed."), (ended.State, ended.Answer));
    }

    [Fact]
    public void A_series_covers_twenty_years()
    {
        Assert.IsType<Decision<TrendEvent>.Accepted>(Propose(1, Eu, from: Period.OfQuarter(2006, 1)).Decide(null));
        Then.Refused(Propose(1, Eu, from: Period.OfQuarter(2005, 4)).Decide(null), RefusalCode.Invalid, "/through");
    }

    // After the last year that there is no instant comes.
    [Fact]
    public void A_period_ends_at_an_instant()
    {
        Assert.All(new[] { "9999", "9999-Q1", "9999-Q4", "9999-12", "0000", "0000-Q1" }, text => Assert.Null(Period.Parse(text)));
        Assert.Equal(new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero), Period.Parse("9998-Q4")?.End);
        Assert.Equal(new DateTimeOffset(1, 4, 1, 0, 0, 0, TimeSpan.Zero), Period.Parse("0001-Q1")?.End);
    }

    [Fact]
    public void What_can_never_be_published_is_not_proposed()
    {
        var published = Given(Proposed(), Publish(Jp, 1, Edition(1)).Decide(Proposed()));

        Then.Refused(Propose(1, Eu, from: null).Decide(null), RefusalCode.Invalid, "/from");
        Then.Refused(Propose(1, Eu, corrects: true).Decide(null), RefusalCode.Invalid, "/corrects");
        Then.Refused(Propose(1, Eu, label: TlpLabel.Amber).Decide(null), RefusalCode.AudienceNotForLabel, "/label");
        Then.Refused(Propose(1, Eu, asOf: World.Now.AddSeconds(1)).Decide(null), RefusalCode.ImpossibleTime, "/asOf");
        Then.Refused(Propose(1, Eu, through: Period.OfQuarter(2026, 4)).Decide(null), RefusalCode.ImpossibleTime, "/through");
        Then.Refused(Propose(1, Eu, through: Period.OfYear(2025)).Decide(null), RefusalCode.Invalid, "/through");
        Then.Refused(Propose(1, Eu, from: Period.OfQuarter(1900, 1)).Decide(null), RefusalCode.Invalid, "/through");
        Then.Refused(Propose(2, Eu, asOf: World.Now.AddHours(1)).Decide(published), RefusalCode.Invalid, "/through");
        Then.Refused(Propose(2, Eu, through: Period.OfQuarter(2026, 1)).Decide(published), RefusalCode.VersionNotNewer, "/asOf");
        Then.Refused(Propose(1, Eu with { Suspended = true }).Decide(null), RefusalCode.Suspended, "");
        Assert.Single(Assert.IsType<Decision<TrendEvent>.Accepted>(Propose(2, Eu, corrects: true, asOf: World.Now.AddHours(1)).Decide(published)).Events);
    }

    [Fact]
    public void A_side_has_so_many_open_proposals()
    {
        var full = Enumerable.Range(1, ProposeEdition.OpenProposalsMax).Aggregate(TrendSeries.Empty, (series, i) => Given(series, Propose(i, Eu).Decide(series)));

        Then.Refused(Propose(9, OtherEu).Decide(full), RefusalCode.Invalid, "");
        Assert.Equal(EditionState.Open, Given(full, Propose(9, Jp).Decide(full)).Proposals[World.Id(9)].State);
    }

    [Fact]
    public void Green_is_for_partners_and_clear_for_everybody()
    {
        var (green, clear) = (Edition(1), Edition(1) with { Label = TlpLabel.Clear });

        Assert.All(World.Partners, p => Assert.True(green.IsReleasedTo(World.As(p)) && clear.IsReleasedTo(World.As(p))));
        Assert.False(green.IsReleasedTo(Viewer.Public));
        Assert.False(green.IsReleasedTo(World.As(World.CertEu with { Suspended = true })));
        Assert.True(clear.IsReleasedTo(Viewer.Public));
    }

    private static TrendSeries Proposed() => Given(null, Propose(1, Eu).Decide(null));

    private static TrendSeries Given(TrendSeries? state, Decision<TrendEvent> decision) =>
        Assert.IsType<Decision<TrendEvent>.Accepted>(decision).Events.Aggregate(state ?? TrendSeries.Empty, TrendSeries.Evolve);

    private static ProposeEdition Propose(int id, PartnerProfile by, Period? through = null, bool corrects = false, TlpLabel label = TlpLabel.Green, DateTimeOffset? asOf = null) =>
        Propose(id, by, Period.OfQuarter(2023, 1), through, corrects, label, asOf);

    private static ProposeEdition Propose(int id, PartnerProfile by, Period? from, Period? through = null, bool corrects = false, TlpLabel label = TlpLabel.Green, DateTimeOffset? asOf = null) =>
        new(by, Person, World.Id(id), "For the council.", from, through ?? Last, asOf, corrects, label, asOf > World.Now.AddMinutes(1) ? asOf.Value : World.Now);

    private static PublishEdition Publish(PartnerProfile by, int proposal, PublishedEdition edition) => Publish(by, proposal, edition, ProfileOf);

    private static PublishEdition Publish(PartnerProfile by, int proposal, PublishedEdition edition, Func<PartnerId, PartnerProfile?> profileOf) =>
        new(by, Person, World.Id(proposal), profileOf, edition);

    private static PartnerProfile? ProfileOf(PartnerId id) => new[] { Eu, Jp, OtherEu }.FirstOrDefault(p => p.Id == id);

    private static PublishedEdition Edition(int number) => new()
    {
        Number = number,
        Id = new string('a', 63) + number,
        Previous = null,
        Corrects = null,
        AsOf = World.Now,
        Position = 10,
        From = Period.OfQuarter(2023, 1),
        Through = Last,
        Label = TlpLabel.Green,
        Sha512 = new string('b', 128),
    };
}
