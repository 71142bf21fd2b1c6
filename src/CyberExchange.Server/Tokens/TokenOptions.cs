namespace CyberExchange.Server.Tokens;

/// <summary>Whose access tokens the exchange issues and takes.</summary>
/// <param name="Origin">Scheme, host and port under which partners reach the exchange: the issuer and the audience of its tokens, the same on every node.</param>
/// <param name="External">Another issuer whose tokens are taken; null for none.</param>
public sealed record TokenOptions(string Origin, ExternalIssuerOptions? External = null);

/// <summary>Another issuer of access tokens.</summary>
/// <param name="Name">What stands in <c>iss</c> of its tokens.</param>
/// <param name="KeySet">Where its keys are (RFC 7517): an https address, or a file.</param>
/// <param name="Audience">What it calls this exchange in <c>aud</c>.</param>
public sealed record ExternalIssuerOptions(string Name, string KeySet, string Audience);
