using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

/// <summary>What may happen to an advisory, and what never does.</summary>
public sealed class AdvisoryTests
{
    private static readonly StatedTerms ToGrid = Terms(audience: Named(GridEu));

    private static readonly AdvisoryDocument Second = Document with { TrackingVersion = "2", Sha512 = new string('b', 128) };

    [Fact]
    public void A_maker_publishes_in_its_own_namespace() =>
        Then.Happens(AdvisoryEventCatalog.Catalog, Publish(MakerEu, Provenance.Publisher), Published());

    [Fact]
    public void A_maker_does_not_publish_in_anothers_namespace() =>
        Then.Refused(
            Publish(MakerEu, Provenance.Publisher, Document with { PublisherNamespace = "https://other.example" }),
            RefusalCode.NamespaceNotEnrolled,
            "/document/document/publisher/namespace");

    [Theory]
    [InlineData(Provenance.Coordinator)]
    [InlineData(Provenance.ThirdParty)]
    public void Only_a_cert_speaks_for_others(Provenance provenance)
    {
        Then.Refused(Publish(MakerEu, provenance), RefusalCode.Invalid, "/provenance");
        Assert.IsType<Decision<AdvisoryEvent>.Accepted>(Publish(CertEu, provenance));
    }

    [Fact]
    public void A_document_is_held_once_by_a_partner_and_apart_by_two()
    {
        var byMaker = new PublishAdvisory(MakerEu, Person(MakerEu), Provenance.Publisher, Document, ToGrid);
        var byCert = new PublishAdvisory(CertEu, Person(CertEu), Provenance.ThirdParty, Document, ToGrid);

        Then.Refused(byMaker.Decide(Given(), Enrolled, Now), RefusalCode.AlreadyExists, "");
        Assert.Equal(byMaker.Advisory, (byMaker with { Document = Second }).Advisory);
        Assert.NotEqual(byMaker.Advisory, byCert.Advisory);
    }

    [Theory]
    [InlineData(TlpLabel.Green, TlpLabel.Clear, false)]
    [InlineData(TlpLabel.Amber, TlpLabel.Amber, true)]
    [InlineData(TlpLabel.Amber, TlpLabel.AmberStrict, true)]
    [InlineData(TlpLabel.AmberStrict, TlpLabel.Amber, false)]
    public void The_documents_own_label_is_a_floor(TlpLabel own, TlpLabel shared, bool accepted)
    {
        var decision = Publish(MakerEu, Provenance.Publisher, Document with { Label = own }, Terms(shared));

        if (accepted)
        {
            Assert.IsType<Decision<AdvisoryEvent>.Accepted>(decision);
        }
        else
        {
            Then.Refused(decision, RefusalCode.LabelBelowDocument, "/sharing/label");
        }
    }

    [Fact]
    public void Revising_takes_the_next_version() =>
        Then.Happens(AdvisoryEventCatalog.Catalog, new ReviseAdvisory(MakerEu, Second).Decide(Given()), new AdvisoryEvent.AdvisoryRevised(Second));

    [Fact]
    public void Revising_with_the_same_bytes_changes_nothing() => Then.NothingHappens(new ReviseAdvisory(MakerEu, Document).Decide(Given()));

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    [InlineData("2.0.0")]
    public void A_version_that_does_not_follow_is_refused(string version) =>
        Then.Refused(
            new ReviseAdvisory(MakerEu, Second with { TrackingVersion = version }).Decide(Given()),
            RefusalCode.VersionNotNewer,
            "/document/document/tracking/version");

    [Theory]
    [InlineData("https://maker.example", "MKR-2026-002")]
    [InlineData("https://other.example", "MKR-2026-001")]
    public void A_revision_keeps_its_name_in_the_world(string publisher, string id) =>
        Then.Refused(
            new ReviseAdvisory(MakerEu, Second with { PublisherNamespace = publisher, TrackingId = id }).Decide(Given()),
            RefusalCode.Invalid,
            "/document/document/tracking/id");

    private static readonly DocumentDefect Defect = new("/document/vulnerabilities/0", "A test fails.");

