using System.CommandLine;
using CyberExchange.Contracts.Subscriptions;

namespace CyberExchange.Cli.Subscriptions;

/// <summary>Says what the caller's partner wants to hear of.</summary>
public sealed class CreateSubscription : CyxCommand
{
    private readonly Option<string> _name = new("--name") { Description = "A name for people.", HelpName = "TEXT", Required = true };
    private readonly SubscriptionOptions _filter = new();

    public CreateSubscription(CyxContext context)
        : base(context, "create", "Subscribe to what meets every option; of a repeated one any value will do.",
        [
            "cyx --as grid-jp subscription create --name Controllers --vendor Siemens --product-text S7-1500 --cvss-min 7",
            "cyx --as grid-eu subscription create --name \"Energy and cables\" --sector eu.energy --sector jp.electricity --label TLP:AMBER",
        ])
    {
        Add(_name);
        foreach (var option in _filter.All)
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var request = new SubscriptionRequest { Name = session.Value(_name)!, Filter = _filter.Read(session) };
        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Post, SubscriptionCommands.Path, ExchangeWrite.Json(request)), ct);
        session.Output.One(receipt, $"created {receipt.Id}");
        return ExitCode.Done;
    }
}
