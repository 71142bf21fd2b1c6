using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
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
    Readmission gate,
    IHostApplicationLifetime server,
    TimeProvider clock)
{
    /// <summary>A stream as the answer to a request.</summary>
    public FeedStream Begin(HttpContext http, Caller caller, FeedRequest request) => new(feed, rendition, streams, core, fresh, clock)
    {
        Partner = caller.Viewer.Profile.Id,
        Admission = gate.Of(http, caller, Capability.ReadFeed),
        Kind = request.Kind,
        After = request.After,
        ServerStops = server.ApplicationStopping,
    };
}
