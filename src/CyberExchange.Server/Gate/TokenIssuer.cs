using Microsoft.IdentityModel.Tokens;

namespace CyberExchange.Server.Gate;

/// <summary>Somebody whose access tokens the gate takes: the exchange itself, and another if one is configured.</summary>
/// <param name="Name">What stands in <c>iss</c>; compared character by character.</param>
/// <param name="Audience">What must stand in <c>aud</c>, alone.</param>
/// <param name="FindKey">The P-256 key of an id; null for one that the issuer does not publish now.</param>
public sealed record TokenIssuer(string Name, string Audience, Func<string, SecurityKey?> FindKey);
