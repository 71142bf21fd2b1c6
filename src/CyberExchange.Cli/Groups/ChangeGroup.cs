using System.CommandLine;
using CyberExchange.Contracts.Groups;

namespace CyberExchange.Cli.Groups;

/// <summary>States anew what a group is for.</summary>
public sealed class ChangeGroup : GroupChange
{
    private readonly GroupFactOptions _facts = new();

    private readonly Option<string?> _etag = new("--etag")
    {
        Description = "Entity tag of the rendition you decided on; left out, the present one is read first.",
        HelpName = "ETAG",
    };

    public ChangeGroup(CyxContext context)
        : base(context, "change", "State anew what a group is for, as a steward.",
            ["cyx --as steward group change water-watch --name \"Water Watch\" --purpose \"Water supply and sewage\" --default-label TLP:AMBER+STRICT"])
    {
        foreach (var option in _facts.All)
        {
            Add(option);
        }

        Add(_etag);
    }

    protected override string Done => "changed";

    protected override async Task<ExchangeWrite> WriteAsync(CyxSession session, string group, CancellationToken ct) =>
        new(HttpMethod.Put, GroupCommands.One(group), ExchangeWrite.Json(new ChangeGroupRequest
        {
            Name = session.Value(_facts.Name)!,
            Purpose = session.Value(_facts.Purpose)!,
            DefaultLabel = session.Value(_facts.DefaultLabel)!,
        }))
        {
            IfMatch = session.Value(_etag) ?? await session.Exchange.EtagAsync(GroupCommands.One(group), consistencyToken: null, ct),
        };
}
