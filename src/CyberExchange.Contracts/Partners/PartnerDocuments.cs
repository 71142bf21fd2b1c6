using CyberExchange.Contracts.Sharing;

namespace CyberExchange.Contracts.Partners;

/// <summary>What a steward states about a partner: <c>POST /v1/partners</c>, <c>PUT /v1/partners/{id}</c>.</summary>
public sealed record PartnerFactsDocument
{
    public required string Handle { get; init; }

    public required string Name { get; init; }

    public string? OrganizationIdentifier { get; init; }

    public required string Jurisdiction { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    public IReadOnlyList<string>? Sectors { get; init; }

    /// <summary>Answered. Sent, it may only repeat what stands: partners join and leave groups under <c>/v1/groups</c>.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>Ids or handles of the partners that a CERT serves.</summary>
    public IReadOnlyList<string>? Constituency { get; init; }

    public IReadOnlyList<string>? PublisherNamespaces { get; init; }

    public IReadOnlyList<LegalBasisDocument>? StandingAgreements { get; init; }

    /// <summary>Whether every partner finds it in its directory.</summary>
    public bool Listed { get; init; }

    /// <summary>Whether it takes two of its members to make an item TLP:CLEAR: one proposes, another approves.</summary>
    public bool ClearNeedsTwoMembers { get; init; }
}

/// <summary>A partner as the caller's directory shows it.</summary>
public sealed record PartnerDocument
{
    public required Guid Id { get; init; }

    public required string Handle { get; init; }

    public required string Name { get; init; }

    public required string Jurisdiction { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    public required IReadOnlyList<string> Sectors { get; init; }

    /// <summary>Everything else, for stewards and the partner itself.</summary>
    public PartnerFactsDocument? Facts { get; init; }

    public bool? Suspended { get; init; }

    public IReadOnlyList<MemberDocument>? Members { get; init; }
}

/// <summary>A member as its own partner and stewards see it.</summary>
public sealed record MemberDocument
{
    public required Guid Id { get; init; }

    public required string Handle { get; init; }

    /// <summary><c>person</c> or <c>service</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>A person's name; null for a service.</summary>
    public string? Name { get; init; }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo of each key that is bound now, hexadecimal.</summary>
    public required IReadOnlyList<string> Keys { get; init; }
}

/// <summary>A new member: <c>POST /v1/partners/{id}/members</c>.</summary>
public sealed record AddMemberRequest
{
    public required string Handle { get; init; }

    public required string Kind { get; init; }

    public string? Name { get; init; }
}

/// <summary>A key for a member: <c>POST /v1/partners/{id}/members/{member}/keys</c>.</summary>
public sealed record BindKeyRequest
{
    /// <summary>SHA-256 of the SubjectPublicKeyInfo, 64 lower-case hexadecimal digits.</summary>
    public required string SpkiSha256 { get; init; }
}

/// <summary>Why something ends: <c>POST /v1/partners/{id}/suspension</c>, <c>POST /v1/partners/{id}/members/{member}/keys/{key}/unbinding</c>, <c>POST /v1/me/keys/{key}/unbinding</c>, <c>POST /v1/mandates/{id}/revocation</c>.</summary>
public sealed record ReasonRequest
{
    public required string Reason { get; init; }
}

/// <summary>Who the certificate says the caller is: <c>GET /v1/me</c>.</summary>
public sealed record MeDocument
{
    public required PartnerDocument Partner { get; init; }

    public required MemberDocument Member { get; init; }

    /// <summary>What the roles permit, by name of capability.</summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    /// <summary>When the presented certificate ends.</summary>
    public required DateTimeOffset CertificateEndsAt { get; init; }

    /// <summary>What to see to soon; null for nothing.</summary>
    public IReadOnlyList<WarningDocument>? Warnings { get; init; }
}
