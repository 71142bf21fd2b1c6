using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Sources;

/// <summary>A member of the owner states interval and terms anew, and answers for the source from then on.</summary>
public sealed record ChangeSource(CsafSourceId Source, PartnerProfile By, MemberId Member, SourcePlan Plan)
{
    public Decision<SourceEvent> Decide(FollowedSources? state, PartnerDirectory directory, DateTimeOffset now) =>
        state?.Standing.ContainsKey(Source) is not true ? SourceRules.NotFound
        : (SharingRules.CheckActs(By) ?? SourceRules.CheckPlan(Plan, By, directory, now) ?? SourceRules.CheckChanges(state)) is { } refusal ? refusal
        : new SourceEvent.SourceChanged(Source, Plan, Member);
}
