namespace CyberExchange.Domain.Groups;

/// <summary>A steward ends a group for good: nobody is in it any more, and its name is not given again.</summary>
public sealed record DissolveGroup(string Reason)
{
    public Decision<GroupEvent> Decide(Group? state)
    {
        if (state is null or { IsDissolved: true })
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such group.");
        }

        return Reasons.Check(Reason, GroupRules.ReasonCharactersMax) is { } bad ? bad : new GroupEvent.GroupDissolved(Reason);
    }
}
