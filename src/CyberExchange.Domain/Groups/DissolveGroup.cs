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

        return string.IsNullOrWhiteSpace(Reason) || Reason.Length > GroupRules.ReasonCharactersMax
            ? new Refusal(RefusalCode.Invalid, "/reason", $"A reason has 1 to {GroupRules.ReasonCharactersMax} characters.")
            : new GroupEvent.GroupDissolved(Reason);
    }
}
