using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Advisories;

/// <summary>A maker publishes, a CERT coordinates, or a partner imports a CSAF document.</summary>
public sealed record PublishAdvisory(
    PartnerProfile Originator, MemberId PublishedBy, Provenance Provenance, AdvisoryDocument Document, StatedTerms Terms)
{
    /// <summary>The first mandatory test of its standard that the document fails; null for none.</summary>
    public DocumentDefect? Defect { get; init; }

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

        if ((CheckProvenance() ?? AdvisorySharing.CheckDefect(Provenance, Defect)) is { } refusal)
        {
            return refusal;
        }

        var (terms, termsRefusal) = AdvisorySharing.Accept(Terms, Document, Originator, directory, now);
        if (terms is null)
        {
            return termsRefusal!.Under("/sharing"); // One of the two is there.
        }

        return ReleaseProposal.Takes(Originator, terms)
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
