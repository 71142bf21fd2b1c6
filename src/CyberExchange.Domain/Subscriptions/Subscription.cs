using System.Diagnostics;

namespace CyberExchange.Domain.Subscriptions;

/// <summary>The state of one subscription: its events, folded.</summary>
/// <param name="Changes">How often it was stated anew.</param>
public sealed record Subscription(SubscriptionId Id, PartnerId Owner, string Name, SubscriptionFilter Filter, int Changes, bool Cancelled)
{
    /// <summary>The state after one more event; null stands for a subscription that was never created.</summary>
    public static Subscription Evolve(Subscription? state, SubscriptionEvent e) => (state, e) switch
    {
        (null, SubscriptionEvent.SubscriptionCreated created) => new(
            created.Subscription, created.Owner, created.Name, created.Filter, Changes: 0, Cancelled: false),
        ({ } subscription, SubscriptionEvent.SubscriptionChanged changed) => subscription with
        {
            Name = changed.Name, Filter = changed.Filter, Changes = subscription.Changes + 1,
        },
        ({ } subscription, SubscriptionEvent.SubscriptionCancelled) => subscription with { Cancelled = true },
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to {(state is null ? "a subscription that was never created" : "a subscription that exists")}."),
    };

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static Subscription? Fold(IEnumerable<SubscriptionEvent> events) => events.Aggregate((Subscription?)null, Evolve);
}
