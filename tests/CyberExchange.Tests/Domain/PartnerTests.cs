using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using Xunit;
using static CyberExchange.Tests.Domain.World;
using PartnerState = CyberExchange.Domain.Partners.Partner;

namespace CyberExchange.Tests.Domain;

/// <summary>How organisations and their members come, change and go.</summary>
public sealed class PartnerTests
{
    private static readonly PartnerId Grid = GridEu.Id;

    private static readonly MemberId Anna = Person(GridEu);

    public static TheoryData<string, RefusalCode> Faults => new()
    {
        { "/handle", RefusalCode.Invalid },
        { "/name", RefusalCode.Invalid },
        { "/organizationIdentifier", RefusalCode.Invalid },
        { "/roles", RefusalCode.Invalid },
        { "", RefusalCode.Invalid },
        { "/sectors", RefusalCode.UnknownTerm },
        { "/publisherNamespaces", RefusalCode.Invalid },
        { "/constituency", RefusalCode.Invalid },
        { "/standingAgreements", RefusalCode.Invalid },
    };

    [Fact]
    public void Enrolling_states_the_facts() =>
        Then.Happens(PartnerEventCatalog.Catalog, new EnrolPartner(Grid, Facts).Decide(null), new PartnerEvent.PartnerEnrolled(Grid, Facts));

    [Fact]
    public void Enrolling_an_id_twice_is_refused() =>
        Then.Refused(new EnrolPartner(Grid, Facts).Decide(Given()), RefusalCode.AlreadyExists, "");

    [Theory]
    [MemberData(nameof(Faults))]
    public void Facts_that_cannot_stand_are_refused(string pointer, RefusalCode code)
    {
        var faulty = pointer switch
        {
            "/handle" => Facts with { Handle = "Grid EU" },
            "/name" => Facts with { Name = "" },
            "/organizationIdentifier" => Facts with { OrganizationIdentifier = "HRB 12345" },
            "/roles" => Facts with { Roles = [] },
            "" => Facts with { Sectors = [.. Enumerable.Repeat("eu.energy", PartnerRules.ListEntriesMax + 1)] },
            "/sectors" => Facts with { Sectors = ["eu.gambling"] },
            "/publisherNamespaces" => Facts with { PublisherNamespaces = ["maker"] },
            "/constituency" => Facts with { Constituency = [MakerEu.Id] },
            "/standingAgreements" => Facts with { StandingAgreements = [ToEurope] },
            _ => throw new ArgumentOutOfRangeException(nameof(pointer), pointer, "A fault without facts."),
        };

        Then.Refused(new EnrolPartner(Grid, faulty).Decide(null), code, pointer);
        Then.Refused(new ChangePartner(faulty).Decide(Given()), code, pointer);
    }

    [Theory]
    [InlineData(Role.Steward)]
    [InlineData(Role.Delegate)]
    public void Stewards_and_delegates_are_nothing_else(Role role)
    {
        Then.Refused(new EnrolPartner(Grid, Facts with { Roles = [role, Role.Cert] }).Decide(null), RefusalCode.Invalid, "/roles");
        Assert.IsType<Decision<PartnerEvent>.Accepted>(new EnrolPartner(Grid, Facts with { Roles = [role] }).Decide(null));
    }

    [Fact]
    public void A_cert_has_a_constituency() =>
        Assert.Null(PartnerRules.Check(Facts with { Roles = [Role.Cert], Constituency = [MakerEu.Id] }));

    [Fact]
    public void Two_standing_agreements_for_one_destination_are_refused() =>
        Then.Refused(PartnerRules.Check(Facts with { StandingAgreements = [ToJapan, ToJapan with { Code = "mou" }] }), RefusalCode.Invalid, "/standingAgreements");

    [Fact]
    public void A_standing_agreement_that_is_an_essay_is_refused() =>
        Then.Refused(
            PartnerRules.Check(Facts with { StandingAgreements = [ToJapan with { Reference = new string('x', SharingRules.LegalBasisTextCharactersMax) }] }),
            RefusalCode.Invalid,
            "/standingAgreements");

    [Fact]
    public void Changing_states_the_facts_anew()
    {
        var facts = Facts with { Name = "Grid of all Europe" };

        Then.Happens(PartnerEventCatalog.Catalog, new ChangePartner(facts).Decide(Given()), new PartnerEvent.PartnerChanged(facts));
        Assert.Equal("Grid of all Europe", Given(new PartnerEvent.PartnerChanged(facts)).Facts.Name);
    }

    [Fact]
    public void A_partner_does_not_move_to_the_other_jurisdiction() =>
        Then.Refused(new ChangePartner(Facts with { Jurisdiction = Jurisdiction.JP }).Decide(Given()), RefusalCode.Invalid, "/jurisdiction");

