using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Feed;

/// <summary>Reads one stream of the feed, event by event.</summary>
internal sealed class FeedReader : IAsyncDisposable
{
    /// <summary>Far beyond what an event takes: a test that waits so long has failed.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(60);

    private readonly HttpResponseMessage _response;
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly IAsyncEnumerator<SseItem<FeedEntry>> _events;

    private FeedReader(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _events = SseParser.Create(body, (_, data) => JsonSerializer.Deserialize(data, WireJson.Default.FeedEntry)!) // No event has the data null.
            .EnumerateAsync(_limit.Token).GetAsyncEnumerator(_limit.Token);
    }

    /// <summary>Opens a stream and waits for the answer's headers.</summary>
    public static async Task<FeedReader> OpenAsync(HttpClient partner, string query = "", string? lastEventId = null, string http = "2.0")
    {
        var response = await RequestAsync(partner, query, lastEventId, http);
        Assert.Equal((200, "text/event-stream"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return new(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Asks for a stream and takes whatever answer comes.</summary>
    public static async Task<HttpResponseMessage> RequestAsync(HttpClient partner, string query = "", string? lastEventId = null, string http = "2.0")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/feed{query}") { Version = new(http), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return await partner.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>The next entry; its event's name and id are asserted to be its own.</summary>
    public async Task<FeedEntry> NextAsync()
    {
        _limit.CancelAfter(WaitMax);
        Assert.True(await _events.MoveNextAsync(), "The stream ended.");
        var (item, entry) = (_events.Current, _events.Current.Data);
        Assert.Equal((entry.Type, entry.Cursor), (item.EventType, item.EventId));
        return entry;
    }

    /// <summary>Asserts that the server ends the stream, and that nothing comes before.</summary>
    public async Task AssertEndsAsync()
    {
        _limit.CancelAfter(WaitMax);
        Assert.False(await _events.MoveNextAsync(), "The stream went on.");
    }

    /// <summary>Takes whatever still comes, and returns once the server has ended the stream.</summary>
    public async Task ReadToEndAsync()
    {
        _limit.CancelAfter(WaitMax);
        while (await _events.MoveNextAsync())
        {
            // What comes is not asked about here.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        _response.Dispose();
        _limit.Dispose();
    }
}
