using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Advisories;

/// <summary>A maker publishes, a CERT coordinates, or a partner imports a CSAF document.</summary>
public sealed record PublishAdvisory(
    PartnerProfile Originator, MemberId PublishedBy, Provenance Provenance, AdvisoryDocument Document, StatedTerms Terms)
{
    /// <summary>The first mandatory test of its standard that the document fails; null for none.</summary>
    public DocumentDefect? Defect { get; init; }

    /// <summary>That the document says it stands no longer; null where it stands.</summary>
    public DocumentEnd? End { get; init; }

    /// <summary>That the document is a translation; null where it is none.</summary>
    public DocumentTranslation? Translation { get; init; }

    public AdvisoryId Advisory => AdvisoryIds.For(Originator.Id, Document.PublisherNamespace, Document.TrackingId);

    public Decision<AdvisoryEvent> Decide(Advisory? state, PartnerDirectory directory, DateTimeOffset now)
    {
        if (SharingRules.CheckActs(Originator) is { } suspended)
        {
            return suspended;
        }

        if (state is not null)
        {
            return new Refusal(RefusalCode.AlreadyExists, "", $"{Document.TrackingId} is here already, in version {state.Document.TrackingVersion}: revise it instead.");
        }

        if ((CheckProvenance() ?? AdvisorySharing.CheckDefect(Provenance, Defect) ?? CheckStands() ?? AdvisorySharing.CheckTranslation(Provenance, Translation)) is { } refusal)
        {
            return refusal;
        }

        var (terms, termsRefusal) = AdvisorySharing.Accept(Terms, Document, Originator, directory, now);
        if (terms is null)
        {
            return termsRefusal!.Under("/sharing"); // One of the two is there.
        }

        var takesTwo = ReleaseProposal.Takes(Originator, terms);
        if (End is not null)
        {
            // Nobody else has seen it, so that nobody waits for its release.
            return new Decision<AdvisoryEvent>.Accepted([Published(takesTwo ? ReleaseProposal.Unreleased(terms) : terms), new AdvisoryEvent.AdvisoryWithdrawn(End.Reason)]);
        }

        return takesTwo
            ? new Decision<AdvisoryEvent>.Accepted([Published(ReleaseProposal.Unreleased(terms)), new AdvisoryEvent.AdvisoryReleaseProposed { ProposedBy = PublishedBy, Terms = terms }])
            : Published(terms);
    }

    private AdvisoryEvent.AdvisoryPublished Published(SharingTerms terms) => new()
    {
        Advisory = Advisory,
        Originator = Originator.Id,
        PublishedBy = PublishedBy,
        Home = Originator.Jurisdiction,
        Provenance = Provenance,
        Document = Document,
        Terms = terms,
    };

    // CSAF 2.1, profiles Withdrawn and Superseded: no document ends with its first release. What a third party ended may come to be known only then.
    private Refusal? CheckStands() => End is not null && Provenance is not Provenance.ThirdParty
        ? new(
            RefusalCode.Invalid,
            "/document/document/category",
            $"The document says that it is {End.Ending.Text()}, and nothing was published that it could end: an advisory begins with a document that stands, and this is a revision of it.")
        : null;

    // A maker speaks for its own products only; a CERT coordinates for others; what is imported is nobody's word but its publisher's.
    private Refusal? CheckProvenance()
    {
        var enrolled = Originator.PublisherNamespaces.Contains(Document.PublisherNamespace, StringComparer.Ordinal);
        return Provenance switch
        {
            Provenance.Publisher when !enrolled => new(
                RefusalCode.NamespaceNotEnrolled,
                "/document/document/publisher/namespace",
                $"{Originator.Handle} is not enrolled for the publisher namespace {Document.PublisherNamespace}."),
            Provenance.Coordinator or Provenance.ThirdParty when !Originator.Has(Role.Cert) => new(
                RefusalCode.Invalid,
                "/provenance",
                "Only a CERT publishes as coordinator or imports documents of third parties."),
            Provenance.Publisher or Provenance.Coordinator or Provenance.ThirdParty => null,
        };
    }
}
