using CyberExchange.Server.Duties;

namespace CyberExchange.Server.Workers;

/// <summary>Reminds owners of duties, for as long as the server lives.</summary>
internal sealed class RemindersWorker(DutyReminders reminders, TimeProvider clock, ILogger<RemindersWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await reminders.RemindAsync(clock.GetUtcNow(), stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                DutiesLog.ReminderRoundFailed(logger, e);
            }
        }
    }
}
