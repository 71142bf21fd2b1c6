using CyberExchange.Contracts.Dialogue;

namespace CyberExchange.Cli.Dialogue;

/// <summary><c>cyx dialogue</c>: the record of what both sides regulate, agreed and do next.</summary>
public static class DialogueCommands
{
    public const string Path = "/v1/dialogue";
    public const string Entries = Path + "/entries";
    public const string Proposals = Path + "/proposals";
    public const string Watch = Path + "/watch";

    public static CommandGroup Group(CyxContext context) => new(
        "dialogue",
        "The record of the dialogue: developments of law, sessions, commitments and next steps, as delegates of both sides agreed on them.",
        [
            "cyx --as delegate-eu dialogue timeline --topic incident_reporting",
            "cyx --as delegate-jp dialogue changes --since 2026-11-23",
            "cyx --as delegate-eu dialogue brief dpc-3 --lang ja > brief.html",
        ],
        [
            new ListEntries(context), new ShowEntry(context), new ShowTimeline(context), new ListChanges(context), new WriteBrief(context),
            new ListProposals(context), new ProposeChanges(context), new WriteShipped(context),
            new DecideProposal(context, DecideProposal.Agree), new DecideProposal(context, DecideProposal.Decline), new DecideProposal(context, DecideProposal.Withdraw),
            new AddNote(context), new RemoveNote(context), new WatchTopics(context),
        ]);

    public static string Entry(string id) => $"{Entries}/{Uri.EscapeDataString(id)}";

    internal static string Sides(DialogueEntryDocument entry) => string.Join(", ", entry.Parties);
}
