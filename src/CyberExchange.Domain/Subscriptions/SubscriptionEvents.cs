namespace CyberExchange.Domain.Subscriptions;

/// <summary>What happened to a subscription.</summary>
public abstract record SubscriptionEvent
{
    private SubscriptionEvent() { }

    /// <summary>A partner said what it wants to hear of.</summary>
    public sealed record SubscriptionCreated(SubscriptionId Subscription, PartnerId Owner, string Name, SubscriptionFilter Filter) : SubscriptionEvent;

    /// <summary>The partner stated name and filter anew.</summary>
    public sealed record SubscriptionChanged(string Name, SubscriptionFilter Filter) : SubscriptionEvent;

    /// <summary>The partner wants to hear no more of it.</summary>
    public sealed record SubscriptionCancelled : SubscriptionEvent;
}
