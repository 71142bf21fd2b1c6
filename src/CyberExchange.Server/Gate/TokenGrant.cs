namespace CyberExchange.Server.Gate;

/// <summary>What a token whose signature holds lets its holder do, for as long as it holds the certificate that the token is bound to.</summary>
/// <param name="Subject">The member's id as the token writes it.</param>
/// <param name="Thumbprint">SHA-256 of the DER of the certificate, base64url.</param>
/// <param name="Scopes">The capabilities that it names; the rights of the roles narrow them further.</param>
/// <param name="UsableUntil">Its end and what clocks may differ by; not included.</param>
internal sealed record TokenGrant(string Subject, string Thumbprint, IReadOnlySet<Capability> Scopes, DateTimeOffset UsableUntil);
