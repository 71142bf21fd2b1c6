namespace CyberExchange.Cli.Trends;

/// <summary><c>cyx trends</c>.</summary>
public static class TrendCommands
{
    public static CommandGroup Group(CyxContext context) => new(
        "trends",
        "Figures of incidents and advisories, of both sides.",
        ["cyx --as delegate-eu trends live --by quarter --side-by-side"],
        [
            new ShowLiveTrends(context),
        ]);
}
