using CyberExchange.Contracts.Duties;

namespace CyberExchange.Cli.Duties;

/// <summary>Lists what the caller's organisation was reminded of.</summary>
public sealed class ListDutyReminders(CyxContext context) : CyxCommand(
    context, "reminders", "List what your organisation was reminded of: at 50, 75 and 90 percent of the time until a due time, when the latest limit that is known had passed, and when an authority asked for another report.",
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
            ["REMINDED", "PASSED", "DUE", "STATE", "VERDICT", "OBLIGATION", "INCIDENT", "TITLE"],
            one =>
            [
                Query.Instant(one.RemindedAt), one.Percent is { } percent ? $"{percent} %" : "", one.Due is { } due ? Query.Instant(due) : "",
                one.State ?? "", one.Verdict ?? "", one.Obligation, one.Incident.ToString(), one.Title,
            ]);
        return ExitCode.Done;
    }
}
