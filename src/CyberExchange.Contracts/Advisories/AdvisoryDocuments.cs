using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.KnownExploited;
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

    /// <summary>The language from which the document was translated; left out where it is no translation.</summary>
    public string? SourceLanguage { get; init; }

    /// <summary>The text of the document's first summary note; null for none.</summary>
    public string? Summary { get; init; }

    /// <summary>The first of them, as of the products and vulnerabilities: 64,000 characters of each. The document has all.</summary>
    public required IReadOnlyList<string> Vendors { get; init; }

    public required IReadOnlyList<string> Products { get; init; }

    public required IReadOnlyList<string> Vulnerabilities { get; init; }

    /// <summary>The highest CVSS base score in the document; null where it has none.</summary>
    public double? CvssMax { get; init; }

    /// <summary>Which of its vulnerabilities are known to be exploited, since when, and who says so; null for none.</summary>
    public IReadOnlyList<KnownExploitedDocument>? KnownExploited { get; init; }

    /// <summary>SHA-512 of the document's exact bytes, lower-case hexadecimal.</summary>
    public required string Sha512 { get; init; }

    public required int LengthBytes { get; init; }

    public required ReceivedSharing Received { get; init; }

    public OwnSharing? Sharing { get; init; }

    /// <summary>Why it stands no longer: what its originator gave as the reason, or its document does; left out while it stands.</summary>
    public string? WithdrawnBecause { get; init; }

    /// <summary><c>withdrawn</c>, or <c>superseded</c> where its document says that another takes its place; left out while it stands.</summary>
    public string? Ended { get; init; }
}

/// <summary>
/// What the tests of CSAF say of a document: <c>GET /v1/advisories/{id}/validation</c>, and in the receipt of whoever publishes it.
/// It follows from the document and from who tests it, so that whoever may read the document may read this.
/// </summary>
public sealed record ValidationDocument
{
    /// <summary>The version of CSAF by which it was tested: <c>2.0</c> or <c>2.1</c>.</summary>
    public string? CsafVersion { get; init; }

    /// <summary>Which validator says so; another may say something else of the same document.</summary>
    public required string Validator { get; init; }

    /// <summary>Whether no result is an error. What is not valid is here only as a third party's document.</summary>
    public required bool Valid { get; init; }

    /// <summary>Errors first, then warnings, then information; at most 200.</summary>
    public required IReadOnlyList<ValidationResultDocument> Results { get; init; }

    /// <summary>How many results there are beside those listed; left out for none.</summary>
    public int? MoreResults { get; init; }
}

/// <summary>One place where a document fails a test.</summary>
/// <param name="Test">The section of the test in CSAF, such as <c>6.1.11</c> or <c>6.2.3</c>.</param>
/// <param name="Severity"><c>error</c> (6.1), <c>warning</c> (6.2) or <c>information</c> (6.3).</param>
/// <param name="Pointer">RFC 6901, into the document; empty for the whole of it.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record ValidationResultDocument(string Test, string Severity, string Pointer, string Message);
