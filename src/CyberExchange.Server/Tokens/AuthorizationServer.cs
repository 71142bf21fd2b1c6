using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Tokens;
using CyberExchange.Server.Gate;

namespace CyberExchange.Server.Tokens;

/// <summary>What the exchange tells everybody of its tokens: how they are had (RFC 8414) and the keys that they are signed with (RFC 7517).</summary>
public sealed class AuthorizationServer(TokenOptions options, TokenKeys keys)
{
    /// <summary>RFC 8414, section 3; the issuer has no path.</summary>
    public const string MetadataAddress = "/.well-known/oauth-authorization-server";

    public const string KeysAddress = "/oauth2/jwks";

    private const string KeySetMediaType = "application/jwk-set+json"; // RFC 7517, 8.5.2.

    public IResult Metadata() => new Published<AuthorizationServerDocument>(
        new()
        {
            Issuer = options.Origin,
            TokenEndpoint = options.Origin + IssueToken.Address,
            JwksUri = options.Origin + KeysAddress,
            ScopesSupported = [.. TokenScopes.All.Select(scope => scope.ToString())],
            ResponseTypesSupported = [],
            GrantTypesSupported = [IssueToken.GrantType],
            TokenEndpointAuthMethodsSupported = ["tls_client_auth"],
            TlsClientCertificateBoundAccessTokens = true,
        },
        WireJson.Default.AuthorizationServerDocument,
        "application/json");

    public IResult Keys() => new Published<KeySetDocument>(
        new([.. keys.Published.Select(key => key.Document)]), WireJson.Default.KeySetDocument, KeySetMediaType);

    /// <summary>The same for everybody, and kept by caches no longer than a key is published ahead.</summary>
    private sealed class Published<T>(T document, JsonTypeInfo<T> shape, string mediaType) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={TokenKeys.CachePeriod.TotalSeconds}");
            response.ContentType = mediaType;
            var bytes = JsonSerializer.SerializeToUtf8Bytes(document, shape);
            response.ContentLength = bytes.Length;
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
        }
    }
}
