using System.CommandLine;
using System.Globalization;

namespace CyberExchange.Cli.Items;

/// <summary>The filters of a list and of its count.</summary>
public sealed class ItemFilters
{
    private readonly Option<string?> _label = new("--label") { Description = "TLP 2.0 label, such as TLP:AMBER.", HelpName = "LABEL" };
    private readonly Option<string?> _originator = new("--originator") { Description = "Handle or id of the partner it comes from.", HelpName = "HANDLE" };
    private readonly Option<string?> _cve = new("--cve") { Description = "CVE id.", HelpName = "CVE" };
    private readonly Option<DateTimeOffset?> _since = new("--changed-since") { Description = "Changed at or after this instant, ISO 8601.", HelpName = "TIME" };
    private readonly Option<bool?> _withdrawn = new("--withdrawn") { Description = "Only withdrawn ones (true) or only standing ones (false).", HelpName = "true|false" };
    private readonly Option<string?> _sector = new("--sector") { Description = "Sector, subsectors included, such as eu.energy.", HelpName = "SECTOR" };
    private readonly Option<string?> _severity = new("--severity") { Description = "Level of nis-cg-impact or jp-severity.", HelpName = "LEVEL" };
    private readonly Option<string?> _vendor = new("--vendor") { Description = "Vendor named by the document.", HelpName = "NAME" };
    private readonly Option<string?> _product = new("--product") { Description = "Product named by the document.", HelpName = "NAME" };
    private readonly Option<double?> _cvssMin = new("--cvss-min") { Description = "Highest CVSS base score of at least this.", HelpName = "SCORE" };

    private readonly ItemKind _kind;

    public ItemFilters(ItemKind kind) => _kind = kind;

    public IEnumerable<Option> All => _kind == ItemKind.Incident
        ? [_label, _originator, _sector, _severity, _cve, _since, _withdrawn]
        : [_label, _originator, _vendor, _product, _cve, _cvssMin, _since, _withdrawn];

    /// <summary>The path below the kind's collection with the filters that are set.</summary>
    public string Apply(string path, CyxSession session) => Query.Add(path,
    [
        ("label", session.Value(_label)),
        ("originator", session.Value(_originator)),
        ("sector", session.Value(_sector)),
        ("severity", session.Value(_severity)),
        ("vendor", session.Value(_vendor)),
        ("product", session.Value(_product)),
        ("cve", session.Value(_cve)),
        ("cvssMin", session.Value(_cvssMin)?.ToString(CultureInfo.InvariantCulture)),
        ("changedSince", session.Value(_since) is { } since ? Query.Instant(since) : null),
        ("withdrawn", session.Value(_withdrawn) switch { true => "true", false => "false", null => null }),
    ]);
}
