using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Mandates;
using CyberExchange.Domain.Sharing;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

/// <summary>What an operator may let its CERT do, and what the CERT does with it.</summary>
public sealed class MandateTests
{
    private static readonly IncidentId TheIncident = new(Id(50));

    private static readonly MandateId TheMandate = new(Id(60));

    /// <summary>The CERT that serves the operator.</summary>
    internal static readonly PartnerProfile Cert = CertEu with { Constituency = [GridEu.Id] };

    internal static readonly PartnerDirectory Served = With(Cert);

    private static readonly MemberProfile Anna = new(Person(GridEu), GridEu.Id, MemberKind.Person, "anna");

    private static readonly StatedMandate Stated = new(Cert.Id, Now.AddDays(-1), Now.AddDays(30), ["rsit.malicious-code"], Terms(audience: Named(CertEu)));

    [Fact]
    public void A_person_of_the_operator_gives_a_mandate()
    {
        var decision = Give(Stated).Decide(null, Served, Now);

        Then.Happens(MandateEventCatalog.Catalog, decision, new MandateEvent.MandateGiven(TheMandate, Text(Stated), "a.b.c", "key", Anna.Id));
    }

    [Fact]
    public void A_service_gives_none() =>
        Then.Refused(
            (Give(Stated) with { Member = Anna with { Kind = MemberKind.Service } }).Decide(null, Served, Now), RefusalCode.SecondMemberNeeded, "");

    [Fact]
    public void A_suspended_operator_gives_none() =>
        Then.Refused((Give(Stated) with { By = GridEu with { Suspended = true } }).Decide(null, Served, Now), RefusalCode.Suspended, "");

    [Fact]
    public void One_text_is_given_once_and_never_again_once_it_was_revoked()
    {
        Then.NothingHappens(Give(Stated).Decide(Given(), Served, Now));
        Then.Refused(Give(Stated).Decide(Given() with { Revoked = true }, Served, Now), RefusalCode.AlreadyExists, "");
    }

    public static TheoryData<string> OtherCerts => ["nobody", "another's", "no cert", "a maker"];

    [Theory]
    [MemberData(nameof(OtherCerts))]
    public void It_names_a_CERT_in_whose_constituency_the_operator_is_and_one_answer_is_given_for_all_others(string kind)
    {
        var (cert, directory) = kind switch
        {
            "nobody" => (Stranger, Served),
            "another's" => (CertJp.Id, Served),
            "no cert" => (Cert.Id, With(Cert with { Roles = [Role.Authority] })),
            _ => (MakerEu.Id, Served),
        };

        var refusal = Then.Refused(Give(Stated with { Cert = cert }).Decide(null, directory, Now), RefusalCode.UnknownParty, "/cert");
        Assert.Equal("You are in the constituency of no CERT with this id.", refusal.Detail);
    }

    [Theory]
    [InlineData(-2, -1)]
    [InlineData(1, 0)]
    [InlineData(5, 5)]
    [InlineData(0, 732)]
    public void It_has_a_beginning_and_an_end_and_lasts_two_years_at_most(int fromDays, int untilDays) =>
        Then.Refused(
            Give(Stated with { From = Now.AddDays(fromDays), Until = Now.AddDays(untilDays) }).Decide(null, Served, Now), RefusalCode.ImpossibleTime, "/until");

    [Fact]
    public void It_names_classes_of_the_taxonomy_or_none_for_all()
    {
        Assert.IsType<Decision<MandateEvent>.Accepted>(Give(Stated with { Classes = null }).Decide(null, Served, Now));
        Then.Refused(Give(Stated with { Classes = [] }).Decide(null, Served, Now), RefusalCode.Invalid, "/classes");
        Then.Refused(Give(Stated with { Classes = ["rsit.fraud", "rsit.misfortune"] }).Decide(null, Served, Now), RefusalCode.UnknownTerm, "/classes/1");
    }

