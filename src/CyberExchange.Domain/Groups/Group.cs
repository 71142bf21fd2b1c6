using System.Collections.Immutable;
using System.Diagnostics;

namespace CyberExchange.Domain.Groups;

/// <summary>The state of one sharing group: its events, folded.</summary>
/// <param name="DissolvedBecause">Why it is no more; null while it stands.</param>
public sealed record Group(GroupId Id, GroupFacts Facts, ImmutableHashSet<PartnerId> Members, string? DissolvedBecause)
{
    public bool IsDissolved => DissolvedBecause is not null;

    /// <summary>The state after one more event; null stands for a group that was never formed.</summary>
    public static Group Evolve(Group? state, GroupEvent e) => (state, e) switch
    {
        (null, GroupEvent.GroupFormed formed) => new(formed.Group, formed.Facts, [.. formed.Members], DissolvedBecause: null),
        ({ } group, GroupEvent.GroupChanged changed) => group with { Facts = changed.Facts },
        ({ } group, GroupEvent.GroupMembersChanged changed) => group with { Members = group.Members.Union(changed.Joined).Except(changed.Left) },
        ({ } group, GroupEvent.GroupDissolved dissolved) => group with { Members = [], DissolvedBecause = dissolved.Reason },
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to {(state is null ? "a group that was never formed" : "a group that was formed")}."),
    };

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static Group? Fold(IEnumerable<GroupEvent> events) => events.Aggregate((Group?)null, Evolve);
}
