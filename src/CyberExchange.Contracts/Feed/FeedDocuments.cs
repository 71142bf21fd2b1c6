using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Duties;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.SupplySignals;

namespace CyberExchange.Contracts.Feed;

/// <summary>One page of a list.</summary>
/// <param name="Items">At most the page's limit.</param>
/// <param name="Next">Cursor of the next page, bound to the caller; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null);

/// <summary>How many items the caller may see under the same filters.</summary>
public sealed record CountDocument(long Count);

/// <summary>One page of the feed. A follower asks again with the last cursor, which is never null.</summary>
/// <param name="Cursor">Where to go on from, whether or not there were entries.</param>
/// <param name="More">Whether there is more now.</param>
public sealed record FeedPage(IReadOnlyList<FeedEntry> Entries, string Cursor, bool More);

/// <summary>An item that arrived or changed, one that is no longer the caller's to see, a reminder of a duty, or an early warning.</summary>
public sealed record FeedEntry
{
    /// <summary><c>incident</c>, <c>advisory</c>, <c>signal</c> or <c>removal</c>; in the whole feed also <c>reminder</c> and <c>warning</c>, in that of a subscription also <c>unmatched</c>.</summary>
    /// <remarks>
    /// <c>unmatched</c> names an item that the caller still sees, that has changed, and that is not what the subscription asks
    /// for, or no more: whoever holds an earlier state of it lets go of that.
    /// </remarks>
    public required string Type { get; init; }

    /// <summary>Of the item; of a reminder and of a warning its own.</summary>
    public required Guid Id { get; init; }

    public IncidentDocument? Incident { get; init; }

    public AdvisoryDocument? Advisory { get; init; }

    public SignalDocument? Signal { get; init; }

    /// <summary>Of what the delegate's partner was warned; each warning comes once. Nobody else is told of it.</summary>
    public SupplyWarningDocument? Warning { get; init; }

    /// <summary>Of what the caller's partner was reminded; each reminder comes once. Nobody else is told of it.</summary>
    public DutyReminderDocument? Reminder { get; init; }

    /// <summary>When the caller lost the item; only for a removal.</summary>
    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>Why the item is in the feed of a subscription; null in the feed as a whole.</summary>
    public MatchDocument? Match { get; init; }

    /// <summary>Where a follower goes on after this entry.</summary>
    public required string Cursor { get; init; }
}

/// <summary>Why an item is in the feed of a subscription.</summary>
/// <param name="Subscription">Id of the subscription.</param>
/// <param name="Criteria">At least one entry for every criterion of the subscription.</param>
public sealed record MatchDocument(Guid Subscription, IReadOnlyList<CriterionMatchDocument> Criteria);

/// <summary>One thing that was asked, and what in the item meets it.</summary>
/// <param name="Criterion">The member of the subscription's filter, such as <c>productTexts</c>.</param>
/// <param name="Asked">The value that was asked for.</param>
/// <param name="Matched">What the item has, such as <c>eu.energy.electricity</c> for <c>eu.energy</c>; the first 5 where there is more.</param>
public sealed record CriterionMatchDocument(string Criterion, string Asked, IReadOnlyList<string> Matched);

/// <summary>The last event of a stream that does not go on, named <c>end</c> and without an id.</summary>
/// <param name="Reason"><c>subscription-cancelled</c>.</param>
public sealed record FeedEnd(string Reason);

/// <summary>The answer to a write.</summary>
public sealed record WriteReceipt
{
    public required Guid Id { get; init; }

    /// <summary>Sealed; sent with a read as <c>Consistency-Token</c>, it makes the read wait until it shows this write.</summary>
    public required string ConsistencyToken { get; init; }

    /// <summary>What the tests say of the CSAF document that was published or put in place; left out where none was.</summary>
    public ValidationDocument? Validation { get; init; }
}
