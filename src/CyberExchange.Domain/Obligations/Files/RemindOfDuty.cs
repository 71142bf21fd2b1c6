using NodaTime;
using NodaTime.Text;

namespace CyberExchange.Domain.Obligations.Files;

/// <summary>The exchange reminds the owner of a duty, if it is still open and due when it was thought to be.</summary>
/// <param name="Due">The due time, RFC 3339 in UTC.</param>
/// <param name="Percent">How much of the time has passed at least.</param>
public sealed record RemindOfDuty(string Obligation, string Due, int Percent, StatedProfile? Profile, Rulebook Rulebook)
{
    public Decision<DutyEvent> Decide(DutyFile? state)
    {
        if (state is null or { IsClosed: true }
            || state.Reminders.Any(r => r.Obligation == Obligation && r.Due == Due && r.Percent >= Percent)
            || FileDuties.Of(Obligation, state, Profile, Rulebook) is not { Listed: true, MetAt: null } line
            || ReminderPlan.DueOf(line) != Due)
        {
            return Decision<DutyEvent>.Nothing;
        }

        // What lies ahead, and what has passed: the fraction says it, and no clock has to. Of a revision the owner is told when it is required.
        var stands = (line with { RevisionRequired = false }).StateAt(Percent == ReminderPlan.Over ? DateTimeOffset.MaxValue : DateTimeOffset.MinValue)!.Value; // What is listed and not met has one.
        return new DutyEvent.DutyReminded(Obligation, Due, Percent, DutyStates.Words.Text(stands), line.Verdict);
    }
}

/// <summary>When the owner is reminded of a due time: at fractions of the time that it had from knowing of it, and when it is over.</summary>
/// <param name="Since">When the due time became known.</param>
/// <param name="Due">The target.</param>
/// <param name="LateFrom">When it is over: the latest lawful instant that is known has passed.</param>
public sealed record ReminderPlan(DateTimeOffset Since, DateTimeOffset Due, DateTimeOffset LateFrom)
{
    public const int Over = 100;

    private static readonly int[] Percents = [50, 75, 90, Over];

    /// <summary>The due time that reminders of this duty are about, RFC 3339 in UTC; null where there is none.</summary>
    public static string? DueOf(DutyLine line) => (line.DueAt ?? line.PolicyDueAt) is { } due ? InstantPattern.ExtendedIso.Format(Instant.FromDateTimeOffset(due)) : null;

    /// <summary>The plan of a duty whose due time became known at an instant; null where it has none.</summary>
    public static ReminderPlan? Of(DutyLine line, DateTimeOffset since) =>
        (line.DueAt ?? line.PolicyDueAt) is { } due && line.ActBy is { } late ? new(since, due, late) : null;

    /// <summary>The first instant of which was not reminded yet; null after the last.</summary>
    /// <param name="reminded">The highest percentage that was told; 0 for none.</param>
    public DateTimeOffset? NextAfter(int reminded) => Percents.Where(p => p > reminded).Select(At).Cast<DateTimeOffset?>().Min();

    /// <summary>The highest percentage that has passed; 0 for none. After an outage it stands for those before it.</summary>
    public int PassedAt(DateTimeOffset now) => Percents.Where(p => At(p) <= now).DefaultIfEmpty(0).Max();

    // Whoever learns of a due time that is past is told once that it is over.
    private DateTimeOffset At(int percent)
    {
        if (percent == Over || Due <= Since)
        {
            return percent == Over ? LateFrom : DateTimeOffset.MaxValue;
        }

        var ticks = (Due - Since).Ticks / Over * percent;
        return Since.AddTicks(ticks - (ticks % TimeSpan.TicksPerMicrosecond));
    }
}
