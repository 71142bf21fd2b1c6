using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;

namespace CyberExchange.Views.Explain;

/// <summary>Why a partner, or one of its members, saw or did not see an item at an instant.</summary>
/// <param name="Kind">What the item is.</param>
/// <param name="Item">The item's terms as they were at the instant.</param>
/// <param name="Ways">Every way that was open, the first one first; none where the item was withheld.</param>
/// <param name="Withheld">Why not; null where a way was open.</param>
public sealed record Explanation(ItemKind Kind, SharedItem Item, IReadOnlyList<OpenWay> Ways, Withholding? Withheld)
{
    public bool Visible => Withheld is null;
}

/// <summary>A way in which an item reaches a partner, of those that the relation holds.</summary>
/// <param name="Reason">Why it is open.</param>
/// <param name="Clause">The part of the audience to which the partner belongs.</param>
/// <param name="Since">Since when the partner has it: the later of release and joining.</param>
/// <param name="ReleasedAt">Since when the item has been open to that part of the audience.</param>
/// <param name="PolicyVersion">The version of the release policy under which it was released.</param>
public sealed record OpenWay(ReleaseReason Reason, AudienceClause Clause, DateTimeOffset Since, DateTimeOffset ReleasedAt, int PolicyVersion);

/// <summary>Why an item was withheld.</summary>
/// <param name="Because">The reason, and the first to be removed where there are several.</param>
/// <param name="Since">Since when the partner has been suspended, or has matched too late; null for other reasons.</param>
/// <param name="Lost">The last way that the partner had before; null where it never had one.</param>
public sealed record Withholding(WithheldBecause Because, DateTimeOffset? Since, LostWay? Lost);

/// <summary>A way that a partner had and lost.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Because">What ended it.</param>
public sealed record LostWay(DateTimeOffset At, LostBecause Because);

/// <summary>Why the relation shows an item to a partner by no way.</summary>
public enum WithheldBecause
{
    /// <summary>The item was not there yet.</summary>
    NotYet,

    /// <summary>The partner is suspended, and sees nothing at all.</summary>
    Suspended,

    /// <summary>The item is under embargo, and the partner is no party.</summary>
    Embargo,

    /// <summary>The partner matches, and came to match after the release: gain is not retroactive.</summary>
    JoinedLater,

    /// <summary>The partner matches, and the item may not go where it is.</summary>
    LegalBasisMissing,

    /// <summary>The terms were narrowed, and no longer address the partner.</summary>
    TermsNarrowed,

    /// <summary>The partner, or its member, is no longer what the terms address.</summary>
    LeftAudience,

    /// <summary>A CERT had forwarded it to the partner, its client, and the forward ended.</summary>
    ForwardEnded,

    /// <summary>The terms never addressed the partner.</summary>
    NotInAudience,
}

/// <summary>What ended a way.</summary>
public enum LostBecause
{
    TermsNarrowed,
    LeftAudience,
    ForwardEnded,
}
