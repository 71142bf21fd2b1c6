using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Advisories;

/// <summary>Any member of the originator rejects the proposed release, also the one who proposed it. The item stays as it is.</summary>
public sealed record RejectAdvisoryRelease(PartnerProfile By)
{
    public Decision<AdvisoryEvent> Decide(Advisory? state) =>
        (SharingRules.CheckActs(By) ?? AdvisorySharing.CheckChange(state, By.Id) ?? ReleaseProposal.CheckReject(state!.Proposal)) is { } refusal
            ? refusal
            : new AdvisoryEvent.AdvisoryReleaseRejected();
}
