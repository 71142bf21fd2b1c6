using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Obligations.Publishing;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.Trends;
using CyberExchange.EventStore;
using CyberExchange.Tests.Domain;
using CyberExchange.Views.Trends;
using Xunit;

namespace CyberExchange.Tests.Trends;

/// <summary>What incidents count as, from the events of the log.</summary>
public sealed class TrendFoldTests
{
    private static readonly IncidentId One = new(World.Id(701));

    private static readonly SharingTerms Permitted = SharingTerms.OriginatorOnly(TlpLabel.Amber) with { PermitsStatistics = true };

    private readonly TrendFold _fold = new();
    private long _position;

    [Fact]
    public void A_report_counts_as_what_it_says()
    {
        Given(Reported(Permitted, World.Report with { Sectors = ["area.semiconductors", "eu.energy.electricity", "eu.banking"] }));

        var record = Record();

        Assert.Equal((Period.OfMonth(2026, 11), Jurisdiction.EU, World.GridEu.Id), (record.Month, record.Side, record.Reporter));
        Assert.Equal(("eu.energy.electricity", "area.semiconductors", "rsit.malicious-code", "nis-cg-impact.yellow"), (record.Sector, record.Area, record.Classification, record.Severity));
        Assert.Equal(((string?)null, Timeliness.Unknown, true), (record.Regime, record.Timeliness, record.Counts));
    }

    [Fact]
    public void Only_with_the_originators_word()
    {
        Given(Reported(Permitted with { PermitsStatistics = false }));
        Assert.False(Record().Counts);

        Given(new IncidentEvent.IncidentShared { Terms = Permitted });
        Assert.True(Record().Counts);
        Assert.False(_fold.AsOf(1).Single().Counts);

        Given(new IncidentEvent.IncidentReleaseProposed { ProposedBy = default, Terms = Permitted with { PermitsStatistics = false } });
        Assert.True(Record().Counts);
        Given(new IncidentEvent.IncidentShared { Terms = Permitted with { PermitsStatistics = false } });
        Assert.False(Record().Counts);
    }

    [Fact]
    public void Not_under_embargo_nor_once_it_is_withdrawn_nor_an_exercise()
    {
        Given(Reported(Permitted with { Embargo = new("2026-12-01T09:00:00", "Asia/Tokyo", World.Now.AddDays(11), []) }));
        Assert.False(Record().Counts);

        Given(new IncidentEvent.IncidentEmbargoLifted());
        Assert.True(Record().Counts);

        Given(new IncidentEvent.IncidentAmended(World.Report with { Classification = "rsit.test.test" }));
        Assert.False(Record().Counts);

        Given(new IncidentEvent.IncidentAmended(World.Report with { Severity = null }));
        Assert.True(Record().Counts);
        Given(new IncidentEvent.IncidentWithdrawn("Wrong."));
        Assert.False(Record().Counts);
    }

    [Fact]
    public void Whatever_came_later_an_earlier_position_says_the_same()
    {
        Given(Reported(Permitted));
        var then = Record();
        Given(new IncidentEvent.IncidentAmended(World.Report with { Sectors = ["eu.health"] }));
        Given(new IncidentEvent.IncidentForwarded(World.CertEu.Id, new("contract", "12")));
        Given(new IncidentEvent.IncidentWithdrawn("Wrong."));

        Assert.Empty(_fold.AsOf(0));
        Assert.Equal(then, _fold.AsOf(1).Single());
        Assert.Equal(("eu.health", true), (_fold.AsOf(3).Single().Sector, _fold.AsOf(3).Single().Counts));
        Assert.False(_fold.AsOf(4).Single().Counts);
        Assert.Equal(1, _fold.Incidents);
    }

    [Fact]
    public void Its_regime_and_timeliness_are_those_of_the_reports_that_stand()
    {
        Given(Reported(Permitted));
        Given(Submitted(1, "nis2-early-warning", inTime: true));
        Assert.Equal(("nis2", Timeliness.InTime), (Record().Regime, Record().Timeliness));

        Given(Submitted(2, "nis2-notification", inTime: false));
        Assert.Equal(("nis2", Timeliness.Late), (Record().Regime, Record().Timeliness));

        Given(Submitted(3, "nis2-notification", inTime: true, corrects: 2));
        Assert.Equal(("nis2", Timeliness.InTime), (Record().Regime, Record().Timeliness));

        Given(Submitted(4, "gdpr-authority", inTime: null));
        Assert.Equal((TrendRecord.SeveralRegimes, Timeliness.InTime), (Record().Regime, Record().Timeliness));
        Assert.Equal(((string?)null, Timeliness.Unknown), (_fold.AsOf(1).Single().Regime, _fold.AsOf(1).Single().Timeliness));
    }

    // A reader may grow stricter than it was when a rulebook was adopted.
    [Fact]
    public void An_adopted_rulebook_says_of_which_regime_its_duties_are_even_if_nobody_takes_it_any_more()
    {
        Given(Reported(Permitted));
        Rulebook(new RulebookEvent.RulebookProposed("1", "d", """{ "obligations": [ { "id": "new-duty", "regime_id": "nis2", "gone": 1 }, { "id": 3 }, "odd" ] }""", default));
        Given(Submitted(1, "new-duty", inTime: true));
        Assert.Null(Record().Regime);

        Rulebook(new RulebookEvent.RulebookAdopted("d", default));
        Given(Submitted(2, "new-duty", inTime: true, corrects: 1));
        Assert.Equal(("nis2", Timeliness.InTime), (Record().Regime, Record().Timeliness));

        void Rulebook(RulebookEvent e) => Given(RulebookEventCatalog.Stream, RulebookEventCatalog.Catalog.Write(e));
    }

    private TrendRecord Record() => _fold.AsOf(_position).Single();

    private void Given(IncidentEvent e) => Given(IncidentEventCatalog.Stream(One), IncidentEventCatalog.Catalog.Write(e));

    private void Given(DutyEvent e) => Given(DutyEventCatalog.Stream(One), DutyEventCatalog.Catalog.Write(e));

    private void Given(string stream, StoredForm form)
    {
        _position++;
        _fold.Apply(new(_position, stream, 1, Guid.Empty, form.Name, form.Version, World.Now, [], form.Body, form.Addressing));
    }

    private static IncidentEvent.IncidentReported Reported(SharingTerms terms, IncidentReport? report = null) => new()
    {
        Incident = One,
        Originator = World.GridEu.Id,
        ReportedBy = World.Person(World.GridEu),
        Home = Jurisdiction.EU,
        Report = report ?? World.Report,
        Terms = terms,
    };

    private static DutyEvent.DutyReportSubmitted Submitted(int id, string obligation, bool? inTime, int? corrects = null) => new(
        new(World.Id(800 + id)), obligation, "2026-11-20T09:00:00+01:00", DutySubmission.FiledByHand, "The authority", null, new("receipt", new string('a', 64)), null,
        new("2026-11-20.2", new string('c', 64), null, "due", null, null, inTime, null), corrects is { } c ? new SubmissionId(World.Id(800 + c)) : null, null, World.Person(World.GridEu));
}
