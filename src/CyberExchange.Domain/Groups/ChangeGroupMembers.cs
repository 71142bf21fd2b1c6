using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Groups;

/// <summary>A steward lets partners join and leave. Who is in already, or is not, stays so.</summary>
public sealed record ChangeGroupMembers(IReadOnlyList<PartnerId> Joining, IReadOnlyList<PartnerId> Leaving)
{
    public Decision<GroupEvent> Decide(Group? state, PartnerDirectory directory)
    {
        if (state is null or { IsDissolved: true })
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such group.");
        }

        for (var i = 0; i < Leaving.Count; i++)
        {
            if (Joining.Contains(Leaving[i]))
            {
                return new Refusal(RefusalCode.Invalid, $"/leave/{i}", "The same partner cannot join and leave at once.");
            }
        }

        var joined = GroupRules.Sorted(Joining.Where(p => !state.Members.Contains(p)));
        var left = GroupRules.Sorted(Leaving.Where(state.Members.Contains));
        var size = state.Members.Count + joined.Count - left.Count;
        if ((GroupRules.CheckJoining(Joining, directory)?.Under("/join") ?? GroupRules.CheckSize(size)?.Under("/join")) is { } refusal)
        {
            return refusal;
        }

        return joined.Count + left.Count == 0 ? Decision<GroupEvent>.Nothing : new GroupEvent.GroupMembersChanged(joined, left);
    }
}