    // Items that name the organisation would otherwise open to a steward, and stewards see no content.
    [Fact]
    public void A_partner_does_not_become_a_steward_or_cease_to_be_one()
    {
        var steward = Facts with { Roles = [Role.Steward] };

        Then.Refused(new ChangePartner(steward).Decide(Given()), RefusalCode.Invalid, "/roles");
        Then.Refused(new ChangePartner(Facts).Decide(PartnerState.Fold([new PartnerEvent.PartnerEnrolled(Grid, steward)])), RefusalCode.Invalid, "/roles");
    }

    [Fact]
    public void Suspending_and_reinstating_happen_once_each()
    {
        var suspended = Given(new PartnerEvent.PartnerSuspended("Unpaid."));

        Then.Happens(PartnerEventCatalog.Catalog, new SuspendPartner(Steward.Id, "Unpaid.").Decide(Given()), new PartnerEvent.PartnerSuspended("Unpaid."));
        Then.NothingHappens(new SuspendPartner(Steward.Id, "Unpaid.").Decide(suspended));
        Then.Happens(PartnerEventCatalog.Catalog, new ReinstatePartner().Decide(suspended), new PartnerEvent.PartnerReinstated());
        Then.NothingHappens(new ReinstatePartner().Decide(Given()));
        Assert.True(suspended.Suspended);
        Assert.False(Given(new PartnerEvent.PartnerSuspended("Unpaid."), new PartnerEvent.PartnerReinstated()).Suspended);
    }

    [Fact]
    public void A_steward_does_not_suspend_itself() =>
        Then.Refused(new SuspendPartner(Grid, "Unpaid.").Decide(Given()), RefusalCode.Invalid, "");

    [Fact]
    public void A_steward_does_not_remove_itself()
    {
        var added = new PartnerEvent.MemberAdded(Anna, MemberKind.Person, "anna", Sealed(1));

        Then.Refused(new RemoveMember(Anna, Anna).Decide(Given(added)), RefusalCode.Invalid, "");
    }

    [Fact]
    public void Suspending_without_a_reason_is_refused() =>
        Then.Refused(new SuspendPartner(Steward.Id, " ").Decide(Given()), RefusalCode.Invalid, "/reason");

    [Fact]
    public void A_member_is_added_and_removed()
    {
        var added = new PartnerEvent.MemberAdded(Anna, MemberKind.Person, "anna", Sealed(1));

        Then.Happens(PartnerEventCatalog.Catalog, new AddMember(Anna, MemberKind.Person, "anna", Sealed(1)).Decide(Given()), added);
        Assert.Equal(new MemberProfile(Anna, Grid, MemberKind.Person, "anna"), Given(added).Members[Anna]);
        Then.Happens(PartnerEventCatalog.Catalog, new RemoveMember(Person(Steward), Anna).Decide(Given(added)), new PartnerEvent.MemberRemoved(Anna));
        Assert.Empty(Given(added, new PartnerEvent.MemberRemoved(Anna)).Members);
    }

    [Fact]
    public void A_handle_or_an_id_is_given_once_in_a_partner()
    {
        var given = Given(new PartnerEvent.MemberAdded(Anna, MemberKind.Person, "anna", Sealed(1)));

        Then.Refused(new AddMember(Service(GridEu), MemberKind.Service, "anna", null).Decide(given), RefusalCode.AlreadyExists, "/handle");
        Then.Refused(new AddMember(Anna, MemberKind.Person, "annette", null).Decide(given), RefusalCode.AlreadyExists, "/handle");
    }

    [Fact]
    public void A_member_needs_a_short_name() =>
        Then.Refused(new AddMember(Anna, MemberKind.Person, "Anna B.", null).Decide(Given()), RefusalCode.Invalid, "/handle");

    [Fact]
    public void A_partner_has_a_bounded_number_of_members()
    {
        var full = Given([.. Enumerable.Range(0, AddMember.MembersMax).Select(n => new PartnerEvent.MemberAdded(new(Id(1_000 + n)), MemberKind.Service, $"service-{n}", null))]);

        Then.Refused(new AddMember(Anna, MemberKind.Person, "anna", null).Decide(full), RefusalCode.Invalid, "");
    }

    [Fact]
    public void A_partner_that_is_not_there_takes_no_change()
    {
        Then.Refused(new ChangePartner(Facts).Decide(null), RefusalCode.NotFound, "");
        Then.Refused(new SuspendPartner(Steward.Id, "Unpaid.").Decide(null), RefusalCode.NotFound, "");
        Then.Refused(new ReinstatePartner().Decide(null), RefusalCode.NotFound, "");
        Then.Refused(new AddMember(Anna, MemberKind.Person, "anna", null).Decide(null), RefusalCode.NotFound, "");
        Then.Refused(new RemoveMember(Person(Steward), Anna).Decide(null), RefusalCode.NotFound, "");
        Then.Refused(new RemoveMember(Person(Steward), Anna).Decide(Given()), RefusalCode.NotFound, "");
    }

    private static PartnerState Given(params PartnerEvent[] after) => PartnerState.Fold([new PartnerEvent.PartnerEnrolled(Grid, Facts), .. after])!;
}
