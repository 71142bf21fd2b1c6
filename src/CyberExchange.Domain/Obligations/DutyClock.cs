using NodaTime;

namespace CyberExchange.Domain.Obligations;

/// <summary>The clock arithmetic. Whether a duty applies is decided elsewhere and first; this only counts.</summary>
/// <remarks>
/// Hours run on the UTC line. Days and months run in the zone of the facts and end with the day. A clock reads facts, never
/// another clock's result.
/// </remarks>
public static class DutyClock
{
    /// <summary>Computes the limits of one duty.</summary>
    public static ClockResult Compute(Obligation rule, ClockFacts facts) => rule.Clock switch
    {
        ClockKind.Prompt => new(ClockOutcome.NoStatutoryPeriod),
        ClockKind.ElapsedHours => Hours(rule, new FactReading(rule, facts)),
        ClockKind.CalendarDays or ClockKind.CalendarMonths => Calendar(rule, new FactReading(rule, facts)),
    };

    private static ClockResult Hours(Obligation rule, FactReading read)
    {
        var trigger = read.Instant(rule.Trigger.FactKey());
        var cap = rule.Cap is { } second ? read.Instant(second.Trigger.FactKey()) : null;
        var rolls = RollDays.MayMove(rule, read.Facts);
        var zone = rolls ? read.NeededZone() : read.KnownZone;
        if (read.CannotCompute || trigger is not { } start)
        {
            return read.Obstructed();
        }

        var due = start + Length(rule.Deadline);
        if (rule.Cap is not null && cap is { } from && start <= from + Length(rule.Cap.Deadline))
        {
            due = Instant.Min(due, from + Length(rule.Cap.Deadline));
        }

        var target = new ClockResult(ClockOutcome.Computed) { Due = new(due, EndsDay: false), Zone = zone };
        return rolls ? Rolled(target, rule, read.Facts, zone!, due.InZone(zone!).Date, due.InZone(zone!).Date) : target;
    }

    private static ClockResult Calendar(Obligation rule, FactReading read)
    {
        var day = read.Day(rule.Trigger.FactKey());
        var zone = read.NeededZone();
        if (read.CannotCompute || day is not { } eventDay || zone is null)
        {
            return read.Obstructed();
        }

        var last = LastDay.Of(rule, rule.Deadline, eventDay);
        var target = new ClockResult(ClockOutcome.Computed)
        {
            Due = EndOf(last, zone),
            DueMax = rule.DeadlineMax is { } max ? EndOf(LastDay.Of(rule, max, eventDay), zone) : null,
            Zone = zone,
        };
        return RollDays.MayMove(rule, read.Facts) ? Rolled(target, rule, read.Facts, zone, eventDay, last) : target;
    }

    private static ClockResult Rolled(ClockResult target, Obligation rule, ClockFacts facts, DateTimeZone zone, LocalDate eventDay, LocalDate last)
    {
        if (RollDays.Find(rule.RollRule, facts.Holidays, eventDay, last) is not { } day)
        {
            var atLeast = RollDays.AtLeast(rule.RollRule, facts.Holidays, eventDay, last);
            return target with
            {
                Outcome = ClockOutcome.RollUnknown,
                Missing = [FactReading.Holidays],
                LawfulUntil = atLeast == last ? null : RolledTo(rule, atLeast, zone),
            };
        }

        return day == last ? target : target with { DueIfRolled = RolledTo(rule, day, zone) };
    }

    private static DueLimit RolledTo(Obligation rule, LocalDate day, DateTimeZone zone) => rule.RollRule is RollRule.DoraNoonNextWorkingDay
        ? new DueLimit(zone.AtLeniently(day + LocalTime.Noon).ToInstant(), EndsDay: false)
        : EndOf(day, zone);

    // The second before the next day begins: 23:59:59, wherever the clocks of the zone have one.
    private static DueLimit EndOf(LocalDate day, DateTimeZone zone) =>
        new(zone.AtStartOfDay(day.PlusDays(1)).ToInstant() - Duration.FromSeconds(1), EndsDay: true);

    // What was read from a rulebook has a period in hours wherever its clock counts hours.
    private static Duration Length(DutyPeriod? hours) => Duration.FromHours(hours!.Value.Count);
}
