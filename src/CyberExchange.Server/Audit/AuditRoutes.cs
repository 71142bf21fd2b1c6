using CyberExchange.Contracts.Audit;
using CyberExchange.Contracts.Feed;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Explain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Partners;
using CyberExchange.Server.Requests;
using CyberExchange.Server.SupplySignals;
using CyberExchange.Views.Core;
using Microsoft.OpenApi;

namespace CyberExchange.Server.Audit;

/// <summary>The routes that list who was shown what, and what the gate decided.</summary>
public static class AuditRoutes
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton<ShownItem.Witness>()
        .AddSingleton<ReadReads>()
        .AddSingleton<ReadDecisions>();

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        MapReadsOf(routes.MapGroup(IncidentCommands.Collection).WithTags("Incidents"), ItemKind.Incident, "Incident");
        MapReadsOf(routes.MapGroup(AdvisoryCommands.Collection).WithTags("Advisories"), ItemKind.Advisory, "Advisory");
        MapReadsOf(routes.MapGroup(SignalCommands.Collection).WithTags("Supply signals"), ItemKind.Signal, "Signal");

        var audit = routes.MapGroup("/v1").WithTags("Audit");
        audit.MapGet("/reads", (HttpContext http, Caller caller, ReadReads handler, CancellationToken ct) => handler.OfOwnAsync(http, caller, ct))
            .Requires(Capability.ReadOwnAudit).ReadsContent()
            .DescribesAudit<ItemReadDocument>("ListReads", "List which partners of the caller's directory were shown its own TLP:RED and TLP:AMBER+STRICT items, newest first");
        audit.MapGet("/audit/reads", (HttpContext http, Caller caller, ReadReads handler, CancellationToken ct) => handler.OfAllAsync(http, caller, ct))
            .Requires(Capability.AuditReleases).ReadsContent()
            .DescribesAudit<AuditReadDocument>("AuditReads", "List who was shown what, under names that hold for one item each, newest first");
        audit.MapGet("/audit/items/{reference}/reads", (string reference, HttpContext http, Caller caller, ReadReads handler, CancellationToken ct) =>
                handler.OfReferenceAsync(http, caller, reference, ct))
            .Requires(Capability.AuditReleases).ReadsContent()
            .DescribesAudit<AuditReadDocument>("AuditReadsOfItem", "List who was shown the item that its originator names by this reference, newest first");

        // Neither shows anything that a view holds.
        routes.MapGet(ReadSelf.Address + "/decisions", (HttpContext http, Caller caller, ReadDecisions handler, CancellationToken ct) => handler.OfOwnAsync(http, caller, ct))
            .WithTags("Audit")
            .Requires(Capability.ReadOwnAudit)
            .DescribesAudit<DecisionDocument>("ListDecisions", "List what the gate decided about the keys of the caller's partner, newest first");
        audit.MapGet("/audit/decisions", (HttpContext http, Caller caller, ReadDecisions handler, CancellationToken ct) => handler.OfAllAsync(http, caller, ct))
            .Requires(Capability.AuditReleases)
            .DescribesAudit<AuditDecisionDocument>("AuditDecisions", "List what the gate decided, under names that hold for one day each, newest first");
    }

    private static void MapReadsOf(RouteGroupBuilder items, ItemKind kind, string noun) => items
        .MapGet("/{id:guid}/reads", (Guid id, HttpContext http, Caller caller, ReadReads handler, CancellationToken ct) => handler.OfItemAsync(http, caller, id, kind, ct))
        .Requires(ExplainRoutes.RightOf(kind)).ReadsContent()
        .DescribesAudit<ItemReadDocument>($"List{noun}Reads", "List which partners of the caller's directory were shown its own item while it had TLP:RED or TLP:AMBER+STRICT, newest first")
        .WithProblems(410);

    private static RouteHandlerBuilder DescribesAudit<TDocument>(this RouteHandlerBuilder route, string name, string summary) => route
        .Describes(name, summary)
        .Produces<Page<TDocument>>()
        .WithProblems(400, 401, 403, 404, 406, 503)
        .WithQuery("after", "limit")
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            if (operation.Responses?["200"].Content is { } content)
            {
                content[BytesAnswer.CsvMediaType] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A line of headings, then a line for each row (RFC 4180). The header Link names the next page." },
                };
            }

            return Task.CompletedTask;
        });
}
