using System.Globalization;
using System.Text.Json;
using CyberExchange.Contracts;
using Microsoft.Net.Http.Headers;

namespace CyberExchange.Server.Problems;

/// <summary>An answer that says why a request was not carried out (RFC 9457).</summary>
/// <param name="document">What the caller reads.</param>
/// <param name="retryAfter">When to try again; null where trying again does not help.</param>
public sealed class Problem(ProblemDocument document, TimeSpan? retryAfter = null) : IResult, IStatusCodeHttpResult
{
    public const string MediaType = "application/problem+json";

    // RFC 9110 section 11.6.1 asks for a challenge with 401, and no registered scheme means a certificate of TLS.
    private const string CertificateChallenge = "ClientCertificate realm=\"CyberExchange\"";

    public ProblemDocument Document => document;

    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>What <c>WWW-Authenticate</c> says; where it is null, 401 asks for a certificate.</summary>
    public string? Challenge { get; init; }

    public int? StatusCode => document.Status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = document.Status;
        response.Headers.CacheControl = "no-store";
        if (Challenge is not null || document.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = Challenge ?? CertificateChallenge;
        }

        if (retryAfter is { } wait)
        {
            response.Headers[HeaderNames.RetryAfter] = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (httpContext.RequestServices.GetService<IProblemPages>() is { } pages && pages.Suits(httpContext.Request))
        {
            await pages.ShowAsync(httpContext, document);
            return;
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(document, WireJson.Default.ProblemDocument);
        response.ContentType = MediaType;
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
        }
    }
}
