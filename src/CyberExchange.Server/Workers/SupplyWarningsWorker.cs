using CyberExchange.Server.SupplySignals;

namespace CyberExchange.Server.Workers;

/// <summary>Raises early warnings, for as long as the server lives.</summary>
internal sealed class SupplyWarningsWorker(SupplyWarner warner, TimeProvider clock, ILogger<SupplyWarningsWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await warner.WarnAsync(clock.GetUtcNow(), stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                SupplyLog.WarningRoundFailed(logger, e);
            }
        }
    }
}
