using System.Text.Json;
using System.Text.Unicode;
using CyberExchange.Server.Sealing;

namespace CyberExchange.Server.Gate;

/// <summary>What an access token says, whoever signed it (RFC 9068), read more strictly than libraries do.</summary>
/// <remarks>
/// Libraries take the last of two members with one name, and several spellings of one text. Whatever two readers could
/// understand differently is refused here, before the signature is looked at.
/// </remarks>
internal sealed record TokenForm
{
    /// <summary>Our own have some 900; a quarter of what Kestrel takes for all headers.</summary>
    public const int CharactersMax = 8 * 1024;

    public const string Algorithm = "ES256";

    private const int KeyIdCharactersMax = 200;
    private const int SignatureBytes = 64;
    private const int ThumbprintBytes = 32;

    /// <summary>A token lives no longer, so that what it was issued for is never far behind.</summary>
    public static readonly TimeSpan LifetimeMax = TimeSpan.FromMinutes(10);

    /// <summary>How far the clocks of an issuer and of this server may be apart.</summary>
    public static readonly TimeSpan ClockSkewMax = TimeSpan.FromSeconds(30);

    /// <summary>RFC 9068, section 4: with or without the first half of the media type.</summary>
    public static readonly string[] Types = ["at+jwt", "application/at+jwt"];

    private static readonly string[] HeaderMembers = ["alg", "typ", "kid"];
    private static readonly JsonDocumentOptions Json = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public required string Issuer { get; init; }

    public required string KeyId { get; init; }

    public required string Subject { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Words between spaces; empty for a token that lets its holder do nothing.</summary>
    public required string Scope { get; init; }

    /// <summary>SHA-256 of the DER of the certificate that it is bound to, base64url.</summary>
    public required string Thumbprint { get; init; }

    /// <summary>The claims, or the first fault. The signature is not looked at.</summary>
    public static (TokenForm? Form, TokenFault? Fault) Read(string token)
    {
        if (token.Length > CharactersMax)
        {
            return (null, TokenFault.TooLong);
        }

        var parts = token.Split('.');
        if (parts.Length != 3
            || CanonicalBase64Url.Decode(parts[0]) is not { } headerBytes
            || CanonicalBase64Url.Decode(parts[1]) is not { } claimBytes
            || CanonicalBase64Url.Decode(parts[2]) is not { } signature)
        {
            return (null, TokenFault.Malformed);
        }

        using var header = ParseObject(headerBytes);
        using var claims = ParseObject(claimBytes);
        if (header is null || claims is null)
        {
            return (null, TokenFault.Malformed);
        }

        if (FaultOf(header.RootElement) is { } fault)
        {
            return (null, fault);
        }

        return signature.Length == SignatureBytes
            ? Read(claims.RootElement, Text(header.RootElement, "kid")!) // Without a fault the header has one.
            : (null, TokenFault.SignatureWrong);
    }

    private static TokenFault? FaultOf(JsonElement header)
    {
        // jku, jwk, x5u and x5c bring keys along, crit and b64 change what is signed: none of the rest is needed.
        if (header.EnumerateObject().Any(member => !HeaderMembers.Contains(member.Name, StringComparer.Ordinal)))
        {
            return TokenFault.HeaderUnsuitable;
        }

        if (Text(header, "alg") is not Algorithm)
        {
            return TokenFault.AlgorithmUnsuitable;
        }

        if (!Types.Contains(Text(header, "typ"), StringComparer.Ordinal))
        {
            return TokenFault.TypeUnsuitable;
        }

        return Text(header, "kid") is { Length: > 0 and <= KeyIdCharactersMax } ? null : TokenFault.KeyUnknown;
    }

    private static (TokenForm? Form, TokenFault? Fault) Read(JsonElement claims, string keyId)
    {
        if (Text(claims, "iss") is not { } issuer
            || Text(claims, "sub") is not { } subject
            || Text(claims, "client_id") is null
            || Text(claims, "jti") is null
            || !claims.TryGetProperty("aud", out var audience)
            || Instant(claims, "iat") is not { } issuedAt
            || Instant(claims, "exp") is not { } expiresAt
            || (claims.TryGetProperty("nbf", out _) && Instant(claims, "nbf") is null)
            || (claims.TryGetProperty("scope", out var scope) && scope.ValueKind is not JsonValueKind.String))
        {
            return (null, TokenFault.ClaimMissing);
        }

        if (audience.ValueKind is not JsonValueKind.String)
        {
            return (null, TokenFault.AudienceElsewhere); // A list is for several, and a token is for one.
        }

        if (Thumbprint256(claims) is not { } thumbprint)
        {
            return (null, TokenFault.NotBound);
        }

        return (new()
        {
            Issuer = issuer,
            KeyId = keyId,
            Subject = subject,
            IssuedAt = issuedAt,
            ExpiresAt = expiresAt,
            Scope = scope.ValueKind is JsonValueKind.String ? Text(claims, "scope") ?? "" : "",
            Thumbprint = thumbprint,
        }, null);
    }

    // Another member could be another condition, which nobody here would check (RFC 7800, 3.1).
    private static string? Thumbprint256(JsonElement claims) =>
        claims.TryGetProperty("cnf", out var confirmation)
        && confirmation.ValueKind is JsonValueKind.Object
        && confirmation.GetPropertyCount() == 1
        && Text(confirmation, "x5t#S256") is { } text
        && CanonicalBase64Url.Decode(text) is { Length: ThumbprintBytes }
            ? text
            : null;

    private static string? Text(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // A surrogate without its other half.
        }
    }

    // RFC 7519, 2: seconds since 1970. Fractions are allowed there and used by nobody.
    private static DateTimeOffset? Instant(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number
        && value.TryGetInt64(out var seconds) && seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() - (long)ClockSkewMax.TotalSeconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static JsonDocument? ParseObject(byte[] utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return null;
        }

        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(utf8, Json);
            if (document.RootElement.ValueKind is JsonValueKind.Object)
            {
                return document;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, a member twice, or a name with half a surrogate.
        }

        document?.Dispose();
        return null;
    }
}
