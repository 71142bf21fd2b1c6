using CyberExchange.Server.SupplySignals;

namespace CyberExchange.Server.Workers;

/// <summary>Raises early warnings, for as long as the server lives.</summary>
internal sealed class SupplyWarningsWorker(SupplyWarner warner, TimeProvider clock, ILogger<SupplyWarningsWorker> logger) : RoundsWorker(TimeSpan.FromSeconds(5), clock)
{
    protected override Task RoundAsync(CancellationToken ct) => warner.WarnAsync(Clock.GetUtcNow(), ct);

    protected override void Failed(Exception e) => SupplyLog.WarningRoundFailed(logger, e);
}
