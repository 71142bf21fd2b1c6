using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Subscriptions;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;
using CyberExchange.Storage;
using CyberExchange.Views.Subscriptions;

namespace CyberExchange.Server.Subscriptions;

/// <summary>The routes of subscriptions.</summary>
public static class SubscriptionRoutes
{
    private const string One = "/{id:guid}";

    public static IServiceCollection AddSubscriptions(this IServiceCollection services) => services
        .AddSingleton(s => new SubscriptionQueries(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton<LiveSubscriptions>()
        .AddSingleton<SubscriptionRendition>()
        .AddSingleton<SubscriptionCommands>()
        .AddSingleton<CreateSubscription>()
        .AddSingleton<ChangeSubscription>()
        .AddSingleton<CancelSubscription>()
        .AddSingleton<ReadSubscriptions>();

    public static void MapSubscriptions(this IEndpointRouteBuilder routes)
    {
        var subscriptions = routes.MapGroup(SubscriptionCommands.Collection).WithTags("Subscriptions").AnswersJson();
        subscriptions.MapPost("", (HttpContext http, Caller caller, CreateSubscription handler, CancellationToken ct) => handler.HandleAsync(http, caller, ct))
            .Requires(Capability.Subscribe)
            .DescribesCreation<SubscriptionRequest>("CreateSubscription", "Say what the caller's partner wants to hear of", SubscriptionExamples.Create);
        subscriptions.MapGet("", (HttpContext http, Caller caller, ReadSubscriptions handler, CancellationToken ct) => handler.ListAsync(http, caller, ct))
            .Requires(Capability.Subscribe).ReadsView(SubscriptionsView.ViewName)
            .DescribesRead<Page<SubscriptionDocument>>("ListSubscriptions", "List the subscriptions of the caller's partner, all on one page");
        subscriptions.MapGet(One, (Guid id, Caller caller, ReadSubscriptions handler, CancellationToken ct) => handler.FindAsync(id, caller, ct))
            .Requires(Capability.Subscribe).ReadsView(SubscriptionsView.ViewName)
            .DescribesRead<SubscriptionDocument>("ReadSubscription", "Read one subscription of the caller's partner");
        subscriptions.MapPut(One, (Guid id, HttpContext http, Caller caller, ChangeSubscription handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.Subscribe)
            .DescribesChange<SubscriptionRequest>("ChangeSubscription", "State a subscription anew; feeds narrowed by it follow at once", SubscriptionExamples.Change);
        subscriptions.MapDelete(One, (Guid id, HttpContext http, Caller caller, CancelSubscription handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.Subscribe)
            .Describes("CancelSubscription", "Cancel a subscription; streams narrowed by it end at once")
            .Produces<WriteReceipt>()
            .WithProblems(400, 401, 403, 404, 409, 503)
            .WithHeader(WriteRequests.KeyHeader, "Makes the request happen once, however often it is sent: 1 to 200 visible ASCII characters.", required: true);
    }
}
