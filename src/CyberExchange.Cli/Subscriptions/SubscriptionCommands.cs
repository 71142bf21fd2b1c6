namespace CyberExchange.Cli.Subscriptions;

/// <summary><c>cyx subscription</c>.</summary>
public static class SubscriptionCommands
{
    public const string Path = "/v1/subscriptions";

    public static CommandGroup Group(CyxContext context) => new(
        "subscription",
        "Say what your organisation wants to hear of; feed --subscription follows it.",
        [
            "cyx --as grid-jp subscription create --name Controllers --product-text S7-1500 --cvss-min 7",
            "cyx --as grid-jp feed --subscription 019a0000-0000-7000-8000-000000000001 --follow",
        ],
        [
            new CreateSubscription(context),
            new ListSubscriptions(context),
            new ShowSubscription(context),
            new ChangeSubscription(context),
            new CancelSubscription(context),
        ]);

    public static string One(Guid id) => $"{Path}/{id:D}";
}
