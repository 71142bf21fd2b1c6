using System.CommandLine;
using System.Globalization;

namespace CyberExchange.Cli.Items;

/// <summary>The filters of a list and of its count: every one must hold, and of a repeated one any value.</summary>
public sealed class ItemFilters
{
    private readonly Option<string[]> _label = new("--label") { Description = "TLP 2.0 label, such as TLP:AMBER; may be repeated.", HelpName = "LABEL" };
    private readonly Option<string[]> _originator = new("--originator") { Description = "Handle or id of the partner it comes from; may be repeated.", HelpName = "HANDLE" };
    private readonly Option<string[]> _cve = new("--cve") { Description = "CVE id; may be repeated.", HelpName = "CVE" };
    private readonly Option<DateTimeOffset?> _since = new("--changed-since") { Description = "Changed at or after this instant, ISO 8601.", HelpName = "TIME" };
    private readonly Option<bool?> _withdrawn = new("--withdrawn") { Description = "Only withdrawn ones (true) or only standing ones (false).", HelpName = "true|false" };
    private readonly Option<string[]> _sector = new("--sector") { Description = "Sector, subsectors included, such as eu.energy; may be repeated.", HelpName = "SECTOR" };
    private readonly Option<string[]> _area = new("--area") { Description = "Sub-area of the dialogue, such as area.submarine-cables; may be repeated.", HelpName = "AREA" };
    private readonly Option<string[]> _severity = new("--severity") { Description = "Level of nis-cg-impact or jp-severity; may be repeated.", HelpName = "LEVEL" };
    private readonly Option<string[]> _vendor = new("--vendor") { Description = "Vendor named by the document; may be repeated.", HelpName = "NAME" };
    private readonly Option<string[]> _product = new("--product") { Description = "Product named by the document; may be repeated.", HelpName = "NAME" };
    private readonly Option<string[]> _productText = new("--product-text") { Description = "Part of a product's name, in any case; may be repeated.", HelpName = "TEXT" };
    private readonly Option<double?> _cvssMin = new("--cvss-min") { Description = "Highest CVSS base score of at least this.", HelpName = "SCORE" };

    private readonly ItemKind? _kind;

    /// <param name="kind">The kind of items that are narrowed; null for both.</param>
    public ItemFilters(ItemKind? kind = null) => _kind = kind;

    public IEnumerable<Option> All => _kind switch
    {
        null => [_label, _originator, _sector, _area, _severity, _vendor, _product, _productText, _cve, _cvssMin, _since, _withdrawn],
        _ when _kind == ItemKind.Incident => [_label, _originator, _sector, _area, _severity, _cve, _since, _withdrawn],
        _ => [_label, _originator, _vendor, _product, _productText, _cve, _cvssMin, _since, _withdrawn],
    };

    /// <summary>The path below the kind's collection with the filters that are set.</summary>
    public string Apply(string path, CyxSession session) => Query.Add(path,
    [
        .. Each("label", session.Value(_label)),
        .. Each("originator", session.Value(_originator)),
        .. Each("sector", session.Value(_sector)),
        .. Each("area", session.Value(_area)),
        .. Each("severity", session.Value(_severity)),
        .. Each("vendor", session.Value(_vendor)),
        .. Each("product", session.Value(_product)),
        .. Each("productText", session.Value(_productText)),
        .. Each("cve", session.Value(_cve)),
        ("cvssMin", session.Value(_cvssMin)?.ToString(CultureInfo.InvariantCulture)),
        ("changedSince", session.Value(_since) is { } since ? Query.Instant(since) : null),
        ("withdrawn", session.Value(_withdrawn) switch { true => "true", false => "false", null => null }),
    ]);

    private static IEnumerable<(string Name, string? Value)> Each(string name, string[]? values) => (values ?? []).Select(value => (name, (string?)value));
}
