using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Views;
using CyberExchange.Server.Gate;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Projections;

/// <summary>The routes of the views: how they stand, and their rebuilds.</summary>
public static class ViewRoutes
{
    /// <summary>At a pace that leaves the database to others.</summary>
    public const string RebuildExample = """
        { "eventsPerSecond": 2000 }
        """;

    private const string Address = "/v1/views";
    private const string One = "/{view}";
    private const string Rebuild = One + "/rebuild";

    public static IServiceCollection AddViews(this IServiceCollection services) => services
        .AddSingleton<ReadViews>()
        .AddSingleton<RebuildView>();

    public static void MapViews(this IEndpointRouteBuilder routes)
    {
        var views = routes.MapGroup(Address).WithTags("Views").AnswersJson();

        views.MapGet("", async (Caller caller, ReadViews handler, CancellationToken ct) =>
                new JsonAnswer<Page<ViewDocument>>(new(await handler.AllAsync(ct), Next: null), WireJson.Default.PageViewDocument))
            .Requires(Capability.ReadViews)
            .Describes("ListViews", "Read how every view of the log stands")
            .Produces<Page<ViewDocument>>().WithProblems(401, 403, 503);
        views.MapGet(One, async (string view, Caller caller, ReadViews handler, CancellationToken ct) =>
                await handler.FindAsync(view, ct) is { } found ? (IResult)new JsonAnswer<ViewDocument>(found, WireJson.Default.ViewDocument) : ProblemAnswers.NotFound)
            .Requires(Capability.ReadViews)
            .Describes("ReadView", "Read how a view of the log stands")
            .Produces<ViewDocument>().WithProblems(401, 403, 404, 503);

        // To ask twice is to ask, so neither takes an idempotency key.
        views.MapPut(Rebuild, (string view, HttpContext http, Caller caller, RebuildView handler, CancellationToken ct) => handler.AskAsync(http, caller, view, ct))
            .Requires(Capability.ManageViews)
            .Describes("RebuildView", "Have a view made anew beside the one that is read, or change how fast that goes")
            .Produces<ViewDocument>(StatusCodes.Status202Accepted).WithProblems(400, 401, 403, 404, 503)
            .WithBody<RebuildRequest>(RebuildExample);
        views.MapDelete(Rebuild, (string view, HttpContext http, Caller caller, RebuildView handler, CancellationToken ct) => handler.CancelAsync(http, caller, view, ct))
            .Requires(Capability.ManageViews)
            .Describes("CancelRebuild", "Cancel a rebuild; what is read stays as it is")
            .Produces<ViewDocument>(StatusCodes.Status202Accepted).WithProblems(401, 403, 404, 409, 503);
    }
}
