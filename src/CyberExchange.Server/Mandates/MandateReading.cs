using CyberExchange.Contracts.Mandates;
using CyberExchange.Domain;
using CyberExchange.Domain.Mandates;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Items;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Mandates;

/// <summary>Reads a mandate as an operator signs it. Pointers begin at the text's root.</summary>
/// <param name="directory">Where names are looked up.</param>
/// <param name="giver">The operator, whose directory counts.</param>
public sealed class MandateReading(DirectorySnapshot directory, PartnerProfile giver)
{
    /// <summary>What it states, or the first element that names nothing.</summary>
    public (StatedMandate? Stated, Refusal? Refusal) Read(MandateText text)
    {
        if (text.Operator != giver.Id.Value)
        {
            return (null, new(RefusalCode.Invalid, "/operator", "A mandate is given by the operator that it names, and this is another's id."));
        }

        if (text.Terms.Label is null)
        {
            return (null, new(RefusalCode.Invalid, "/terms/label", "State the label: a group's default may change, and what is signed does not."));
        }

        if (CheckIds(text.Terms.Audience?.Partners ?? []) is { } handle)
        {
            return (null, handle);
        }

        var (terms, refusal) = new SharingReading(directory, giver).Read(text.Terms);
        return terms is null
            ? (null, refusal!.Under("/terms")) // One of the two is there.
            : (new(new(text.Cert), text.From.ToUniversalTime(), text.Until.ToUniversalTime(), text.Classes, terms), null);
    }

    private static Refusal? CheckIds(IReadOnlyList<string> partners)
    {
        for (var i = 0; i < partners.Count; i++)
        {
            if (!Guid.TryParseExact(partners[i], "D", out _))
            {
                return new(RefusalCode.Invalid, $"/terms/audience/partners/{i}", "Name the partner by its id: a handle may be another's one day.");
            }
        }

        return null;
    }
}
