using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Sources;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;
using CyberExchange.Storage;
using CyberExchange.Storage.Csaf;

namespace CyberExchange.Server.Sources;

/// <summary>The routes of followed CSAF providers.</summary>
public static class SourceRoutes
{
    public const string Collection = "/v1/csaf-sources";

    public const string AddExample = """
        {
          "provider": "advisories.example.com",
          "intervalMinutes": 360,
          "sharing": { "label": "TLP:GREEN" }
        }
        """;

    public const string ChangeExample = """
        {
          "intervalMinutes": 1440
        }
        """;

    private const string One = "/{id:guid}";

    public static IServiceCollection AddSources(this IServiceCollection services, SourceOptions options) => services
        .AddSingleton(options)
        .AddSingleton(s => new CsafSourceTable(s.GetRequiredService<ExchangeDatabase>().Service) { AskedRunsApart = options.AskedRunsApart })
        .AddSingleton<LiveSources>()
        .AddSingleton<ReadSources>()
        .AddSingleton<SourceCommands>()
        .AddSingleton<ImportFetched>()
        .AddSingleton<RunSource>()
        .AddSingleton<FollowSources>();

    public static void MapSources(this IEndpointRouteBuilder routes)
    {
        var sources = routes.MapGroup(Collection).WithTags("CSAF sources").AnswersJson().Requires(Capability.FollowProviders);
        sources.MapGet("", (HttpContext http, Caller caller, ReadSources handler, CancellationToken ct) => handler.ListAsync(http, caller, ct))
            .ReadsContent()
            .DescribesRead<Page<SourceDocument>>("ListCsafSources", "List the CSAF providers that the caller's partner follows, with their last run and the next, all on one page");
        sources.MapGet(One, (Guid id, Caller caller, ReadSources handler, CancellationToken ct) => handler.FindAsync(id, caller, ct))
            .ReadsContent()
            .DescribesRead<SourceDocument>("ReadCsafSource", "Read one followed provider: its last run, what was refused in it and why, and when it is run next");

        // Whoever could not import a document may not have it imported either.
        var writes = sources.MapGroup("").Requires(Capability.PublishAdvisories);
        writes.MapPost("", (HttpContext http, Caller caller, SourceCommands handler, CancellationToken ct) => handler.AddAsync(http, caller, ct))
            .DescribesCreation<AddSourceRequest>("AddCsafSource", "Have the exchange follow a CSAF provider and import its documents as a third party's", AddExample);
        writes.MapPut(One, (Guid id, HttpContext http, Caller caller, SourceCommands handler, CancellationToken ct) => handler.ChangeAsync(http, caller, id, ct))
            .DescribesOrder<WriteReceipt>("ChangeCsafSource", "State interval and terms anew, whole, and answer for the source from then on; it is run at once, or some minutes after its last run")
            .WithBody<ChangeSourceRequest>(ChangeExample);
        writes.MapDelete(One, (Guid id, HttpContext http, Caller caller, SourceCommands handler, CancellationToken ct) => handler.RemoveAsync(http, caller, id, ct))
            .DescribesOrder<WriteReceipt>("RemoveCsafSource", "Follow a provider no more; what was imported stays");
        writes.MapPost(One + "/run", (Guid id, HttpContext http, Caller caller, SourceCommands handler, CancellationToken ct) => handler.AskAsync(http, caller, id, ct))
            .DescribesOrder<SourceDocument>("RunCsafSource", "Ask for a run now, or some minutes after the last, in place of waiting for the next");
    }
}
