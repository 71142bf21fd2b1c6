using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Groups;

/// <summary>What happened to a sharing group.</summary>
public abstract record GroupEvent
{
    private GroupEvent() { }

    /// <summary>A steward formed a group. Who was said to be in a group of this name before is in it no more, unless named here.</summary>
    public sealed record GroupFormed(GroupId Group, GroupFacts Facts, IReadOnlyList<PartnerId> Members) : GroupEvent;

    /// <summary>A steward stated anew what the group is for.</summary>
    public sealed record GroupChanged(GroupFacts Facts) : GroupEvent;

    /// <summary>Partners joined and left at one moment, however many.</summary>
    public sealed record GroupMembersChanged(IReadOnlyList<PartnerId> Joined, IReadOnlyList<PartnerId> Left) : GroupEvent;

    /// <summary>The group is no more, and nobody is in it.</summary>
    public sealed record GroupDissolved(string Reason) : GroupEvent;
}

/// <summary>What a steward states about a group.</summary>
/// <param name="Name">How pages show it.</param>
/// <param name="Purpose">What its members share with each other, in a sentence or two.</param>
/// <param name="DefaultLabel">The label of terms that name the group and no label.</param>
public sealed record GroupFacts(string Name, string Purpose, TlpLabel DefaultLabel);
