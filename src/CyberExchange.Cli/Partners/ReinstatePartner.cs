namespace CyberExchange.Cli.Partners;

/// <summary>Ends a suspension: the partner sees again what it saw.</summary>
public sealed class ReinstatePartner(CyxContext context) : PartnerChange(
    context, "reinstate", "End a partner's suspension, as a steward.", ["cyx --as steward partner reinstate grid-jp"])
{
    protected override string Done => "reinstated";

    protected override Task<ExchangeWrite> WriteAsync(CyxSession session, string partnerPath, CancellationToken ct) =>
        Task.FromResult(new ExchangeWrite(HttpMethod.Delete, $"{partnerPath}/suspension"));
}
