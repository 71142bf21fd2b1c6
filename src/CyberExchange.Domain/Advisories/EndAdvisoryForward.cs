using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Advisories;

/// <summary>A CERT takes an advisory back from its own clients.</summary>
public sealed record EndAdvisoryForward(PartnerProfile By)
{
    public Decision<AdvisoryEvent> Decide(Advisory? state)
    {
        if (SharingRules.CheckActs(By) is { } suspended)
        {
            return suspended;
        }

        if (state is null)
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such advisory.");
        }

        return state.Forwards.Standing.Contains(By.Id) ? new AdvisoryEvent.AdvisoryForwardEnded(By.Id) : Decision<AdvisoryEvent>.Nothing;
    }
}
