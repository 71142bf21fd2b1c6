using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Incidents;

namespace CyberExchange.Cli.Incidents;

/// <summary>Lists incidents.</summary>
public sealed class ListIncidents(CyxContext context) : ListItems<IncidentDocument>(
    context, ItemKind.Incident,
    ["cyx --as grid-jp incident list", "cyx --as grid-jp incident list --sector eu.energy --changed-since 2026-11-01T00:00:00Z --json"])
{
    protected override IReadOnlyList<string> Headings { get; } = ["ID", "AMENDED", "LABEL", "FROM", "TITLE"];

    protected override IReadOnlyList<string> Cells(IncidentDocument item) =>
    [
        item.Id.ToString(),
        Query.Instant(item.AmendedAt),
        item.Received.Label,
        OriginatorText.Short(item.Originator),
        item.WithdrawnBecause is null ? item.Report.Title : "[withdrawn] " + item.Report.Title,
    ];
}
