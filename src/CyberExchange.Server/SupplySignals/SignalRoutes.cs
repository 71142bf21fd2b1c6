using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.Partners;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Contracts.SupplySignals;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.SupplySignals;

/// <summary>The routes of supply signals and of the joint watch list.</summary>
public static class SignalRoutes
{
    private const string Signal = """
        "signal": {
          "title": "Neon for lithography is short", "summary": "Two suppliers have stopped deliveries until further notice.",
          "stage": "gases-and-chemicals", "productClass": "logic", "product": "neon", "regions": ["EU", "JP"],
          "observed": ["shortage", "price"], "horizon": { "from": "2027-01-01", "to": "2027-06-30" }, "confidence": "likely",
          "references": [ { "text": "Notice of a supplier to its customers" } ]
        }
        """;

    private const string PostExample = $$"""
        { {{Signal}}, "sharing": { "label": "TLP:GREEN", "pap": "PAP:GREEN", "permitsStatistics": false } }
        """;

    private const string ReviseExample = $$"""
        { {{Signal}} }
        """;

    private const string OutcomeExample = """
        { "outcome": { "verdict": "came-true", "cameTrueOn": "2027-02-01", "explanation": "Three plants have cut their output." } }
        """;

    private const string ProposeExample = """
        {
          "reason": "Both sides depend on few suppliers.",
          "entry": {
            "id": "neon-logic", "title": "Gases for logic", "stage": "gases-and-chemicals", "productClass": "logic",
            "threshold": { "signals": 3, "partners": 2, "confidence": "likely", "days": 90 }
          }
        }
        """;

    public static IServiceCollection AddSupplySignals(this IServiceCollection services) => services
        .AddSingleton<SignalRendition>()
        .AddSingleton<SignalCommands>()
        .AddSingleton<ReadSignals>()
        .AddSingleton<LiveWatchList>()
        .AddSingleton<SupplyWatch>()
        .AddSingleton<SupplyWarner>();

    public static void MapSupplySignals(this IEndpointRouteBuilder routes)
    {
        var signals = routes.MapGroup(SignalCommands.Collection).WithTags("Supply signals").AnswersJson();
        MapReads(signals);
        MapWrites(signals);
        MapWatch(routes.MapGroup(SupplyWatch.Collection).WithTags("Supply signals").AnswersJson());
    }

