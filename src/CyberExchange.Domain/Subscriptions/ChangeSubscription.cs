using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Subscriptions;

/// <summary>The owner states name and filter anew.</summary>
public sealed record ChangeSubscription(PartnerProfile By, string Name, SubscriptionFilter Filter)
{
    public Decision<SubscriptionEvent> Decide(Subscription? state)
    {
        if (state is null or { Cancelled: true } || state.Owner != By.Id)
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such subscription.");
        }

        if ((SharingRules.CheckActs(By) ?? SubscriptionRules.Check(Name, Filter)) is { } refusal)
        {
            return refusal;
        }

        return state.Changes >= SubscriptionRules.ChangesMax
            ? new Refusal(RefusalCode.Invalid, "", $"A subscription takes at most {SubscriptionRules.ChangesMax} changes: cancel it, and create another.")
            : new SubscriptionEvent.SubscriptionChanged(Name, Filter);
    }
}
