using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Incidents;

/// <summary>A CERT takes an incident back from its own clients.</summary>
public sealed record EndIncidentForward(PartnerProfile By)
{
    public Decision<IncidentEvent> Decide(Incident? state)
    {
        if (SharingRules.CheckActs(By) is { } suspended)
        {
            return suspended;
        }

        if (state is null)
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such incident.");
        }

        return state.Forwards.Standing.Contains(By.Id) ? new IncidentEvent.IncidentForwardEnded(By.Id) : Decision<IncidentEvent>.Nothing;
    }
}
