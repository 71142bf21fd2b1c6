using CyberExchange.Contracts.Sharing;

namespace CyberExchange.Contracts.Mandates;

/// <summary>What an operator lets a CERT file on its behalf: what a person of the operator signs.</summary>
/// <remarks>
/// It is written as canonical JSON (RFC 8785) and signed with the person's enrolled key, as a JWS in compact serialisation (RFC 7515)
/// with <see cref="SignatureType"/>: ES256 for a key on P-256, ES384 on P-384, PS256 for RSA (RFC 7518, sections 3.4 and 3.5). A mandate's
/// id follows from this text, so that one text is one mandate.
/// </remarks>
public sealed record MandateText
{
    /// <summary><c>typ</c> of the signature, which keeps a mandate from being mistaken for anything else that the same key signs.</summary>
    public const string SignatureType = "mandate+jws";

    /// <summary>The operator's id.</summary>
    public required Guid Operator { get; init; }

    /// <summary>Id of a CERT in whose constituency the operator is.</summary>
    public required Guid Cert { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>The first instant at which it holds no more; at most 731 days after it begins.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Classes or types of the Reference Security Incident Taxonomy, a class for its types too; left out for all.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>
    /// The most generous terms that the CERT may choose: it files under this label or a stricter one, and for nobody that is not within
    /// this audience. A label is stated, partners are named by id, and there is no embargo.
    /// </summary>
    public required SharingDocument Terms { get; init; }
}

/// <summary>A mandate: <c>POST /v1/mandates</c>.</summary>
/// <param name="Signed">A <see cref="MandateText"/>, signed with the key of the certificate that is presented.</param>
public sealed record GiveMandateRequest(string Signed);

/// <summary>A partner of a mandate.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Handle">Its handle; left out where the caller's directory does not show the partner.</param>
public sealed record MandateParty(Guid Id, string? Handle);

/// <summary>A mandate, as its operator and its CERT read it; to all others it is absent.</summary>
public sealed record MandateDocument
{
    public required Guid Id { get; init; }

    public required MandateParty Operator { get; init; }

    public required MandateParty Cert { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>The first instant at which it holds no more.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Classes of incident, each for its types too; left out for all.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The most generous terms that the CERT may choose.</summary>
    public required SharingDocument Terms { get; init; }

    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>The person who signed it; only for the operator.</summary>
    public Guid? GivenBy { get; init; }

    /// <summary>When the operator revoked it; left out while it did not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    public string? RevokedBecause { get; init; }

    /// <summary>The <see cref="MandateText"/> as it was signed, a JWS in compact serialisation; left out in lists.</summary>
    public string? Signed { get; init; }

    /// <summary>The key that signed it: SubjectPublicKeyInfo, DER in base64; left out in lists.</summary>
    public string? PublicKey { get; init; }
}
