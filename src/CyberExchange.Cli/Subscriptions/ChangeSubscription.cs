using System.CommandLine;
using CyberExchange.Contracts.Subscriptions;

namespace CyberExchange.Cli.Subscriptions;

/// <summary>States a subscription anew, whole.</summary>
public sealed class ChangeSubscription : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the subscription." };
    private readonly Option<string?> _name = new("--name") { Description = "Another name; left out, it keeps its own.", HelpName = "TEXT" };

    private readonly Option<string?> _etag = new("--etag")
    {
        Description = "Entity tag of the rendition you decided on; left out, the present one is read first.",
        HelpName = "ETAG",
    };

    private readonly SubscriptionOptions _filter = new();

    public ChangeSubscription(CyxContext context)
        : base(context, "change", "State what a subscription asks for anew: an option that is left out is asked for no more.",
            ["cyx --as grid-jp subscription change 019a0000-0000-7000-8000-000000000001 --vendor Siemens --product-text S7-1500 --cvss-min 9"])
    {
        Add(_id);
        Add(_name);
        Add(_etag);
        foreach (var option in _filter.All)
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = SubscriptionCommands.One(session.Value(_id));
        var present = await session.Exchange.ReadAsync<SubscriptionDocument>(path, consistencyToken: null, ct);
        var request = new SubscriptionRequest { Name = session.Value(_name) ?? present.Value.Name, Filter = _filter.Read(session) };
        var write = new ExchangeWrite(HttpMethod.Put, path, ExchangeWrite.Json(request)) { IfMatch = session.Value(_etag) ?? present.Etag };
        var receipt = await session.Exchange.WriteAsync(write, ct);
        session.Output.One(receipt, $"changed {receipt.Id}");
        return ExitCode.Done;
    }
}
