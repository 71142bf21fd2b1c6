using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

/// <summary>Where a partner asks for it, an item becomes TLP:CLEAR by two of its members.</summary>
public sealed class TwoMemberReleaseTests
{
    private static readonly PartnerProfile Careful = MakerEu with { ClearNeedsTwoMembers = true };
    private static readonly MemberId First = Person(MakerEu);
    private static readonly MemberProfile Second = new(new(Id(300)), MakerEu.Id, MemberKind.Person, "second");
    private static readonly MemberProfile Program = new(Service(MakerEu), MakerEu.Id, MemberKind.Service, "program");
    private static readonly IncidentId Case = new(Id(50));

    private static readonly SharingTerms Clear = SharingTerms.OriginatorOnly(TlpLabel.Clear);

    private static StatedEmbargo Tomorrow => new("2026-11-21T09:00:00", "Etc/UTC", [GridEu.Id]);

    [Fact]
    public void At_birth_the_item_is_the_originators_alone_with_the_proposal_beside_it()
    {
        var decision = new ReportIncident(Case, Careful, First, Report, Terms(TlpLabel.Clear)).Decide(null, Enrolled, Now);

        Then.Happens(
            IncidentEventCatalog.Catalog,
            decision,
            new IncidentEvent.IncidentReported
            {
                Incident = Case, Originator = Careful.Id, ReportedBy = First, Home = Jurisdiction.EU, Report = Report, Terms = SharingTerms.OriginatorOnly(TlpLabel.AmberStrict),
            },
            new IncidentEvent.IncidentReleaseProposed { ProposedBy = First, Terms = Clear });
        Assert.Equal([ReleaseReason.Originator], ReleasePolicy.Paths(Born().Sharing).Select(p => p.Reason));
    }

    [Fact]
    public void Terms_that_say_clear_are_proposed_and_others_hold_at_once_and_drop_the_proposal()
    {
        Then.Happens(
            IncidentEventCatalog.Catalog,
            new ShareIncident(Careful, Second.Id, Terms(TlpLabel.Clear)).Decide(Born(), Enrolled, Now),
            new IncidentEvent.IncidentReleaseProposed { ProposedBy = Second.Id, Terms = Clear });

        var shared = Assert.IsType<Decision<IncidentEvent>.Accepted>(new ShareIncident(Careful, First, Terms(TlpLabel.Green)).Decide(Born(), Enrolled, Now));
        var after = Incident.Evolve(Born(), Assert.IsType<IncidentEvent.IncidentShared>(Assert.Single(shared.Events)));
        Assert.Equal((TlpLabel.Green, null), (after.Sharing.Terms.Label, after.Proposal));
    }

    [Fact]
    public void A_partner_that_does_not_ask_for_two_releases_by_one() =>
        Then.Happens(
            IncidentEventCatalog.Catalog,
            new ShareIncident(MakerEu, First, Terms(TlpLabel.Clear)).Decide(Born(), Enrolled, Now),
            new IncidentEvent.IncidentShared { Terms = Clear });

    [Fact]
    public void Another_person_approves() =>
        Then.Happens(IncidentEventCatalog.Catalog, Approve(Second, Born()), new IncidentEvent.IncidentShared { Terms = Clear });

    [Fact]
    public void Neither_the_proposer_nor_a_service_approves()
    {
        Then.Refused(Approve(Second with { Id = First }, Born()), RefusalCode.SecondMemberNeeded, "");
        Then.Refused(Approve(Program, Born()), RefusalCode.SecondMemberNeeded, "");
    }

    [Fact]
    public void What_a_service_proposed_any_person_approves()
    {
        var born = Incident.Fold(Events(new ReportIncident(Case, Careful, Program.Id, Report, Terms(TlpLabel.Clear)).Decide(null, Enrolled, Now)));

        Then.Refused(Approve(Program, born), RefusalCode.SecondMemberNeeded, "");
        Then.Happens(IncidentEventCatalog.Catalog, Approve(Second with { Id = First }, born), new IncidentEvent.IncidentShared { Terms = Clear });
    }

    [Fact]
    public void Rejecting_ends_the_proposal_and_leaves_the_item_as_it_is()
    {
        Then.Happens(IncidentEventCatalog.Catalog, new RejectIncidentRelease(Careful).Decide(Born()), new IncidentEvent.IncidentReleaseRejected());

        var rejected = Incident.Evolve(Born(), new IncidentEvent.IncidentReleaseRejected());
        Assert.Equal(Born().Sharing, rejected.Sharing);
        Then.Refused(Approve(Second, rejected), RefusalCode.NothingProposed, "");
        Then.Refused(new RejectIncidentRelease(Careful).Decide(rejected), RefusalCode.NothingProposed, "");
    }

