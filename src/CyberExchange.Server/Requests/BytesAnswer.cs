using System.Text;
using CyberExchange.Interop;
using Microsoft.Net.Http.Headers;

namespace CyberExchange.Server.Requests;

/// <summary>An answer that is bytes already: a document as it was written, a file for another program, a page for paper.</summary>
/// <remarks>Partners wrote some of them, so that no browser is to take them for anything but what is said.</remarks>
internal sealed class BytesAnswer(byte[] bytes, string mediaType) : IResult, IStatusCodeHttpResult
{
    /// <summary>RFC 4180.</summary>
    public const string CsvMediaType = "text/csv";

    private const string JsonMediaType = "application/json";
    private const string HtmlMediaType = "text/html";

    /// <summary>Entity tag of the bytes; null for what shows how things are at this hour, which nobody keeps. The caller's own tag gives 304.</summary>
    public string? ETag { get; init; }

    /// <summary>Where the next page is; null for none.</summary>
    public string? Next { get; init; }

    /// <summary>Under which name a browser saves it; null for what it may show.</summary>
    public string? FileName { get; init; }

    /// <summary>What a browser may load for it, and run of it.</summary>
    public string? ContentSecurityPolicy { get; init; }

    public int? StatusCode => StatusCodes.Status200OK;

    /// <summary>Lines of CSV, the first one of headings.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="next">Where the next page is; null for none.</param>
    public static BytesAnswer Csv(string text, string? next = null) => new(Encoding.UTF8.GetBytes(text), $"{CsvMediaType}; charset=utf-8; header=present") { Next = next };

    /// <summary>A page for paper.</summary>
    public static BytesAnswer Paper(string html) => new(Encoding.UTF8.GetBytes(html), $"{HtmlMediaType}; charset=utf-8") { ContentSecurityPolicy = PaperPage.ContentSecurityPolicy };

    /// <summary>A document, byte for byte.</summary>
    /// <param name="json">The bytes.</param>
    /// <param name="sha512">Their SHA-512, lower-case hexadecimal: the entity tag, the same for everybody who may read them.</param>
    public static BytesAnswer Document(byte[] json, string sha512) => new(json, JsonMediaType) { ETag = $"\"{sha512}\"" };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.Headers.CacheControl = ETag is null ? CacheRules.NoStore : CacheRules.Of(httpContext);
        response.Headers.Vary = "Accept";
        response.Headers.XContentTypeOptions = "nosniff";
        if (ETag is not null)
        {
            response.Headers.ETag = ETag;
            if (EntityTags.Matches(request.Headers.IfNoneMatch, ETag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        if (FileName is not null)
        {
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(FileName);
            response.Headers.ContentDisposition = disposition.ToString();
        }

        if (Next is not null)
        {
            response.Headers.Link = $"<{Next}>; rel=\"next\""; // RFC 8288.
        }

        if (ContentSecurityPolicy is not null)
        {
            response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        }

        response.ContentType = mediaType;
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
        }
    }
}
