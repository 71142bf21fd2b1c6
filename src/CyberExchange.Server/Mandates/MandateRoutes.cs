using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.Mandates;
using CyberExchange.Contracts.Partners;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Mandates;

/// <summary>The routes of mandates.</summary>
public static class MandateRoutes
{
    /// <summary>Begins as one does; the signature is nobody's.</summary>
    public const string GiveExample = """
        { "signed": "eyJhbGciOiJFUzI1NiIsInR5cCI6Im1hbmRhdGUrandzIn0.e30.AA" }
        """;

    public const string RevokeExample = """
        { "reason": "Our own team reports from now on." }
        """;

    private const string One = "/{id:guid}";

    public static IServiceCollection AddMandates(this IServiceCollection services) => services
        .AddSingleton<LiveMandates>()
        .AddSingleton<MandateCommands>()
        .AddSingleton<ReadMandates>();

    public static void MapMandates(this IEndpointRouteBuilder routes)
    {
        var mandates = routes.MapGroup(MandateCommands.Collection).WithTags("Mandates").AnswersJson();

        mandates.MapPost("", (HttpContext http, Caller caller, MandateCommands handler, CancellationToken ct) => handler.GiveAsync(http, caller, ct))
            .Requires(Capability.GiveMandates)
            .DescribesCreation<GiveMandateRequest>("GiveMandate", "Let a CERT file incidents on one's own behalf, by a text that a person has signed", GiveExample);
        mandates.MapGet("", (HttpContext http, Caller caller, ReadMandates handler, CancellationToken ct) => handler.ListAsync(http, caller, ct))
            .Requires(Capability.ReadMandates).ReadsContent()
            .DescribesRead<Page<MandateDocument>>("ListMandates", "List the mandates that the caller's partner gave or holds, unless they have ended, all on one page");
        mandates.MapGet(One, (Guid id, Caller caller, ReadMandates handler, CancellationToken ct) => handler.FindAsync(id, caller, ct))
            .Requires(Capability.ReadMandates).ReadsContent()
            .DescribesRead<MandateDocument>("ReadMandate", "Read one mandate that the caller's partner gave or holds, with its signature");
        mandates.MapPost(One + "/revocation", (Guid id, HttpContext http, Caller caller, MandateCommands handler, CancellationToken ct) =>
                handler.RevokeAsync(http, caller, id, ct))
            .Requires(Capability.GiveMandates)
            .DescribesOrder<WriteReceipt>("RevokeMandate", "Take a mandate back; what was filed under it stays")
            .WithBody<ReasonRequest>(RevokeExample);
        mandates.MapPost(One + "/incidents", (Guid id, HttpContext http, Caller caller, FileIncident handler, CancellationToken ct) =>
                handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.ActOnMandates)
            .DescribesCreation<ReportIncidentRequest>(
                "FileIncident", "File an incident for the operator that gave this mandate: the incident is the operator's, and within the mandate's terms", IncidentExamples.File)
            .WithProblems(404);
    }
}
