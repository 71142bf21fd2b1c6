using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Advisories;

/// <summary>A document, byte for byte: as its publisher made it, or as it was translated.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="sha512">Their SHA-512, lower-case hexadecimal: the entity tag, the same for everybody who may read them.</param>
public sealed class DocumentAnswer(byte[] bytes, string sha512) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var tag = $"\"{sha512}\"";
        response.Headers.ETag = tag;
        response.Headers.CacheControl = CacheRules.Of(httpContext);
        if (EntityTags.Matches(request.Headers.IfNoneMatch, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        // A partner wrote these bytes: no browser is to take them for anything but JSON.
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentType = "application/json";
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }
}
