using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Interop.Cpe;
using CyberExchange.Interop.Purl;

namespace CyberExchange.Views.Core;

/// <summary>
/// What lists, counts, feeds and subscriptions narrow by. An item passes when it meets every criterion; of the values of one
/// criterion any will do. A criterion without values narrows nothing.
/// </summary>
public sealed record ItemFilter
{
    /// <summary>Narrows nothing.</summary>
    public static ItemFilter None { get; } = new();

    public IReadOnlyList<ItemKind> Kinds { get; init; } = [];

    public IReadOnlyList<TlpLabel> Labels { get; init; } = [];

    /// <summary>A sector stands for its subsectors too.</summary>
    public IReadOnlyList<string> Sectors { get; init; } = [];

    /// <summary>Sub-areas of the dialogue, which an item names among its sectors.</summary>
    public IReadOnlyList<string> Areas { get; init; } = [];

    public IReadOnlyList<PartnerId> Originators { get; init; } = [];

    public IReadOnlyList<string> Severities { get; init; } = [];

    public IReadOnlyList<string> Cves { get; init; } = [];

    /// <summary>CWE ids of the weaknesses that an advisory names, such as <c>CWE-79</c>.</summary>
    public IReadOnlyList<string> Cwes { get; init; } = [];

    /// <summary>Whole names, compared as <see cref="ProductTexts"/> are.</summary>
    public IReadOnlyList<string> Vendors { get; init; } = [];

    /// <summary>Parts of a vendor's name, compared as <see cref="ProductTexts"/> are.</summary>
    public IReadOnlyList<string> VendorTexts { get; init; } = [];

    /// <summary>Whole names, compared as <see cref="ProductTexts"/> are.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>Parts of a product's name, without regard to case, accents of Latin letters and forms such as full width.</summary>
    public IReadOnlyList<string> ProductTexts { get; init; } = [];

    /// <summary>Packages of which the advisory names one: the same type, namespace and name, and no other version. Qualifiers and subpath are not compared.</summary>
    public IReadOnlyList<PackageUrl> Purls { get; init; } = [];

    /// <summary>
    /// CPE names of which the advisory has one that is not disjoint from it: each attribute is the same, or open in one of the two
    /// (NISTIR 7696, 6.2 and 6.3). They have a vendor or a product, and no attribute is open in part.
    /// </summary>
    public IReadOnlyList<CpeName> Cpes { get; init; } = [];

    /// <summary>The highest CVSS base score of an advisory, of the versions in <see cref="CvssVersions"/>, is at least this, from 0 to 10.</summary>
    /// <remarks>So one vulnerability with that score is enough.</remarks>
    public double? CvssMin { get; init; }

    /// <summary>The same score is at most this, from 0 to 10: no vulnerability has a higher one.</summary>
    public double? CvssMax { get; init; }

    /// <summary>The major versions of CVSS whose scores count: 2, 3 or 4. An advisory that has none of them does not pass.</summary>
    public IReadOnlyList<int> CvssVersions { get; init; } = [];

    /// <summary>The advisory's revision was released at or after this instant: CSAF's <c>current_release_date</c>.</summary>
    public DateTimeOffset? CurrentReleaseSince { get; init; }

    /// <summary>The advisory's revision was released before this instant.</summary>
    public DateTimeOffset? CurrentReleaseBefore { get; init; }

    /// <summary>The advisory was first released at or after this instant: CSAF's <c>initial_release_date</c>.</summary>
    public DateTimeOffset? InitialReleaseSince { get; init; }

    /// <summary>The advisory was first released before this instant.</summary>
    public DateTimeOffset? InitialReleaseBefore { get; init; }

    /// <summary>CSAF profiles, such as <c>csaf_vex</c>, as documents write them.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>CSAF tracking statuses: draft, interim or final.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];

    /// <summary>Content stated at or after this instant.</summary>
    public DateTimeOffset? ChangedSince { get; init; }

    public bool? Withdrawn { get; init; }

    /// <summary>Whether the item names a vulnerability of CISA's catalogue of known exploited ones, as it was loaded last.</summary>
    public bool? KnownExploited { get; init; }

    /// <summary>Whether it asks for a name or an identifier that mostly few items have, and that the index of words knows.</summary>
    public bool NamesFew => (Cves, Cwes, Vendors, Purls, Cpes) is not ([], [], [], [], []);

    /// <summary>Whether every item passes.</summary>
    public bool NarrowsNothing => this is
    {
        Kinds: [], Labels: [], Sectors: [], Areas: [], Originators: [], Severities: [], Cves: [], Vendors: [], Products: [], ProductTexts: [],
        Cwes: [], VendorTexts: [], CvssVersions: [], Purls: [], Cpes: [], Categories: [], Statuses: [],
        CvssMin: null, CvssMax: null, CurrentReleaseSince: null, CurrentReleaseBefore: null, InitialReleaseSince: null, InitialReleaseBefore: null,
        ChangedSince: null, Withdrawn: null, KnownExploited: null,
    };
}
