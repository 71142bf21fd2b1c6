using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

/// <summary>Advisories that their own documents end, and documents that are translations.</summary>
public sealed class AdvisoryEndTests
{
    private static readonly StatedTerms ToGrid = Terms(audience: Named(GridEu));

    private static readonly DocumentEnd End = new(AdvisoryEnding.Withdrawn, "It described another product.");

    private static readonly AdvisoryDocument Second = Document with { TrackingVersion = "2", Sha512 = new string('b', 128) };

    private static readonly AdvisoryDocument Third = Document with { TrackingVersion = "3", Sha512 = new string('c', 128) };

    private static readonly AdvisoryEvent.AdvisoryWithdrawn Withdrawn = new("It described another product.");

    [Theory]
    [InlineData(AdvisoryEnding.Withdrawn)]
    [InlineData(AdvisoryEnding.Superseded)]
    public void A_revision_that_ends_its_advisory_withdraws_it(AdvisoryEnding ending) => Then.Happens(
        AdvisoryEventCatalog.Catalog, new ReviseAdvisory(MakerEu, Second) { End = End with { Ending = ending } }.Decide(Held()), new AdvisoryEvent.AdvisoryRevised(Second), Withdrawn);

    [Fact]
    public void What_a_document_ended_stands_no_more()
    {
        var ended = Held(new AdvisoryEvent.AdvisoryRevised(Second), Withdrawn);

        Then.Refused(new ReviseAdvisory(MakerEu, Third).Decide(ended), RefusalCode.Withdrawn, "");
        Then.Refused(new WithdrawAdvisory(MakerEu.Id, "Once more.").Decide(ended), RefusalCode.Withdrawn, "");
        Then.Refused(new ShareAdvisory(MakerEu, Person(MakerEu), ToGrid).Decide(ended, Enrolled, Now), RefusalCode.Withdrawn, "");
    }

    // The order came first, and the document follows: whoever fetches it is to read in it what is so.
    [Fact]
    public void What_is_withdrawn_takes_a_document_that_says_so_and_keeps_the_reason_given_first()
    {
        var withdrawn = Held(new AdvisoryEvent.AdvisoryWithdrawn("Wrong."));
        var decision = new ReviseAdvisory(MakerEu, Second) { End = End }.Decide(withdrawn);

        Then.Happens(AdvisoryEventCatalog.Catalog, decision, new AdvisoryEvent.AdvisoryRevised(Second));
        var now = Advisory.Evolve(withdrawn, new AdvisoryEvent.AdvisoryRevised(Second));
        Assert.Equal(("Wrong.", Second), (now.WithdrawnBecause, now.Document));
        Then.Refused(new ReviseAdvisory(CertEu, Second) { End = End }.Decide(withdrawn), RefusalCode.NotOriginator, "");
        Then.Refused(new ReviseAdvisory(MakerEu, Document with { Sha512 = new string('b', 128) }) { End = End }.Decide(withdrawn), RefusalCode.VersionNotNewer, "/document/document/tracking/version");
    }

    [Theory]
    [InlineData(Provenance.Publisher)]
    [InlineData(Provenance.Coordinator)]
    public void Nobody_begins_with_the_end(Provenance provenance) =>
        Then.Refused(Publish(provenance, publish => publish with { End = End }), RefusalCode.Invalid, "/document/document/category");

    [Fact]
    public void What_a_third_party_ended_is_imported_as_such()
    {
        var decision = Publish(Provenance.ThirdParty, publish => publish with { End = End });

        var events = Assert.IsType<Decision<AdvisoryEvent>.Accepted>(decision).Events;
        Assert.Equal([typeof(AdvisoryEvent.AdvisoryPublished), typeof(AdvisoryEvent.AdvisoryWithdrawn)], events.Select(e => e.GetType()));
        Assert.True(Advisory.Fold(events)!.IsWithdrawn);
    }

    // A release that takes two members would never come: nobody can approve what is withdrawn.
    [Fact]
    public void What_is_imported_as_ended_proposes_no_release()
    {
        var decision = Publish(Provenance.ThirdParty, publish => publish with { End = End, Originator = publish.Originator with { ClearNeedsTwoMembers = true }, Terms = Terms(TlpLabel.Clear) });

        var held = Advisory.Fold(Assert.IsType<Decision<AdvisoryEvent>.Accepted>(decision).Events)!;
        Assert.Equal((TlpLabel.AmberStrict, true), (held.Sharing.Terms.Label, held.Proposal is null));
    }

    [Theory]
    [InlineData(Provenance.Publisher, false, true)]
    [InlineData(Provenance.Coordinator, false, true)]
    [InlineData(Provenance.ThirdParty, false, false)]
    [InlineData(Provenance.Publisher, true, false)]
    public void A_translation_names_its_original_if_its_publisher_is_here(Provenance provenance, bool names, bool isRefused)
    {
        var translation = new DocumentTranslation("en", names);
        var held = Advisory.Fold(((Decision<AdvisoryEvent>.Accepted)Publish(provenance, publish => publish)).Events);
        Decision<AdvisoryEvent>[] decisions =
        [
            Publish(provenance, publish => publish with { Translation = translation }),
            new ReviseAdvisory(By(provenance), Second) { Translation = translation }.Decide(held),
        ];
        foreach (var decision in decisions)
        {
            if (isRefused)
            {
                Assert.Contains("en", Then.Refused(decision, RefusalCode.Invalid, "/document/document/references/0").Detail, StringComparison.Ordinal);
            }
            else
            {
                Assert.IsType<Decision<AdvisoryEvent>.Accepted>(decision);
            }
        }
    }

    private static PartnerProfile By(Provenance provenance) => provenance is Provenance.Publisher ? MakerEu : CertEu;

    private static Decision<AdvisoryEvent> Publish(Provenance provenance, Func<PublishAdvisory, PublishAdvisory> change) =>
        change(new PublishAdvisory(By(provenance), Person(By(provenance)), provenance, Document, ToGrid)).Decide(state: null, Enrolled, Now);

    private static Advisory Held(params AdvisoryEvent[] after) =>
        Advisory.Fold([.. ((Decision<AdvisoryEvent>.Accepted)Publish(Provenance.Publisher, publish => publish)).Events, .. after])!; // It was published.
}