    private static void MapReads(RouteGroupBuilder signals)
    {
        signals.MapGet("", (HttpContext http, Viewer viewer, ReadSignals handler, CancellationToken ct) => handler.ListAsync(http, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesList<Page<SignalDocument>>("ListSignals", "List the supply signals that the caller sees, newest change first");
        signals.MapGet("/count", (HttpContext http, Viewer viewer, ReadSignals handler, CancellationToken ct) => handler.CountAsync(http, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesCount("CountSignals", "Count the supply signals that the caller sees");
        signals.MapGet("/calibration", (Viewer viewer, ReadSignals handler, CancellationToken ct) => handler.CalibrateAsync(viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesRead<CalibrationDocument>("ReadCalibration", "Read how well confidence and what came true go together, over the signals that the caller sees");
        signals.MapGet("/{id:guid}", (Guid id, HttpContext http, Viewer viewer, ReadSignals handler, CancellationToken ct) => handler.FindAsync(http, id, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesRead<SignalDocument>("ReadSignal", "Read one supply signal");
    }

    private static void MapWrites(RouteGroupBuilder signals)
    {
        signals.MapPost("", (HttpContext http, Caller caller, SignalCommands handler, CancellationToken ct) => handler.PostAsync(http, caller, ct))
            .Requires(Capability.PostSignals)
            .DescribesCreation<PostSignalRequest>("PostSignal", "Post a supply signal", PostExample);
        signals.MapPut("/{id:guid}/statement", (Guid id, HttpContext http, Caller caller, SignalCommands handler, CancellationToken ct) => handler.ReviseAsync(id, http, caller, ct))
            .Requires(Capability.PostSignals)
            .DescribesChange<ReviseSignalRequest>("ReviseSignal", "State the signal anew; what can come true and how likely stay once the horizon has begun", ReviseExample);
        signals.MapPut("/{id:guid}/outcome", (Guid id, HttpContext http, Caller caller, SignalCommands handler, CancellationToken ct) => handler.RecordOutcomeAsync(id, http, caller, ct))
            .Requires(Capability.PostSignals)
            .DescribesChange<RecordSignalOutcomeRequest>("RecordSignalOutcome", "Say what became of the signal, in place of what was said before", OutcomeExample);
        signals.MapPut("/{id:guid}/sharing", (Guid id, HttpContext http, Caller caller, SignalCommands handler, CancellationToken ct) => handler.ShareAsync(id, http, caller, ct))
            .Requires(Capability.PostSignals)
            .DescribesChange<ShareRequest>("ShareSignal", "State the sharing terms anew", IncidentExamples.Share);
        signals.MapPost("/{id:guid}/release-approval", (Guid id, HttpContext http, Caller caller, SignalCommands handler, CancellationToken ct) => handler.ApproveReleaseAsync(id, http, caller, ct))
            .Requires(Capability.PostSignals)
            .DescribesDecision("ApproveSignalRelease", "Approve, as a second member, that the signal becomes TLP:CLEAR under the terms proposed");
        signals.MapPost("/{id:guid}/release-rejection", (Guid id, HttpContext http, Caller caller, SignalCommands handler, CancellationToken ct) => handler.RejectReleaseAsync(id, http, caller, ct))
            .Requires(Capability.PostSignals)
            .DescribesDecision("RejectSignalRelease", "Reject the terms proposed: the signal stays as it is");
        signals.MapPost("/{id:guid}/withdrawal", (Guid id, HttpContext http, Caller caller, SignalCommands handler, CancellationToken ct) => handler.WithdrawAsync(id, http, caller, ct))
            .Requires(Capability.PostSignals)
            .DescribesChange<WithdrawRequest>("WithdrawSignal", "Withdraw the signal", IncidentExamples.Withdraw);
        signals.MapPut("/{id:guid}/forwarding", (Guid id, HttpContext http, Caller caller, SignalCommands handler, CancellationToken ct) => handler.ForwardAsync(id, http, caller, ct))
            .Requires(Capability.ForwardItems)
            .DescribesForward("ForwardSignal", "Open the signal to clients of one's own, in place of what was opened before")
            .WithBody<ForwardRequest>(IncidentExamples.Forward);
        signals.MapDelete("/{id:guid}/forwarding", (Guid id, HttpContext http, Caller caller, SignalCommands handler, CancellationToken ct) => handler.EndForwardAsync(id, http, caller, ct))
            .Requires(Capability.ForwardItems)
            .DescribesForward("EndSignalForward", "Take the signal back from one's own clients");
    }

    private static void MapWatch(RouteGroupBuilder watch)
    {
        watch.MapGet("", (Caller caller, SupplyWatch handler, CancellationToken ct) => handler.ListAsync(caller, ct))
            .Requires(Capability.ReadSupplyWatch).ReadsContent()
            .DescribesRead<WatchListDocument>("ReadSupplyWatch", "Read the joint watch list, and how each entry stands by the signals that the caller sees");
        watch.MapGet("/proposals", (HttpContext http, Caller caller, SupplyWatch handler, CancellationToken ct) => handler.ProposalsAsync(http, ct))
            .Requires(Capability.ConductDialogue).ReadsContent()
            .DescribesRead<Page<WatchProposalDocument>>("ListWatchProposals", "List what delegates of either side proposed for the watch list, the latest first, all on one page")
            .WithQuery(SupplyWatch.StateName);
        watch.MapPost("/proposals", (HttpContext http, Caller caller, SupplyWatch handler, CancellationToken ct) => handler.ProposeAsync(http, caller, ct))
            .Requires(Capability.ConductDialogue)
            .DescribesCreation<ProposeWatchRequest>("ProposeWatch", "Propose an entry of the watch list as it would stand, or that one ends; a delegate of the other side decides", ProposeExample);
        watch.MapPost("/proposals/{id:guid}/agreement", (Guid id, HttpContext http, Caller caller, SupplyWatch handler, CancellationToken ct) => handler.AgreeAsync(id, http, caller, ct))
            .Requires(Capability.ConductDialogue)
            .DescribesOrder<WriteReceipt>("AgreeToWatch", "Agree to what the other side proposed: the watch list says so from now on").WithProblems(422);
        watch.MapPost("/proposals/{id:guid}/refusal", (Guid id, HttpContext http, Caller caller, SupplyWatch handler, CancellationToken ct) => handler.DeclineAsync(id, http, caller, ct))
            .Requires(Capability.ConductDialogue)
            .DescribesOrder<WriteReceipt>("DeclineWatch", "Decline what the other side proposed, with a reason")
            .WithBody<ReasonRequest>("""{ "reason": "The threshold is too low." }""");
        watch.MapPost("/proposals/{id:guid}/withdrawal", (Guid id, HttpContext http, Caller caller, SupplyWatch handler, CancellationToken ct) => handler.WithdrawAsync(id, http, caller, ct))
            .Requires(Capability.ConductDialogue)
            .DescribesOrder<WriteReceipt>("WithdrawWatchProposal", "Take back what one proposed").WithProblems(422);
    }
}
