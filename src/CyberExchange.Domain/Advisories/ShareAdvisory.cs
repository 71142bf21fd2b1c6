using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Advisories;

/// <summary>The originator states the sharing terms anew.</summary>
/// <param name="By">The originator.</param>
/// <param name="Member">Who states them.</param>
/// <param name="Terms">The terms. Where TLP:CLEAR takes two members, they are a proposal until a second one approves.</param>
public sealed record ShareAdvisory(PartnerProfile By, MemberId Member, StatedTerms Terms)
{
    public Decision<AdvisoryEvent> Decide(Advisory? state, PartnerDirectory directory, DateTimeOffset now)
    {
        if ((SharingRules.CheckActs(By) ?? AdvisorySharing.CheckChange(state, By.Id) ?? SharingRules.CheckChanges(state!.Changes)) is { } refusal)
        {
            return refusal;
        }

        var (terms, termsRefusal) = AdvisorySharing.Accept(Terms, state!.Document, By, directory, now);
        if (terms is null)
        {
            return termsRefusal!.Under("/sharing"); // One of the two is there.
        }

        return ReleaseProposal.Takes(By, terms)
            ? new AdvisoryEvent.AdvisoryReleaseProposed { ProposedBy = Member, Terms = terms }
            : new AdvisoryEvent.AdvisoryShared { Terms = terms };
    }
}
