using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

/// <summary>What may happen to an incident, and what never does.</summary>
public sealed class IncidentTests
{
    private static readonly IncidentId TheIncident = new(Id(50));

    private static readonly StatedTerms ToGrid = Terms(audience: Named(GridEu));

    [Fact]
    public void Reporting_fixes_the_audience_at_birth()
    {
        var decision = new ReportIncident(TheIncident, CertEu, Person(CertEu), Report, ToGrid).Decide(null, Enrolled, Now);

        Then.Happens(IncidentEventCatalog.Catalog, decision, Reported(ToGrid));
    }

    [Fact]
    public void Reporting_an_id_twice_is_refused() =>
        Then.Refused(new ReportIncident(TheIncident, CertEu, Person(CertEu), Report, ToGrid).Decide(Given(), Enrolled, Now), RefusalCode.AlreadyExists, "");

    [Fact]
    public void Terms_that_cannot_stand_refuse_the_report() =>
        Then.Refused(
            new ReportIncident(TheIncident, CertEu, Person(CertEu), Report, Terms(audience: Named(GridJp))).Decide(null, Enrolled, Now),
            RefusalCode.LegalBasisMissing,
            "/sharing/legalBases");

    [Fact]
    public void A_suspended_partner_neither_reports_nor_amends()
    {
        var suspended = CertEu with { Suspended = true };

        Then.Refused(new ReportIncident(TheIncident, suspended, Person(CertEu), Report, ToGrid).Decide(null, Enrolled, Now), RefusalCode.Suspended, "");
        Then.Refused(new AmendIncident(suspended, Report).Decide(Given(), Now), RefusalCode.Suspended, "");
        Then.Refused(new ShareIncident(suspended, Person(suspended), ToGrid).Decide(Given(), Enrolled, Now), RefusalCode.Suspended, "");
    }

    [Fact]
    public void An_exercise_never_enters_statistics()
    {
        var exercise = Report with { Classification = "rsit.test.test" };
        var counted = ToGrid with { PermitsStatistics = true };

        Then.Refused(
            new ReportIncident(TheIncident, CertEu, Person(CertEu), exercise, counted).Decide(null, Enrolled, Now),
            RefusalCode.Invalid,
            "/sharing/permitsStatistics");
        Then.Refused(
            new AmendIncident(CertEu, exercise).Decide(Incident.Fold([Reported(counted)]), Now), RefusalCode.Invalid, "/report/classification");
    }

    [Fact]
    public void Amending_states_the_report_anew()
    {
        var amended = Report with { Title = "Ransomware, contained" };
        var decision = new AmendIncident(CertEu, amended).Decide(Given(), Now);

        Then.Happens(IncidentEventCatalog.Catalog, decision, new IncidentEvent.IncidentAmended(amended));
        Assert.Equal(2, Given(new IncidentEvent.IncidentAmended(amended)).Revision);
    }

    [Fact]
    public void Amending_into_a_false_report_is_refused() =>
        Then.Refused(new AmendIncident(CertEu, Report with { Title = "" }).Decide(Given(), Now), RefusalCode.Invalid, "/report/title");

    [Fact]
    public void Sharing_states_the_terms_anew()
    {
        var decision = new ShareIncident(CertEu, Person(CertEu), Terms(TlpLabel.Green)).Decide(Given(), Enrolled, Now);

        Then.Happens(IncidentEventCatalog.Catalog, decision, new IncidentEvent.IncidentShared { Terms = Accepted(Terms(TlpLabel.Green)) });
    }

    [Fact]
    public void Sharing_with_terms_that_cannot_stand_is_refused() =>
        Then.Refused(new ShareIncident(CertEu, Person(CertEu), Terms(audience: Named(Steward))).Decide(Given(), Enrolled, Now), RefusalCode.AudienceNotForLabel, "/sharing/audience/partners/0");

    [Fact]
    public void Sharing_under_a_new_embargo_closes_what_was_lifted()
    {
        var terms = Accepted(ToGrid with { Embargo = new("2026-12-01T09:00:00", "Europe/Berlin", []) });
        var lifted = Incident.Fold([Reported(ToGrid) with { Terms = terms }, new IncidentEvent.IncidentEmbargoLifted()])!;

        Assert.False(lifted.Sharing.UnderEmbargo);
        Assert.True(Incident.Evolve(lifted, new IncidentEvent.IncidentShared { Terms = terms }).Sharing.UnderEmbargo);
    }

