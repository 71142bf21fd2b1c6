using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Subscriptions;

/// <summary>A partner says what it wants to hear of.</summary>
/// <param name="Held">How many subscriptions the partner has now.</param>
public sealed record CreateSubscription(SubscriptionId Subscription, PartnerProfile By, string Name, SubscriptionFilter Filter, int Held)
{
    public Decision<SubscriptionEvent> Decide(Subscription? state)
    {
        if (state is not null)
        {
            return new Refusal(RefusalCode.AlreadyExists, "", "This subscription exists.");
        }

        if ((SharingRules.CheckActs(By) ?? SubscriptionRules.Check(Name, Filter)) is { } refusal)
        {
            return refusal;
        }

        return Held >= SubscriptionRules.PerPartnerMax
            ? new Refusal(RefusalCode.TooManySubscriptions, "", $"A partner has at most {SubscriptionRules.PerPartnerMax} subscriptions: cancel one first.")
            : new SubscriptionEvent.SubscriptionCreated(Subscription, By.Id, Name, Filter);
    }
}