    // Who publishes can mend its document; who imports that of a third party cannot, and its readers need it all the same.
    [Theory]
    [InlineData(Provenance.Publisher, true)]
    [InlineData(Provenance.Coordinator, true)]
    [InlineData(Provenance.ThirdParty, false)]
    public void A_document_that_fails_a_mandatory_test_is_refused_unless_it_is_a_third_partys(Provenance provenance, bool isRefused)
    {
        var by = provenance is Provenance.Publisher ? MakerEu : CertEu;
        var publish = new PublishAdvisory(by, Person(by), provenance, Document, ToGrid);
        var held = Advisory.Fold(((Decision<AdvisoryEvent>.Accepted)publish.Decide(state: null, Enrolled, Now)).Events);
        Decision<AdvisoryEvent>[] decisions =
        [
            (publish with { Defect = Defect }).Decide(state: null, Enrolled, Now),
            new ReviseAdvisory(by, Second) { Defect = Defect }.Decide(held),
        ];

        foreach (var decision in decisions)
        {
            if (isRefused)
            {
                Then.Refused(decision, RefusalCode.DocumentNotValid, Defect.Pointer);
            }
            else
            {
                Assert.IsType<Decision<AdvisoryEvent>.Accepted>(decision);
            }
        }
    }

    [Fact]
    public void A_revision_above_the_label_in_force_is_refused() =>
        Then.Refused(
            new ReviseAdvisory(MakerEu, Second with { Label = TlpLabel.Red }).Decide(Given()),
            RefusalCode.LabelBelowDocument,
            "/document/document/distribution/tlp/label");

    [Fact]
    public void Sharing_states_the_terms_anew() =>
        Then.Happens(
            AdvisoryEventCatalog.Catalog,
            new ShareAdvisory(MakerEu, Person(MakerEu), Terms(TlpLabel.Green)).Decide(Given(), Enrolled, Now),
            new AdvisoryEvent.AdvisoryShared { Terms = Accepted(Terms(TlpLabel.Green)) });

    [Fact]
    public void Sharing_below_the_documents_label_is_refused()
    {
        var labelled = Advisory.Evolve(Given(), new AdvisoryEvent.AdvisoryRevised(Second with { Label = TlpLabel.Amber }));

        Then.Refused(new ShareAdvisory(MakerEu, Person(MakerEu), Terms(TlpLabel.Clear)).Decide(labelled, Enrolled, Now), RefusalCode.LabelBelowDocument, "/sharing/label");
    }

