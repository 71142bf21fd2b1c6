using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
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
    public Task<FeedSlice> ReadAsync(Caller caller, ItemCursor? after, int max, CancellationToken ct) =>
        ReadAsync(feed, caller, Kind, _by, after, max, ct);

    /// <summary>The same for a page.</summary>
    /// <remarks>
    /// Reminders are for whoever may read duty files and warnings for delegates, token and all. A kind and a subscription choose among
    /// items, and neither has anything that they ask for: they leave both out.
    /// </remarks>
    public static Task<FeedSlice> ReadAsync(
        FeedQueries feed, Caller caller, ItemKind? kind, SubscriptionRow? by, ItemCursor? after, int max, CancellationToken ct) => (kind, by) switch
        {
            (_, not null) => feed.NarrowedAsync(caller.Viewer, by.ItemFilter, after, max, ct),
            (null, null) => feed.WithOwnAsync(caller.Viewer, ShowsReminders(caller), ShowsWarnings(caller), after, max, ct),
            _ => feed.FeedAsync(caller.Viewer, kind, after, max, ct),
        };

    /// <summary>Whether the caller may read what its partner is reminded of.</summary>
    public static bool ShowsReminders(Caller caller) => caller.May(Capability.KeepDuties);

    /// <summary>Whether the caller may read what its partner is warned of.</summary>
    public static bool ShowsWarnings(Caller caller) => caller.May(Capability.ConductDialogue);

    /// <summary>The cursors of those rows that are still as they were read.</summary>
    public Task<HashSet<ItemCursor>> StandingAsync(Viewer viewer, IReadOnlyList<FeedRow> rows, CancellationToken ct) =>
        feed.StandingAsync(viewer, rows, ct);
}
