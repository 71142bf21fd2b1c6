using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Incidents;

/// <summary>The originator states the sharing terms anew: wider or narrower, under a higher or a lower label.</summary>
/// <param name="By">The originator.</param>
/// <param name="Member">Who states them.</param>
/// <param name="Terms">The terms. Where TLP:CLEAR takes two members, they are a proposal until a second one approves.</param>
public sealed record ShareIncident(PartnerProfile By, MemberId Member, StatedTerms Terms)
{
    public Decision<IncidentEvent> Decide(Incident? state, PartnerDirectory directory, DateTimeOffset now)
    {
        if ((SharingRules.CheckActs(By) ?? IncidentSharing.CheckChange(state, By.Id) ?? SharingRules.CheckChanges(state!.Changes)) is { } refusal)
        {
            return refusal;
        }

        var (terms, termsRefusal) = IncidentSharing.Accept(Terms, state!.Report, By, directory, now);
        if (terms is null)
        {
            return termsRefusal!.Under("/sharing"); // One of the two is there.
        }

        return ReleaseProposal.Takes(By, terms)
            ? new IncidentEvent.IncidentReleaseProposed { ProposedBy = Member, Terms = terms }
            : new IncidentEvent.IncidentShared { Terms = terms };
    }
}
