using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Incidents;

/// <summary>A CERT opens an incident that it sees to its own clients: ForwardToConstituency.</summary>
/// <param name="By">The CERT.</param>
/// <param name="SeesBy">Why the CERT sees it, other than by a forward; null where it does not.</param>
/// <param name="Forward">What it states, whole each time.</param>
public sealed record ForwardIncident(PartnerProfile By, ReleaseReason? SeesBy, StatedForward Forward)
{
    public Decision<IncidentEvent> Decide(Incident? state, PartnerDirectory directory)
    {
        if (state is null)
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such incident.");
        }

        var (clients, refusal) = ForwardRules.Accept(By, SeesBy, Forward, state.Sharing, state.IsWithdrawn, state.Forwards, directory);
        return clients is null ? refusal! : new IncidentEvent.IncidentForwarded(By.Id, Forward.Basis) { Clients = clients };
    }
}
