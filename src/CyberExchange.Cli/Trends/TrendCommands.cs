using CyberExchange.Cli.Exchange;

namespace CyberExchange.Cli.Trends;

/// <summary><c>cyx trends</c>: editions, made by both sides and read by whoever they are released to, and live figures.</summary>
public static class TrendCommands
{
    public const string Editions = "/v1/trends/editions";
    public const string Proposals = "/v1/trends/proposals";

    private const string Name = "trends";

    public static CommandGroup Group(CyxContext context) => new(
        Name,
        "Trends of both sides: editions, which one side drafts and the other publishes, of incidents whose originators permit it; and live figures of what you see.",
        [
            "cyx --as delegate-eu trends draft --from 2023-Q1 --through 2025-Q4 --reason \"For the council.\"",
            "cyx --as delegate-jp trends publish 019a0000-0000-7000-8000-000000000001",
            "cyx trends compare 1 --table sectors.eu --row eu.health --period 2025 --with-period 2024",
            "cyx --as delegate-eu trends live --by quarter --side-by-side",
        ],
        [
            new DraftEdition(context), new ListEditionProposals(context),
            DecideProposal.Agree(
                context, Name, Proposals, "Agree to what the other side proposed: the edition is made from the log, audited and frozen.", "published; cyx trends list has it",
                "publish", "publication"),
            DecideProposal.Decline(context, Name, Proposals, "Decline an edition that the other side proposed, with a reason.", "After the holidays."),
            DecideProposal.TakeBack(context, Name, Proposals, "Take back an edition that your organisation proposed."),
            new ListEditions(context), new ShowEdition(context), new CompareNumbers(context), new ExportEdition(context), new ShowLiveTrends(context),
        ]);

    public static string Edition(string edition) => $"{Editions}/{Uri.EscapeDataString(edition)}";
}
