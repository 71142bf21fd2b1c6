using System.CommandLine;

namespace CyberExchange.Cli.Trust;

/// <summary><c>cyx trust</c>.</summary>
public static class TrustCommands
{
    public const string Path = "/v1/trust-lists";

    public static CommandGroup Group(CyxContext context) => new(
        "trust",
        "The lists of anchors that vouch for each jurisdiction's partners: read, sign, propose and approve them, as members of the steward.",
        [
            "cyx --as steward trust show EU",
            "cyx --as steward trust draft EU > list.json",
            "cyx trust sign list.json --key signer.key > list.jws",
            "cyx --as steward trust propose EU list.jws",
            "cyx --as steward-2 trust approve EU DIGEST",
        ],
        [new ShowTrust(context), new DraftTrustList(context), new SignTrustList(context), new ProposeTrustList(context), new DecideTrustList(context, "approve"), new DecideTrustList(context, "reject")]);

    public static Argument<string> Jurisdiction()
    {
        var jurisdiction = new Argument<string>("JURISDICTION") { Description = "EU or JP." };
        jurisdiction.AcceptOnlyFromAmong("EU", "JP");
        return jurisdiction;
    }

    public static string Of(string jurisdiction) => $"{Path}/{jurisdiction}";
}
