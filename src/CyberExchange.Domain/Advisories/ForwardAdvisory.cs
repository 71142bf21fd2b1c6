using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Advisories;

/// <summary>A CERT opens an advisory that it sees to its own clients: ForwardToConstituency.</summary>
/// <param name="By">The CERT.</param>
/// <param name="SeesBy">Why the CERT sees it, other than by a forward; null where it does not.</param>
/// <param name="Forward">What it states, whole each time.</param>
public sealed record ForwardAdvisory(PartnerProfile By, ReleaseReason? SeesBy, StatedForward Forward)
{
    public Decision<AdvisoryEvent> Decide(Advisory? state, PartnerDirectory directory)
    {
        if (state is null)
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such advisory.");
        }

        var (clients, refusal) = ForwardRules.Accept(By, SeesBy, Forward, state.Sharing, state.IsWithdrawn, state.Forwards, directory);
        return clients is null ? refusal! : new AdvisoryEvent.AdvisoryForwarded(By.Id, Forward.Basis) { Clients = clients };
    }
}
