using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Incidents;

/// <summary>The routes of incidents.</summary>
public static class IncidentRoutes
{
    public static IServiceCollection AddIncidents(this IServiceCollection services) => services
        .AddSingleton<IncidentRendition>()
        .AddSingleton<IncidentCommands>()
        .AddSingleton<ReportIncident>()
        .AddSingleton<FileIncident>()
        .AddSingleton<AmendIncident>()
        .AddSingleton<ShareIncident>()
        .AddSingleton<ApproveIncidentRelease>()
        .AddSingleton<RejectIncidentRelease>()
        .AddSingleton<WithdrawIncident>()
        .AddSingleton<ForwardIncident>()
        .AddSingleton<EndIncidentForward>()
        .AddSingleton<ReadIncidents>();

    public static void MapIncidents(this IEndpointRouteBuilder routes)
    {
        var incidents = routes.MapGroup(IncidentCommands.Collection).WithTags("Incidents").AnswersJson();

        incidents.MapPost("", (HttpContext http, Caller caller, ReportIncident handler, CancellationToken ct) => handler.HandleAsync(http, caller, ct))
            .Requires(Capability.ReportIncidents)
            .DescribesCreation<ReportIncidentRequest>("ReportIncident", "Report an incident", IncidentExamples.Report);
        incidents.MapGet("", (HttpContext http, Viewer viewer, ReadIncidents handler, CancellationToken ct) => handler.ListAsync(http, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesList<Page<IncidentDocument>>("ListIncidents", "List the incidents that the caller sees, newest change first");
        incidents.MapGet("/count", (HttpContext http, Viewer viewer, ReadIncidents handler, CancellationToken ct) => handler.CountAsync(http, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesCount("CountIncidents", "Count the incidents that the caller sees");
        incidents.MapGet("/{id:guid}", (Guid id, HttpContext http, Viewer viewer, ReadIncidents handler, CancellationToken ct) => handler.FindAsync(http, id, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesRead<IncidentDocument>("ReadIncident", "Read one incident");
        incidents.MapPut("/{id:guid}/report", (Guid id, HttpContext http, Caller caller, AmendIncident handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.ReportIncidents)
            .DescribesChange<AmendIncidentRequest>("AmendIncident", "State the report anew", IncidentExamples.Amend);
        incidents.MapPut("/{id:guid}/sharing", (Guid id, HttpContext http, Caller caller, ShareIncident handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.ReportIncidents)
            .DescribesChange<ShareRequest>("ShareIncident", "State the sharing terms anew", IncidentExamples.Share);
        incidents.MapPost("/{id:guid}/release-approval", (Guid id, HttpContext http, Caller caller, ApproveIncidentRelease handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.ReportIncidents)
            .DescribesDecision("ApproveIncidentRelease", "Approve, as a second member, that the incident becomes TLP:CLEAR under the terms proposed");
        incidents.MapPost("/{id:guid}/release-rejection", (Guid id, HttpContext http, Caller caller, RejectIncidentRelease handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.ReportIncidents)
            .DescribesDecision("RejectIncidentRelease", "Reject the terms proposed: the incident stays as it is");
        incidents.MapPost("/{id:guid}/withdrawal", (Guid id, HttpContext http, Caller caller, WithdrawIncident handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.ReportIncidents)
            .DescribesChange<WithdrawRequest>("WithdrawIncident", "Withdraw the incident", IncidentExamples.Withdraw);
        incidents.MapPut("/{id:guid}/forwarding", (Guid id, HttpContext http, Caller caller, ForwardIncident handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.ForwardItems)
            .DescribesForward("ForwardIncident", "Open the incident to clients of one's own, in place of what was opened before")
            .WithBody<ForwardRequest>(IncidentExamples.Forward);
        incidents.MapDelete("/{id:guid}/forwarding", (Guid id, HttpContext http, Caller caller, EndIncidentForward handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.ForwardItems)
            .DescribesForward("EndIncidentForward", "Take the incident back from one's own clients");
    }
}
