using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CyberExchange.Contracts.Feed;

namespace CyberExchange.Cli.Feed;

/// <summary>Follows the feed as server-sent events over however many connections it takes.</summary>
/// <param name="path">The feed with its filters.</param>
/// <param name="retryFor">How long the first connection is tried; once it has stood, a lost one is tried for ever.</param>
/// <param name="onLost">Told once for each connection that is lost, and why the exchange ended the stream.</param>
public sealed class FeedStream(ExchangeClient exchange, Uri server, string path, TimeSpan retryFor, TimeProvider clock, Action<string> onLost)
{
    /// <summary>Entries after the cursor, until the caller cancels or the exchange says that the stream does not go on.</summary>
    /// <exception cref="CyxFailure">The exchange refused, or the first connection never came about.</exception>
    public async IAsyncEnumerable<FeedEntry> FollowAsync(string? cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        var connectedBefore = false;
        for (var failures = 0; ; failures++)
        {
            var (response, failure) = await TryConnectAsync(cursor, ct);
            if (response is not null)
            {
                connectedBefore = true;
                failures = 0;
                using (response)
                {
                    await foreach (var item in EventsAsync(response, ct))
                    {
                        if (item.End is { } end)
                        {
                            onLost($"the exchange ended the stream: {end.Reason}");
                            yield break;
                        }

                        cursor = item.Entry!.Cursor; // One of the two is there.
                        yield return item.Entry;
                    }
                }

                onLost("the stream ended; connecting again");
            }
            else if (!connectedBefore && clock.GetElapsedTime(started) >= retryFor)
            {
                throw failure!;
            }

            await Task.Delay(RetryPolicy.BackOff(failures), clock, ct);
        }
    }

    private async Task<(HttpResponseMessage? Response, CyxFailure? Failure)> TryConnectAsync(string? cursor, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (cursor is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", cursor);
        }

        try
        {
            var response = await exchange.StreamAsync(request, ct);
            if (response.IsSuccessStatusCode)
            {
                return (response, null);
            }

            using (response)
            {
                var failure = await Problems.OfAsync(response, ct);
                return failure.Code is ExitCode.Unavailable ? (null, failure) : throw failure;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var failure = Problems.OfNoAnswer(server, e);
            return RetryPolicy.IsTransient(e) ? (null, failure) : throw failure;
        }
    }

    private async IAsyncEnumerable<(FeedEntry? Entry, FeedEnd? End)> EventsAsync(HttpResponseMessage response, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        await using var events = SseParser.Create(stream, (type, data) => Event(type, data)).EnumerateAsync(ct).GetAsyncEnumerator(ct);
        while (await MoveNextAsync(events))
        {
            if (events.Current.Data is not (null, null))
            {
                yield return events.Current.Data;
            }
        }
    }

    // A connection that breaks ends the enumeration, and the cursor says where the next one goes on.
    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<SseItem<(FeedEntry? Entry, FeedEnd? End)>> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false;
        }
    }

    // Events of other types are for other readers, such as pages.
    private (FeedEntry? Entry, FeedEnd? End) Event(string type, ReadOnlySpan<byte> data)
    {
        try
        {
            return type switch
            {
                "message" or "incident" or "advisory" or "signal" or "removal" or "unmatched" or "reminder" or "warning" => (CyxJson.Read<FeedEntry>(data), null),
                "end" => (null, CyxJson.Read<FeedEnd>(data)),
                _ => (null, null),
            };
        }
        catch (JsonException e)
        {
            throw Problems.OfStrangeAnswer(server, e);
        }
    }
}
