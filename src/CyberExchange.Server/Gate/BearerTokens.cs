using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace CyberExchange.Server.Gate;

/// <summary>Reads the access token of a request (RFC 6750, RFC 9068): its form by our own code, all else by JwtBearer.</summary>
/// <remarks>
/// JwtBearer is asked by hand and not registered as a scheme: a registered one brings the framework's authentication in front
/// of the gate, where a token would be read before the certificate. What was found good is remembered: a client sends the same
/// token with every request, and to verify it costs several times what the rest of the gate does.
/// </remarks>
internal sealed class BearerTokens(IOptionsMonitor<JwtBearerOptions> options, IEnumerable<TokenIssuer> issuers, ILoggerFactory loggers, TimeProvider clock)
{
    private const string Prefix = $"{JwtBearerDefaults.AuthenticationScheme} ";

    private static readonly AuthenticationScheme Scheme = new(JwtBearerDefaults.AuthenticationScheme, displayName: null, typeof(JwtBearerHandler));

    // A few for each program that uses them. Whoever has thousands made empties the memory.
    private const int RememberedMax = 4096;

    private readonly List<TokenIssuer> _issuers = [.. issuers];
    private readonly ConcurrentDictionary<string, (TokenGrant Grant, TokenIssuer Issuer, SecurityKey Key)> _remembered = new(StringComparer.Ordinal);

    /// <summary>What the token grants, or why it grants nothing. Whether it is the caller's own is not asked here.</summary>
    public async Task<(TokenGrant? Grant, GateRefusal? Refusal)> ReadAsync(HttpContext context)
    {
        // Two headers, two schemes, none: RFC 6750 calls that an invalid request, whatever the token is worth.
        if (context.Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return (null, GateRefusal.AuthorizationMalformed);
        }

        // Its end is looked at where the grant is used; whether the key is published still, and is the same, here.
        var token = header[Prefix.Length..].Trim(' ');
        if (_remembered.TryGetValue(token, out var known) && ReferenceEquals(known.Issuer.FindKey(known.Key.KeyId), known.Key))
        {
            return (known.Grant, null);
        }

        var (form, fault) = TokenForm.Read(token);
        if (form is null)
        {
            return Refused(fault!.Value); // There is one or the other.
        }

        if (_issuers.Find(i => IsOf(i, form.Issuer)) is not { } issuer)
        {
            return Refused(TokenFault.IssuerUnknown);
        }

        if (issuer.FindKey(form.KeyId) is not { } key)
        {
            return Refused(TokenFault.KeyUnknown);
        }

        if ((await ValidateAsync(context) ?? FaultOf(form, clock.GetUtcNow())) is { } found)
        {
            return Refused(found);
        }

        var grant = new TokenGrant(form.Subject, form.Thumbprint, TokenScopes.Read(form.Scope), form.ExpiresAt + TokenForm.ClockSkewMax);
        if (_remembered.Count >= RememberedMax)
        {
            _remembered.Clear();
        }

        _remembered[token] = (grant, issuer, key);
        return (grant, null);
    }

    /// <summary>What JwtBearer has to hold tokens to.</summary>
    public static void Configure(JwtBearerOptions bearer, IReadOnlyList<TokenIssuer> issuers, TimeProvider clock)
    {
        bearer.MapInboundClaims = false;
        bearer.SaveToken = false;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAlgorithms = [TokenForm.Algorithm],
            ValidTypes = TokenForm.Types,
            IssuerSigningKeyResolver = (_, token, keyId, _) => issuers.FirstOrDefault(i => IsOf(i, token.Issuer))?.FindKey(keyId) is { } key ? [key] : [],
            TryAllIssuerSigningKeys = false,
            IssuerValidator = (name, _, _) => issuers.Any(i => IsOf(i, name)) ? name : throw new SecurityTokenInvalidIssuerException(),
            AudienceValidator = (audiences, token, _) =>
                audiences.ToList() is [var audience] && issuers.Any(i => IsOf(i, token.Issuer) && string.Equals(i.Audience, audience, StringComparison.Ordinal)),
            LifetimeValidator = (from, until, _, _) => HasBegun(from, clock.GetUtcNow()) && HasNotEnded(until, clock.GetUtcNow()),
        };
    }

    private static (TokenGrant? Grant, GateRefusal? Refusal) Refused(TokenFault fault) => (null, GateRefusal.TokenRefused(fault));

    private async Task<TokenFault?> ValidateAsync(HttpContext context)
    {
        var handler = new JwtBearerHandler(options, loggers, UrlEncoder.Default);
        await handler.InitializeAsync(Scheme, context);
        var result = await handler.AuthenticateAsync();
        return result.Succeeded ? null : FaultOf(result.Failure);
    }

    private static TokenFault FaultOf(Exception? failure) => failure switch
    {
        SecurityTokenInvalidAlgorithmException => TokenFault.AlgorithmUnsuitable,
        SecurityTokenInvalidTypeException => TokenFault.TypeUnsuitable,
        SecurityTokenInvalidIssuerException => TokenFault.IssuerUnknown,
        SecurityTokenInvalidAudienceException => TokenFault.AudienceElsewhere,
        SecurityTokenNotYetValidException => TokenFault.NotYetValid,
        SecurityTokenExpiredException => TokenFault.Expired,
        SecurityTokenSignatureKeyNotFoundException => TokenFault.KeyUnknown,
        SecurityTokenInvalidSignatureException => TokenFault.SignatureWrong,
        _ => TokenFault.Malformed,
    };

    // An issuer that dates its tokens ahead would give them a longer life.
    private static TokenFault? FaultOf(TokenForm form, DateTimeOffset now) =>
        form.IssuedAt > now + TokenForm.ClockSkewMax ? TokenFault.NotYetValid
        : form.ExpiresAt - form.IssuedAt > TokenForm.LifetimeMax ? TokenFault.LifetimeTooLong
        : null;

    private static bool IsOf(TokenIssuer issuer, string name) => string.Equals(issuer.Name, name, StringComparison.Ordinal);

    private static bool HasBegun(DateTime? from, DateTimeOffset now) =>
        from is null || from <= now.UtcDateTime + TokenForm.ClockSkewMax ? true : throw new SecurityTokenNotYetValidException();

    private static bool HasNotEnded(DateTime? until, DateTimeOffset now) =>
        until + TokenForm.ClockSkewMax > now.UtcDateTime ? true : throw new SecurityTokenExpiredException();
}
