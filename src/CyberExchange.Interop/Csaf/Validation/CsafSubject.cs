namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>A document on its way through the checks.</summary>
internal sealed class CsafSubject
{
    public CsafSubject(CsafNode root, bool is21, CsafFindings findings, CsafValidationOptions options)
    {
        (Root, Is21, Findings, Options) = (root, is21, findings, options);
        Document = root["document"u8];
        Tracking = Document["tracking"u8];
        ProductTree = root["product_tree"u8];
        Products = new CsafProducts(this);
        Revisions = CsafRevisions.Of(Tracking);
        Titles = CsafTitles.For(Document["lang"u8].Text);
        Vulnerabilities = [.. Each(root["vulnerabilities"u8]).Select(node => new CsafVulnerability(node, this))];
    }

    public CsafFindings Findings { get; }

    public CsafValidationOptions Options { get; }

    /// <summary>Whether the rules of CSAF 2.1 hold, and not those of CSAF 2.0.</summary>
    public bool Is21 { get; }

    public CsafNode Root { get; }

    public CsafNode Document { get; }

    public CsafNode Tracking { get; }

    public CsafNode ProductTree { get; }

    public CsafProducts Products { get; }

    public CsafRevisions Revisions { get; }

    /// <summary>Which products are versions of one.</summary>
    public CsafProductLines Lines => field ??= new CsafProductLines(this);

    /// <summary>The set titles in the language of the document.</summary>
    public CsafTitles Titles { get; }

    public IReadOnlyList<CsafVulnerability> Vulnerabilities { get; }

    public bool HasCategory(ReadOnlySpan<byte> category) => Document["category"u8].Is(category);

    /// <summary>Adds a place where a test fails.</summary>
    public void Fail(string test, CsafNode at, string message) => Findings.Add(test, at, message);

    /// <summary>Whether exactly one note of the document has a title, and it is of a category.</summary>
    public bool HasOneNote(string title, string category) =>
        Each(Document["notes"u8]).Where(note => note["title"u8].Text == title).ToList() is [var only] && only["category"u8].Text == category;

    /// <summary>The entries of an array as a sequence.</summary>
    public static IEnumerable<CsafNode> Each(CsafNode array)
    {
        foreach (var item in array.Items())
        {
            yield return item;
        }
    }
}

/// <summary>What a product status says of a product: CSAF section 3.2.3.9 (2.1: product status).</summary>
internal enum CsafStatusGroup
{
    Affected,
    NotAffected,
    Fixed,
    UnderInvestigation,
    Unknown,
    Recommended,
}

/// <summary>A vulnerability with the products of its status.</summary>
internal sealed class CsafVulnerability
{
    public CsafVulnerability(CsafNode node, CsafSubject subject)
    {
        Node = node;
        Metrics =
        [
            .. CsafSubject.Each(node["scores"u8]).Select(score => new CsafMetric(score, score)),
            .. CsafSubject.Each(node["metrics"u8]).Select(metric => new CsafMetric(metric, metric["content"u8])),
        ];
        foreach (var member in node["product_status"u8].Members())
        {
            if (GroupOf(member.Name) is { } group)
            {
                Status.AddRange(subject.Products.In(member.Value).Select(product => (group, product)));
            }
        }
    }

    public CsafNode Node { get; }

    /// <summary>The products of the status, in the order of the document.</summary>
    public List<(CsafStatusGroup Group, CsafReference Product)> Status { get; } = [];

    /// <summary>The scores of CSAF 2.0, or the metrics of CSAF 2.1.</summary>
    public IReadOnlyList<CsafMetric> Metrics { get; }

    public IEnumerable<CsafReference> Of(CsafStatusGroup group) => Status.Where(entry => entry.Group == group).Select(entry => entry.Product);

    private static CsafStatusGroup? GroupOf(ReadOnlySpan<byte> status) =>
        status.EndsWith("not_affected"u8) ? CsafStatusGroup.NotAffected
        : status.EndsWith("affected"u8) ? CsafStatusGroup.Affected
        : status.EndsWith("fixed"u8) ? CsafStatusGroup.Fixed
        : status.SequenceEqual("under_investigation"u8) ? CsafStatusGroup.UnderInvestigation
        : status.SequenceEqual("unknown"u8) ? CsafStatusGroup.Unknown
        : status.SequenceEqual("recommended"u8) ? CsafStatusGroup.Recommended
        : null;
}

/// <summary>What somebody measured of some products.</summary>
/// <param name="Node">The score of CSAF 2.0, or the metric of CSAF 2.1.</param>
/// <param name="Content">The object that holds the CVSS objects and what else was measured.</param>
internal readonly record struct CsafMetric(CsafNode Node, CsafNode Content)
{
    public CsafNode Products => Node["products"u8];

    /// <summary>Who measured; empty for the author of the document. CSAF 2.0 knows no other.</summary>
    public string Source => Node["source"u8].Text;

    /// <summary>The CVSS objects.</summary>
    public IEnumerable<CsafNode> Cvss => new[] { Content["cvss_v2"u8], Content["cvss_v3"u8], Content["cvss_v4"u8] }.Where(cvss => cvss.IsObject);
}
