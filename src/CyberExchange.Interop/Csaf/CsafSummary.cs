using System.Collections.Immutable;

namespace CyberExchange.Interop.Csaf;

/// <summary>Gathers what <see cref="CsafAdvisory"/> tells, while the document is read once.</summary>
/// <remarks>The reading methods offer null for a value that they have reported; such a document never becomes an advisory.</remarks>
internal sealed class CsafSummary
{
    private readonly List<string> _revisionNumbers = [];
    private readonly List<(int Branch, string FullName)> _products = [];
    private readonly List<string> _cves = [];
    private readonly List<string> _cwes = [];
    private readonly List<CsafNote> _notes = [];
    private CsafScore? _highestScore;

    public string? CsafVersion { get; set; }

    public string? Category { get; set; }

    public string? Title { get; set; }

    public string? Lang { get; set; }

    public string? PublisherCategory { get; set; }

    public string? PublisherName { get; set; }

    public string? PublisherNamespace { get; set; }

    public string? TrackingId { get; set; }

    public string? Version { get; set; }

    public string? Status { get; set; }

    public DateTimeOffset InitialReleaseAt { get; set; }

    public DateTimeOffset CurrentReleaseAt { get; set; }

    public string? TlpLabel { get; set; }

    public string? TlpUrl { get; set; }

    public string? AggregateSeverity { get; set; }

    public int ReferenceCount { get; set; }

    public CsafBranches Branches { get; } = new();

    public int ProductCount => _products.Count;

    public void AddRevision(string? number) => AddTo(_revisionNumbers, number);

    public void AddCve(string? cve) => AddTo(_cves, cve);

    public void AddCwe(string? cwe) => AddTo(_cwes, cwe);

    public void AddProduct(int branch, string? fullName)
    {
        if (fullName is not null)
        {
            _products.Add((branch, fullName));
        }
    }

    public void AddScore(int cvssVersion, double? baseScore)
    {
        if (baseScore is { } score
            && (_highestScore is null || (score, cvssVersion).CompareTo((_highestScore.BaseScore, _highestScore.CvssVersion)) > 0))
        {
            _highestScore = new CsafScore(cvssVersion, score);
        }
    }

    public void AddNote(string category, string? title, string text)
    {
        if (_notes.Count == CsafLimits.DisplayNotesMax)
        {
            return;
        }

        var shown = CsafText.Cut(text, CsafLimits.DisplayNoteCharsMax);
        _notes.Add(new CsafNote(category, title is null ? null : CsafText.Plain(title), CsafText.Plain(shown), shown.Length < text.Length));
    }

    /// <summary>The advisory of a document that was read to its end without a problem.</summary>
    public CsafAdvisory ToAdvisory(string sha512) => new()
    {
        CsafVersion = Required(CsafVersion),
        Category = Required(Category),
        Title = Required(Title),
        Lang = Lang,
        Publisher = new CsafPublisher(Required(PublisherCategory), Required(PublisherName), Required(PublisherNamespace)),
        Tracking = new CsafTracking(
            Required(TrackingId), Required(Version), Required(Status), InitialReleaseAt, CurrentReleaseAt, [.. _revisionNumbers]),
        Tlp = TlpLabel is null ? null : new CsafTlp(TlpLabel, TlpUrl),
        AggregateSeverity = AggregateSeverity,
        Vendors = [.. Branches.Vendors().Distinct(StringComparer.Ordinal)],
        Products = Products(),
        Cves = [.. _cves.Distinct(StringComparer.Ordinal)],
        Cwes = [.. _cwes.Distinct(StringComparer.Ordinal)],
        HighestScore = _highestScore,
        Notes = [.. _notes],
        ReferenceCount = ReferenceCount,
        Sha512 = sha512,
    };

    private ImmutableArray<CsafProduct> Products()
    {
        var groups = new OrderedDictionary<(string? Vendor, string? Name), List<string>>();
        foreach (var (branch, fullName) in _products)
        {
            var key = Branches.VendorAndProduct(branch);
            if (!groups.TryGetValue(key, out var fullNames))
            {
                groups.Add(key, fullNames = []);
            }

            fullNames.Add(fullName);
        }

        return [.. groups.Select(group => new CsafProduct(group.Key.Vendor, group.Key.Name, [.. group.Value.Distinct(StringComparer.Ordinal)]))];
    }

    private static void AddTo(List<string> list, string? value)
    {
        if (value is not null)
        {
            list.Add(value);
        }
    }

    private static string Required(string? value) =>
        value ?? throw new InvalidOperationException("A document without problems lacks a member that the reading requires.");
}
