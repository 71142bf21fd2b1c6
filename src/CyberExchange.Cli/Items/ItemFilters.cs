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
    private readonly Option<bool?> _knownExploited = new("--known-exploited") { Description = "Naming a vulnerability that CISA knows to be exploited (true), or none (false).", HelpName = "true|false" };
    private readonly Option<string[]> _sector = new("--sector") { Description = "Sector, subsectors included, such as eu.energy; may be repeated.", HelpName = "SECTOR" };
    private readonly Option<string[]> _area = new("--area") { Description = "Sub-area of the dialogue, such as area.submarine-cables; may be repeated.", HelpName = "AREA" };
    private readonly Option<string[]> _severity = new("--severity") { Description = "Level of nis-cg-impact or jp-severity; may be repeated.", HelpName = "LEVEL" };
    private readonly Option<string[]> _vendor = new("--vendor") { Description = "Vendor named by the document; may be repeated.", HelpName = "NAME" };
    private readonly Option<string[]> _product = new("--product") { Description = "Product named by the document; may be repeated.", HelpName = "NAME" };
    private readonly Option<string[]> _vendorText = new("--vendor-text") { Description = "Part of a vendor's name, in any case; may be repeated.", HelpName = "TEXT" };
    private readonly Option<string[]> _cwe = new("--cwe") { Description = "CWE id, such as CWE-79; may be repeated.", HelpName = "CWE" };
    private readonly Option<string[]> _category = new("--category") { Description = "CSAF profile, such as csaf_vex; may be repeated.", HelpName = "CATEGORY" };
    private readonly Option<string[]> _status = new("--status") { Description = "CSAF status; may be repeated.", HelpName = "draft|interim|final" };
    private readonly Option<double?> _cvssMax = new("--cvss-max") { Description = "Highest CVSS base score of at most this.", HelpName = "SCORE" };
    private readonly Option<string[]> _cvssVersion = new("--cvss-version") { Description = "Major version of CVSS whose scores count; may be repeated.", HelpName = "2|3|4" };
    private readonly Option<DateTimeOffset?> _currentReleaseSince = new("--current-release-since") { Description = "Revision released at or after this instant, ISO 8601.", HelpName = "TIME" };
    private readonly Option<DateTimeOffset?> _currentReleaseBefore = new("--current-release-before") { Description = "Revision released before this instant.", HelpName = "TIME" };
    private readonly Option<DateTimeOffset?> _initialReleaseSince = new("--initial-release-since") { Description = "First released at or after this instant.", HelpName = "TIME" };
    private readonly Option<DateTimeOffset?> _initialReleaseBefore = new("--initial-release-before") { Description = "First released before this instant.", HelpName = "TIME" };
    private readonly Option<string[]> _productText = new("--product-text") { Description = "Part of a product's name, in any case; may be repeated.", HelpName = "TEXT" };
    private readonly Option<string[]> _purl = new("--purl") { Description = "Package URL; without a version every version. Qualifiers are not compared. May be repeated.", HelpName = "PURL" };
    private readonly Option<string[]> _cpe = new("--cpe") { Description = "CPE 2.3 name; * leaves a part open. May be repeated.", HelpName = "CPE" };
    private readonly Option<double?> _cvssMin = new("--cvss-min") { Description = "Highest CVSS base score of at least this.", HelpName = "SCORE" };

    private readonly ItemKind? _kind;

    /// <param name="kind">The kind of items that are narrowed; null for both.</param>
    public ItemFilters(ItemKind? kind = null) => _kind = kind;

    public IEnumerable<Option> All => _kind switch
    {
        null => [_label, _originator, _sector, _area, _severity, .. Advisories, _cve, _since, _withdrawn, _knownExploited],
        _ when _kind == ItemKind.Incident => [_label, _originator, _sector, _area, _severity, _cve, _since, _withdrawn, _knownExploited],
        _ when _kind == ItemKind.Signal => [_label, _originator, _since, _withdrawn],
        _ => [_label, _originator, .. Advisories, _cve, _since, _withdrawn, _knownExploited],
    };

    private IEnumerable<Option> Advisories =>
    [
        _vendor, _vendorText, _product, _productText, _purl, _cpe, _cwe, _cvssMin, _cvssMax, _cvssVersion, _category, _status,
        _currentReleaseSince, _currentReleaseBefore, _initialReleaseSince, _initialReleaseBefore,
    ];

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
        .. Each("purl", session.Value(_purl)),
        .. Each("cpe", session.Value(_cpe)),
        .. Each("cve", session.Value(_cve)),
        .. Each("cwe", session.Value(_cwe)),
        .. Each("vendorText", session.Value(_vendorText)),
        .. Each("category", session.Value(_category)),
        .. Each("status", session.Value(_status)),
        .. Each("cvssVersion", session.Value(_cvssVersion)),
        ("cvssMin", session.Value(_cvssMin)?.ToString(CultureInfo.InvariantCulture)),
        ("cvssMax", session.Value(_cvssMax)?.ToString(CultureInfo.InvariantCulture)),
        ("currentReleaseSince", Instant(session.Value(_currentReleaseSince))),
        ("currentReleaseBefore", Instant(session.Value(_currentReleaseBefore))),
        ("initialReleaseSince", Instant(session.Value(_initialReleaseSince))),
        ("initialReleaseBefore", Instant(session.Value(_initialReleaseBefore))),
        ("changedSince", Instant(session.Value(_since))),
        ("withdrawn", YesNo(session.Value(_withdrawn))),
        ("knownExploited", YesNo(session.Value(_knownExploited))),
    ]);

    private static string? YesNo(bool? value) => value switch { true => "true", false => "false", null => null };

    private static string? Instant(DateTimeOffset? instant) => instant is { } given ? Query.Instant(given) : null;

    private static IEnumerable<(string Name, string? Value)> Each(string name, string[]? values) => (values ?? []).Select(value => (name, (string?)value));
}
