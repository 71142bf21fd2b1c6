namespace CyberExchange.Domain.Sources;

/// <summary>The owner follows a provider no more. What was imported stays.</summary>
public sealed record RemoveSource(CsafSourceId Source, MemberId Member)
{
    public Decision<SourceEvent> Decide(FollowedSources? state) =>
        state?.Standing.ContainsKey(Source) is true ? new SourceEvent.SourceRemoved(Source, Member) : SourceRules.NotFound;
}
