using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Groups;

/// <summary>A steward forms a group with its first members, who may be none.</summary>
public sealed record FormGroup(GroupId Group, GroupFacts Facts, IReadOnlyList<PartnerId> Members)
{
    public Decision<GroupEvent> Decide(Group? state, PartnerDirectory directory)
    {
        if (!GroupId.IsValid(Group.Value))
        {
            return new Refusal(RefusalCode.Invalid, "/group", "A group is named by 2 to 64 lower-case letters, digits and inner hyphens.");
        }

        if (state is not null)
        {
            return new Refusal(RefusalCode.AlreadyExists, "/group", state.IsDissolved
                ? "A group of this name was dissolved. Items may still name it, so the name is not given again."
                : "A group has this name already.");
        }

        if (directory.Groups.Count >= GroupRules.GroupsMax)
        {
            return new Refusal(RefusalCode.Invalid, "", $"At most {GroupRules.GroupsMax} groups stand at once: dissolve one first.");
        }

        var members = GroupRules.Sorted(Members);
        return (GroupRules.Check(Facts) ?? GroupRules.CheckJoining(Members, directory)?.Under("/members") ?? GroupRules.CheckSize(members.Count)?.Under("/members")) is { } refusal
            ? refusal
            : new GroupEvent.GroupFormed(Group, Facts, members);
    }
}
