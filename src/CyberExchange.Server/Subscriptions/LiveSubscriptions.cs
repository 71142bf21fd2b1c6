using CyberExchange.Domain;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Projections;
using CyberExchange.Views.Subscriptions;

namespace CyberExchange.Server.Subscriptions;

/// <summary>The subscriptions as they stand, and whether that is certain.</summary>
public sealed class LiveSubscriptions(SubscriptionQueries queries, ViewRunners views, TokenSealer sealer)
{
    private readonly FreshReads _fresh = new(views.Of(SubscriptionsView.ViewName), sealer);

    /// <summary>Keeps the view in step with the log.</summary>
    public ProjectionRunner Runner { get; } = views.Of(SubscriptionsView.ViewName);

    /// <summary>Whether a subscription that was cancelled or changed would be known as such.</summary>
    public bool MayShow => _fresh.MayShow;

    /// <summary>Waits for the write that the request names; what keeps subscriptions from being shown, or null.</summary>
    public Task<Problem?> CheckAsync(HttpContext http) => _fresh.CheckAsync(http);

    /// <summary>A subscription that stands; null for one that is absent, another's or cancelled.</summary>
    public Task<SubscriptionRow?> FindAsync(PartnerId owner, SubscriptionId id, CancellationToken ct) => queries.FindStandingAsync(owner, id, ct);
}
