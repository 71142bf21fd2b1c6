using System.Text;
using CyberExchange.Interop.Cpe;
using CyberExchange.Interop.Purl;

namespace CyberExchange.Views.Core;

/// <summary>By which keys an item is found that names a product by an identifier. What is held has a key that is asked for, or it is not found.</summary>
internal static class ProductKeys
{
    /// <summary>UTF-16 units of an identifier of a document. CSAF sets no end to them, and nobody asks for a longer one.</summary>
    public const int CharactersMax = 2_000;

    // Of a formatted string: one attribute, whatever it is.
    private const string AnyAttribute = @"(?:\\.|[^:\\])+";

    /// <summary>The keys of package URLs as a document writes them; what is none has no key.</summary>
    public static string[] OfPurls(IEnumerable<string> texts) =>
        [.. texts.Where(text => text.Length <= CharactersMax).SelectMany(text => PackageUrl.TryParse(text, out var purl, out _) ? Held(purl) : []).Distinct(StringComparer.Ordinal)];

    /// <summary>The CPE names of a document, each once; an attribute that is open in part is found like one that is open.</summary>
    public static CpeName[] CpesOf(IEnumerable<string> texts) =>
        [.. texts.Where(text => text.Length <= CharactersMax).Select(text => CpeName.TryParse(text, out var name) ? name.Widened() : null).OfType<CpeName>().Distinct()];

    public static string[] OfCpes(IEnumerable<CpeName> names) => [.. names.SelectMany(Held).Distinct(StringComparer.Ordinal)];

    /// <summary>The keys that an item has one of, which names the package in the version that is asked for or in none.</summary>
    public static IEnumerable<string> Asked(PackageUrl purl) => purl.Version is null ? [Bare(purl)] : [Versioned(purl), Unversioned(purl)];

    /// <summary>The keys that an item has one of, which names the vendor and the product or leaves them open.</summary>
    public static IEnumerable<string> Asked(CpeName name) => (name.Vendor, name.Product) switch
    {
        (CpeName.Any, var product) => [Key("", product), Key("", CpeName.Any)],
        (var vendor, CpeName.Any) => [Key(vendor, ""), Key(CpeName.Any, "")],
        var (vendor, product) => [Key(vendor, product), Key(vendor, CpeName.Any), Key(CpeName.Any, product), Key(CpeName.Any, CpeName.Any)],
    };

    /// <summary>The names that are not disjoint from this one, as a regular expression of PostgreSQL over formatted strings.</summary>
    public static string Pattern(CpeName name) =>
        $"^cpe:2\\.3:{string.Join(':', name.Attributes.Select(attribute => attribute == CpeName.Any ? AnyAttribute : $@"(?:\*|{Quoted(attribute)})"))}$";

    private static IEnumerable<string> Held(PackageUrl purl) => [Bare(purl), purl.Version is null ? Unversioned(purl) : Versioned(purl)];

    private static IEnumerable<string> Held(CpeName name) => [Key(name.Vendor, name.Product), Key(name.Vendor, ""), Key("", name.Product)];

    private static string Bare(PackageUrl purl) => Versioned(purl with { Version = null });

    private static string Versioned(PackageUrl purl) => (purl with { Qualifiers = purl.Qualifiers.Clear(), Subpath = null }).ToString();

    // No package has such a version, so that it stands for any.
    private static string Unversioned(PackageUrl purl) => $"{Bare(purl)}@";

    // A colon within an attribute is quoted.
    private static string Key(string vendor, string product) => $"{vendor}:{product}";

    private static string Quoted(string attribute)
    {
        var quoted = new StringBuilder();
        foreach (var c in attribute)
        {
            quoted.Append(char.IsAsciiLetterOrDigit(c) ? "" : "\\").Append(c);
        }

        return quoted.ToString();
    }
}
