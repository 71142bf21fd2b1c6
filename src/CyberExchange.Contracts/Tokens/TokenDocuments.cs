using System.Text.Json.Serialization;

namespace CyberExchange.Contracts.Tokens;

/// <summary>An access token: the answer to <c>POST /oauth2/token</c> (RFC 6749, 5.1).</summary>
/// <param name="AccessToken">Goes with each request as <c>Authorization: Bearer</c>, over connections with the certificate that it is bound to.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresInSeconds">How long it may be used.</param>
/// <param name="Scope">Capabilities between spaces.</param>
public sealed record TokenDocument(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresInSeconds,
    [property: JsonPropertyName("scope")] string Scope);

/// <summary>Why there is no access token (RFC 6749, 5.2).</summary>
/// <param name="Error">One of the words of that section.</param>
/// <param name="ErrorDescription">What is wrong and what would be right.</param>
public sealed record TokenErrorDocument(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string ErrorDescription);

/// <summary>How tokens of the exchange are had: <c>GET /.well-known/oauth-authorization-server</c> (RFC 8414, section 2; RFC 8705, 3.3).</summary>
public sealed record AuthorizationServerDocument
{
    /// <summary>What stands in <c>iss</c> and <c>aud</c> of its tokens.</summary>
    [JsonPropertyName("issuer")]
    public required string Issuer { get; init; }

    [JsonPropertyName("token_endpoint")]
    public required string TokenEndpoint { get; init; }

    [JsonPropertyName("jwks_uri")]
    public required string JwksUri { get; init; }

    [JsonPropertyName("scopes_supported")]
    public required IReadOnlyList<string> ScopesSupported { get; init; }

    /// <summary>Empty: nobody is sent here by a browser.</summary>
    [JsonPropertyName("response_types_supported")]
    public required IReadOnlyList<string> ResponseTypesSupported { get; init; }

    [JsonPropertyName("grant_types_supported")]
    public required IReadOnlyList<string> GrantTypesSupported { get; init; }

    [JsonPropertyName("token_endpoint_auth_methods_supported")]
    public required IReadOnlyList<string> TokenEndpointAuthMethodsSupported { get; init; }

    [JsonPropertyName("tls_client_certificate_bound_access_tokens")]
    public required bool TlsClientCertificateBoundAccessTokens { get; init; }
}

/// <summary>The keys that tokens of the exchange are signed with: <c>GET /oauth2/jwks</c> (RFC 7517, section 5).</summary>
/// <param name="Keys">A key stands here before it signs, and until the last token that it signed has ended.</param>
public sealed record KeySetDocument([property: JsonPropertyName("keys")] IReadOnlyList<KeyDocument> Keys);

/// <summary>A public key on P-256 (RFC 7517, section 4; RFC 7518, 6.2).</summary>
/// <param name="KeyId">The key's thumbprint (RFC 7638).</param>
/// <param name="X">32 bytes, base64url.</param>
/// <param name="Y">32 bytes, base64url.</param>
public sealed record KeyDocument(
    [property: JsonPropertyName("kty")] string KeyType,
    [property: JsonPropertyName("crv")] string Curve,
    [property: JsonPropertyName("use")] string Use,
    [property: JsonPropertyName("alg")] string Algorithm,
    [property: JsonPropertyName("kid")] string KeyId,
    [property: JsonPropertyName("x")] string X,
    [property: JsonPropertyName("y")] string Y);
