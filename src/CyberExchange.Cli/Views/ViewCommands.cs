using CyberExchange.Contracts.Views;

namespace CyberExchange.Cli.Views;

/// <summary><c>cyx view</c>.</summary>
public static class ViewCommands
{
    public const string Path = "/v1/views";

    public static CommandGroup Group(CyxContext context) => new(
        "view",
        "For stewards: how the views of the log stand, and having one made anew.",
        ["cyx --as steward view list", "cyx --as steward view status search", "cyx --as steward view rebuild search --follow"],
        [new ListViews(context), new ShowView(context), new RebuildView(context)]);

    public static string One(string view) => $"{Path}/{Uri.EscapeDataString(view)}";

    public static string Rebuild(string view) => $"{One(view)}/rebuild";

    /// <summary>How it stands in a few words, such as <c>running, rebuilding 40 %</c>.</summary>
    public static string State(ViewDocument view) => view.Rebuild is { } rebuild
        ? $"{view.State}, {(rebuild.State == "running" ? "rebuilding" : $"rebuild {rebuild.State}")} {Percent(rebuild)}"
        : view.State;

    public static string Percent(RebuildDocument rebuild) => $"{Query.Number((long)Math.Floor(rebuild.Percent))} %";

    /// <summary>A line that says how far a rebuild is.</summary>
    public static string Progress(RebuildDocument rebuild) =>
        $"{rebuild.State} {Percent(rebuild)}, {Query.Number(rebuild.Position)} of {Query.Number(rebuild.Target)} events, " +
        $"{Query.Number((long)rebuild.EventsPerSecond)} a second{(rebuild.RemainingSeconds is { } left ? $", {Duration(left)} left" : "")}";

    public static string Duration(double seconds) => TimeSpan.FromSeconds(Math.Min(Math.Round(seconds), TimeSpan.MaxValue.TotalSeconds / 2)).ToString("c", System.Globalization.CultureInfo.InvariantCulture);
}
