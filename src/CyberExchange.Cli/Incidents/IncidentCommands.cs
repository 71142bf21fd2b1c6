using CyberExchange.Cli.Items;
using CyberExchange.Cli.Links;

namespace CyberExchange.Cli.Incidents;

/// <summary><c>cyx incident</c>.</summary>
public static class IncidentCommands
{
    public static CommandGroup Group(CyxContext context) => new(
        "incident",
        "Report incidents and read those that reached you.",
        ["cyx --as cert-eu incident template > r.json", "cyx --as cert-eu incident report r.json", "cyx --as grid-jp incident list"],
        [
            new WriteTemplate(context),
            new ReportIncident(context),
            new ListIncidents(context),
            new ShowIncident(context),
            new CountItems(context, ItemKind.Incident),
            new AmendIncident(context),
            new ShareItem(context, ItemKind.Incident),
            new ApproveRelease(context, ItemKind.Incident),
            new RejectRelease(context, ItemKind.Incident),
            new WithdrawItem(context, ItemKind.Incident),
            new ExplainItem(context, ItemKind.Incident),
            new ListHolders(context, ItemKind.Incident),
            new ShowRendition(context, ItemKind.Incident),
            new PreviewItem(context, ItemKind.Incident, "report", "grid-jp"),
            new PreviewSharing(context, ItemKind.Incident),
            new ForwardItem(context, ItemKind.Incident),
            new EndForward(context, ItemKind.Incident),
            new LinkIncident(context),
            new UnlinkIncident(context),
            new ListLinks(context, ItemKind.Incident),
            new ListIncidentAdvisories(context),
        ]);
}
