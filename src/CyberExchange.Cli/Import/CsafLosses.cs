using CyberExchange.Contracts.Sharing;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Cli.Import;

/// <summary>What the exchange does not take over of a CSAF document's own marking. The document itself is kept byte for byte.</summary>
public static class CsafLosses
{
    private const string Label = "/document/distribution/tlp/label";

    /// <summary>The losses of one document.</summary>
    /// <param name="terms">What it is shared under; null where it has no label and none is given, and it is refused.</param>
    public static IEnumerable<Loss> Of(CsafHeader header, SharingDocument? terms)
    {
        if (terms is not null && header.Label is null)
        {
            yield return new("/sharing/label", LossFate.Defaulted, terms.Label, "the document has no label: the import's stands");
        }
        else if (terms is not null && header.Label != terms.Label)
        {
            yield return new(Label, LossFate.Approximated, header.Label, "the import's label stands; one below the document's is refused");
        }

        if (header.DistributionText is { } text)
        {
            const string why = "it stays in the document: who may see it follows from label and audience alone";
            yield return new("/document/distribution/text", LossFate.Dropped, text, why);
        }

        if (header.SharingGroup is { } group)
        {
            yield return new("/document/distribution/sharing_group", LossFate.Dropped, group, "it stays in the document: the import's audience decides");
        }
    }
}
