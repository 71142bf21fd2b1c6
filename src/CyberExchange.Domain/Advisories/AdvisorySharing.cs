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

    /// <summary>What a translation has to say of itself: who publishes it can, and who imports that of a third party cannot.</summary>
    /// <param name="provenance">How its holder comes to hold it.</param>
    /// <param name="translation">What it says; null where it is none.</param>
    /// <remarks>CSAF 2.0, 9.1.9, and CSAF 2.1, conformance clause 9: the first reference of a translation is to the original.</remarks>
    public static Refusal? CheckTranslation(Provenance provenance, DocumentTranslation? translation) =>
        translation is { NamesOriginal: false } && provenance is not Provenance.ThirdParty
            ? new(
                RefusalCode.Invalid,
                "/document/document/references/0",
                $"The document is translated from {translation.SourceLanguage} and does not name the original: that is its first reference, of the category external.")
            : null;

    /// <summary>Why this partner may not change this advisory now; null when it may.</summary>
    public static Refusal? CheckChange(Advisory? advisory, PartnerId by) =>
        CheckOwn(advisory, by) ?? (advisory!.IsWithdrawn ? new(RefusalCode.Withdrawn, "", "The advisory is withdrawn.") : null); // What is checked is there.

    /// <summary>Why the advisory is not this partner's to change, withdrawn or not; null when it is.</summary>
    public static Refusal? CheckOwn(Advisory? advisory, PartnerId by) => advisory switch
    {
        null => new(RefusalCode.NotFound, "", "There is no such advisory."),
        _ when advisory.Sharing.Originator != by => new(RefusalCode.NotOriginator, "", "Only the originator changes an advisory."),
        _ => null,
    };
}
