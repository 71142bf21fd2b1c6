using CyberExchange.Domain.Advisories;
using CyberExchange.Interop.Csaf;

namespace CyberExchange.Views.Core;

/// <summary>What a viewer of an advisory reads of it without opening the document.</summary>
/// <remarks>Lists hold what fits into <see cref="NamesCharactersMax"/>; the document has the rest, and filters find it.</remarks>
public sealed record AdvisoryContent
{
    /// <summary>
    /// UTF-16 units of all names of one list. A document may name 100,000 products in 16 MiB, and a page shows 200 advisories:
    /// whole lists would let one publisher fill the memory of everybody's server.
    /// </summary>
    public const int NamesCharactersMax = 64_000;

    public required Provenance Provenance { get; init; }

    public required AdvisoryDocument Document { get; init; }

    public required string PublisherName { get; init; }

    public required string TrackingStatus { get; init; }

    public required string Category { get; init; }

    public required string? Language { get; init; }

    /// <summary>The language from which the document was translated; null where it is no translation.</summary>
    public string? SourceLanguage { get; init; }

    /// <summary>How the document says that the advisory ended; null where it says no such thing.</summary>
    public AdvisoryEnding? Ending { get; init; }

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
        SourceLanguage = read.SourceLang,
        Ending = read.End?.Ending,
        Summary = read.Notes.Select(n => n.Text).FirstOrDefault(),
        Vendors = Shown(read.Vendors),
        Products = Shown(ProductNames(read)),
        Vulnerabilities = Shown(read.Cves),
        CvssMax = read.HighestScore?.BaseScore,
    };

    /// <summary>Every product of a document: by its name, or by its full name where it has no other.</summary>
    public static IEnumerable<string> ProductNames(CsafAdvisory read) =>
        read.Products.SelectMany(p => p.Name is null ? p.FullNames : [p.Name]).Distinct(StringComparer.Ordinal);

    private static IReadOnlyList<string> Shown(IEnumerable<string> names)
    {
        var left = NamesCharactersMax;
        return [.. names.TakeWhile(name => (left -= name.Length) >= 0)];
    }
}
