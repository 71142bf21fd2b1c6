using CyberExchange.Views.Core;
using CyberExchange.Views.Duties;
using CyberExchange.Views.Projections;
using CyberExchange.Views.Search;
using CyberExchange.Views.Subscriptions;

namespace CyberExchange.Views;

/// <summary>Every view there is.</summary>
public static class ViewCatalog
{
    /// <summary>The views, made for one node.</summary>
    public static IReadOnlyList<Projection> All(LiveDirectory directory, LiveTrust? trust = null, LiveRulebook? rulebook = null) =>
        [new SharingCore(directory, trust: trust), new SearchView(), new SubscriptionsView(), new DutiesView(live: rulebook)];
}
