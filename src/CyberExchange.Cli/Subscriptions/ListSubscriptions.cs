using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Subscriptions;

namespace CyberExchange.Cli.Subscriptions;

/// <summary>Lists the subscriptions of the caller's partner.</summary>
public sealed class ListSubscriptions(CyxContext context) : CyxCommand(
    context, "list", "List the subscriptions of your organisation.", ["cyx --as grid-jp subscription list"])
{
    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var page = await session.Exchange.GetAsync<Page<SubscriptionDocument>>(SubscriptionCommands.Path, ct);
        session.Output.Many(page.Items, ["ID", "NAME", "ASKS FOR"], one => [one.Id.ToString(), one.Name, SubscriptionText.Line(one.Filter)]);
        return ExitCode.Done;
    }
}
