namespace CyberExchange.DevHost.Demo;

/// <summary>What each partner of the demo could try first.</summary>
public static class NextCommands
{
    private static readonly (string Role, string Command)[] ByRole =
    [
        ("a CERT reports", "ops/cyx --as cert-eu incident template > r.json && ops/cyx --as cert-eu incident report r.json"),
        ("an operator follows", "ops/cyx --as grid-jp feed --follow"),
        ("a maker looks at its advisories", "ops/cyx --as maker-eu advisory list"),
        ("an authority reads", "ops/cyx --as authority-eu incident list"),
        ("a delegate reads what is public", "ops/cyx --as delegate-jp advisory list"),
        ("a steward keeps the directory", "ops/cyx --as steward partner list"),
        ("a member looks at its key", "ops/cyx --as grid-eu identity status"),
        ("anyone, in a browser", "ops/cyx --as grid-jp open"),
    ];

    public static void Say(Action<string> say)
    {
        var width = ByRole.Max(r => r.Role.Length);
        foreach (var (role, command) in ByRole)
        {
            say($"  {role.PadRight(width)}  {command}");
        }

        say("Ctrl-C stops it.");
    }
}
