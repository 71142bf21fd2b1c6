using System.Collections.Immutable;
using CyberExchange.Domain.Advisories;

namespace CyberExchange.Interop.Csaf;

/// <summary>What lists, search and pages need to know of a CSAF document. The bytes stay the record.</summary>
public sealed record CsafAdvisory
{
    /// <summary>The version of CSAF that the document follows: `2.0` or `2.1`.</summary>
    public required string CsafVersion { get; init; }

    /// <summary>The profile: `csaf_base`, `csaf_security_advisory`, `csaf_vex`, ... or a name of the publisher's own.</summary>
    public required string Category { get; init; }

    public required string Title { get; init; }

    /// <summary>The language of the text as a BCP 47 tag, in the document's own case.</summary>
    public string? Lang { get; init; }

    /// <summary>The language from which the document was translated, as a BCP 47 tag; null where it is no translation.</summary>
    public string? SourceLang { get; init; }

    /// <summary>That the document says of its advisory that it stands no longer; null where it says no such thing.</summary>
    public DocumentEnd? End { get; init; }

    /// <summary>By which addresses the document is known, and which others it names.</summary>
    public CsafLinks Links { get; init; } = CsafLinks.None;

    public required CsafPublisher Publisher { get; init; }

    public required CsafTracking Tracking { get; init; }

    /// <summary>The label of the document, absent when it has none. Absent does not mean public.</summary>
    public CsafTlp? Tlp { get; init; }

    /// <summary>The publisher's own word for how bad it is as a whole, such as `Critical`.</summary>
    public string? AggregateSeverity { get; init; }

    /// <summary>The vendors of the product tree, each once, in the order of the document.</summary>
    public required ImmutableArray<string> Vendors { get; init; }

    /// <summary>The products, grouped by vendor and product name, in the order of the document.</summary>
    public required ImmutableArray<CsafProduct> Products { get; init; }

    /// <summary>The CVE ids of the vulnerabilities, each once, in the order of the document.</summary>
    public required ImmutableArray<string> Cves { get; init; }

    /// <summary>The CWE ids of the vulnerabilities, each once, in the order of the document.</summary>
    public required ImmutableArray<string> Cwes { get; init; }

    /// <summary>The highest CVSS base score of any vulnerability; of equal scores, the one of the newest CVSS version.</summary>
    public CsafScore? HighestScore => HighestScores.MaxBy(score => (score.BaseScore, score.CvssVersion));

    /// <summary>Of each version of CVSS that the document scores by, the highest base score of any vulnerability.</summary>
    public required ImmutableArray<CsafScore> HighestScores { get; init; }

    /// <summary>The package URLs that identify products, each once, in the order of the document and as it writes them.</summary>
    public required ImmutableArray<string> Purls { get; init; }

    /// <summary>The CPE names that identify products, of version 2.3 or 2.2, likewise.</summary>
    public required ImmutableArray<string> Cpes { get; init; }

    /// <summary>The document's notes of category summary and description, shortened for display.</summary>
    public required ImmutableArray<CsafNote> Notes { get; init; }

    /// <summary>References of the document and of its vulnerabilities together.</summary>
    public required int ReferenceCount { get; init; }

    /// <summary>SHA-512 of the exact bytes, 128 lower-case hexadecimal digits.</summary>
    public required string Sha512 { get; init; }
}

/// <summary>Who published the document.</summary>
/// <param name="Category">`coordinator`, `discoverer`, `other`, `translator`, `user` or `vendor`.</param>
/// <param name="Name">The name of the issuing party.</param>
/// <param name="Namespace">A URI under the issuing party's control. With the tracking id it names the document in the world.</param>
public sealed record CsafPublisher(string Category, string Name, string Namespace);

/// <summary>Which document this is and how far it has come.</summary>
/// <param name="Id">The publisher's id of the document, the same in every revision.</param>
/// <param name="Version">An integer or a semantic version.</param>
/// <param name="Status">`draft`, `interim` or `final`.</param>
/// <param name="InitialReleaseAt">When the document was first released, in UTC.</param>
/// <param name="CurrentReleaseAt">When this revision was released, in UTC.</param>
/// <param name="RevisionNumbers">The numbers of the revision history, in the order of the document.</param>
public sealed record CsafTracking(
    string Id,
    string Version,
    string Status,
    DateTimeOffset InitialReleaseAt,
    DateTimeOffset CurrentReleaseAt,
    ImmutableArray<string> RevisionNumbers);

/// <summary>The label of a document.</summary>
/// <param name="Label">CSAF 2.0 has the words of TLP 1.0: `RED`, `AMBER`, `GREEN`, `WHITE`. CSAF 2.1 has those of TLP 2.0: `CLEAR` for `WHITE`, and `AMBER+STRICT`.</param>
/// <param name="Url">Where the publisher's definition of the label is, if the document says so.</param>
public sealed record CsafTlp(string Label, string? Url);

/// <summary>A product with the full names under which the document speaks of it.</summary>
/// <param name="Vendor">The vendor branch above it; null for a product outside the branches, such as one made by a relationship.</param>
/// <param name="Name">The product_name branch above it, if any.</param>
/// <param name="FullNames">Its full product names, each once: usually one for each version.</param>
public sealed record CsafProduct(string? Vendor, string? Name, ImmutableArray<string> FullNames);

/// <summary>A CVSS base score.</summary>
/// <param name="CvssVersion">The major version: 2, 3 or 4.</param>
/// <param name="BaseScore">From 0 to 10, as the document says; it has not been computed from the vector.</param>
public sealed record CsafScore(int CvssVersion, double BaseScore);

/// <summary>A note for people, as plain text without control characters.</summary>
/// <param name="Category">`summary` or `description`.</param>
/// <param name="Title">Its heading, if any.</param>
/// <param name="Text">At most <see cref="CsafLimits.DisplayNoteCharsMax"/> UTF-16 units.</param>
/// <param name="IsShortened">True when the document says more than <paramref name="Text"/>.</param>
public sealed record CsafNote(string Category, string? Title, string Text, bool IsShortened);
