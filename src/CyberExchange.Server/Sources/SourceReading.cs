using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Sources;
using CyberExchange.Server.Items;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Sources;

/// <summary>Reads interval and terms of a source as a partner writes them, and writes them back.</summary>
public static class SourceReading
{
    // Stands in for the document's own label, which is read when the document is.
    private const string AnyLabel = "TLP:RED";

    /// <summary>The plan, or the first element that is wrong.</summary>
    public static (SourcePlan? Plan, Refusal? Refusal) Read(int? intervalMinutes, bool? anyPublisher, SharingDocument? sharing, DirectorySnapshot directory, PartnerProfile owner)
    {
        var given = sharing ?? new();
        if (given.Embargo is not null)
        {
            return (null, new(RefusalCode.Invalid, "/sharing/embargo", "A source has no embargo: what it brings is published already."));
        }

        var (terms, refusal) = new SharingReading(directory, owner).Read(given with { Label = given.Label ?? AnyLabel });
        return terms is null
            ? (null, refusal!.Under("/sharing")) // One of the two is there.
            : (new(intervalMinutes ?? SourceRules.IntervalMinutesDefault, new()
            {
                Label = given.Label is null ? null : terms.Label,
                Pap = terms.Pap,
                Audience = terms.Audience,
                LegalBases = terms.LegalBases,
                PermitsStatistics = terms.PermitsStatistics,
            })
            {
                AnyPublisher = anyPublisher is true,
            }, null);
    }

    /// <summary>The terms as their owner reads them.</summary>
    public static SharingDocument Terms(SourceTerms terms) => SharingRendition.Terms(new SharingTerms
    {
        Label = terms.Label ?? TlpLabel.Red,
        Pap = terms.Pap,
        Audience = terms.Audience,
        Embargo = null,
        LegalBases = terms.LegalBases,
        PermitsStatistics = terms.PermitsStatistics,
    }) with
    {
        Label = terms.Label?.Text(),
    };
}
