using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;
using CyberExchange.Contracts.Feed;

namespace CyberExchange.Cli;

/// <summary>The one place where cyx speaks HTTP to the exchange.</summary>
public sealed partial class ExchangeClient : IDisposable
{
    /// <summary>The most that the exchange gives in a page of any list.</summary>
    internal const int PageItemsMax = 200;

    private static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(5);

    private readonly Uri _server;
    private readonly X509Certificate2? _certificate;
    private readonly HttpClient _http;
    private readonly RetryPolicy _retry;

    private ExchangeClient(Uri server, X509Certificate2? certificate, HttpClient http, RetryPolicy retry)
    {
        _server = server;
        _certificate = certificate;
        _http = http;
        _retry = retry;
    }

    /// <summary>Connects at the first request.</summary>
    /// <exception cref="CyxFailure">The certificate or the anchor cannot be used.</exception>
    public static ExchangeClient Open(CyxSettings settings, TimeProvider clock)
    {
        var certificate = settings.Identity is { } files ? ClientCertificate.Load(files) : null;
        var http = new HttpClient(Handler(settings, certificate)) { BaseAddress = settings.Server, Timeout = Timeout.InfiniteTimeSpan };
        return new(settings.Server, certificate, http, new RetryPolicy(settings.RetryFor, clock));
    }

    /// <summary>Connections to the exchange that present the certificate; nothing is followed, stored or proxied on the way to this machine.</summary>
    public static SocketsHttpHandler Handler(CyxSettings settings, X509Certificate2? certificate) => new()
    {
        SslOptions = ExchangeTls.Options(settings, certificate),
        ConnectTimeout = ConnectMax,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !settings.Server.IsLoopback,
    };

    /// <exception cref="CyxFailure">The exchange refused, or did not answer.</exception>
    public async Task<T> GetAsync<T>(string path, CancellationToken ct) => (await ReadAsync<T>(path, consistencyToken: null, ct)).Value;

    /// <summary>Reads one thing with its entity tag.</summary>
    /// <param name="consistencyToken">From a <see cref="WriteReceipt"/>: the answer then waits until it shows that write.</param>
    /// <exception cref="CyxFailure">The exchange refused, or did not answer.</exception>
    public async Task<Tagged<T>> ReadAsync<T>(string path, string? consistencyToken, CancellationToken ct)
    {
        using var response = await AskAsync(() => Read(path, consistencyToken), ct);
        return new(await ReadBodyAsync<T>(response, ct), response.Headers.ETag?.ToString());
    }

    /// <summary>The entity tag of the caller's rendition of an item; null where the answer has none.</summary>
    /// <param name="consistencyToken">From a <see cref="WriteReceipt"/>: the answer then waits until it shows that write.</param>
    /// <exception cref="CyxFailure">The exchange refused, or did not answer.</exception>
    public async Task<string?> EtagAsync(string path, string? consistencyToken, CancellationToken ct)
    {
        using var response = await AskAsync(() => Read(path, consistencyToken), ct);
        return response.Headers.ETag?.ToString();
    }

    /// <summary>The exact bytes of a document.</summary>
    /// <exception cref="CyxFailure">The exchange refused, or did not answer.</exception>
    public Task<byte[]> GetBytesAsync(string path, CancellationToken ct) => GetBytesAsync(path, mediaType: null, ct);

    /// <summary>The exact bytes of a document in one of its forms.</summary>
    /// <param name="mediaType">The form; null for the one that the exchange gives anybody.</param>
    /// <exception cref="CyxFailure">The exchange refused, or did not answer.</exception>
    public async Task<byte[]> GetBytesAsync(string path, string? mediaType, CancellationToken ct)
    {
        using var response = await AskForAsync(path, mediaType, ct);
        return await response.Content.ReadAsByteArrayAsync(ct);
    }

