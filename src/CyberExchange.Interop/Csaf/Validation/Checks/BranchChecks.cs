using System.Text.RegularExpressions;

namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>Branches of the product tree, versions and version ranges.</summary>
internal static partial class BranchChecks
{
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
