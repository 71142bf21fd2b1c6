using System.CommandLine;
using System.Globalization;
using CyberExchange.Contracts.Views;

namespace CyberExchange.Cli.Views;

/// <summary>Shows how one view stands, or each of them.</summary>
public sealed class ShowView : CyxCommand
{
    private readonly Argument<string?> _view = new("VIEW") { Description = "Name of the view; all where it is left out.", DefaultValueFactory = _ => null };

    public ShowView(CyxContext context)
        : base(context, "status", "Show how a view stands.", ["cyx --as steward view status search", "cyx --as steward view status --json"]) => Add(_view);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        if (session.Value(_view) is { } name)
        {
            session.Output.One(await session.Exchange.GetAsync<ViewDocument>(ViewCommands.One(name), ct), Fields);
            return ExitCode.Done;
        }

        foreach (var view in (await session.Exchange.GetAsync<Contracts.Feed.Page<ViewDocument>>(ViewCommands.Path, ct)).Items)
        {
            session.Output.One(view, Fields);
        }

        return ExitCode.Done;
    }

    private static IEnumerable<(string Label, string? Value)> Fields(ViewDocument view) =>
    [
        ("view", view.Name),
        ("state", view.State),
        ("because", view.Because),
        ("version", Query.Number(view.Version)),
        ("position", Query.Number(view.Position)),
        ("behind", view.LagSeconds is { } seconds && view.LagEvents > 0
            ? $"{Query.Number(view.LagEvents)} events, {ViewCommands.Duration(seconds)}"
            : $"{Query.Number(view.LagEvents)} events"),
        ("rate", $"{view.EventsPerSecond.ToString("0.#", CultureInfo.InvariantCulture)} events a second"),
        ("holder", view.Holder),
        ("errors", Query.Number(view.Errors)),
        ("rebuild", view.Rebuild is { } rebuild ? $"to version {Query.Number(rebuild.Version)}: {ViewCommands.Progress(rebuild)}" : null),
        ("rebuild limit", view.Rebuild?.EventsPerSecondMax is { } limit ? $"{Query.Number(limit)} events a second" : null),
        ("rebuild because", view.Rebuild?.Because),
    ];
}
