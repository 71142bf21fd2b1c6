using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Tokens;
using CyberExchange.Server.Gate;

namespace CyberExchange.Server.Tokens;

/// <summary>A token as the answer to its request (RFC 6749, 5.1).</summary>
internal sealed class TokenAnswer(TokenDocument document) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        OAuthJson.WriteAsync(httpContext, StatusCodes.Status200OK, document, WireJson.Default.TokenDocument);
}

/// <summary>Why there is no token (RFC 6749, 5.2): in the words of that section, since its clients know no problem documents.</summary>
internal sealed class TokenError : IResult
{
    // As everywhere else, for want of a registered scheme that means a certificate of TLS.
    private const string Challenge = "ClientCertificate realm=\"CyberExchange\"";

    private readonly int _status;
    private readonly TokenErrorDocument _document;

    private TokenError(int status, string error, string description) => (_status, _document) = (status, new(error, description));

    public static TokenError Of(string error, string description) => new(StatusCodes.Status400BadRequest, error, description);

    public static TokenError InvalidClient(string description) => new(StatusCodes.Status401Unauthorized, "invalid_client", description);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (_status == StatusCodes.Status401Unauthorized)
        {
            httpContext.Response.Headers.WWWAuthenticate = Challenge;
        }

        return OAuthJson.WriteAsync(httpContext, _status, _document, WireJson.Default.TokenErrorDocument);
    }
}

/// <summary>Says in the words of RFC 6749 what the gate refuses at the token endpoint; they have none for an outage.</summary>
internal sealed class TokenRefusals : IRefusalForm
{
    public IResult Of(GateRefusal refusal) => refusal.Problem.Status switch
    {
        StatusCodes.Status401Unauthorized => TokenError.InvalidClient(Description(refusal)),
        StatusCodes.Status403Forbidden => TokenError.Of("unauthorized_client", Description(refusal)),
        StatusCodes.Status503ServiceUnavailable => refusal.ToAnswer(),
        _ => TokenError.Of("invalid_request", Description(refusal)),
    };

    private static string Description(GateRefusal refusal) => refusal.Problem.Detail ?? refusal.Problem.Title;
}

/// <summary>JSON that no cache keeps (RFC 6749, 5.1).</summary>
internal static class OAuthJson
{
    public static async Task WriteAsync<T>(HttpContext http, int status, T document, JsonTypeInfo<T> shape)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        response.ContentType = "application/json";
        var bytes = JsonSerializer.SerializeToUtf8Bytes(document, shape);
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, http.RequestAborted);
    }
}
