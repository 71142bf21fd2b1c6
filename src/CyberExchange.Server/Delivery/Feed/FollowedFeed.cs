using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Items;
using CyberExchange.Server.Subscriptions;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;
using CyberExchange.Views.Subscriptions;

namespace CyberExchange.Server.Delivery.Feed;

/// <summary>The feed that one stream follows: whole, of one kind, or narrowed by a subscription as it stands at the moment.</summary>
internal sealed class FollowedFeed(FeedQueries feed, ProjectionRunner core, FreshReads fresh, LiveSubscriptions subscriptions)
{
    private SubscriptionRow? _by;
    private long _lookedAt = -1;

    public required ItemKind? Kind { get; init; }

    public required SubscriptionId? Subscription { get; init; }

    /// <summary>Whether it is certain what may be shown, and that the subscription still asks for it.</summary>
    public bool MayShow => fresh.MayShow && (Subscription is null || subscriptions.MayShow);

    /// <summary>How far the sharing core is.</summary>
    public long Checkpoint => core.Checkpoint;

    /// <summary>Completes once there may be something new. Taken before the look: a move between the two still wakes.</summary>
    public Task Moved() => Subscription is null ? core.Moved.Next : Task.WhenAny(core.Moved.Next, subscriptions.Runner.Moved.Next);

    /// <summary>The statement of the subscription that counts now, by number; 0 where there is none, null once it was cancelled.</summary>
    public async Task<int?> StatementAsync(Viewer.Partner viewer, CancellationToken ct)
    {
        if (Subscription is not { } id)
        {
            return 0;
        }

        var checkpoint = subscriptions.Runner.Checkpoint; // Before the look: what comes between the two is looked at again.
        if (checkpoint != _lookedAt)
        {
            _by = await subscriptions.FindAsync(viewer.Profile.Id, id, ct);
            _lookedAt = checkpoint;
        }

        return _by?.StreamVersion;
    }

    /// <summary>The entries that follow a place, under the statement that was looked at last.</summary>
    public Task<FeedSlice> ReadAsync(Viewer viewer, ItemCursor? after, int max, CancellationToken ct) => _by is null
        ? feed.FeedAsync(viewer, Kind, after, max, ct)
        : feed.NarrowedAsync(viewer, _by.ItemFilter, after, max, ct);

    /// <summary>The cursors of those rows that are still as they were read.</summary>
    public Task<HashSet<ItemCursor>> StandingAsync(Viewer viewer, IReadOnlyList<FeedRow> rows, CancellationToken ct) =>
        feed.StandingAsync(viewer, rows, ct);
}
