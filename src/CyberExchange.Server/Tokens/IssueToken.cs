using System.Globalization;
using System.Security.Cryptography;
using CyberExchange.Contracts.Tokens;
using CyberExchange.Server.Gate;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CyberExchange.Server.Tokens;

/// <summary><c>POST /oauth2/token</c>: an access token for the certificate of the connection (RFC 8705, sections 2.1 and 3; RFC 9068).</summary>
/// <remarks>
/// Nothing is kept: a token ends by itself, and each request asks the gate anew who the certificate stands for. A form that
/// another site makes a browser send gets a token too, which that site cannot read.
/// </remarks>
public sealed class IssueToken(TokenOptions options, TokenKeys keys, TimeProvider clock, ILogger<IssueToken> logger)
{
    public const string Address = "/oauth2/token";

    /// <summary>RFC 6749, 4.4.</summary>
    public const string GrantType = "client_credentials";

    private const int IdDigits = 32;

    private static readonly JsonWebTokenHandler Writer = new() { SetDefaultTimesOnTokenCreation = false };

    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (request, error) = await TokenRequests.ReadAsync(http.Request, ct);
        if (request is null)
        {
            return error!; // There is one or the other.
        }

        if (request.GrantType is not GrantType)
        {
            return TokenError.Of("unsupported_grant_type", $"The grant type is {GrantType}: nothing else is given out here.");
        }

        if (!string.Equals(request.ClientId, Subject(caller), StringComparison.Ordinal))
        {
            return TokenError.InvalidClient("The client_id is the id of the member whose certificate the connection has, as /v1/me tells it.");
        }

        List<Capability> granted = [.. TokenScopes.All.Where(caller.May)];
        if (request.Scope.Length > 0)
        {
            var asked = TokenScopes.Words(request.Scope).Select(TokenScopes.Find).ToList();
            if (asked.Any(scope => scope is not { } capability || !granted.Contains(capability)))
            {
                return TokenError.Of("invalid_scope", "The scope is a list, between spaces, of capabilities that the caller has; /v1/me tells them.");
            }

            granted = [.. asked.OfType<Capability>()];
        }

        return new TokenAnswer(Sign(caller, string.Join(' ', granted)));
    }

    private TokenDocument Sign(Caller caller, string scope)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        var end = now + TokenForm.LifetimeMax;
        end = caller.CertificateEndsAt < end ? caller.CertificateEndsAt : end;
        var (id, key) = (RandomNumberGenerator.GetHexString(IdDigits, lowercase: true), keys.Current);
        var token = Writer.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = TokenForm.Types[0],
            SigningCredentials = new(key.Pair, TokenForm.Algorithm),
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["iss"] = options.Origin,
                ["aud"] = options.Origin,
                ["sub"] = Subject(caller),
                ["client_id"] = Subject(caller),
                ["jti"] = id,
                ["iat"] = now.ToUnixTimeSeconds(),
                ["exp"] = end.ToUnixTimeSeconds(),
                ["scope"] = scope,
                ["cnf"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["x5t#S256"] = caller.CertificateThumbprint },
            },
        });
        TokensLog.Issued(logger, id, caller.Member.Id.Value, key.Id);
        return new(token, "Bearer", (int)(end - now).TotalSeconds, scope);
    }

    private static string Subject(Caller caller) => caller.Member.Id.Value.ToString("D", CultureInfo.InvariantCulture);
}

/// <summary>What is logged of tokens: ids, and never a token.</summary>
internal static partial class TokensLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Issued token {TokenId} to member {MemberId} under key {KeyId}")]
    public static partial void Issued(ILogger logger, string tokenId, Guid memberId, string keyId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys of the issuer {Issuer} cannot be read; those read before stay")]
    public static partial void KeysNotRead(ILogger logger, Exception exception, string issuer);
}
