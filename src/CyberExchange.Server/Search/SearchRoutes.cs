using CyberExchange.Contracts.Search;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;
using CyberExchange.Storage;
using CyberExchange.Views.Search;

namespace CyberExchange.Server.Search;

/// <summary>The route of search.</summary>
public static class SearchRoutes
{
    public static IServiceCollection AddSearch(this IServiceCollection services) => services
        .AddSingleton(s => new SearchQueries(s.GetRequiredService<ExchangeDatabase>().Service))
        .AddSingleton<SearchRendition>()
        .AddSingleton<SearchItems>();

    public static void MapSearch(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/search").WithTags("Search").AnswersJson()
            .MapGet("", (HttpContext http, Viewer viewer, SearchItems handler, CancellationToken ct) => handler.HandleAsync(http, viewer, ct))
            .Requires(Capability.ReadItems).ReadsContent().ReadsView(SearchView.ViewName, SearchRequest.AsksIndex) // Other filters alone are the list of the core.
            .Describes("Search", "Search the items that the caller sees: all words are required, quoted words stand in a row, the best come first; filters alone give the newest first")
            .Produces<SearchPage>()
            .WithProblems(400, 401, 403, 406, 503)
            .WithHeader(FreshReads.TokenHeader, "Given with an earlier write: the search waits until it finds that write.", required: false)
            .WithQuery([.. SearchRequest.OwnNames, .. ListRequest.FilterNames]);
}
