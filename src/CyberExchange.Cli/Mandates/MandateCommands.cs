namespace CyberExchange.Cli.Mandates;

/// <summary><c>cyx mandate</c>.</summary>
public static class MandateCommands
{
    public const string Path = "/v1/mandates";

    public static CommandGroup Group(CyxContext context) => new(
        "mandate",
        "Let your CERT file incidents on your behalf: give, read and revoke mandates. The CERT files with cyx incident report --mandate.",
        [
            "cyx --as grid-eu mandate give cert-eu --until 2027-06-30T00:00:00Z --label TLP:AMBER --to cert-eu",
            "cyx --as cert-eu mandate list",
            "cyx --as cert-eu incident report r.json --mandate 019a0000-0000-8000-8000-000000000001",
        ],
        [new GiveMandate(context), new ListMandates(context), new ShowMandate(context), new RevokeMandate(context)]);

    public static string One(Guid id) => $"{Path}/{id:D}";
}
