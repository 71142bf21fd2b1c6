using System.Text;
using System.Text.Unicode;
using CyberExchange.Server.Requests;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CyberExchange.Server.Tokens;

/// <summary>What a client asks of the token endpoint (RFC 6749, 4.4.2; RFC 8705, section 2).</summary>
/// <param name="GrantType">What it shows for a token.</param>
/// <param name="ClientId">Who it says it is.</param>
/// <param name="Scope">Words between spaces; empty for all that it may do.</param>
internal sealed record TokenRequest(string GrantType, string ClientId, string Scope);

/// <summary>Reads that request.</summary>
internal static class TokenRequests
{
    public const string MediaType = "application/x-www-form-urlencoded";

    /// <summary>Every scope there is takes a tenth of this.</summary>
    private const int FormBytesMax = 4 * 1024;

    /// <summary>The request, or what is wrong with it.</summary>
    public static async Task<(TokenRequest? Request, TokenError? Error)> ReadAsync(HttpRequest http, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(http.ContentType, out var type) || !type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase))
        {
            return Invalid($"Send the parameters as {MediaType}.");
        }

        if (await BoundedBody.ReadAsync(http.BodyReader, FormBytesMax, ct) is not { } bytes || !Utf8.IsValid(bytes))
        {
            return Invalid($"The form has more than {FormBytesMax} bytes, or is not UTF-8.");
        }

        // RFC 6749, 3.2: a parameter without a value is left out, an unknown one ignored, and none stands twice.
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(bytes));
        if (form.Values.Any(values => values.Count > 1))
        {
            return Invalid("A parameter stands in the form twice.");
        }

        return form.GetValueOrDefault("grant_type").ToString() is { Length: > 0 } grantType
            && form.GetValueOrDefault("client_id").ToString() is { Length: > 0 } clientId
                ? (new(grantType, clientId, form.GetValueOrDefault("scope").ToString()), null)
                : Invalid("The form needs grant_type and client_id (RFC 8705, section 2).");
    }

    private static (TokenRequest? Request, TokenError? Error) Invalid(string description) => (null, TokenError.Of("invalid_request", description));
}
