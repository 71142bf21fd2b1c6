using CyberExchange.Server.Duties;

namespace CyberExchange.Server.Workers;

/// <summary>Reminds owners of duties, for as long as the server lives.</summary>
internal sealed class RemindersWorker(DutyReminders reminders, TimeProvider clock, ILogger<RemindersWorker> logger) : RoundsWorker(TimeSpan.FromSeconds(5), clock)
{
    protected override Task RoundAsync(CancellationToken ct) => reminders.RemindAsync(Clock.GetUtcNow(), ct);

    protected override void Failed(Exception e) => DutiesLog.ReminderRoundFailed(logger, e);
}
