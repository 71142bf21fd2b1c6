using CyberExchange.Contracts.Explain;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Explain;

/// <summary>The routes that tell an originator who sees its items, and why: the same for incidents and advisories.</summary>
public static class ExplainRoutes
{
    public static IServiceCollection AddExplanations(this IServiceCollection services) => services
        .AddSingleton<ReadExplanation>()
        .AddSingleton<ReadHolders>();

    public static void MapExplanations(this IEndpointRouteBuilder routes)
    {
        MapReads(routes.MapGroup(IncidentCommands.Collection).WithTags("Incidents").AnswersJson(), ItemKind.Incident, Capability.ReportIncidents, "Incident");
        MapReads(routes.MapGroup(AdvisoryCommands.Collection).WithTags("Advisories").AnswersJson(), ItemKind.Advisory, Capability.PublishAdvisories, "Advisory");
    }

    // Who may ask is who may change: the originator.
    private static void MapReads(RouteGroupBuilder items, ItemKind kind, Capability right, string noun)
    {
        items.MapGet("/{id:guid}/explanation", (Guid id, HttpContext http, Caller caller, ReadExplanation handler, CancellationToken ct) =>
                handler.HandleAsync(http, caller, id, kind, ct))
            .Requires(right).ReadsContent()
            .DescribesRead<ExplanationDocument>($"Explain{noun}", "Read why a partner can, or cannot, see the caller's own item, now or at an instant")
            .WithProblems(422)
            .WithQuery(ReadExplanation.ParameterNames);
        items.MapGet("/{id:guid}/holders", (Guid id, HttpContext http, Caller caller, ReadHolders handler, CancellationToken ct) =>
                handler.HandleAsync(http, caller, id, kind, ct))
            .Requires(right).ReadsContent()
            .DescribesRead<HoldersPage>($"List{noun}Holders", "List who of the caller's directory holds its own item, now or at an instant")
            .WithQuery(ReadHolders.ParameterNames);
    }
}