    [Fact]
    public void Withdrawing_keeps_the_report_and_its_reason()
    {
        var decision = new WithdrawIncident(CertEu.Id, "A false alarm.").Decide(Given());

        Then.Happens(IncidentEventCatalog.Catalog, decision, new IncidentEvent.IncidentWithdrawn("A false alarm."));
        Assert.Equal("A false alarm.", Given(new IncidentEvent.IncidentWithdrawn("A false alarm.")).WithdrawnBecause);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void Withdrawing_without_a_short_reason_is_refused(string? reason) =>
        Then.Refused(
            new WithdrawIncident(CertEu.Id, reason ?? new string('x', WithdrawIncident.ReasonCharactersMax + 1)).Decide(Given()), RefusalCode.Invalid, "/reason");

    [Fact]
    public void An_incident_that_is_not_there_takes_no_change() => EveryChangeIsRefused(null, CertEu, RefusalCode.NotFound);

    [Fact]
    public void Another_partner_changes_nothing() => EveryChangeIsRefused(Given(), GridEu, RefusalCode.NotOriginator);

    [Fact]
    public void A_withdrawn_incident_takes_no_change() =>
        EveryChangeIsRefused(Given(new IncidentEvent.IncidentWithdrawn("A false alarm.")), CertEu, RefusalCode.Withdrawn);

    [Fact]
    public void An_embargo_is_lifted_at_its_instant_and_once()
    {
        var terms = Accepted(ToGrid with { Embargo = new("2026-12-01T09:00:00", "Asia/Tokyo", []) });
        var instant = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
        var closed = Incident.Fold([Reported(ToGrid) with { Terms = terms }]);
        var lift = new LiftIncidentEmbargo();

        Then.Refused(lift.Decide(closed, instant.AddTicks(-1)), RefusalCode.ImpossibleTime, "");
        Then.Happens(IncidentEventCatalog.Catalog, lift.Decide(closed, instant), new IncidentEvent.IncidentEmbargoLifted());
        Then.NothingHappens(lift.Decide(Incident.Evolve(closed, new IncidentEvent.IncidentEmbargoLifted()), instant));
        Then.NothingHappens(lift.Decide(Incident.Evolve(closed, new IncidentEvent.IncidentWithdrawn("Wrong.")), instant));
        Then.NothingHappens(lift.Decide(Given(), instant));
        Then.Refused(lift.Decide(null, instant), RefusalCode.NotFound, "");
    }

    [Fact]
    public void An_incident_that_was_changed_a_thousand_times_can_only_be_withdrawn()
    {
        IncidentEvent[] changes = [new IncidentEvent.IncidentAmended(Report), new IncidentEvent.IncidentShared { Terms = Accepted(ToGrid) }];
        var almost = Given([.. Enumerable.Range(1, SharingRules.ItemChangesMax - 1).Select(n => changes[n % 2])]);
        var full = Incident.Evolve(almost, changes[0]);

        Assert.IsType<Decision<IncidentEvent>.Accepted>(new AmendIncident(CertEu, Report).Decide(almost, Now));
        Then.Refused(new AmendIncident(CertEu, Report).Decide(full, Now), RefusalCode.Invalid, "");
        Then.Refused(new ShareIncident(CertEu, Person(CertEu), ToGrid).Decide(full, Enrolled, Now), RefusalCode.Invalid, "");
        Assert.IsType<Decision<IncidentEvent>.Accepted>(new WithdrawIncident(CertEu.Id, "A false alarm.").Decide(full));
    }

    private static void EveryChangeIsRefused(Incident? state, PartnerProfile by, RefusalCode code)
    {
        Then.Refused(new AmendIncident(by, Report).Decide(state, Now), code, "");
        Then.Refused(new ShareIncident(by, Person(by), Terms()).Decide(state, Enrolled, Now), code, "");
        Then.Refused(new WithdrawIncident(by.Id, "A false alarm.").Decide(state), code, "");
    }

    private static Incident Given(params IncidentEvent[] after) => Incident.Fold([Reported(ToGrid), .. after])!;

    private static SharingTerms Accepted(StatedTerms stated) => SharingRules.Accept(stated, CertEu, Enrolled, Now).Terms!;

    private static IncidentEvent.IncidentReported Reported(StatedTerms stated) => new()
    {
        Incident = TheIncident,
        Originator = CertEu.Id,
        ReportedBy = Person(CertEu),
        Home = Jurisdiction.EU,
        Report = Report,
        Terms = Accepted(stated),
    };
}
