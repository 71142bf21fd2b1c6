namespace CyberExchange.Server.Workers;

/// <summary>Does its work again and again, for as long as the server lives; a round that fails is told, and the next one comes all the same.</summary>
/// <param name="every">From the beginning of a round to that of the next.</param>
/// <param name="clock">The clock.</param>
internal abstract class RoundsWorker(TimeSpan every, TimeProvider clock) : BackgroundService
{
    protected TimeProvider Clock { get; } = clock;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, Clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RoundAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                Failed(e);
            }
        }
    }

    protected abstract Task RoundAsync(CancellationToken ct);

    /// <summary>Writes the failure down.</summary>
    protected abstract void Failed(Exception e);
}
