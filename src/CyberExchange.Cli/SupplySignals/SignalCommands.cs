using CyberExchange.Cli.Exchange;
using CyberExchange.Cli.Items;

namespace CyberExchange.Cli.SupplySignals;

/// <summary><c>cyx signal</c>.</summary>
public static class SignalCommands
{
    public const string Watch = "/v1/supply-watch";
    public const string Proposals = Watch + "/proposals";

    private const string Name = "signal";

    public static CommandGroup Group(CyxContext context) => new(
        Name,
        "Post supply signals of the semiconductor early-warning mechanism, say what became of them, and see what both sides watch for.",
        [
            "cyx signal template > s.json",
            "cyx --as maker-eu signal post s.json",
            "cyx --as delegate-jp signal list",
            "cyx --as delegate-jp signal calibration",
        ],
        [
            new WriteTemplate(context),
            new PreviewItem(context, ItemKind.Signal, "post", "delegate-jp"),
            new PostSignal(context),
            new ListSignals(context),
            new ShowSignal(context),
            new CountItems(context, ItemKind.Signal),
            new ReviseSignal(context),
            new RecordOutcome(context),
            new ShowCalibration(context),
            new ShareItem(context, ItemKind.Signal),
            new ApproveRelease(context, ItemKind.Signal),
            new RejectRelease(context, ItemKind.Signal),
            new WithdrawItem(context, ItemKind.Signal),
            new ExplainItem(context, ItemKind.Signal),
            new ListHolders(context, ItemKind.Signal),
            new ShowRendition(context, ItemKind.Signal),
            new PreviewSharing(context, ItemKind.Signal),
            new ForwardItem(context, ItemKind.Signal),
            new EndForward(context, ItemKind.Signal),
            new ShowWatch(context),
            new ListWatchProposals(context),
            new ProposeWatch(context),
            DecideProposal.Agree(
                context, Name, Proposals, "Agree to what the other side proposed for the watch list: it says so from now on.", "agreed; the watch list says so now"),
            DecideProposal.Decline(context, Name, Proposals, "Decline what the other side proposed for the watch list, with a reason.", "The threshold is too low."),
            DecideProposal.TakeBack(context, Name, Proposals, "Take back what your organisation proposed for the watch list.", "take-back"),
        ]);
}
