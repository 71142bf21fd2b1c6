using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Links;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;
using CyberExchange.Storage;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Links;

/// <summary>The routes of what relates incidents to advisories.</summary>
public static class LinkRoutes
{
    public const string StateExample = """
        { "advisory": "019a0000-0000-7000-8000-000000000001", "kind": "exploited-in", "reason": "The gateway was entered through the missing authentication." }
        """;

    public static IServiceCollection AddLinks(this IServiceCollection services) => services
        .AddSingleton(s => new LinkQueries(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton<LinkCommands>()
        .AddSingleton<ReadLinks>();

    public static void MapLinks(this IEndpointRouteBuilder routes)
    {
        var incidents = routes.MapGroup("/v1/incidents/{id:guid}").WithTags("Links").AnswersJson();
        incidents.MapGet("/links", (Guid id, HttpContext http, Viewer viewer, ReadLinks handler, CancellationToken ct) => handler.ListAsync(http, id, ItemKind.Incident, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesRead<LinksDocument>("ListIncidentLinks", "List what was stated about the incident and advisories that the caller sees too");
        incidents.MapPost("/links", (Guid id, HttpContext http, Caller caller, LinkCommands handler, CancellationToken ct) => handler.StateAsync(http, caller, id, ct))
            .Requires(Capability.ReportIncidents)
            .DescribesOrder<WriteReceipt>("LinkIncident", "State, as its originator or as a CERT that sees both, that the incident concerns an advisory").WithProblems(410)
            .WithBody<LinkRequest>(StateExample);
        incidents.MapDelete("/links/{advisory:guid}", (Guid id, Guid advisory, HttpContext http, Caller caller, LinkCommands handler, CancellationToken ct) => handler.WithdrawAsync(http, caller, id, advisory, ct))
            .Requires(Capability.ReportIncidents)
            .DescribesOrder<WriteReceipt>("UnlinkIncident", "Take one's own statement back");
        incidents.MapGet("/advisories", (Guid id, HttpContext http, Viewer viewer, ReadLinks handler, CancellationToken ct) => handler.AdvisoriesAsync(http, id, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesRead<Page<AdvisoryDocument>>("ListIncidentAdvisories", "List the advisories, of those that the caller sees, that name a vulnerability which the incident names")
            .WithQuery(ReadLinks.PageNames);

        routes.MapGroup("/v1/advisories/{id:guid}").WithTags("Links").AnswersJson()
            .MapGet("/links", (Guid id, HttpContext http, Viewer viewer, ReadLinks handler, CancellationToken ct) => handler.ListAsync(http, id, ItemKind.Advisory, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesRead<LinksDocument>("ListAdvisoryLinks", "List what was stated about the advisory and incidents that the caller sees too");
    }
}
