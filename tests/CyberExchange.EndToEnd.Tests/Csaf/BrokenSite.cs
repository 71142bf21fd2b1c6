using System.Net;
using System.Text;

namespace CyberExchange.EndToEnd.Tests.Csaf;

/// <summary>Stands between a walker and a site, and breaks one thing.</summary>
/// <param name="spoil">Changes the answer to a request: its address, with the agent that asked, and the answer with its bytes.</param>
internal sealed class BrokenSite(Func<string, string, HttpResponseMessage, byte[], byte[]?> spoil, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>How often something was broken.</summary>
    public int Broken { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        var bytes = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        if (spoil(request.RequestUri!.ToString(), request.Headers.UserAgent.ToString(), answer, bytes) is { } spoiled)
        {
            Broken++;
            bytes = spoiled;
        }

        answer.Content = new ByteArrayContent(bytes);
        return answer;
    }

    /// <summary>Breaks what is at addresses with this end: the text is changed.</summary>
    public static Func<string, string, HttpResponseMessage, byte[], byte[]?> Text(string end, Func<string, string> change) =>
        (url, _, answer, bytes) => url.EndsWith(end, StringComparison.Ordinal) && answer.StatusCode is HttpStatusCode.OK && change(Encoding.UTF8.GetString(bytes)) is var text && text != Encoding.UTF8.GetString(bytes)
            ? Encoding.UTF8.GetBytes(text)
            : null;

    /// <summary>Breaks what is at addresses with this end: it answers so.</summary>
    public static Func<string, string, HttpResponseMessage, byte[], byte[]?> Status(string end, HttpStatusCode status) => (url, _, answer, bytes) =>
    {
        if (!url.EndsWith(end, StringComparison.Ordinal))
        {
            return null;
        }

        answer.StatusCode = status;
        return bytes;
    };
}