    [Fact]
    public void Withdrawing_keeps_the_document_and_its_reason()
    {
        var withdrawn = new AdvisoryEvent.AdvisoryWithdrawn("Superseded.");

        Then.Happens(AdvisoryEventCatalog.Catalog, new WithdrawAdvisory(MakerEu.Id, "Superseded.").Decide(Given()), withdrawn);
        Assert.Equal(("Superseded.", Document), (Given(withdrawn).WithdrawnBecause, Given(withdrawn).Document));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void Withdrawing_without_a_short_reason_is_refused(string? reason) =>
        Then.Refused(
            new WithdrawAdvisory(MakerEu.Id, reason ?? new string('x', WithdrawAdvisory.ReasonCharactersMax + 1)).Decide(Given()), RefusalCode.Invalid, "/reason");

    [Fact]
    public void An_advisory_that_is_not_there_takes_no_change() => EveryChangeIsRefused(null, MakerEu, RefusalCode.NotFound);

    [Fact]
    public void Another_partner_changes_nothing() => EveryChangeIsRefused(Given(), CertEu, RefusalCode.NotOriginator);

    [Fact]
    public void A_withdrawn_advisory_takes_no_change() =>
        EveryChangeIsRefused(Given(new AdvisoryEvent.AdvisoryWithdrawn("Superseded.")), MakerEu, RefusalCode.Withdrawn);

    [Fact]
    public void A_suspended_partner_neither_publishes_nor_revises()
    {
        var suspended = MakerEu with { Suspended = true };

        Then.Refused(Publish(suspended, Provenance.Publisher), RefusalCode.Suspended, "");
        Then.Refused(new ReviseAdvisory(suspended, Second).Decide(Given()), RefusalCode.Suspended, "");
        Then.Refused(new ShareAdvisory(suspended, Person(suspended), ToGrid).Decide(Given(), Enrolled, Now), RefusalCode.Suspended, "");
    }

    [Fact]
    public void An_embargo_is_lifted_at_its_instant_and_once()
    {
        var terms = Accepted(ToGrid with { Embargo = new("2026-12-01T09:00:00", "Asia/Tokyo", []) });
        var instant = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
        var closed = Advisory.Fold([Published() with { Terms = terms }]);
        var lift = new LiftAdvisoryEmbargo();

        Then.Refused(lift.Decide(closed, instant.AddTicks(-1)), RefusalCode.ImpossibleTime, "");
        Then.Happens(AdvisoryEventCatalog.Catalog, lift.Decide(closed, instant), new AdvisoryEvent.AdvisoryEmbargoLifted());
        Then.NothingHappens(lift.Decide(Advisory.Evolve(closed, new AdvisoryEvent.AdvisoryEmbargoLifted()), instant));
        Then.NothingHappens(lift.Decide(Advisory.Evolve(closed, new AdvisoryEvent.AdvisoryWithdrawn("Wrong.")), instant));
        Then.Refused(lift.Decide(null, instant), RefusalCode.NotFound, "");
    }

    [Fact]
    public void An_advisory_that_was_changed_a_thousand_times_can_only_be_withdrawn()
    {
        AdvisoryEvent[] changes = [new AdvisoryEvent.AdvisoryRevised(Document), new AdvisoryEvent.AdvisoryShared { Terms = Accepted(ToGrid) }];
        var almost = Given([.. Enumerable.Range(1, SharingRules.ItemChangesMax - 1).Select(n => changes[n % 2])]);
        var full = Advisory.Evolve(almost, changes[0]);

        Assert.IsType<Decision<AdvisoryEvent>.Accepted>(new ReviseAdvisory(MakerEu, Second).Decide(almost));
        Then.Refused(new ReviseAdvisory(MakerEu, Second).Decide(full), RefusalCode.Invalid, "");
        Then.NothingHappens(new ReviseAdvisory(MakerEu, Document).Decide(full));
        Then.Refused(new ShareAdvisory(MakerEu, Person(MakerEu), ToGrid).Decide(full, Enrolled, Now), RefusalCode.Invalid, "");
        Assert.IsType<Decision<AdvisoryEvent>.Accepted>(new WithdrawAdvisory(MakerEu.Id, "Superseded.").Decide(full));
    }

    private static void EveryChangeIsRefused(Advisory? state, PartnerProfile by, RefusalCode code)
    {
        Then.Refused(new ReviseAdvisory(by, Second).Decide(state), code, "");
        Then.Refused(new ShareAdvisory(by, Person(by), Terms()).Decide(state, Enrolled, Now), code, "");
        Then.Refused(new WithdrawAdvisory(by.Id, "Superseded.").Decide(state), code, "");
    }

    private static Decision<AdvisoryEvent> Publish(PartnerProfile by, Provenance provenance, AdvisoryDocument? document = null, StatedTerms? terms = null) =>
        new PublishAdvisory(by, Person(by), provenance, document ?? Document, terms ?? ToGrid).Decide(null, Enrolled, Now);

    private static Advisory Given(params AdvisoryEvent[] after) => Advisory.Fold([Published(), .. after])!;

    private static SharingTerms Accepted(StatedTerms stated) => SharingRules.Accept(stated, MakerEu, Enrolled, Now).Terms!;

    private static AdvisoryEvent.AdvisoryPublished Published() => new()
    {
        Advisory = AdvisoryIds.For(MakerEu.Id, Document.PublisherNamespace, Document.TrackingId),
        Originator = MakerEu.Id,
        PublishedBy = Person(MakerEu),
        Home = Jurisdiction.EU,
        Provenance = Provenance.Publisher,
        Document = Document,
        Terms = Accepted(ToGrid),
    };
}
