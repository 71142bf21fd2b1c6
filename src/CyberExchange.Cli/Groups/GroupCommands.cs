namespace CyberExchange.Cli.Groups;

/// <summary><c>cyx group</c>.</summary>
public static class GroupCommands
{
    public const string Path = "/v1/groups";

    public static CommandGroup Group(CyxContext context) => new(
        "group",
        "Read the sharing groups that you are in; stewards form them and say who is in.",
        ["cyx --as cert-eu group list", "cyx --as steward group add energy-watch maker-eu maker-jp"],
        [
            new ListGroups(context),
            new ShowGroup(context),
            new FormGroup(context),
            new ChangeGroup(context),
            new AddToGroup(context),
            new RemoveFromGroup(context),
            new DissolveGroup(context),
        ]);

    /// <summary>The path of one group.</summary>
    public static string One(string group) => $"{Path}/{Uri.EscapeDataString(group)}";
}
