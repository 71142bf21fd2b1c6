using CyberExchange.Cli.Csaf.Sources;

namespace CyberExchange.Cli.Csaf;

/// <summary><c>cyx csaf</c>: documents, their providers, and which of those the exchange follows.</summary>
public static class CsafCommands
{
    public static CommandGroup Group(CyxContext context) => new(
        "csaf",
        "Test, compare and convert CSAF documents, fetch them from their providers, and have the exchange do so on a schedule.",
        [
            "cyx csaf validate advisories/", "cyx csaf diff old.json new.json", "cyx csaf convert a.json --to openvex",
            "cyx csaf fetch advisories.example.com --into advisories/",
        ],
        [new ValidateCsaf(context), new DiffCsaf(context), new ConvertCsaf(context), new FetchCsaf(context), SourceCommands.Group(context)]);
}
