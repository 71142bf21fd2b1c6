using System.Text.RegularExpressions;

namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>Branches of the product tree, versions and version ranges.</summary>
internal static partial class BranchChecks
{
    private const int BranchesDeepMax = 30;

    private static readonly string[] RangeWords = ["after", "all", "before", "earlier", "later", "prior", "versions"];

    public static void Mandatory(CsafSubject s)
    {
        foreach (var (branch, _) in s.Products.Branches)
        {
            if (branch["category"u8].Is("product_version"u8) && IsRange(branch["name"u8].Text))
            {
                s.Fail("6.1.31", branch["name"u8], $"{branch["name"u8].Quoted} is a range of versions and not one; use the category product_version_range.");
            }
        }
    }

    public static void Further(CsafSubject s)
    {
        foreach (var (branch, _) in s.Products.Branches)
        {
            var name = branch["name"u8];
            if (branch["category"u8].Is("product_version_range"u8))
            {
                s.Fail("6.3.10", branch["category"u8], "List the versions one by one where you can, with the category product_version: a range is harder to match.");
                if (!IsVers().IsMatch(name.Text))
                {
                    s.Fail("6.2.18", name, $"{name.Quoted} is not written as vers: a range such as vers:semver/>=1.2.0|<1.4.7 can be matched by programs.");
                }
            }
            else if (branch["category"u8].Is("product_version"u8) && name.Utf8 is [(byte)'v' or (byte)'V', >= (byte)'0' and <= (byte)'9', ..])
            {
                s.Fail("6.3.11", name, $"The version {name.Quoted} starts with a letter that only says that it is a version; leave it out.");
            }
        }

        foreach (var definition in s.Products.Definitions.Where(d => d.Branches.Length > 0 && !HasUsualBranches(d.Branches)))
        {
            s.Fail("6.3.9", definition.Node, "The branches above this product do not go from vendor over product_name to product_version.");
        }
    }

    /// <summary>6.1.34, 6.1.57 and 6.1.58, which CSAF 2.1 has added.</summary>
    public static void MandatoryOf21(CsafSubject s)
    {
        foreach (var definition in s.Products.Definitions.Where(d => d.Branches.Length > 0))
        {
            if (definition.Branches.Length > BranchesDeepMax)
            {
                s.Fail("6.1.34", definition.Node, $"This product lies {definition.Branches.Length} branches deep; {BranchesDeepMax} are allowed.");
            }

            var categories = definition.Branches.Select(branch => branch["category"u8].Text).Where(category => category is not "product_family").ToList();
            if (categories.GroupBy(category => category, StringComparer.Ordinal).FirstOrDefault(category => category.Count() > 1) is { Key: var twice })
            {
                s.Fail("6.1.57", definition.Node, $"The branches above this product have the category {CsafText.Shorten(twice)} more than once.");
            }

            if (categories.Contains("product_version") && categories.Contains("product_version_range"))
            {
                s.Fail("6.1.58", definition.Node, "The branches above this product have both a version and a range of versions; put the version into the name.");
            }
        }
    }

    /// <summary>6.2.48 and 6.3.22, which CSAF 2.1 has added.</summary>
    public static void FurtherOf21(CsafSubject s)
    {
        foreach (var (branch, _) in s.Products.Branches.Where(entry => entry.Node["category"u8].Is("vendor"u8) && DocumentChecks.WithoutJoints(entry.Node["name"u8].Text) is "opensource"))
        {
            s.Fail("6.2.48", branch["name"u8], "Open source is hardly a vendor's name; name who makes the product.");
        }

        var paths = CsafSubject.Each(s.ProductTree["product_paths"u8]).ToList();
        var made = paths.Select(path => path["full_product_name"u8]["product_id"u8]).Where(id => id.IsText).Select(s.Products.IdOf).ToHashSet();
        foreach (var reference in paths.SelectMany(CsafProducts.ReferencesOf))
        {
            if (reference.IsText && made.Contains(s.Products.IdOf(reference)))
            {
                s.Fail("6.3.22", reference, $"The product {reference.Quoted} is itself made by a product path, which is harder to match.");
            }
        }
    }

    /// <summary>Whether a name tells a range: an operator anywhere, or a word on its own.</summary>
    public static bool IsRange(string name)
    {
        var lower = name.ToLowerInvariant();
        return lower.AsSpan().IndexOfAny('<', '>') >= 0
            || lower.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Any(word => RangeWords.Contains(word, StringComparer.Ordinal));
    }

    private static bool HasUsualBranches(CsafNode[] branches)
    {
        var wanted = 0;
        foreach (var branch in branches)
        {
            var category = branch["category"u8];
            wanted += wanted switch
            {
                0 => category.Is("vendor"u8) ? 1 : 0,
                1 => category.Is("product_name"u8) ? 1 : 0,
                2 => category.Is("product_version"u8) ? 1 : 0,
                _ => 0,
            };
        }

        return wanted == 3;
    }

    [GeneratedRegex(@"\Avers:[a-z.\-+][a-z0-9.\-+]*/.+", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex IsVers();
}
