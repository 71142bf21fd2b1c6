using CyberExchange.Cli.Exchange;
using CyberExchange.Contracts.Dialogue;

namespace CyberExchange.Cli.Dialogue;

/// <summary><c>cyx dialogue</c>: the record of what both sides regulate, agreed and do next.</summary>
public static class DialogueCommands
{
    public const string Path = "/v1/dialogue";
    public const string Entries = Path + "/entries";
    public const string Proposals = Path + "/proposals";
    public const string Watch = Path + "/watch";

    private const string Name = "dialogue";

    public static CommandGroup Group(CyxContext context) => new(
        Name,
        "The record of the dialogue: developments of law, sessions, commitments and next steps, as delegates of both sides agreed on them.",
        [
            "cyx --as delegate-eu dialogue timeline --topic incident_reporting",
            "cyx --as delegate-jp dialogue changes --since 2026-11-23",
            "cyx --as delegate-eu dialogue brief dpc-3 --lang ja > brief.html",
        ],
        [
            new ListEntries(context), new ShowEntry(context), new ShowTimeline(context), new ListChanges(context), new WriteBrief(context),
            new ListProposals(context), new ProposeChanges(context), new WriteShipped(context),
            DecideProposal.Agree(context, Name, Proposals, "Agree to what the other side proposed: the record says so from now on.", "agreed; the record says so now"),
            DecideProposal.Decline(context, Name, Proposals, "Decline what the other side proposed, with a reason.", "The source says otherwise."),
            DecideProposal.TakeBack(context, Name, Proposals, "Take back what your organisation proposed."),
            new AddNote(context), new RemoveNote(context), new WatchTopics(context),
        ]);

    public static string Entry(string id) => $"{Entries}/{Uri.EscapeDataString(id)}";

    internal static string Sides(DialogueEntryDocument entry) => string.Join(", ", entry.Parties);
}
