using CyberExchange.Interop;

namespace CyberExchange.Server.Requests;

/// <summary>A page for paper, or the same as JSON. It shows what is not for everyone, as it is at this hour: nobody keeps it.</summary>
internal sealed class PaperAnswer(byte[] bytes, string mediaType) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.Headers.CacheControl = CacheRules.NoStore;
        response.Headers.Vary = "Accept";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = PaperPage.ContentSecurityPolicy;
        response.ContentType = mediaType;
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
        }
    }
}
