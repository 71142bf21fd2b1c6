namespace CyberExchange.Cli.Csaf.Sources;

/// <summary><c>cyx csaf source</c>: providers that the exchange follows for the caller's organisation.</summary>
public static class SourceCommands
{
    public const string Path = "/v1/csaf-sources";

    public static CommandGroup Group(CyxContext context) => new(
        "source",
        "Have the exchange follow CSAF providers and import their documents as a third party's, on a schedule.",
        [
            "cyx --as cert-eu csaf source add advisories.example.com --every 360 --label TLP:GREEN",
            "cyx --as cert-eu csaf source list",
            "cyx --as cert-eu csaf source run 019a0000-0000-7000-8000-000000000001",
        ],
        [
            new AddSource(context),
            new ListSources(context),
            new ShowSource(context),
            new ChangeSource(context),
            new RemoveSource(context),
            new RunSource(context),
        ]);

    public static string One(Guid id) => $"{Path}/{id:D}";
}
