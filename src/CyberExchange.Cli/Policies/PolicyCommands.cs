namespace CyberExchange.Cli.Policies;

/// <summary><c>cyx policy</c>.</summary>
public static class PolicyCommands
{
    public const string Path = "/v1/policy";

    public static CommandGroup Group(CyxContext context) => new(
        "policy",
        "Read which version of the release policy is in force, and adopt a later one, as a steward.",
        ["cyx --as steward policy show", "cyx --as steward policy adopt 1"],
        [new ShowPolicy(context), new AdoptPolicy(context)]);
}
