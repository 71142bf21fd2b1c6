using CyberExchange.Domain.Advisories;
using CyberExchange.Interop.Csaf;

namespace CyberExchange.Views.Core;

/// <summary>What a viewer of an advisory reads of it without opening the document.</summary>
public sealed record AdvisoryContent
{
    public required Provenance Provenance { get; init; }

    public required AdvisoryDocument Document { get; init; }

    public required string PublisherName { get; init; }

    public required string TrackingStatus { get; init; }

    public required string Category { get; init; }

    public required string? Language { get; init; }

    public required string? Summary { get; init; }

    public required IReadOnlyList<string> Vendors { get; init; }

    public required IReadOnlyList<string> Products { get; init; }

    public required IReadOnlyList<string> Vulnerabilities { get; init; }

    public required double? CvssMax { get; init; }

    /// <summary>The content of a document that was read when it was published.</summary>
    public static AdvisoryContent Of(Provenance provenance, AdvisoryDocument document, CsafAdvisory read) => new()
    {
        Provenance = provenance,
        Document = document,
        PublisherName = read.Publisher.Name,
        TrackingStatus = read.Tracking.Status,
        Category = read.Category,
        Language = read.Lang,
        Summary = read.Notes.Select(n => n.Text).FirstOrDefault(),
        Vendors = read.Vendors,
        Products = [.. read.Products.SelectMany(p => p.Name is null ? p.FullNames : [p.Name]).Distinct(StringComparer.Ordinal)],
        Vulnerabilities = read.Cves,
        CvssMax = read.HighestScore?.BaseScore,
    };
}
