using System.Globalization;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Delivery.Csaf;

/// <summary>A file of a site, ready to go out.</summary>
/// <param name="Bytes">What is in it.</param>
/// <param name="MediaType">Of what kind.</param>
/// <param name="ETag">The entity tag, with its quotes.</param>
/// <param name="ModifiedAt">When it became so; null where no date can tell: what becomes public today may have been stated long ago.</param>
public sealed record CsafFile(byte[] Bytes, string MediaType, string ETag, DateTimeOffset? ModifiedAt)
{
    public const string Json = "application/json";
    public const string Text = "text/plain; charset=utf-8";
    public const string Csv = "text/csv; charset=utf-8";
    public const string Html = "text/html; charset=utf-8";
    public const string OpenPgp = "application/pgp-signature";
    public const string OpenPgpKey = "application/pgp-keys";

    /// <summary>A file that was made from what is there now.</summary>
    public static CsafFile Made(byte[] bytes, string mediaType) => new(bytes, mediaType, EntityTags.Of(bytes), ModifiedAt: null);

    /// <summary>Of what kind a file is that anybody may read.</summary>
    public static string MediaTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".json" => Json,
        ".csv" => Csv,
        ".asc" => OpenPgp,
        _ => Text,
    };
}

/// <summary>Answers with a file, or that it is as it was.</summary>
/// <remarks>
/// Any cache may keep what is public, and asks each time: what is withdrawn is gone at once. Pages of every origin may read it (CSAF 2.1,
/// requirement 25). Of the rest nobody keeps anything.
/// </remarks>
public sealed class CsafFileAnswer(CsafFile file, bool isPublic) : IResult, IStatusCodeHttpResult
{
    private const string Kept = "public, no-cache";

    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var headers = response.Headers;
        var modified = file.ModifiedAt?.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
        headers.ETag = file.ETag;
        if (modified is not null)
        {
            headers.LastModified = modified;
        }

        headers.CacheControl = isPublic ? Kept : CacheRules.NoStore;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'"; // A partner wrote some of it.
        if (isPublic)
        {
            headers.AccessControlAllowOrigin = "*";
        }

        if (IsKnown(request, modified))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = file.MediaType;
        response.ContentLength = file.Bytes.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(file.Bytes, httpContext.RequestAborted);
        }
    }

    // RFC 9110, 13.2.2: a tag goes before a date. The date has to be the very one that was given.
    private bool IsKnown(HttpRequest request, string? modified) => request.Headers.IfNoneMatch is { Count: > 0 } tags
        ? EntityTags.Matches(tags, file.ETag)
        : modified is not null && string.Equals(request.Headers.IfModifiedSince.ToString(), modified, StringComparison.Ordinal);
}
