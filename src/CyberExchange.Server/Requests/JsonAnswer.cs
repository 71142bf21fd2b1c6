using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CyberExchange.Server.Requests;

/// <summary>Answers in JSON of what is read.</summary>
public static class JsonAnswer
{
    /// <summary>An answer whose entity tag is of the document itself.</summary>
    /// <param name="document">What the caller reads.</param>
    /// <param name="shape">Its shape.</param>
    public static JsonAnswer<T> Tagged<T>(T document, JsonTypeInfo<T> shape) => new(document, shape) { ETag = EntityTags.Of(document, shape) };
}

/// <summary>An answer in JSON.</summary>
/// <param name="document">What the caller reads.</param>
/// <param name="shape">Its shape.</param>
public sealed class JsonAnswer<T>(T document, JsonTypeInfo<T> shape) : IResult, IStatusCodeHttpResult
{
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Address of what was made; null for none.</summary>
    public string? Location { get; init; }

    /// <summary>Entity tag of what is read; null for an answer that is never read again. The caller's own tag gives 304.</summary>
    public string? ETag { get; init; }

    /// <summary>Whether an earlier request with the same idempotency key did it.</summary>
    public bool Repeated { get; init; }

    public int? StatusCode => Status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.Headers.CacheControl = ETag is null ? CacheRules.NoStore : CacheRules.Of(httpContext);
        if (ETag is not null)
        {
            response.Headers.ETag = ETag;
            if (EntityTags.Matches(request.Headers.IfNoneMatch, ETag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        response.StatusCode = Status;
        response.ContentType = "application/json";
        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (Repeated)
        {
            response.Headers[WriteRequests.RepeatedHeader] = "true";
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(document, shape);
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
        }
    }
}

/// <summary>Strong entity tags (RFC 9110, 8.8.3): a hash of what this caller reads, so that nothing hidden shows in them.</summary>
public static class EntityTags
{
    /// <summary>The tag of some bytes.</summary>
    public static string Of(ReadOnlySpan<byte> rendition) => $"\"{Base64Url.EncodeToString(SHA256.HashData(rendition))}\"";

    /// <summary>The tag of a document.</summary>
    public static string Of<T>(T document, JsonTypeInfo<T> shape) => Of(JsonSerializer.SerializeToUtf8Bytes(document, shape));

    /// <summary>Whether a list of tags, as If-Match and If-None-Match have it, names this one; <c>*</c> names every one.</summary>
    public static bool Matches(Microsoft.Extensions.Primitives.StringValues header, string tag) => header
        .SelectMany(line => (line ?? "").Split(','))
        .Select(part => part.Trim())
        .Any(part => part == "*" || string.Equals(part, tag, StringComparison.Ordinal));
}
