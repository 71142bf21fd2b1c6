using CyberExchange.Contracts.Feed;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Limits;
using CyberExchange.Server.OpenApi;
using Microsoft.OpenApi;

namespace CyberExchange.Server.Delivery.Feed;

/// <summary>The route of the feed.</summary>
public static class FeedRoutes
{
    public static IServiceCollection AddFeed(this IServiceCollection services) => services
        .AddSingleton<FreshReads>()
        .AddSingleton<FeedRendition>()
        .AddSingleton<FeedStreams>()
        .AddSingleton<FollowFeed>()
        .AddSingleton<ReadFeed>();

    public static void MapFeed(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/feed", (HttpContext http, Caller caller, ReadFeed handler, CancellationToken ct) => handler.HandleAsync(http, caller, ct))
            .WithTags("Feed")
            .Requires(Capability.ReadFeed).ReadsContent().WithMetadata(new GoesOn())
            .Describes("ReadFeed", "Read what arrived, changed and was taken away since a cursor, oldest first, narrowed by a subscription where one is named, and in the whole feed what duties the caller's partner was reminded of; as server-sent events without end where the caller accepts them")
            .Produces<FeedPage>()
            .WithProblems(400, 401, 403, 404, 406, 429, 503)
            .WithHeader(FreshReads.TokenHeader, "Given with an earlier write: the read waits until it shows that write.", required: false)
            .WithHeader(FeedRequest.LastEventIdHeader, "The id of the last event that was read; comes before the parameter after.", required: false)
            .WithQuery(FeedRequest.ParameterNames)
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                var entry = "Each event has the entry's cursor as its id, its type as its name, and a FeedEntry as its data. "
                    + "An event named end, with a FeedEnd as its data, says that a stream does not go on: its subscription was cancelled.";
                if (operation.Responses?["200"].Content is { } content)
                {
                    content[FeedRequest.StreamMediaType] = new OpenApiMediaType
                    {
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = entry },
                    };
                }

                return Task.CompletedTask;
            });
}
