using CyberExchange.Contracts;
using CyberExchange.Contracts.Search;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Items;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;
using CyberExchange.Views.Search;

namespace CyberExchange.Server.Search;

/// <summary><c>GET /v1/search</c>.</summary>
public sealed class SearchItems(SearchQueries search, LiveDirectory directory, ShownItem.Witness witness, SearchRendition rendition, TokenSealer sealer)
{
    public async Task<IResult> HandleAsync(HttpContext http, Viewer viewer, CancellationToken ct)
    {
        var (request, problem) = SearchRequest.Read(http.Request, viewer, sealer, directory.Current);
        if (request is null)
        {
            return problem!; // One of the two is there.
        }

        var slice = await search.SearchAsync(viewer, request.Query, request.Filter, request.After, request.Limit, ct);
        var shown = await witness.ShowAsync([.. slice.Hits.Select(hit => hit.Row)], viewer, Door.Search, http.TraceIdentifier, ct);
        var results = await rendition.RenderAsync(slice.Hits, shown, request.Query, ct);
        var page = new SearchPage
        {
            Items = results,
            Total = new(slice.Total, slice.More),
            Next = slice.Next is { } place ? sealer.Seal(TokenPurpose.Search, viewer, place) : null,
        };
        return new JsonAnswer<SearchPage>(page, WireJson.Default.SearchPage)
        {
            ETag = PageTag.Of(results, WireJson.Default.SearchResult, page.Next is not null),
        };
    }
}
