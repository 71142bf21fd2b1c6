using CyberExchange.Contracts.Search;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Console.Pages;
using CyberExchange.Server.Console.Texts;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Sealing;
using CyberExchange.Server.Search;
using CyberExchange.Views.Core;
using CyberExchange.Views.Search;

namespace CyberExchange.Server.Console;

/// <summary><c>GET /search</c>: the search of the API, shown to people. Without words and filters it shows where to give them.</summary>
public sealed class SearchPages(SearchQueries search, LiveDirectory directory, ShownItem.Witness witness, SearchRendition rendition, TokenSealer sealer)
{
    public const string Path = "/search";

    public async Task<IResult> FindAsync(HttpRequest http, Admission admission, CancellationToken ct)
    {
        Criteria.Tidy(http);
        var model = new FoundModel
        {
            Caller = admission.IsPublic ? null : admission.Caller,
            Query = http.Query[SearchRequest.QueryName].ToString(),
            Filter = PageFilter.Of(http),
            Lines = [],
            Total = null,
            Next = null,
        };
        if (model is { Query: "", Filter.Given: [] })
        {
            return new Page<FoundPage, FoundModel>(model);
        }

        var (request, problem) = SearchRequest.Read(http, admission.Viewer, sealer, directory.Current, PageLanguages.Parameter);
        return request is null
            ? problem! // One of the two is there.
            : new Page<FoundPage, FoundModel>(await FillAsync(model, http.HttpContext.TraceIdentifier, admission.Viewer, request, ct));
    }

    private async Task<FoundModel> FillAsync(FoundModel model, string correlationId, Viewer viewer, SearchRequest request, CancellationToken ct)
    {
        var slice = await search.SearchAsync(viewer, request.Query, request.Filter, request.After, request.Limit, ct);
        var shown = await witness.ShowAsync([.. slice.Hits.Select(hit => hit.Row)], viewer, Door.SearchPage, correlationId, ct);
        var results = await rendition.RenderAsync(slice.Hits, shown, request.Query, ct);
        var now = directory.Current;
        return model with
        {
            Lines = [.. shown.Zip(results, (item, result) => new FoundLine(ItemLine.Of(item, now), result.Highlights))],
            Total = new(slice.Total, slice.More),
            Next = slice.Next is { } place ? sealer.Seal(TokenPurpose.Search, viewer, place) : null,
        };
    }
}

/// <summary>What the search page shows.</summary>
public sealed record FoundModel
{
    public required Caller? Caller { get; init; }

    /// <summary>What was typed.</summary>
    public required string Query { get; init; }

    public required PageFilter Filter { get; init; }

    public required IReadOnlyList<FoundLine> Lines { get; init; }

    /// <summary>How many were found; null before anything was searched for.</summary>
    public required SearchTotal? Total { get; init; }

    /// <summary>Sealed cursor of the next part; null at the end.</summary>
    public required string? Next { get; init; }
}

/// <summary>An item that was found, and where.</summary>
public sealed record FoundLine(ItemLine Item, IReadOnlyList<Highlight> Highlights);
