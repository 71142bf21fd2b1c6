using CyberExchange.Interop.Versions;

namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>Version ranges of CSAF 2.1: how they are written, and what they have in common with their neighbours.</summary>
internal static class VersionRangeChecks
{
    public static void Mandatory(CsafSubject s)
    {
        foreach (var (branch, _) in s.Products.Branches.Where(entry => entry.Node["category"u8].Is("product_version_range"u8)))
        {
            var name = branch["name"u8];
            if (!VersionRange.TryParse(name.Text, out var range, out var why))
            {
                s.Fail("6.1.50", name, $"{name.Quoted} is no version range: {CsafText.Shorten(why)}.");
            }
            else if (range.IsSingleVersion)
            {
                s.Fail("6.1.59", name, $"{name.Quoted} is one version and no range; use the category product_version.");
            }
        }
    }

    public static void Further(CsafSubject s)
    {
        foreach (var (branch, _) in s.Products.Branches.Where(entry => entry.Node["category"u8].Is("product_version_range"u8)))
        {
            var name = branch["name"u8];
            var isRead = VersionRange.TryParse(name.Text, out var range, out _);
            if (isRead && range!.IsOpenAbove)
            {
                s.Fail("6.2.49", name, $"{name.Quoted} holds for every later version, which nobody can know.");
            }

            if (name.Utf8.StartsWith("vers:"u8) && (!isRead || !range!.HasKnownType))
            {
                s.Fail("6.2.51", name, $"{name.Quoted} has no version type of the vers specification that is known here.");
            }
        }

        Neighbours(s);
    }

    private static void Neighbours(CsafSubject s)
    {
        var status = s.Vulnerabilities.Select(vulnerability => (vulnerability.Node, Groups: Groups(vulnerability))).ToList();
        var comparisons = 0L;
        foreach (var siblings in Siblings(s))
        {
            for (var i = 0; i < siblings.Count; i++)
            {
                for (var j = i + 1; j < siblings.Count; j++)
                {
                    comparisons += 1 + status.Count + ((long)siblings[i].Constraints * siblings[j].Constraints);
                    if (comparisons > CsafLimits.RangeComparisonsMax)
                    {
                        s.Fail("6.3.19.4", s.ProductTree, $"Comparing the version ranges of this document takes more than {CsafLimits.RangeComparisonsMax} steps; the rest was not compared.");
                        return;
                    }

                    Compare(s, siblings[i], siblings[j], status);
                }
            }
        }
    }

    /// <summary>The ranges and versions that stand beside each other, where there is a range among them.</summary>
    private static IEnumerable<List<Sibling>> Siblings(CsafSubject s) =>
        s.Products.Branches
            .GroupBy(entry => entry.Above.Length == 0 ? -1 : entry.Above[^1].Row)
            .Select(level => level.Select(entry => Read(s, entry.Node)).OfType<Sibling>().ToList())
            .Where(level => level.Count > 1 && level.Exists(sibling => sibling.Range is not null));

    private static Sibling? Read(CsafSubject s, CsafNode branch)
    {
        var name = branch["name"u8];
        var isRange = branch["category"u8].Is("product_version_range"u8);
        if (!name.IsText || (!isRange && !branch["category"u8].Is("product_version"u8)))
        {
            return null;
        }

        VersionRange? range = null;
        if (isRange && !VersionRange.TryParse(name.Text, out range, out _))
        {
            return null;
        }

        var product = branch["product"u8]["product_id"u8];
        return new(name, range, product.IsText ? s.Products.IdOf(product) : null);
    }

    private static void Compare(CsafSubject s, Sibling a, Sibling b, List<(CsafNode Vulnerability, Dictionary<int, List<CsafStatusGroup>> Groups)> status)
    {
        if ((a.Range is null && b.Range is null) || !Overlap(a, b))
        {
            return;
        }

        var isVersion = a.Range is null || b.Range is null;
        if (a.Product is not { } one || b.Product is not { } other)
        {
            s.Fail(isVersion ? "6.3.19.5" : "6.3.19.4", b.Name, $"{b.Name.Quoted} and {a.Name.Quoted} have versions in common.");
            return;
        }

        var kind = isVersion ? 3 : a.Range!.IsVers && b.Range!.IsVers ? 1 : 2;
        foreach (var (vulnerability, groupsOf) in status)
        {
            var groups = groupsOf.GetValueOrDefault(one, []);
            var others = groupsOf.GetValueOrDefault(other, []);
            if (groups.Exists(group => others.Exists(second => second != group)))
            {
                s.Fail($"6.2.50.{kind}", vulnerability["product_status"u8], $"{a.Name.Quoted} and {b.Name.Quoted} have versions in common, and contradicting product status.");
            }
            else if (groups.Exists(others.Contains))
            {
                s.Fail($"6.3.19.{kind}", vulnerability["product_status"u8], $"{a.Name.Quoted} and {b.Name.Quoted} have versions in common, and the same product status.");
            }
        }
    }

    private static bool Overlap(Sibling a, Sibling b) => (a.Range, b.Range) switch
    {
        ({ } first, { } second) => first.Overlaps(second),
        ({ } range, null) => range.Contains(b.Name.Text),
        (null, { } range) => range.Contains(a.Name.Text),
        _ => false,
    };

    private static Dictionary<int, List<CsafStatusGroup>> Groups(CsafVulnerability vulnerability) => vulnerability.Status
        .Where(entry => entry.Group is not CsafStatusGroup.Recommended)
        .GroupBy(entry => entry.Product.Id)
        .ToDictionary(product => product.Key, product => product.Select(entry => entry.Group).Distinct().ToList());

    private sealed record Sibling(CsafNode Name, VersionRange? Range, int? Product)
    {
        public int Constraints => Range?.Constraints.Count ?? 1;
    }
}
