namespace CyberExchange.Cli.Csaf;

/// <summary><c>cyx csaf</c>: what can be done with documents without an exchange.</summary>
public static class CsafCommands
{
    public static CommandGroup Group(CyxContext context) => new(
        "csaf",
        "Test CSAF documents, and fetch them from their providers.",
        ["cyx csaf validate advisories/", "cyx csaf fetch advisories.example.com --into advisories/"],
        [new ValidateCsaf(context), new FetchCsaf(context)]);
}
