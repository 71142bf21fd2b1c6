using CyberExchange.Contracts.Explain;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;
using CyberExchange.Server.SupplySignals;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Explain;

/// <summary>The routes that tell an originator who sees its items, and why: the same for all kinds of items.</summary>
public static class ExplainRoutes
{
    public static IServiceCollection AddExplanations(this IServiceCollection services) => services
        .AddSingleton<ReadExplanation>()
        .AddSingleton<ReadHolders>()
        .AddSingleton<ReadRendition>()
        .AddSingleton<ReadAudit>()
        .AddSingleton<Previewing>()
        .AddSingleton<PreviewIncident>()
        .AddSingleton<PreviewAdvisory>()
        .AddSingleton<PreviewSignal>()
        .AddSingleton<PreviewSharing>();

    public static void MapExplanations(this IEndpointRouteBuilder routes)
    {
        var incidents = routes.MapGroup(IncidentCommands.Collection).WithTags("Incidents").AnswersJson();
        MapReads(incidents, ItemKind.Incident, "Incident");
        incidents.MapPost("/preview", (HttpContext http, Caller caller, PreviewIncident handler, CancellationToken ct) => handler.HandleAsync(http, caller, ct))
            .Requires(Capability.ReportIncidents).ReadsContent()
            .DescribesPreview("PreviewIncident", "Show what a partner would see of a report, without reporting it")
            .Accepts<PreviewIncidentRequest>("application/json").WithExample(PreviewExamples.Incident);

        var advisories = routes.MapGroup(AdvisoryCommands.Collection).WithTags("Advisories").AnswersJson();
        MapReads(advisories, ItemKind.Advisory, "Advisory");
        advisories.MapPost("/preview", (HttpContext http, Caller caller, PreviewAdvisory handler, CancellationToken ct) => handler.HandleAsync(http, caller, ct))
            .Requires(Capability.PublishAdvisories).ReadsContent()
            .DescribesPreview("PreviewAdvisory", "Show what a partner would see of a document, without publishing it")
            .WithForm<PreviewAdvisoryTerms>(PreviewExamples.AdvisoryTerms);

        var signals = routes.MapGroup(SignalCommands.Collection).WithTags("Supply signals").AnswersJson();
        MapReads(signals, ItemKind.Signal, "Signal");
        signals.MapPost("/preview", (HttpContext http, Caller caller, PreviewSignal handler, CancellationToken ct) => handler.HandleAsync(http, caller, ct))
            .Requires(Capability.PostSignals).ReadsContent()
            .DescribesPreview("PreviewSignal", "Show what a partner would see of a supply signal, without posting it")
            .Accepts<PreviewSignalRequest>("application/json").WithExample(PreviewExamples.Signal);
        MapAudits(routes.MapGroup("/v1/audit/items/{reference}").WithTags("Audit").AnswersJson());
    }

    private static void MapAudits(RouteGroupBuilder items)
    {
        items.MapGet("/explanation", (string reference, HttpContext http, Caller caller, ReadAudit handler, CancellationToken ct) =>
                handler.ExplainAsync(http, caller, reference, ct))
            .Requires(Capability.AuditReleases).ReadsContent()
            .DescribesRead<ExplanationDocument>("AuditExplanation", "Read why a partner can, or cannot, see the item that its originator names by this reference")
            .WithProblems(422)
            .WithQuery(ReadExplanation.ParameterNames);
        items.MapGet("/holders", (string reference, HttpContext http, Caller caller, ReadAudit handler, CancellationToken ct) =>
                handler.HoldersAsync(http, caller, reference, ct))
            .Requires(Capability.AuditReleases).ReadsContent()
            .DescribesRead<AuditHoldersPage>("AuditHolders", "List who holds that item, under names that hold for it alone")
            .WithQuery(ReadHolders.ParameterNames);
    }

    private static RouteHandlerBuilder DescribesPreview(this RouteHandlerBuilder route, string name, string summary) =>
        route.Describes(name, summary).Produces<PreviewDocument>().WithProblems(400, 401, 403, 409, 413, 415, 422, 503);

    /// <summary>Who may ask is who may change: the originator.</summary>
    public static Capability RightOf(ItemKind kind) => kind switch
    {
        ItemKind.Incident => Capability.ReportIncidents,
        ItemKind.Advisory => Capability.PublishAdvisories,
        ItemKind.Signal => Capability.PostSignals,
    };

    private static void MapReads(RouteGroupBuilder items, ItemKind kind, string noun)
    {
        var right = RightOf(kind);
        items.MapGet("/{id:guid}/explanation", (Guid id, HttpContext http, Caller caller, ReadExplanation handler, CancellationToken ct) =>
                handler.HandleAsync(http, caller, id, kind, ct))
            .Requires(right).ReadsContent()
            .DescribesRead<ExplanationDocument>($"Explain{noun}", "Read why a partner can, or cannot, see the caller's own item, now or at an instant")
            .WithProblems(422)
            .WithQuery(ReadExplanation.ParameterNames);
        items.MapGet("/{id:guid}/rendition", (Guid id, HttpContext http, Caller caller, ReadRendition handler, CancellationToken ct) =>
                handler.HandleAsync(http, caller, id, kind, ct))
            .Requires(right).ReadsContent()
            .DescribesRead<RenditionDocument>($"Read{noun}Rendition", "Read what a partner saw of the caller's own item, now or at an instant")
            .WithProblems(422)
            .WithQuery(ReadExplanation.ParameterNames);
        items.MapGet("/{id:guid}/holders", (Guid id, HttpContext http, Caller caller, ReadHolders handler, CancellationToken ct) =>
                handler.HandleAsync(http, caller, id, kind, ct))
            .Requires(right).ReadsContent()
            .DescribesRead<HoldersPage>($"List{noun}Holders", "List who of the caller's directory holds its own item, now or at an instant")
            .WithQuery(ReadHolders.ParameterNames);
        items.MapPost("/{id:guid}/sharing/preview", (Guid id, HttpContext http, Caller caller, PreviewSharing handler, CancellationToken ct) =>
                handler.HandleAsync(http, caller, id, kind, right, ct))
            .Requires(right).ReadsContent()
            .DescribesPreview($"Preview{noun}Sharing", "Show who would gain, keep and lose the caller's own item, without sharing it anew")
            .WithProblems(404, 410)
            .Accepts<PreviewSharingRequest>("application/json").WithExample(PreviewExamples.Sharing);
    }
}
