using System.Security.Cryptography;
using System.Text;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Duties;

namespace CyberExchange.Server.Duties;

/// <summary>Reminds owners of their duties, each fraction of a due time once.</summary>
/// <remarks>
/// What is to be told follows from the view and an instant alone, and it is appended under a key that is made of it: however many
/// nodes do so, and however late, each is told once. After an outage the latest fraction stands for those before it.
/// </remarks>
public sealed class DutyReminders(
    DutyQueries queries, DutyCommands commands, CommandRunner runner, RequestDigest digest, LiveRulebook rulebook, ILogger<DutyReminders> logger)
{
    /// <summary>Reminders to a round; the rest follows with the next.</summary>
    private const int RowsMax = 200;

    /// <summary>Tells what is to be told at an instant.</summary>
    public async Task RemindAsync(DateTimeOffset now, CancellationToken ct)
    {
        foreach (var one in await queries.ToRemindAsync(now, RowsMax, ct))
        {
            var rules = rulebook.Current;
            if (rules.Version.Digest != one.Line.RulebookDigest)
            {
                continue; // The row is of rules that this node has not got yet; by these here nothing can be said of it.
            }

            var result = await RemindAsync(one, rules, now, ct);
            if (result is not (CommandResult.Done or CommandResult.Refused)) // Where it is refused, the row is behind, and will be another.
            {
                DutiesLog.ReminderStands(logger, one.Incident.Value, one.Obligation, result.GetType().Name);
            }
        }
    }

    private async Task<CommandResult> RemindAsync(DueReminder one, Rulebook rules, DateTimeOffset now, CancellationToken ct)
    {
        var percent = ReminderPlan.Of(one.Line, one.Since)!.PassedAt(now); // Only a duty with a plan has an instant in its row.
        var profile = await commands.ProfileAsync(one.Owner, ct);
        var key = "remind-" + Convert.ToHexStringLower(SHA256.HashData(
            Encoding.UTF8.GetBytes($"{one.Incident.Value:D} {one.Obligation} {one.Due} {one.Since.UtcTicks} {percent}")));
        return await runner.RunAsync(
            new Command<DutyFile, DutyEvent>
            {
                Stream = DutyCommands.FileStream(one.Incident),
                By = Actor.System("reminder"),
                Key = new IdempotencyKey(Guid.Empty, key, digest.Of(key, "")),
                Decide = (state, _) => Task.FromResult(UnlessNothing(new RemindOfDuty(one.Obligation, one.Due, percent, profile, rules).Decide(state))),
            },
            ct);
    }

    // Profile and file are read later than the row was made of them. A decision that nothing is to be told would bind the key for ever,
    // while the duty may be open again under it: a report that said it all is corrected, and says it no more.
    private static Decision<DutyEvent> UnlessNothing(Decision<DutyEvent> decision) => decision is Decision<DutyEvent>.Accepted { Events.Count: 0 }
        ? new Refusal(RefusalCode.NotFound, "", "The duty is not open now as it was when its row was made.")
        : decision;
}

/// <summary>What is logged of duties.</summary>
internal static partial class DutiesLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The reminder of duty {Obligation} of incident {IncidentId} stands: {Reason}")]
    public static partial void ReminderStands(ILogger logger, Guid incidentId, string obligation, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of reminders of duties failed; the next one follows")]
    public static partial void ReminderRoundFailed(ILogger logger, Exception exception);
}
