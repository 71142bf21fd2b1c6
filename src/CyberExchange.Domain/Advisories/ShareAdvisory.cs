using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Advisories;

/// <summary>The originator states the sharing terms anew.</summary>
public sealed record ShareAdvisory(PartnerProfile By, StatedTerms Terms)
{
    public Decision<AdvisoryEvent> Decide(Advisory? state, PartnerDirectory directory, DateTimeOffset now)
    {
        if ((SharingRules.CheckActs(By) ?? AdvisorySharing.CheckChange(state, By.Id) ?? SharingRules.CheckChanges(state!.Changes)) is { } refusal)
        {
            return refusal;
        }

        var (terms, termsRefusal) = AdvisorySharing.Accept(Terms, state!.Document, By, directory, now);
        return terms is null ? termsRefusal!.Under("/sharing") : new AdvisoryEvent.AdvisoryShared { Terms = terms };
    }
}
