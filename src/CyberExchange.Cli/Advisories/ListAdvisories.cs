using System.Globalization;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Advisories;

namespace CyberExchange.Cli.Advisories;

/// <summary>Lists advisories.</summary>
public sealed class ListAdvisories(CyxContext context) : ListItems<AdvisoryDocument>(
    context, ItemKind.Advisory,
    ["cyx --as grid-jp advisory list --cvss-min 9", "cyx --as grid-jp advisory list --vendor Siemens --all --json"])
{
    protected override IReadOnlyList<string> Headings { get; } = ["ID", "REVISED", "LABEL", "FROM", "TRACKING", "CVSS", "TITLE"];

    protected override IReadOnlyList<string> Cells(AdvisoryDocument item) =>
    [
        item.Id.ToString(),
        Query.Instant(item.RevisedAt),
        item.Received.Label,
        OriginatorText.Short(item.Originator),
        $"{item.TrackingId} {item.TrackingVersion}",
        item.CvssMax?.ToString("0.0", CultureInfo.InvariantCulture) ?? "",
        item.WithdrawnBecause is null ? item.Title : $"[{item.Ended ?? "withdrawn"}] {item.Title}",
    ];
}
