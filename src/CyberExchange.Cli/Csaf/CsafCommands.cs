namespace CyberExchange.Cli.Csaf;

/// <summary><c>cyx csaf</c>: what needs no exchange.</summary>
public static class CsafCommands
{
    public static CommandGroup Group(CyxContext context) => new(
        "csaf",
        "Work on CSAF documents offline.",
        ["cyx csaf validate advisories/", "cyx csaf validate a.json --preset mandatory --json"],
        [new ValidateCsaf(context)]);
}
