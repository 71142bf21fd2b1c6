using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Advisories;

/// <summary>A later revision of the document takes its place; the earlier bytes stay in the log's keeping.</summary>
public sealed record ReviseAdvisory(PartnerProfile By, AdvisoryDocument Document)
{
    /// <summary>The first mandatory test of its standard that the document fails; null for none.</summary>
    public DocumentDefect? Defect { get; init; }

    public Decision<AdvisoryEvent> Decide(Advisory? state)
    {
        if ((SharingRules.CheckActs(By) ?? AdvisorySharing.CheckChange(state, By.Id)) is { } refusal)
        {
            return refusal;
        }

        var present = state!.Document;
        if (Document.Sha512 == present.Sha512)
        {
            return Decision<AdvisoryEvent>.Nothing;
        }

        if (SharingRules.CheckChanges(state.Changes) is { } full)
        {
            return full;
        }

        if (Document.PublisherNamespace != present.PublisherNamespace || Document.TrackingId != present.TrackingId)
        {
            return new Refusal(RefusalCode.Invalid, "/document/document/tracking/id", $"This advisory is {present.TrackingId} of {present.PublisherNamespace}; a revision keeps both.");
        }

        if (!TrackingVersion.Follows(Document.TrackingVersion, present.TrackingVersion))
        {
            return new Refusal(RefusalCode.VersionNotNewer, "/document/document/tracking/version", $"Version {Document.TrackingVersion} does not follow {present.TrackingVersion}.");
        }

        if (AdvisorySharing.CheckDefect(state.Provenance, Defect) is { } defect)
        {
            return defect;
        }

        return Document.Label is { } floor && state.Sharing.Terms.Label < floor
            ? new Refusal(RefusalCode.LabelBelowDocument, "/document/document/distribution/tlp/label", $"The revision says {floor.Text()} and the advisory is shared as {state.Sharing.Terms.Label.Text()}: raise the label first.")
            : new AdvisoryEvent.AdvisoryRevised(Document);
    }
}
