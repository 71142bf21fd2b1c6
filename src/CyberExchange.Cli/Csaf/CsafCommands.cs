namespace CyberExchange.Cli.Csaf;

/// <summary><c>cyx csaf</c>: what can be done with documents without an exchange.</summary>
public static class CsafCommands
{
    public static CommandGroup Group(CyxContext context) => new(
        "csaf",
        "Test, compare and convert CSAF documents, and fetch them from their providers.",
        [
            "cyx csaf validate advisories/", "cyx csaf diff old.json new.json", "cyx csaf convert a.json --to openvex",
            "cyx csaf fetch advisories.example.com --into advisories/",
        ],
        [new ValidateCsaf(context), new DiffCsaf(context), new ConvertCsaf(context), new FetchCsaf(context)]);
}
