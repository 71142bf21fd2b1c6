using System.CommandLine;
using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Groups;

/// <summary>Dissolves a group for good.</summary>
public sealed class DissolveGroup : GroupChange
{
    private readonly Option<string> _reason = new("--reason") { Description = "Why, for the record.", HelpName = "TEXT", Required = true };

    public DissolveGroup(CyxContext context)
        : base(context, "dissolve", "Dissolve a group for good, as a steward: nobody is in it any more.",
            ["cyx --as steward group dissolve water-watch --reason \"merged into energy-watch\""]) => Add(_reason);

    protected override string Done => "dissolved";

    protected override Task<ExchangeWrite> WriteAsync(CyxSession session, string group, CancellationToken ct) =>
        Task.FromResult(new ExchangeWrite(
            HttpMethod.Post, $"{GroupCommands.One(group)}/dissolution", ExchangeWrite.Json(new ReasonRequest { Reason = session.Value(_reason)! })));
}
