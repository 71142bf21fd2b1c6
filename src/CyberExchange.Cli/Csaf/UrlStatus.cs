using System.Collections.Concurrent;

namespace CyberExchange.Cli.Csaf;

/// <summary>Asks URLs for their status, each once in a run, whichever documents it stands in.</summary>
public sealed class UrlStatus : IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Lazy<int?>> _statuses = new(StringComparer.Ordinal);
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = AnswerWithin };

    /// <summary>The status of the answer; null when there is none. A redirection counts as an answer and is not followed.</summary>
    public int? Of(string url) => _statuses.GetOrAdd(url, one => new Lazy<int?>(() => Ask(one))).Value;

    public void Dispose() => _client.Dispose();

    // Some servers know no HEAD, so they are asked again; of the answer only the head is read.
    private int? Ask(string url) => Ask(HttpMethod.Head, url) is { } status && status is not (405 or 501) ? status : Ask(HttpMethod.Get, url);

    private int? Ask(HttpMethod method, string url)
    {
        try
        {
            using var request = new HttpRequestMessage(method, url);
            using var answer = _client.Send(request, HttpCompletionOption.ResponseHeadersRead);
            return (int)answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or InvalidOperationException or UriFormatException)
        {
            return null;
        }
    }
}
