using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Advisories;

/// <summary>What sharing terms mean for advisories in particular.</summary>
public static class AdvisorySharing
{
    /// <summary>Accepts terms for a document: its own label is a floor.</summary>
    public static (SharingTerms? Terms, Refusal? Refusal) Accept(
        StatedTerms stated, AdvisoryDocument document, PartnerProfile originator, PartnerDirectory directory, DateTimeOffset now) =>
        document.Label is { } floor && stated.Label < floor
            ? (null, new(RefusalCode.LabelBelowDocument, "/label", $"The document says {floor.Text()}; it cannot be shared as {stated.Label.Text()}."))
            : SharingRules.Accept(stated, originator, directory, now);

    /// <summary>What its defects mean for a document: who publishes a document can mend it, and who imports that of a third party cannot.</summary>
    /// <param name="provenance">How its holder comes to hold it.</param>
    /// <param name="defect">The first mandatory test that it fails; null for none.</param>
    public static Refusal? CheckDefect(Provenance provenance, DocumentDefect? defect) => provenance switch
    {
        Provenance.Publisher or Provenance.Coordinator => defect is null ? null : new(RefusalCode.DocumentNotValid, defect.Pointer, defect.Detail),
        Provenance.ThirdParty => null,
    };

    /// <summary>Why this partner may not change this advisory now; null when it may.</summary>
    public static Refusal? CheckChange(Advisory? advisory, PartnerId by)
    {
        if (advisory is null)
        {
            return new(RefusalCode.NotFound, "", "There is no such advisory.");
        }

        if (advisory.Sharing.Originator != by)
        {
            return new(RefusalCode.NotOriginator, "", "Only the originator changes an advisory.");
        }

        return advisory.IsWithdrawn ? new(RefusalCode.Withdrawn, "", "The advisory is withdrawn.") : null;
    }
}