    [Fact]
    public void Its_terms_are_such_as_the_operator_could_state_and_have_no_embargo()
    {
        Then.Refused(
            Give(Stated with { Terms = Terms(audience: Named(GridJp)) }).Decide(null, Served, Now), RefusalCode.LegalBasisMissing, "/terms/legalBases");
        Then.Refused(
            Give(Stated with { Terms = Stated.Terms with { Embargo = new("2026-12-01T09:00:00", "Asia/Tokyo", []) } }).Decide(null, Served, Now),
            RefusalCode.Invalid,
            "/terms/embargo");
    }

    [Fact]
    public void A_CERT_holds_so_many_of_one_operator_and_no_more() =>
        Then.Refused((Give(Stated) with { Held = GiveMandate.HeldMax }).Decide(null, Served, Now), RefusalCode.TooManyMandates, "");

    [Fact]
    public void The_operator_revokes_and_to_revoke_twice_is_to_revoke()
    {
        Then.Happens(
            MandateEventCatalog.Catalog, new RevokeMandate(GridEu, Anna.Id, "Over.").Decide(Given()), new MandateEvent.MandateRevoked(Anna.Id, "Over."));
        Then.NothingHappens(new RevokeMandate(GridEu, Anna.Id, "Over.").Decide(Given() with { Revoked = true }));
        Then.Refused(new RevokeMandate(GridEu, Anna.Id, " ").Decide(Given()), RefusalCode.Invalid, "/reason");
    }

    [Fact]
    public void Nobody_else_revokes_it_nor_learns_of_it()
    {
        var others = new RevokeMandate(GridJp, Person(GridJp), "Over.");

        Assert.Equal(
            Then.Refused(others.Decide(null), RefusalCode.NotFound, ""),
            Then.Refused(others.Decide(Given()), RefusalCode.NotFound, ""));
    }

    [Fact]
    public void What_a_CERT_files_is_the_operators_and_both_names_stand_beside_the_mandate()
    {
        var decision = File(Given()).Decide(null, Served, Now);

        Then.Happens(
            IncidentEventCatalog.Catalog,
            decision,
            new IncidentEvent.IncidentReported
            {
                Incident = TheIncident,
                Originator = GridEu.Id,
                ReportedBy = Person(CertEu),
                Home = Jurisdiction.EU,
                Report = Report,
                Terms = Text(Stated).Terms,
            },
            new IncidentEvent.IncidentFiled(GridEu.Id, CertEu.Id, TheMandate));
    }

    [Fact]
    public void What_was_filed_is_changed_by_the_operator_alone()
    {
        var filed = Incident.Fold(((Decision<IncidentEvent>.Accepted)File(Given()).Decide(null, Served, Now)).Events);

        Then.Refused(new AmendIncident(Cert, Report).Decide(filed, Now), RefusalCode.NotOriginator, "");
        Then.Refused(new ShareIncident(Cert, Person(Cert), Terms()).Decide(filed, Served, Now), RefusalCode.NotOriginator, "");
        Then.Refused(new WithdrawIncident(Cert.Id, "Wrong.").Decide(filed), RefusalCode.NotOriginator, "");
        Assert.IsType<Decision<IncidentEvent>.Accepted>(new ShareIncident(GridEu, Anna.Id, Terms()).Decide(filed, Served, Now));
    }

    [Fact]
    public void Another_CERT_files_nothing_under_it_and_learns_nothing_of_it()
    {
        var refusal = Then.Refused(
            (File(Given()) with { By = CertJp with { Constituency = [GridEu.Id] } }).Decide(null, Served, Now), RefusalCode.NotFound, "");

        Assert.Equal("There is no such mandate.", refusal.Detail);
    }

    public static TheoryData<string, string> NotNow => new()
    {
        { "revoked", "The mandate is revoked." },
        { "to come", "The mandate begins at 2026-11-21T09:00:00Z." },
        { "ended", "The mandate ended at 2026-11-20T09:00:00Z." },
        { "no client", "The operator is no client of yours any more." },
        { "suspended", "The operator takes no part as an operator now." },
        { "no operator", "The operator takes no part as an operator now." },
    };

