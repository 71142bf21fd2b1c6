using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Domain;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Server.Subscriptions;
using CyberExchange.Views.Core;
using CyberExchange.Views.Subscriptions;

namespace CyberExchange.Server.Delivery.Feed;

/// <summary><c>GET /v1/feed</c>: a page, or a stream where the caller accepts <c>text/event-stream</c>.</summary>
internal sealed class ReadFeed(
    FeedQueries feed, LiveSubscriptions subscriptions, FeedRendition rendition, TokenSealer sealer, FollowFeed follow)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var viewer = caller.Viewer;
        var (request, problem) = FeedRequest.Read(http.Request, viewer, sealer);
        if (request is null)
        {
            return problem!; // One of the two is there.
        }

        var (by, none) = await SubscriptionAsync(http, caller, request.Subscription, ct);
        if (none is not null)
        {
            return none;
        }

        if (request.AsStream)
        {
            return follow.Begin(http, caller, request);
        }

        var slice = await FollowedFeed.ReadAsync(feed, caller, request.Kind, by, request.After, request.Limit, ct);
        var entries = await rendition.RenderAsync(slice.Rows, viewer, request.Subscription, Door.Feed, http.TraceIdentifier, ct);
        return new JsonAnswer<FeedPage>(new(entries, rendition.Cursor(viewer, slice.Last), slice.More), WireJson.Default.FeedPage);
    }

    // Absent, another's and cancelled are answered alike.
    private async Task<(SubscriptionRow? By, Problem? Problem)> SubscriptionAsync(
        HttpContext http, Caller caller, SubscriptionId? subscription, CancellationToken ct)
    {
        if (subscription is not { } id)
        {
            return (null, null);
        }

        if (await subscriptions.CheckAsync(http) is { } behind)
        {
            return (null, behind);
        }

        return await subscriptions.FindAsync(caller.Viewer.Profile.Id, id, ct) is { } by ? (by, null) : (null, ProblemAnswers.NotFound);
    }
}
