using System.CommandLine;
using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Partners;

/// <summary>Suspends a partner at once.</summary>
public sealed class SuspendPartner : PartnerChange
{
    private readonly Option<string> _reason = new("--reason") { Description = "Why, for the record.", HelpName = "TEXT", Required = true };

    public SuspendPartner(CyxContext context)
        : base(context, "suspend", "Suspend a partner at once, as a steward.",
            ["cyx --as steward partner suspend grid-jp --reason \"key lost\""]) => Add(_reason);

    protected override string Done => "suspended";

    protected override Task<ExchangeWrite> WriteAsync(CyxSession session, string partnerPath, CancellationToken ct) =>
        Task.FromResult(new ExchangeWrite(
            HttpMethod.Post, $"{partnerPath}/suspension", ExchangeWrite.Json(new ReasonRequest { Reason = session.Value(_reason)! })));
}