    [Fact]
    public void A_proposal_goes_with_an_item_that_is_withdrawn()
    {
        var withdrawn = Incident.Evolve(Born(), new IncidentEvent.IncidentWithdrawn("Mistaken."));

        Assert.Null(withdrawn.Proposal);
        Then.Refused(Approve(Second, withdrawn), RefusalCode.Withdrawn, "");
        Then.Refused(new RejectIncidentRelease(Careful).Decide(withdrawn), RefusalCode.Withdrawn, "");
    }

    [Fact]
    public void Only_the_originator_decides_and_not_while_it_is_suspended()
    {
        Then.Refused(new ApproveIncidentRelease(CertEu, Second).Decide(Born(), Now), RefusalCode.NotOriginator, "");
        Then.Refused(new ApproveIncidentRelease(Careful with { Suspended = true }, Second).Decide(Born(), Now), RefusalCode.Suspended, "");
        Then.Refused(new RejectIncidentRelease(CertEu).Decide(Born()), RefusalCode.NotOriginator, "");
    }

    [Fact]
    public void An_embargo_is_fixed_when_it_is_approved_and_refused_once_its_instant_has_passed()
    {
        var born = Incident.Fold(Events(new ReportIncident(Case, Careful, First, Report, Terms(TlpLabel.Clear) with { Embargo = Tomorrow }).Decide(null, Enrolled, Now)));

        var shared = Assert.IsType<IncidentEvent.IncidentShared>(Assert.Single(Events(new ApproveIncidentRelease(Careful, Second).Decide(born, Now.AddHours(23)))));
        Assert.Equal(Now.AddDays(1), shared.Terms.Embargo!.LiftsAt);
        Assert.Equal([GridEu.Id], shared.Terms.Embargo.Parties);
        Then.Refused(new ApproveIncidentRelease(Careful, Second).Decide(born, Now.AddDays(1)), RefusalCode.ImpossibleTime, "");
    }

    [Fact]
    public void What_may_not_be_clear_any_more_is_not_approved()
    {
        var counted = Born() with { Proposal = new(First, Clear with { PermitsStatistics = true }), Report = Report with { Classification = "rsit.test" } };
        Then.Refused(Approve(Second, counted), RefusalCode.Invalid, "");

        var published = Advisory.Fold(Events(new PublishAdvisory(Careful, First, Provenance.Publisher, Document, Terms(TlpLabel.Clear)).Decide(null, Enrolled, Now)))!;
        Then.Refused(
            new ApproveAdvisoryRelease(Careful, Second).Decide(published with { Document = Document with { Label = TlpLabel.Amber } }, Now), RefusalCode.LabelBelowDocument, "");
    }

    [Fact]
    public void An_advisory_is_released_and_rejected_alike()
    {
        var published = Advisory.Fold(Events(new PublishAdvisory(Careful, First, Provenance.Publisher, Document, Terms(TlpLabel.Clear)).Decide(null, Enrolled, Now)))!;

        Assert.Equal(TlpLabel.AmberStrict, published.Sharing.Terms.Label);
        Then.Happens(
            AdvisoryEventCatalog.Catalog,
            new ShareAdvisory(Careful, First, Terms(TlpLabel.Clear)).Decide(published, Enrolled, Now),
            new AdvisoryEvent.AdvisoryReleaseProposed { ProposedBy = First, Terms = Clear });
        Then.Happens(AdvisoryEventCatalog.Catalog, new ApproveAdvisoryRelease(Careful, Second).Decide(published, Now), new AdvisoryEvent.AdvisoryShared { Terms = Clear });
        Then.Happens(AdvisoryEventCatalog.Catalog, new RejectAdvisoryRelease(Careful).Decide(published), new AdvisoryEvent.AdvisoryReleaseRejected());
    }

    private static Incident Born() => Incident.Fold(Events(new ReportIncident(Case, Careful, First, Report, Terms(TlpLabel.Clear)).Decide(null, Enrolled, Now)))!;

    private static Decision<IncidentEvent> Approve(MemberProfile approver, Incident? state) => new ApproveIncidentRelease(Careful, approver).Decide(state, Now);

    private static IReadOnlyList<TEvent> Events<TEvent>(Decision<TEvent> decision) => Assert.IsType<Decision<TEvent>.Accepted>(decision).Events;
}
