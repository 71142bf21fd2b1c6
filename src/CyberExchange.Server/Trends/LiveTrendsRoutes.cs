using CyberExchange.Contracts.Trends;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;
using CyberExchange.Storage;
using CyberExchange.Views.Core;
using CyberExchange.Views.Duties;
using Microsoft.OpenApi;

namespace CyberExchange.Server.Trends;

/// <summary>The routes of live figures: for everyone who may read items, of those items.</summary>
public static class LiveTrendsRoutes
{
    public const string Path = "/v1/trends/live";

    public static IServiceCollection AddLiveTrends(this IServiceCollection services) => services
        .AddSingleton(s => new FigureQueries(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton<LiveTrends>()
        .AddSingleton<ReadLiveTrends>();

    public static void MapLiveTrends(this IEndpointRouteBuilder routes)
    {
        var live = routes.MapGroup(Path).WithTags("Trends");
        live.MapGet("", (HttpContext http, Admission by, ReadLiveTrends handler, CancellationToken ct) => handler.TablesAsync(http, by, ct))
            .Requires(Capability.ReadItems).ReadsContent().ReadsOwnDuties()
            .DescribesFigures<LiveTrendsDocument>("ReadLiveTrends", "Count what the caller may see by month, quarter or year: incidents by sector, class, severity, regime; advisories by severity, exploitation, vendor, weakness");
        live.MapGet("/side-by-side", (HttpContext http, Admission by, ReadLiveTrends handler, CancellationToken ct) => handler.SideBySideAsync(http, by, ct))
            .Requires(Capability.ReadItems).ReadsContent().ReadsOwnDuties()
            .DescribesFigures<LiveSideBySideDocument>("ReadLiveTrendsSideBySide", "Count the incidents that the caller may see by sector, the EU's beside Japan's");
        live.MapGet("/comparison", (HttpContext http, Admission by, ReadLiveTrends handler, CancellationToken ct) => handler.CompareAsync(http, by, ct))
            .Requires(Capability.ReadItems).ReadsContent().ReadsOwnDuties()
            .DescribesRead<LiveComparisonDocument>("CompareLiveTrends", "Compare two periods, sectors or sides of what the caller may see, each as table:row:period, and tell whether chance could explain the difference")
            .WithProblems(406)
            .WithQuery(ReadLiveTrends.ComparisonParameters);
    }

    /// <summary>The route waits for the view of duties too, where it is of the caller's.</summary>
    internal static RouteHandlerBuilder ReadsOwnDuties(this RouteHandlerBuilder route) => route.ReadsView(
        DutiesView.ViewName, request => LiveTrends.ReadsDuties(request.HttpContext.RequestServices.GetRequiredService<Admission>()));

    private static RouteHandlerBuilder DescribesFigures<TDocument>(this RouteHandlerBuilder route, string name, string summary) => route
        .DescribesRead<TDocument>(name, summary)
        .WithProblems(406)
        .WithQuery(LiveTrendsRequest.Parameters)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            if (operation.Responses?["200"].Content is { } content)
            {
                content[BytesAnswer.CsvMediaType] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A line of headings, then a line for each number (RFC 4180)." },
                };
            }

            return Task.CompletedTask;
        });
}
