using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Incidents;

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

/// <summary>An item that arrived or changed, or one that is no longer the caller's to see.</summary>
public sealed record FeedEntry
{
    /// <summary><c>incident</c>, <c>advisory</c> or <c>removal</c>.</summary>
    public required string Type { get; init; }

    public required Guid Id { get; init; }

    public IncidentDocument? Incident { get; init; }

    public AdvisoryDocument? Advisory { get; init; }

    /// <summary>When the caller lost the item; only for a removal.</summary>
    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>Where a follower goes on after this entry.</summary>
    public required string Cursor { get; init; }
}

/// <summary>The answer to a write.</summary>
public sealed record WriteReceipt
{
    public required Guid Id { get; init; }

    /// <summary>Sealed; sent with a read as <c>Consistency-Token</c>, it makes the read wait until it shows this write.</summary>
    public required string ConsistencyToken { get; init; }
}
