using System.CommandLine;

namespace CyberExchange.Cli.Subscriptions;

/// <summary>Cancels a subscription.</summary>
public sealed class CancelSubscription : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the subscription." };

    public CancelSubscription(CyxContext context)
        : base(context, "cancel", "Cancel a subscription; whoever follows it is told that it ended.",
            ["cyx --as grid-jp subscription cancel 019a0000-0000-7000-8000-000000000001"]) => Add(_id);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Delete, SubscriptionCommands.One(session.Value(_id))), ct);
        session.Output.One(receipt, $"cancelled {receipt.Id}");
        return ExitCode.Done;
    }
}
