using CyberExchange.Contracts.Duties;

namespace CyberExchange.Cli.Duties;

/// <summary>Lists what the caller's organisation was reminded of.</summary>
public sealed class ListDutyReminders(CyxContext context) : CyxCommand(
    context, "reminders", "List what your organisation was reminded of: at 50, 75 and 90 percent of the time until a due time, and when it was over.",
    ["cyx --as grid-jp duty reminders --json"])
{
    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        List<DutyReminderDocument> reminders = [];
        await foreach (var reminder in session.Exchange.ListAsync<DutyReminderDocument>(DutyPaths.Reminders, long.MaxValue, ct))
        {
            reminders.Add(reminder);
        }

        session.Output.Many(
            reminders,
            ["REMINDED", "PASSED", "DUE", "OBLIGATION", "INCIDENT", "TITLE"],
            one => [Query.Instant(one.RemindedAt), $"{one.Percent} %", Query.Instant(one.Due), one.Obligation, one.Incident.ToString(), one.Title]);
        return ExitCode.Done;
    }
}
