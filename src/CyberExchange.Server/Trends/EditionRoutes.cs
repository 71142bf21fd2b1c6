using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Partners;
using CyberExchange.Contracts.Trends;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Trends;

/// <summary>The routes of the trends' editions.</summary>
public static class EditionRoutes
{
    public const string Collection = "/v1/trends";
    public const string Editions = Collection + "/editions";
    public const string Proposals = Collection + "/proposals";

    private const string ProposeExample = """
        { "from": "2023-Q1", "through": "2025-Q4", "label": "TLP:GREEN", "reason": "For the council in December." }
        """;

    public static IServiceCollection AddEditions(this IServiceCollection services) => services
        .AddSingleton<LiveEditions>()
        .AddSingleton<MakeEdition>()
        .AddSingleton<ReadEditions>()
        .AddSingleton<EditionCommands>();

    public static void MapEditions(this IEndpointRouteBuilder routes)
    {
        var trends = routes.MapGroup(Collection).WithTags("Trends");
        MapTables(trends);

        var json = trends.MapGroup("").AnswersJson();
        json.MapGet("/editions", (Viewer viewer, ReadEditions handler, CancellationToken ct) => handler.ListAsync(viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesRead<EditionsDocument>("ListTrendEditions", "List the editions of the trends that the caller may have, the latest first");
        json.MapGet("/editions/{edition}", (string edition, Viewer viewer, ReadEditions handler, CancellationToken ct) => handler.FindAsync(edition, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesRead<System.Text.Json.JsonElement>("ReadTrendEdition", "Read an edition by its number or id: the bytes that were frozen, whose SHA-256 is the id");
        json.MapGet("/editions/{edition}/comparison", (string edition, HttpContext http, Viewer viewer, ReadEditions handler, CancellationToken ct) => handler.CompareAsync(edition, http, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .DescribesRead<TrendComparisonDocument>("CompareTrends", "Compare two numbers of an edition: periods, rows or sides, in words to quote")
            .WithQuery(ReadEditions.ComparisonParameters);
        json.MapGet("/proposals", (HttpContext http, Caller caller, ReadEditions handler, CancellationToken ct) => handler.ProposalsAsync(http, caller, ct))
            .Requires(Capability.ConductDialogue).ReadsContent()
            .DescribesRead<Page<EditionProposalDocument>>("ListEditionProposals", "List the editions that delegates of either side proposed, the latest first, page by page")
            .WithQuery(ReadEditions.ProposalParameters);
        MapWrites(json);
    }

    private static void MapTables(RouteGroupBuilder trends)
    {
        trends.MapGet("/editions/{edition}/tables/{table}", (string edition, string table, HttpContext http, Viewer viewer, ReadEditions handler, CancellationToken ct) =>
                handler.TableAsync(edition, table, http, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .Describes("ReadTrendTable", "Read one table of an edition, as JSON or CSV")
            .Produces<System.Text.Json.JsonElement>(StatusCodes.Status200OK, "application/json", ReadEditions.Csv).WithProblems(400, 401, 403, 404, 406, 503);
        trends.MapGet("/editions/{edition}/page", (string edition, HttpContext http, Viewer viewer, ReadEditions handler, CancellationToken ct) => handler.PageAsync(edition, http, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .Describes("ReadTrendPage", "Read an edition as a page for paper in English, Japanese or French")
            .Produces(StatusCodes.Status200OK, contentType: "text/html").WithProblems(400, 401, 403, 404, 406, 503)
            .WithQuery(ReadEditions.LanguageParameter);
        trends.MapGet("/editions/{edition}/side-by-side", (string edition, HttpContext http, Viewer viewer, ReadEditions handler, CancellationToken ct) =>
                handler.SideBySideAsync(edition, http, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent()
            .Describes("ReadTrendsSideBySide", "Read the sectors of both sides side by side, with those that have no counterpart, as JSON or CSV")
            .Produces<System.Text.Json.JsonElement>(StatusCodes.Status200OK, "application/json", ReadEditions.Csv).WithProblems(400, 401, 403, 404, 406, 503);
    }

    private static void MapWrites(RouteGroupBuilder json)
    {
        json.MapPost("/proposals", (HttpContext http, Caller caller, EditionCommands handler, CancellationToken ct) => handler.ProposeAsync(http, caller, ct))
            .Requires(Capability.ConductDialogue)
            .DescribesCreation<ProposeEditionRequest>("ProposeTrendEdition", "Propose an edition; nobody sees a number before a delegate of the other side agrees", ProposeExample);
        json.MapPost("/proposals/{id:guid}/publication", (Guid id, HttpContext http, Caller caller, EditionCommands handler, CancellationToken ct) => handler.PublishAsync(id, http, caller, ct))
            .Requires(Capability.ConductDialogue)
            .DescribesOrder<WriteReceipt>("PublishTrendEdition", "Agree to what the other side proposed: the edition is made from the log, audited and frozen").WithProblems(422, 503);
        json.MapPost("/proposals/{id:guid}/refusal", (Guid id, HttpContext http, Caller caller, EditionCommands handler, CancellationToken ct) => handler.DeclineAsync(id, http, caller, ct))
            .Requires(Capability.ConductDialogue)
            .DescribesOrder<WriteReceipt>("DeclineTrendEdition", "Decline an edition that the other side proposed, with a reason")
            .WithBody<ReasonRequest>("""{ "reason": "After the holidays." }""");
        json.MapPost("/proposals/{id:guid}/withdrawal", (Guid id, HttpContext http, Caller caller, EditionCommands handler, CancellationToken ct) => handler.TakeBackAsync(id, http, caller, ct))
            .Requires(Capability.ConductDialogue)
            .DescribesOrder<WriteReceipt>("WithdrawEditionProposal", "Take back an edition that one proposed").WithProblems(422);
    }
}
