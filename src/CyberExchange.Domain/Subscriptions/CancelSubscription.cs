namespace CyberExchange.Domain.Subscriptions;

/// <summary>The owner wants to hear no more of it.</summary>
public sealed record CancelSubscription(PartnerId By)
{
    public Decision<SubscriptionEvent> Decide(Subscription? state)
    {
        if (state is null || state.Owner != By)
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such subscription.");
        }

        return state.Cancelled ? Decision<SubscriptionEvent>.Nothing : new SubscriptionEvent.SubscriptionCancelled();
    }
}
