using System.Globalization;
using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;

namespace CyberExchange.Server.Delivery.Feed;

/// <summary>One stream of the feed: every entry after a place, as it comes, until the reader leaves or may read no more.</summary>
internal sealed class FeedStream(
    FeedQueries feed, FeedRendition rendition, FeedStreams streams, ProjectionRunner core, FreshReads fresh, TimeProvider clock) : IResult
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

    private static readonly Problem NoPlace = new(
        ProblemAnswers.Of(
            ProblemKind.TooManyStreams,
            string.Create(CultureInfo.InvariantCulture, $"A partner has at most {FeedStreams.PerPartnerMax} streams open. Close one, or read pages.")).Document,
        retryAfter: TimeSpan.FromSeconds(5));

    public required PartnerId Partner { get; init; }

    public required StandingAdmission Admission { get; init; }

    public required ItemKind? Kind { get; init; }

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
        var cursor = After;
        var readTo = -1L; // The checkpoint up to which the reader has everything.
        using var heart = new PeriodicTimer(HeartbeatEvery, clock);
        var beat = heart.WaitForNextTickAsync(ct).AsTask();
        await writer.WriteHeartbeatAsync(ct);
        while (Admission.Now() is { } caller)
        {
            var moved = core.Moved.Next; // Before the look: a move between the two still wakes us.
            var checkpoint = core.Checkpoint;
            if (checkpoint != readTo && fresh.MayShow)
            {
                var slice = await feed.FeedAsync(caller.Viewer, Kind, cursor, EntriesReadMax, ct);
                var written = await WriteAsync(slice.Rows, caller, checkpoint, writer, ct);
                if (written > 0)
                {
                    cursor = slice.Rows[written - 1].Cursor;
                    continue;
                }

                readTo = slice.Rows.Count == 0 ? checkpoint : readTo;
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
    /// slice anew would let the activity of others hold the stream up for as long as it lasts, and show in its pace.
    /// </remarks>
    /// <returns>How many are done with: written, or left out.</returns>
    private async Task<int> WriteAsync(
        IReadOnlyList<FeedRow> rows, Caller caller, long checkpoint, EventStreamWriter writer, CancellationToken ct)
    {
        var entries = await rendition.RenderAsync(rows, caller.Viewer, ct);
        var standing = rows.Select(row => row.Cursor).ToHashSet();
        for (var i = 0; i < entries.Count; i++)
        {
            if (!fresh.MayShow || Admission.Now() is not { } now)
            {
                return i;
            }

            if (core.Checkpoint is var moved && moved != checkpoint)
            {
                standing = await feed.StandingAsync(now.Viewer, [.. rows.Skip(i)], ct);
                checkpoint = moved;
            }

            if (standing.Contains(rows[i].Cursor))
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
