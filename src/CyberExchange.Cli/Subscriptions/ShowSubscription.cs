using System.CommandLine;
using CyberExchange.Contracts.Subscriptions;

namespace CyberExchange.Cli.Subscriptions;

/// <summary>Shows one subscription.</summary>
public sealed class ShowSubscription : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the subscription." };

    public ShowSubscription(CyxContext context)
        : base(context, "show", "Show one subscription.", ["cyx --as grid-jp subscription show 019a0000-0000-7000-8000-000000000001"]) => Add(_id);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = SubscriptionCommands.One(session.Value(_id));
        session.Output.One(await session.Exchange.GetAsync<SubscriptionDocument>(path, ct), SubscriptionText.Fields);
        return ExitCode.Done;
    }
}