    /// <summary>A page of a list in CSV, whose cells hold no line breaks.</summary>
    /// <returns>The heading, the other lines, and the cursor of the next page, which the header Link has (RFC 8288).</returns>
    /// <exception cref="CyxFailure">The exchange refused, or did not answer.</exception>
    public async Task<(string Heading, IReadOnlyList<string> Lines, string? Next)> GetCsvAsync(string path, CancellationToken ct)
    {
        using var response = await AskForAsync(path, "text/csv", ct);
        var lines = (await response.Content.ReadAsStringAsync(ct)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var link = response.Headers.TryGetValues("Link", out var values) ? NextCursor().Match(string.Concat(values)) : Match.Empty;
        return (lines.FirstOrDefault() ?? "", [.. lines.Skip(1)], link.Success ? link.Groups["cursor"].Value : null);
    }

    /// <summary>Elements of a list, page after page, as they are asked for.</summary>
    /// <param name="path">With its filters, and without a limit or a cursor.</param>
    /// <param name="max">Where to stop.</param>
    /// <exception cref="CyxFailure">The exchange refused, or did not answer.</exception>
    public async IAsyncEnumerable<T> ListAsync<T>(string path, long max, [EnumeratorCancellation] CancellationToken ct)
    {
        string? after = null;
        for (var left = max; left > 0;)
        {
            var page = await GetAsync<Page<T>>(
                Query.Add(path, ("limit", Query.Number(Math.Min(left, PageItemsMax))), ("after", after)), ct);
            foreach (var item in page.Items)
            {
                yield return item;
                left--;
            }

            if (page.Next is null)
            {
                yield break;
            }

            after = page.Next;
        }
    }

    /// <summary>Asks for a change, again and again under the same key while the exchange is busy.</summary>
    /// <exception cref="CyxFailure">The exchange refused, or did not answer.</exception>
    public async Task<WriteReceipt> WriteAsync(ExchangeWrite write, CancellationToken ct) => (await WriteOnceAsync(write, ct)).Receipt;

    /// <summary>The same for what answers a receipt of its own.</summary>
    public async Task<TReceipt> WriteAsync<TReceipt>(ExchangeWrite write, CancellationToken ct) => (await WriteOnceAsync<TReceipt>(write, ct)).Receipt;

    /// <summary>Asks for a change as <see cref="WriteAsync"/> does, and tells whether an earlier request with the key had made it.</summary>
    /// <exception cref="CyxFailure">The exchange refused, or did not answer.</exception>
    public Task<(WriteReceipt Receipt, bool Repeated)> WriteOnceAsync(ExchangeWrite write, CancellationToken ct) => WriteOnceAsync<WriteReceipt>(write, ct);

    private async Task<(TReceipt Receipt, bool Repeated)> WriteOnceAsync<TReceipt>(ExchangeWrite write, CancellationToken ct)
    {
        using var response = await AskAsync(
            () =>
            {
                var request = new HttpRequestMessage(write.Method, write.Path) { Content = write.Content?.Invoke() };
                request.Headers.TryAddWithoutValidation("Idempotency-Key", write.IdempotencyKey);
                if (write.IfMatch is not null)
                {
                    request.Headers.TryAddWithoutValidation("If-Match", write.IfMatch);
                }

                return request;
            },
            ct);
        return (await ReadBodyAsync<TReceipt>(response, ct), response.Headers.Contains("Idempotency-Replayed"));
    }

    /// <summary>Asks with a body, and changes nothing.</summary>
    /// <exception cref="CyxFailure">The exchange refused, or did not answer.</exception>
    public async Task<T> AskAsync<T>(string path, Func<HttpContent> content, CancellationToken ct)
    {
        using var response = await AskAsync(() => new HttpRequestMessage(HttpMethod.Post, path) { Content = content() }, ct);
        return await ReadBodyAsync<T>(response, ct);
    }

    /// <summary>One attempt at a request whose answer streams; the caller judges the status.</summary>
    public Task<HttpResponseMessage> StreamAsync(HttpRequestMessage request, CancellationToken ct) =>
        _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);

    public void Dispose()
    {
        _http.Dispose();
        _certificate?.Dispose();
    }

    // The cursor alone is taken, so that no answer leads anywhere else.
    [GeneratedRegex("[?&]after=(?<cursor>[A-Za-z0-9_-]+)>; rel=\"next\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NextCursor();

    private static HttpRequestMessage Read(string path, string? consistencyToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("application/json");
        if (consistencyToken is not null)
        {
            request.Headers.TryAddWithoutValidation("Consistency-Token", consistencyToken);
        }

        return request;
    }

    private Task<HttpResponseMessage> AskForAsync(string path, string? mediaType, CancellationToken ct) => AskAsync(
        () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (mediaType is not null)
            {
                request.Headers.Accept.ParseAdd(mediaType);
            }

            return request;
        },
        ct);

    private async Task<HttpResponseMessage> AskAsync(Func<HttpRequestMessage> make, CancellationToken ct)
    {
        HttpResponseMessage response;
        try
        {
            response = await _retry.RunAsync(
                async attemptCt =>
                {
                    using var request = make();
                    return await _http.SendAsync(request, attemptCt);
                },
                ct);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException)
        {
            throw Problems.OfNoAnswer(_server, e);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await Problems.OfAsync(response, ct);
        }
    }

    private async Task<T> ReadBodyAsync<T>(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            return CyxJson.Read<T>(await response.Content.ReadAsByteArrayAsync(ct));
        }
        catch (JsonException e)
        {
            throw Problems.OfStrangeAnswer(_server, e);
        }
    }
}
