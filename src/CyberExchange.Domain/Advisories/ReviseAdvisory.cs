using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Advisories;

/// <summary>A later revision of the document takes its place; the earlier bytes stay in the log's keeping.</summary>
/// <param name="By">Who revises.</param>
/// <param name="Document">The revision.</param>
/// <remarks>Who imported a document cannot mend it: of a third party's only the order of versions is asked, so that its copy can follow.</remarks>
public sealed record ReviseAdvisory(PartnerProfile By, AdvisoryDocument Document)
{
    /// <summary>The first mandatory test of its standard that the document fails; null for none.</summary>
    public DocumentDefect? Defect { get; init; }

    /// <summary>What the present document and the revision say of themselves; null where one of them, against its standard, does not say it.</summary>
    public TrackingStep? Step { get; init; }

    /// <summary>That the revision says the advisory stands no longer; null where it stands.</summary>
    public DocumentEnd? End { get; init; }

    /// <summary>That the revision is a translation; null where it is none.</summary>
    public DocumentTranslation? Translation { get; init; }

    public Decision<AdvisoryEvent> Decide(Advisory? state)
    {
        // What is withdrawn stays so: it takes no revision but one that says as much, in the place of a document that looks as if it stood.
        var check = End is null ? AdvisorySharing.CheckChange(state, By.Id) : AdvisorySharing.CheckOwn(state, By.Id);
        if ((SharingRules.CheckActs(By) ?? check) is { } refusal)
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

        if ((TrackingStep.CheckVersion(Document.TrackingVersion, present.TrackingVersion)
            ?? (state.Provenance is Provenance.ThirdParty ? null : Step?.CheckHistory())) is { } takesBack)
        {
            return takesBack;
        }

        if ((AdvisorySharing.CheckDefect(state.Provenance, Defect) ?? AdvisorySharing.CheckTranslation(state.Provenance, Translation)) is { } defect)
        {
            return defect;
        }

        if (Document.Label is { } floor && state.Sharing.Terms.Label < floor)
        {
            return new Refusal(RefusalCode.LabelBelowDocument, "/document/document/distribution/tlp/label", $"The revision says {floor.Text()} and the advisory is shared as {state.Sharing.Terms.Label.Text()}: raise the label first.");
        }

        // Of what is withdrawn already the reason that was given first stands.
        var revised = new AdvisoryEvent.AdvisoryRevised(Document);
        return End is null || state.IsWithdrawn ? revised : new Decision<AdvisoryEvent>.Accepted([revised, new AdvisoryEvent.AdvisoryWithdrawn(End.Reason)]);
    }
}
