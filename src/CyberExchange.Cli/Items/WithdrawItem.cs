using System.CommandLine;
using CyberExchange.Contracts.Incidents;

namespace CyberExchange.Cli.Items;

/// <summary>Withdraws an item for everyone who sees it.</summary>
public sealed class WithdrawItem : ItemChange
{
    private readonly Option<string> _reason = new("--reason") { Description = "Shown to everyone who sees the item.", HelpName = "TEXT", Required = true };

    public WithdrawItem(CyxContext context, ItemKind kind)
        : base(context, kind, "withdraw", "Withdraw it; everyone who sees it is told why.",
            [$"cyx --as cert-eu {kind.Noun} withdraw 019a0000-0000-7000-8000-000000000001 --reason \"a test of our sensors\""]) => Add(_reason);

    protected override string Done => "withdrawn";

    protected override Task<ExchangeWrite> WriteAsync(CyxSession session, string itemPath, CancellationToken ct) =>
        Task.FromResult(new ExchangeWrite(
            HttpMethod.Post, $"{itemPath}/withdrawal", ExchangeWrite.Json(new WithdrawRequest { Reason = session.Value(_reason)! })));
}
