using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Subscriptions;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;

namespace CyberExchange.Server.Delivery.Feed;

/// <summary>Opens streams of the feed.</summary>
internal sealed class FollowFeed(
    FeedQueries feed,
    FeedRendition rendition,
    FeedStreams streams,
    ProjectionRunner core,
    FreshReads fresh,
    LiveSubscriptions subscriptions,
    Readmission gate,
    IHostApplicationLifetime server,
    TimeProvider clock)
{
    /// <summary>A stream as the answer to a request.</summary>
    public FeedStream Begin(HttpContext http, Caller caller, FeedRequest request) => new(
        new FollowedFeed(feed, core, fresh, subscriptions) { Kind = request.Kind, Subscription = request.Subscription }, rendition, streams, clock)
    {
        Partner = caller.Viewer.Profile.Id,
        CorrelationId = http.TraceIdentifier,
        Admission = gate.Of(http, caller, Capability.ReadFeed),
        After = request.After,
        ServerStops = server.ApplicationStopping,
    };
}
