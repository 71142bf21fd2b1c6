namespace CyberExchange.Domain.Groups;

/// <summary>A steward states anew what a group is for. What was shared with it before keeps its label.</summary>
public sealed record ChangeGroup(GroupFacts Facts)
{
    public Decision<GroupEvent> Decide(Group? state)
    {
        if (state is null or { IsDissolved: true })
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such group.");
        }

        if (GroupRules.Check(Facts) is { } refusal)
        {
            return refusal;
        }

        return Facts == state.Facts ? Decision<GroupEvent>.Nothing : new GroupEvent.GroupChanged(Facts);
    }
}
