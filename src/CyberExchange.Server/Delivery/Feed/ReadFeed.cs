using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Delivery.Feed;

/// <summary><c>GET /v1/feed</c>: a page, or a stream where the caller accepts <c>text/event-stream</c>.</summary>
internal sealed class ReadFeed(FeedQueries feed, FeedRendition rendition, TokenSealer sealer, FollowFeed follow)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var viewer = caller.Viewer;
        var (request, problem) = FeedRequest.Read(http.Request, viewer, sealer);
        if (request is null)
        {
            return problem!; // One of the two is there.
        }

        if (request.AsStream)
        {
            return follow.Begin(http, caller, request);
        }

        var slice = await feed.FeedAsync(viewer, request.Kind, request.After, request.Limit, ct);
        var entries = await rendition.RenderAsync(slice.Rows, viewer, ct);
        return new JsonAnswer<FeedPage>(new(entries, rendition.Cursor(viewer, slice.Last), slice.More), WireJson.Default.FeedPage);
    }
}
