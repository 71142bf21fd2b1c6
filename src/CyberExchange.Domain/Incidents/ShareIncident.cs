using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Incidents;

/// <summary>The originator states the sharing terms anew: wider or narrower, under a higher or a lower label.</summary>
public sealed record ShareIncident(PartnerProfile By, StatedTerms Terms)
{
    public Decision<IncidentEvent> Decide(Incident? state, PartnerDirectory directory, DateTimeOffset now)
    {
        if ((SharingRules.CheckActs(By) ?? IncidentSharing.CheckChange(state, By.Id) ?? SharingRules.CheckChanges(state!.Changes)) is { } refusal)
        {
            return refusal;
        }

        var (terms, termsRefusal) = IncidentSharing.Accept(Terms, state!.Report, By, directory, now);
        return terms is null ? termsRefusal!.Under("/sharing") : new IncidentEvent.IncidentShared { Terms = terms };
    }
}
