using System.Text.Json;
using CyberExchange.Contracts.Duties;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Duties;

namespace CyberExchange.Server.Rulebooks;

/// <summary>The routes of the rulebook.</summary>
public static class RulebookRoutes
{
    public const string Collection = "/v1/rulebooks";

    public const string ProposeExample = """
        { "rulebook": { "version": "2026-12-01.1", "as_of": "2026-12-01", "disclaimer": "Research data, not legal advice.", "obligations": [] } }
        """;

    public const string DecideExample = """
        { "digest": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef" }
        """;

    public static IServiceCollection AddRulebooks(this IServiceCollection services) => services
        .AddSingleton<RulebookCommands>()
        .AddSingleton<ReadRulebooks>();

    public static void MapRulebooks(this IEndpointRouteBuilder routes)
    {
        var rulebooks = routes.MapGroup(Collection).WithTags("Rulebooks").AnswersJson();

        rulebooks.MapGet("", (Caller caller, ReadRulebooks handler, CancellationToken ct) => handler.ListAsync(caller, ct))
            .Requires(Capability.ReadRulebooks).ReadsView(DutiesView.ViewName)
            .DescribesRead<RulebooksDocument>("ListRulebooks", "Read which version of the rulebook is in force, which is proposed, and the history");
        rulebooks.MapGet("/{version}", (string version, Caller caller, ReadRulebooks handler, CancellationToken ct) => handler.FindAsync(version, ct))
            .Requires(Capability.ReadRulebooks).ReadsView(DutiesView.ViewName)
            .DescribesRead<JsonElement>("ReadRulebook", "Read the document of a version");
        rulebooks.MapGet("/{version}/diff", (string version, HttpContext http, Caller caller, ReadRulebooks handler, CancellationToken ct) => handler.DiffAsync(version, http, caller, ct))
            .Requires(Capability.ReadRulebooks).ReadsView(DutiesView.ViewName)
            .DescribesRead<RulebookDiffDocument>("ReadRulebookDiff", "Read what a version changes, and which of the caller's own open incidents that touches")
            .WithQuery(ReadRulebooks.AfterParameter);
        rulebooks.MapPost("/proposal", (HttpContext http, Caller caller, RulebookCommands handler, CancellationToken ct) => handler.ProposeAsync(http, caller, ct))
            .Requires(Capability.ManageRulebooks)
            .DescribesOrder<RulebookReceipt>("ProposeRulebook", "Propose a version of the rulebook to another member of the steward")
            .WithBody<ProposeRulebookRequest>(ProposeExample);
        rulebooks.MapPost("/approval", (HttpContext http, Caller caller, RulebookCommands handler, CancellationToken ct) => handler.ApproveAsync(http, caller, ct))
            .Requires(Capability.ManageRulebooks)
            .DescribesOrder<RulebookReceipt>("ApproveRulebook", "Let the proposed version take force, as another member than proposed it; every open file is computed with it")
            .WithBody<DecideRulebookRequest>(DecideExample);
        rulebooks.MapPost("/rejection", (HttpContext http, Caller caller, RulebookCommands handler, CancellationToken ct) => handler.RejectAsync(http, caller, ct))
            .Requires(Capability.ManageRulebooks)
            .DescribesOrder<RulebookReceipt>("RejectRulebook", "Turn the proposed version down")
            .WithBody<DecideRulebookRequest>(DecideExample);
    }
}
