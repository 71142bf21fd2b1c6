using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CyberExchange.Cli.Open;

/// <summary>Passes a request of the browser on to the exchange, and the answer back as it arrives.</summary>
public sealed class Forwarder(Uri server, HttpMessageInvoker exchange)
{
    private const int CopyBytes = 16 * 1024;

    // Of this connection and not of the message (RFC 9110, 7.6.1), or said anew for the next one.
    private static readonly HashSet<string> NotForwarded = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "Host", "Expect", "Origin", "Referer", "Cookie", "Content-Length",

        // Nobody stands before this proxy, so whoever sends these makes them up.
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Client-Cert", "X-SSL-Client-Cert", "X-ARR-ClientCert", "Client-Cert",
    };

    // A browser would hold the machine's loopback address to it.
    private const string StrictTransport = "Strict-Transport-Security";

    private readonly string _origin = server.GetLeftPart(UriPartial.Authority);

    public async Task ForwardAsync(HttpContext context, LoopbackGuard guard)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!target.StartsWith('/'))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var aborted = context.RequestAborted;
        using var request = Request(context, target, guard);
        HttpResponseMessage response;
        try
        {
            response = await exchange.SendAsync(request, aborted);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(Problems.OfNoAnswer(server, e).Message + "\n", aborted);
            return;
        }

        using (response)
        {
            CopyHead(response, context.Response, guard);
            await CopyBodyAsync(response, context.Response, aborted);
        }
    }

    private HttpRequestMessage Request(HttpContext context, string target, LoopbackGuard guard)
    {
        // Joined as text: a target such as //other/path must stay a path of the exchange.
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(_origin + target));
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.ContentLength = context.Request.ContentLength;
        }

        foreach (var (name, values) in context.Request.Headers)
        {
            if (!NotForwarded.Contains(name) && !request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        // The guard has seen that these name this proxy; for the exchange the same page has its own origin.
        if (context.Request.Headers.Origin.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Origin", _origin);
        }

        var cookies = string.Join("; ", context.Request.Cookies.Where(c => c.Key != guard.CookieName).Select(c => $"{c.Key}={c.Value}"));
        if (cookies.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        }

        return request;
    }

    private void CopyHead(HttpResponseMessage from, HttpResponse to, LoopbackGuard guard)
    {
        to.StatusCode = (int)from.StatusCode;
        foreach (var (name, values) in from.Headers.NonValidated.Concat(from.Content.Headers.NonValidated))
        {
            if (name is not StrictTransport && (!NotForwarded.Contains(name) || name is "Content-Length"))
            {
                to.Headers.Append(name, values.ToArray());
            }
        }

        if (from.Headers.Location is { IsAbsoluteUri: true } location && location.GetLeftPart(UriPartial.Authority) == _origin)
        {
            to.Headers.Location = guard.Origin + location.PathAndQuery + location.Fragment;
        }
    }

    // Every piece goes on at once: an event of a stream must not wait for the next one to fill a buffer.
    private static async Task CopyBodyAsync(HttpResponseMessage from, HttpResponse to, CancellationToken aborted)
    {
        var buffer = new byte[CopyBytes];
        try
        {
            await using var body = await from.Content.ReadAsStreamAsync(aborted);
            await to.Body.FlushAsync(aborted);
            for (int read; (read = await body.ReadAsync(buffer, aborted)) > 0;)
            {
                await to.Body.WriteAsync(buffer.AsMemory(0, read), aborted);
                await to.Body.FlushAsync(aborted);
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            // The head has gone out, so that a broken connection is the only way left to say that the rest is missing.
            to.HttpContext.Abort();
        }
    }
}
