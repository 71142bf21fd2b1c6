using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Incidents;

/// <summary>Any member of the originator rejects the proposed release, also the one who proposed it. The item stays as it is.</summary>
public sealed record RejectIncidentRelease(PartnerProfile By)
{
    public Decision<IncidentEvent> Decide(Incident? state) =>
        (SharingRules.CheckActs(By) ?? IncidentSharing.CheckChange(state, By.Id) ?? ReleaseProposal.CheckReject(state!.Proposal)) is { } refusal
            ? refusal
            : new IncidentEvent.IncidentReleaseRejected();
}
