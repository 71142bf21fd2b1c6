using CyberExchange.Contracts.Incidents;

namespace CyberExchange.Contracts.Advisories;

/// <summary>
/// What documents say of each other: <c>GET /v1/advisories/{id}/related</c>, of those that the caller sees, at most 25 of each relation. They are
/// tied by their canonical URLs; that a document names another is its publisher's word, and nobody else's.
/// </summary>
public sealed record RelatedAdvisoriesDocument
{
    /// <summary>Of which the advisory is a translation: several where several partners hold the document.</summary>
    public required IReadOnlyList<RelatedAdvisoryDocument> Originals { get; init; }

    /// <summary>Translations of the advisory.</summary>
    public required IReadOnlyList<RelatedAdvisoryDocument> Translations { get; init; }

    /// <summary>What takes the place of an advisory that is superseded.</summary>
    public required IReadOnlyList<RelatedAdvisoryDocument> SupersededBy { get; init; }

    /// <summary>True where there are more of a relation than stand here, in whatever language; else left out.</summary>
    public bool? More { get; init; }
}

/// <summary>An advisory beside another.</summary>
public sealed record RelatedAdvisoryDocument
{
    public required Guid Id { get; init; }

    public required OriginatorDocument Originator { get; init; }

    public required string Provenance { get; init; }

    /// <summary>The TLP label under which the caller has it.</summary>
    public required string Label { get; init; }

    /// <summary>The PAP label under which the caller has it.</summary>
    public required string Pap { get; init; }

    public required string Title { get; init; }

    public required string TrackingId { get; init; }

    public required string TrackingVersion { get; init; }

    /// <summary>A BCP 47 tag, where the document says it.</summary>
    public string? Language { get; init; }

    /// <summary>True where the original of the two was released anew since the translation was; else left out.</summary>
    public bool? Outdated { get; init; }

    /// <summary><c>withdrawn</c> or <c>superseded</c>; left out while it stands.</summary>
    public string? Ended { get; init; }
}
