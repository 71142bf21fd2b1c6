using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.Sharing;

namespace CyberExchange.Contracts.Advisories;

/// <summary>
/// The part <c>terms</c> of <c>POST /v1/advisories</c>, multipart/form-data; the part <c>document</c> is the CSAF document, kept
/// byte for byte.
/// </summary>
public sealed record PublishAdvisoryTerms
{
    /// <summary><c>publisher</c> (when left out), <c>coordinator</c> or <c>third-party</c>.</summary>
    public string? Provenance { get; init; }

    public required SharingDocument Sharing { get; init; }
}

/// <summary>An advisory as the caller may see it; its document is at <c>/v1/advisories/{id}/document</c>.</summary>
public sealed record AdvisoryDocument
{
    public required Guid Id { get; init; }

    public required int Revision { get; init; }

    public required OriginatorDocument Originator { get; init; }

    public required string Provenance { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    public required DateTimeOffset RevisedAt { get; init; }

    public required string Title { get; init; }

    public required string PublisherName { get; init; }

    public required string PublisherNamespace { get; init; }

    public required string TrackingId { get; init; }

    public required string TrackingVersion { get; init; }

    public required string TrackingStatus { get; init; }

    public required string Category { get; init; }

    public string? Language { get; init; }

    /// <summary>The text of the document's first summary note; null for none.</summary>
    public string? Summary { get; init; }

    /// <summary>The first of them, as of the products and vulnerabilities: 64,000 characters of each. The document has all.</summary>
    public required IReadOnlyList<string> Vendors { get; init; }

    public required IReadOnlyList<string> Products { get; init; }

    public required IReadOnlyList<string> Vulnerabilities { get; init; }

    /// <summary>The highest CVSS base score in the document; null where it has none.</summary>
    public double? CvssMax { get; init; }

    /// <summary>SHA-512 of the document's exact bytes, lower-case hexadecimal.</summary>
    public required string Sha512 { get; init; }

    public required int LengthBytes { get; init; }

    public required ReceivedSharing Received { get; init; }

    public OwnSharing? Sharing { get; init; }

    public string? WithdrawnBecause { get; init; }
}
