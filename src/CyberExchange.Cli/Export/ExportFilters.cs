using System.CommandLine;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.SupplySignals;
using CyberExchange.Domain.Taxonomies;

namespace CyberExchange.Cli.Export;

/// <summary>
/// What narrows an export. It is asked of each document as it comes, and not of the exchange: an item that changes while
/// the feed is read, so that it no longer passes, must go from what was written before.
/// </summary>
public sealed class ExportFilters
{
    private readonly Option<string[]> _label = new("--label") { Description = "TLP 2.0 label, such as TLP:AMBER; may be repeated.", HelpName = "LABEL" };
    private readonly Option<string[]> _originator = new("--originator") { Description = "Handle or id of its originator; may be repeated.", HelpName = "HANDLE" };
    private readonly Option<string[]> _sector = new("--sector") { Description = "Sector, subsectors included; may be repeated.", HelpName = "SECTOR" };
    private readonly Option<string[]> _severity = new("--severity") { Description = "Level of nis-cg-impact or jp-severity; may be repeated.", HelpName = "LEVEL" };
    private readonly Option<string[]> _cve = new("--cve") { Description = "CVE id; may be repeated.", HelpName = "CVE" };
    private readonly Option<double?> _cvssMin = new("--cvss-min") { Description = "Highest CVSS base score of at least this.", HelpName = "SCORE" };
    private readonly Option<DateTimeOffset?> _since = new("--changed-since") { Description = "Changed at or after this instant, ISO 8601.", HelpName = "TIME" };
    private readonly Option<bool?> _withdrawn = new("--withdrawn") { Description = "Only withdrawn ones, or only standing ones.", HelpName = "true|false" };

    public IEnumerable<Option> All => [_label, _originator, _sector, _severity, _cve, _cvssMin, _since, _withdrawn];

    /// <summary>Reads the options once; the answer judges documents.</summary>
    public Predicate<ExportedItem> Read(CyxSession session)
    {
        var labels = session.Value(_label) ?? [];
        var originators = session.Value(_originator) ?? [];
        var sectors = session.Value(_sector) ?? [];
        var severities = session.Value(_severity) ?? [];
        var cves = session.Value(_cve) ?? [];
        var cvssMin = session.Value(_cvssMin);
        var since = session.Value(_since);
        var withdrawn = session.Value(_withdrawn);
        return item =>
            Any(labels, l => l == item.Label)
            && Any(originators, o => o == item.Originator.Handle || (Guid.TryParse(o, out var id) && id == item.Originator.Id))
            && Any(sectors, s => item.Sectors.Any(held => Sectors.Covers(s, held)))
            && Any(severities, s => s == item.Severity)
            && Any(cves, c => item.Vulnerabilities.Contains(c, StringComparer.Ordinal))
            && (cvssMin is null || item.Advisory?.CvssMax >= cvssMin)
            && (since is null || item.ChangedAt >= since)
            && (withdrawn is null || item.IsWithdrawn == withdrawn);
    }

    private static bool Any(string[] wanted, Predicate<string> holds) => wanted.Length == 0 || wanted.Any(w => holds(w));
}

/// <summary>What filters and columns read of a document.</summary>
public sealed record ExportedItem
{
    public required IncidentDocument? Incident { get; init; }

    public required AdvisoryDocument? Advisory { get; init; }

    public SignalDocument? Signal { get; init; }

    public string Label => Incident?.Received.Label ?? Advisory?.Received.Label ?? Signal!.Received.Label; // One of the three is there.

    public OriginatorDocument Originator => Incident?.Originator ?? Advisory?.Originator ?? Signal!.Originator; // As above.

    public IReadOnlyList<string> Sectors => Incident?.Report.Sectors ?? [];

    public string? Severity => Incident?.Report.Severity;

    public IReadOnlyList<string> Vulnerabilities => Incident?.Report.Vulnerabilities ?? Advisory?.Vulnerabilities ?? [];

    public DateTimeOffset ChangedAt => Incident?.AmendedAt ?? Advisory?.RevisedAt ?? Signal!.StatedAt; // As above.

    public bool IsWithdrawn => (Incident?.WithdrawnBecause ?? Advisory?.WithdrawnBecause ?? Signal?.WithdrawnBecause) is not null;
}
