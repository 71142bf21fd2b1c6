using System.Globalization;
using CyberExchange.Contracts.Feed;
using CyberExchange.Domain;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Delivery.Feed;

/// <summary>One stream of the feed: every entry after a place, as it comes, until the reader leaves or may read no more.</summary>
internal sealed class FeedStream(FollowedFeed feed, FeedRendition rendition, FeedStreams streams, TimeProvider clock) : IResult
{
    /// <summary>
    /// Proxies and firewalls cut connections that are silent for half a minute or more. It is counted from the beginning of
    /// the stream and from nothing else, so that its rhythm tells nothing of what happens to others.
    /// </summary>
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(15);

    /// <summary>Certificates end, and views fall behind and catch up, without an event to wake us.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>What a slow reader holds in memory.</summary>
    private const int EntriesReadMax = 50;

    private static readonly FeedSlice Nothing = new([], ItemCursor.First, More: false);

    private static readonly FeedEnd Cancelled = new("subscription-cancelled");

    private static readonly Problem NoPlace = new(
        ProblemAnswers.Of(
            ProblemKind.TooManyStreams,
            string.Create(CultureInfo.InvariantCulture, $"A partner has at most {FeedStreams.PerPartnerMax} streams open. Close one, or read pages.")).Document,
        retryAfter: TimeSpan.FromSeconds(5));

    public required PartnerId Partner { get; init; }

    public required string CorrelationId { get; init; }

    public required StandingAdmission Admission { get; init; }

    public required ItemCursor? After { get; init; }

    public required CancellationToken ServerStops { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var place = streams.TryTake(Partner);
        if (place is null)
        {
            await NoPlace.ExecuteAsync(httpContext);
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, ServerStops);
        var response = httpContext.Response;
        response.ContentType = FeedRequest.StreamMediaType;
        response.Headers.CacheControl = "no-store";
        try
        {
            await RunAsync(new EventStreamWriter(response.BodyWriter), over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The reader left or the server stops; the reader's last cursor says where to go on.
        }
    }

    private async Task RunAsync(EventStreamWriter writer, CancellationToken ct)
    {
        var place = After;
        var readTo = (Checkpoint: -1L, Statement: 0); // Up to here the reader has everything, under this statement of its subscription.
        using var heart = new PeriodicTimer(HeartbeatEvery, clock);
        var beat = heart.WaitForNextTickAsync(ct).AsTask();
        await writer.WriteHeartbeatAsync(ct);
        while (Admission.Now() is { } caller)
        {
            var moved = feed.Moved();
            var checkpoint = feed.Checkpoint;
            if (feed.MayShow)
            {
                if (await feed.StatementAsync(caller.Viewer, ct) is not { } statement)
                {
                    await writer.WriteEndAsync(Cancelled, ct);
                    return;
                }

                var now = (checkpoint, statement);
                var slice = now == readTo ? Nothing : await feed.ReadAsync(caller, place, EntriesReadMax, ct);
                var written = await WriteAsync(slice.Rows, caller, now, writer, ct);
                if (written > 0)
                {
                    place = written == slice.Rows.Count ? slice.Last : slice.Rows[written - 1].Cursor;
                    continue;
                }

                (place, readTo) = slice.Rows.Count == 0 && now != readTo ? (slice.Last, now) : (place, readTo);
            }

            if (beat.IsCompleted)
            {
                await writer.WriteHeartbeatAsync(ct);
                beat = heart.WaitForNextTickAsync(ct).AsTask();
            }

            await WaitAsync(moved, beat, ct);
        }
    }

    /// <summary>Writes entries for as long as it is certain what the caller may see.</summary>
    /// <remarks>
    /// A reader may take its time over one, and what follows may be taken from it meanwhile. So once the core has moved, the
    /// relation is asked for the rest again, and what has changed is left out: the feed has it further on. To read the whole
    /// slice anew would let the activity of others hold the stream up for as long as it lasts, and show in its pace. Only the
    /// reader's own partner restates a subscription, and then the rest is read anew.
    /// </remarks>
    /// <returns>How many are done with: written, or left out.</returns>
    private async Task<int> WriteAsync(
        IReadOnlyList<FeedRow> rows, Caller caller, (long Checkpoint, int Statement) read, EventStreamWriter writer, CancellationToken ct)
    {
        var checkpoint = read.Checkpoint;
        var entries = await rendition.RenderAsync(rows, caller.Viewer, feed.Subscription, Door.FeedStream, CorrelationId, ct);
        var standing = rows.Select(row => row.Cursor).ToHashSet();
        for (var i = 0; i < entries.Count; i++)
        {
            if (!feed.MayShow || Admission.Now() is not { } now || await feed.StatementAsync(now.Viewer, ct) != read.Statement)
            {
                return i;
            }

            if (feed.Checkpoint is var moved && moved != checkpoint)
            {
                standing = await feed.StandingAsync(now.Viewer, [.. rows.Skip(i)], ct);
                checkpoint = moved;
            }

            if (standing.Contains(rows[i].Cursor) && (rows[i] is not FeedRow.Reminded || FollowedFeed.ShowsReminders(now)) && (rows[i] is not FeedRow.Warned || FollowedFeed.ShowsWarnings(now)))
            {
                await writer.WriteAsync(entries[i], ct);
            }
        }

        return entries.Count;
    }

    private async Task WaitAsync(Task moved, Task beat, CancellationToken ct)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(moved, beat, Task.Delay(LookEvery, clock, waiting.Token));
        await waiting.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }
}
