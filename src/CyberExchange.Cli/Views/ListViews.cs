using System.Globalization;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Views;

namespace CyberExchange.Cli.Views;

/// <summary>Lists the views and how they stand.</summary>
public sealed class ListViews(CyxContext context) : CyxCommand(
    context, "list", "List the views, and how each stands.", ["cyx --as steward view list", "cyx --as steward view list --json"])
{
    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var views = (await session.Exchange.GetAsync<Page<ViewDocument>>(ViewCommands.Path, ct)).Items; // All of them: the route has no pages.
        session.Output.Many(views, ["VIEW", "STATE", "POSITION", "BEHIND", "A SECOND", "HOLDER"], view =>
        [
            view.Name,
            ViewCommands.State(view),
            Query.Number(view.Position),
            Query.Number(view.LagEvents),
            view.EventsPerSecond.ToString("0.#", CultureInfo.InvariantCulture),
            view.Holder ?? "",
        ]);
        return ExitCode.Done;
    }
}
