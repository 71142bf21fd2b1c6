using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.SupplySignals;

namespace CyberExchange.Views.Core;

/// <summary>An item as one viewer sees it.</summary>
public sealed record ItemRow
{
    public required ItemId Id { get; init; }

    public required ItemKind Kind { get; init; }

    public required PartnerId Originator { get; init; }

    /// <summary>Whether the viewer may know who that is, beyond its jurisdiction; see <see cref="VictimNames"/>.</summary>
    public required bool ShowsOriginator { get; init; }

    /// <summary>1 for the first statement of the content, one more for every later one.</summary>
    public required int Revision { get; init; }

    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>When the content was last stated.</summary>
    public required DateTimeOffset StatedAt { get; init; }

    public required TlpLabel Label { get; init; }

    public required PapLabel Pap { get; init; }

    /// <summary>Why the viewer sees it.</summary>
    public required ReleaseReason Reason { get; init; }

    /// <summary>The CERT that forwarded it to the viewer, where that is the reason.</summary>
    public required PartnerId? ForwardedBy { get; init; }

    public required string? WithdrawnBecause { get; init; }

    /// <summary>When it was withdrawn; null for an item that is not.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>How it ended, for an item that is withdrawn: by its document, or else by its originator's order.</summary>
    public AdvisoryEnding? Ended => WithdrawnBecause is null ? null : Advisory?.Ending ?? AdvisoryEnding.Withdrawn;

    /// <summary>Whether nobody is to read of its document as if it stood: it is withdrawn, and the document does not say so itself.</summary>
    public bool IsWithdrawnByOrder => WithdrawnBecause is not null && Advisory?.Ending is null;

    /// <summary>The content of an incident.</summary>
    public required IncidentReport? Incident { get; init; }

    /// <summary>The content of an advisory.</summary>
    public required AdvisoryContent? Advisory { get; init; }

    /// <summary>The content of a supply signal.</summary>
    public SignalContent? Signal { get; init; }

    /// <summary>The sharing terms; only for the originator.</summary>
    public required SharedItem? Own { get; init; }

    /// <summary>What awaits a second member of the originator; null for nothing, and for all but the originator.</summary>
    public required ReleaseProposal? Proposal { get; init; }

    /// <summary>Partners addressed and not reached for want of a legal basis, when the terms were stated; 0 for all but the originator.</summary>
    public required int Withheld { get; init; }

    /// <summary>The CERT that filed it under a mandate; only for the originator and that CERT, and null where the originator reported itself.</summary>
    public ItemFiling? Filing { get; init; }

    /// <summary>What of an advisory's vulnerabilities is known to be exploited now, oldest first; nothing where the row tells of another time.</summary>
    public IReadOnlyList<KnownExploited> KnownExploited { get; init; } = [];

    /// <summary>Version of the item's stream that this shows. It tells of changes that are not the viewer's: it never leaves.</summary>
    public required int StreamVersion { get; init; }

    /// <summary>Where the item stands in the viewer's feed and lists.</summary>
    public required ItemCursor Cursor { get; init; }
}

/// <summary>That a CERT filed an item for its originator.</summary>
/// <param name="By">The CERT.</param>
/// <param name="Mandate">The originator's mandate.</param>
public sealed record ItemFiling(PartnerId By, MandateId Mandate)
{
    /// <summary>What a viewer may know of it: whose CERT it was tells who the originator is, so that others read nothing.</summary>
    public ItemFiling? For(Viewer viewer, PartnerId originator) =>
        viewer is Viewer.Partner { Profile.Id: var reader } && (reader == originator || reader == By) ? this : null;
}

/// <summary>
/// A place in a viewer's feed. It tells of other items by its numbers: it is sealed before it leaves.
/// </summary>
/// <param name="Position">When the entry came to be there for this viewer.</param>
/// <param name="Change">When its item last changed for anybody on the same way; orders what one event let in.</param>
/// <param name="Item">The item.</param>
public readonly record struct ItemCursor(long Position, long Change, Guid Item)
{
    /// <summary>Before every entry.</summary>
    public static ItemCursor First { get; } = new(0, 0, Guid.Empty);

    /// <summary>After every entry.</summary>
    public static ItemCursor Last { get; } = new(long.MaxValue, long.MaxValue, Guid.AllBitsSet);
}

/// <summary>Part of a list, newest change first.</summary>
/// <param name="Next">Where the next part begins; null at the end.</param>
public sealed record ItemSlice(IReadOnlyList<ItemRow> Rows, ItemCursor? Next);

/// <summary>What a single read finds.</summary>
public abstract record ItemLookup
{
    private ItemLookup() { }

    public sealed record Found(ItemRow Row) : ItemLookup;

    /// <summary>The viewer saw it once and no longer does.</summary>
    public sealed record Gone(ItemKind Kind, DateTimeOffset RemovedAt) : ItemLookup;

    /// <summary>It does not exist, or it was never this viewer's to see: one answer for both.</summary>
    public sealed record Absent : ItemLookup;
}

/// <summary>One entry of a feed.</summary>
public abstract record FeedRow(ItemCursor Cursor)
{
    /// <param name="Match">Why the item is in a narrowed feed; null in the whole one.</param>
    public sealed record Arrived(ItemRow Row, IReadOnlyList<CriterionMatch>? Match = null) : FeedRow(Row.Cursor);

    /// <summary>The viewer sees the item, which has changed and is not, or no more, what the filter asks for.</summary>
    public sealed record Unmatched(ItemId Id, ItemCursor At) : FeedRow(At);

    public sealed record Removed(ItemId Id, DateTimeOffset RemovedAt, ItemCursor At) : FeedRow(At);

    /// <summary>The viewer's partner was reminded of a duty. It stands where it was told and never moves.</summary>
    public sealed record Reminded(ReminderRow Row) : FeedRow(new ItemCursor(Row.Position, Row.Position, Row.Incident.Value));

    /// <summary>The viewer's partner was warned of a shortage. It stands where it was told and never moves.</summary>
    public sealed record Warned(WarningRow Row) : FeedRow(new ItemCursor(Row.Position, Row.Position, Row.Raised.Warning));
}

/// <summary>Of what a receiver was warned.</summary>
/// <param name="Position">Where it stands in the log.</param>
/// <param name="Raised">The warning.</param>
/// <param name="RaisedAt">When it was raised.</param>
public sealed record WarningRow(long Position, SupplyWarningEvent.WarningRaised Raised, DateTimeOffset RaisedAt);

/// <summary>Of what the owner of a duty file was reminded.</summary>
/// <param name="Due">The target; null of a revision, for which there is none.</param>
/// <param name="Percent">How much of the time had passed at least; 100 when the latest limit that is known had; null of a revision.</param>
/// <param name="State">How the duty stood; null where it was told before that was stored.</param>
/// <param name="Verdict">Whether it applied; null likewise, and of a revision.</param>
public sealed record ReminderRow(
    long Position, IncidentId Incident, string Obligation, DateTimeOffset? Due, int? Percent, DateTimeOffset RemindedAt, string? State, string? Verdict);

/// <summary>Part of a feed, oldest first.</summary>
/// <param name="Last">Where to go on.</param>
/// <param name="More">Whether there is more now.</param>
public sealed record FeedSlice(IReadOnlyList<FeedRow> Rows, ItemCursor Last, bool More);
