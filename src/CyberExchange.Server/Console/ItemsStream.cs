using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Delivery.Feed;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;

namespace CyberExchange.Server.Console;

/// <summary><c>GET /items/stream</c>: tells an open page that something changed for its viewer, and nothing of what.</summary>
/// <remarks>
/// The page then fetches itself again, through the gate and the same queries as at first. Items themselves are streamed by
/// the feed of the API. Each event's id is a sealed cursor, from which the browser goes on when it connects again.
/// </remarks>
internal sealed class ItemsStream(
    FeedQueries feed, FeedStreams streams, FreshReads fresh, ProjectionRunner core, TokenSealer sealer, Readmission gate, IHostApplicationLifetime host, TimeProvider clock)
{
    public const string Path = "/items/stream";

    private const int PageEntriesMax = 200;

    // So often is something sent, for whatever stands between to see that the stream lives, and so long at most may a
    // stream outlive its certificate: it says nothing in that time, since each look asks the gate first.
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    // An import of a thousand items must not make every open page fetch itself a thousand times.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    public IResult Open(HttpContext http, Caller caller)
    {
        var (after, given) = (http.Request.Headers["Last-Event-ID"].ToString(), http.Request.Query["after"].ToString());
        var token = after is "" ? given : after;
        var place = token is "" ? null : sealer.Open(TokenPurpose.Pages, caller.Viewer, token);
        if (token is not "" && place is null)
        {
            return ProblemAnswers.BadToken("after");
        }

        if (streams.TryTake(caller.Viewer.Profile.Id, ofPage: true) is not { } taken)
        {
            return new Problem(ProblemAnswers.Of(ProblemKind.TooManyStreams, "Close a page of the exchange, or reload this one later.").Document, Beat);
        }

        http.Response.RegisterForDispose(taken);
        return TypedResults.ServerSentEvents(FollowAsync(gate.Of(http, caller, Capability.ReadFeed), caller.Viewer, place, http.RequestAborted));
    }

    private async IAsyncEnumerable<SseItem<string>> FollowAsync(
        StandingAdmission admission, Viewer.Partner viewer, ItemCursor? after, [EnumeratorCancellation] CancellationToken aborted)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(aborted, host.ApplicationStopping);
        yield return Event("open", viewer, after);
        var sentAt = clock.GetTimestamp();
        while (!stop.IsCancellationRequested && admission.Now() is not null)
        {
            var seen = core.Checkpoint; // Before the look: a move between the two still wakes us.
            var last = fresh.MayShow ? await SkipAsync(viewer, after, aborted) : after;

            // What moved for others alone is answered by silence: a beat at that moment would tell of it.
            if (last != after || clock.GetElapsedTime(sentAt) >= Beat)
            {
                yield return Event(last == after ? "beat" : "changed", viewer, last);
                (after, sentAt) = (last, clock.GetTimestamp());
            }

            await WaitAsync(seen, Beat - clock.GetElapsedTime(sentAt), stop.Token);
        }
    }

    /// <summary>The end of the viewer's feed, from a place on.</summary>
    private async Task<ItemCursor?> SkipAsync(Viewer viewer, ItemCursor? after, CancellationToken ct)
    {
        while (true)
        {
            var slice = await feed.FeedAsync(viewer, kind: null, after, PageEntriesMax, ct);
            if (slice.Rows.Count > 0)
            {
                after = slice.Last;
            }

            if (!slice.More)
            {
                return after;
            }
        }
    }

    /// <summary>Waits until the views may hold more than was seen, or it is time for a beat. Whoever cancels ends the stream, which is no failure.</summary>
    private async Task WaitAsync(long seen, TimeSpan untilBeat, CancellationToken stop)
    {
        var quiet = untilBeat < Quiet ? untilBeat : Quiet;
        if (quiet <= TimeSpan.Zero)
        {
            return;
        }

        try
        {
            await Task.Delay(quiet, clock, stop);
            await core.WaitForAsync(seen + 1, untilBeat - quiet, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The loop looks at the same token.
        }
    }

    private SseItem<string> Event(string name, Viewer viewer, ItemCursor? place) => new("", name)
    {
        EventId = place is { } at ? sealer.Seal(TokenPurpose.Pages, viewer, at) : null,
        ReconnectionInterval = Quiet,
    };
}