    [Theory]
    [MemberData(nameof(NotNow))]
    public void A_mandate_that_does_not_hold_now_is_refused_with_its_reason(string kind, string detail)
    {
        var given = Given();
        var text = given.Text;
        var (by, mandate, directory) = kind switch
        {
            "revoked" => (Cert, given with { Revoked = true }, Served),
            "to come" => (Cert, given with { Text = text with { From = Now.AddDays(1) } }, Served),
            "ended" => (Cert, given with { Text = text with { Until = Now } }, Served),
            "no client" => (CertEu, given, Served),
            "suspended" => (Cert, given, With(GridEu with { Suspended = true })),
            _ => (Cert, given, With(GridEu with { Roles = [Role.Maker] })),
        };

        var refusal = Then.Refused((File(mandate) with { By = by }).Decide(null, directory, Now), RefusalCode.MandateNotInForce, "");
        Assert.Equal(detail, refusal.Detail);
    }

    [Fact]
    public void A_mandate_is_for_its_classes_and_their_types()
    {
        Assert.IsType<Decision<IncidentEvent>.Accepted>(Filed("rsit.malicious-code.c2-server"));
        Then.Refused(Filed("rsit.fraud.phishing"), RefusalCode.OutsideMandate, "/report/classification");

        static Decision<IncidentEvent> Filed(string classification) =>
            (File(Given()) with { Report = Report with { Classification = classification } }).Decide(null, Served, Now);
    }

    [Fact]
    public void A_report_has_to_be_one()
        => Then.Refused((File(Given()) with { Report = Report with { Title = "" } }).Decide(null, Served, Now), RefusalCode.Invalid, "/report/title");

    [Fact]
    public void What_takes_two_members_of_the_operator_no_CERT_makes_public()
    {
        var two = With(GridEu with { ClearNeedsTwoMembers = true });
        var clear = Given(Stated with { Terms = Terms(TlpLabel.Clear) });
        var filing = File(clear) with { Terms = Terms(TlpLabel.Clear) };

        Then.Refused(filing.Decide(null, two, Now), RefusalCode.OutsideMandate, "/sharing/label");
        Assert.IsType<Decision<IncidentEvent>.Accepted>(filing.Decide(null, Served, Now));
    }

    [Fact]
    public void What_does_not_hold_for_the_operator_is_refused_as_if_it_had_reported() =>
        Then.Refused(
            (File(Given(Stated with { Terms = Terms(audience: Audience.None with { Groups = [Rail] }) })) with { Terms = Terms(audience: Audience.None with { Groups = [Rail] }) })
                .Decide(null, With(GridEu with { Groups = [] }), Now),
            RefusalCode.UnknownParty,
            "/sharing/audience/groups/0");

    internal static PartnerDirectory With(PartnerProfile other) => new(
        Partners.Select(p => p.Id == other.Id ? other : p.Id == Cert.Id ? Cert : p), Enrolled.Members, Enrolled.Groups);

    internal static FileIncident File(GivenMandate mandate) => new(TheIncident, Cert, Person(CertEu), mandate, Report, Stated.Terms);

    internal static GivenMandate Given(StatedMandate? stated = null) => new(TheMandate, Text(stated ?? Stated), Revoked: false);

    internal static GiveMandate Give(StatedMandate? stated = null) => new(TheMandate, GridEu, Anna, stated ?? Stated, "a.b.c", "key", Held: 0);

    private static Mandate Text(StatedMandate stated) => new()
    {
        Operator = GridEu.Id,
        Cert = stated.Cert,
        From = stated.From,
        Until = stated.Until,
        Classes = stated.Classes,
        Terms = new()
        {
            Label = stated.Terms.Label,
            Pap = stated.Terms.Pap,
            Audience = stated.Terms.Audience,
            Embargo = null,
            LegalBases = stated.Terms.LegalBases,
            PermitsStatistics = stated.Terms.PermitsStatistics,
        },
    };
}
