namespace CyberExchange.Contracts.Partners;

/// <summary>What one partner holds, and when a steward last found that right: an entry of <c>GET /v1/recertification</c>.</summary>
public sealed record RecertificationDocument
{
    /// <summary>Its facts, groups, members and their keys, and whether it is suspended, as <c>/v1/partners/{id}</c> has them.</summary>
    public required PartnerDocument Partner { get; init; }

    /// <summary>The entity tag of <see cref="Partner"/>: who confirms sends it as <c>If-Match</c>.</summary>
    public required string Etag { get; init; }

    /// <summary>Of each key with which somebody came, when the certificate ends that ends last. Of others the exchange knows none.</summary>
    public required IReadOnlyList<KeyEndDocument> CertificateEnds { get; init; }

    /// <summary>The last confirmation; null for none.</summary>
    public ConfirmationDocument? LastConfirmation { get; init; }

    /// <summary>Whether it was never confirmed, or more than 365 days ago.</summary>
    public required bool Due { get; init; }
}

/// <summary>Until when a key can be used with the certificates that came with it.</summary>
/// <param name="SpkiSha256">SHA-256 of its SubjectPublicKeyInfo, 64 lower-case hexadecimal digits.</param>
/// <param name="EndsAt">When the last of them ends, or one above it does.</param>
public sealed record KeyEndDocument(string SpkiSha256, DateTimeOffset EndsAt);

/// <summary>That a steward's member found what a partner holds right.</summary>
/// <param name="At">When.</param>
/// <param name="By">Id of the member.</param>
public sealed record ConfirmationDocument(DateTimeOffset At, Guid By)
{
    /// <summary>Its handle; null where it was removed since.</summary>
    public string? Handle { get; init; }
}
