using CyberExchange.Cli.Items;
using CyberExchange.Cli.Links;

namespace CyberExchange.Cli.Advisories;

/// <summary><c>cyx advisory</c>.</summary>
public static class AdvisoryCommands
{
    public static CommandGroup Group(CyxContext context) => new(
        "advisory",
        "Publish CSAF documents and read those that reached you.",
        ["cyx --as maker-jp advisory publish a.json --label TLP:CLEAR", "cyx --as grid-eu advisory list --cvss-min 9"],
        [
            new PublishAdvisory(context),
            new ListAdvisories(context),
            new ShowAdvisory(context),
            new WriteDocument(context),
            new ShowValidation(context),
            new ReviseAdvisory(context),
            new ListRevisions(context),
            new ListRelated(context),
            new DiffAdvisory(context),
            new CountItems(context, ItemKind.Advisory),
            new ShareItem(context, ItemKind.Advisory),
            new ApproveRelease(context, ItemKind.Advisory),
            new RejectRelease(context, ItemKind.Advisory),
            new WithdrawItem(context, ItemKind.Advisory),
            new ExplainItem(context, ItemKind.Advisory),
            new ListHolders(context, ItemKind.Advisory),
            new ShowRendition(context, ItemKind.Advisory),
            new PreviewAdvisory(context),
            new PreviewSharing(context, ItemKind.Advisory),
            new ForwardItem(context, ItemKind.Advisory),
            new EndForward(context, ItemKind.Advisory),
            new ListLinks(context, ItemKind.Advisory),
        ]);
}
