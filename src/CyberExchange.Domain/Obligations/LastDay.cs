using CyberExchange.Domain.Sharing;
using NodaTime;

namespace CyberExchange.Domain.Obligations;

/// <summary>The last day of a period in days or months.</summary>
public static class LastDay
{
    /// <summary>The last day, before any roll.</summary>
    /// <param name="period">The rule's period, or the upper end of its range; in days or months.</param>
    /// <param name="eventDay">The local date of the event.</param>
    public static LocalDate Of(Obligation rule, DutyPeriod? period, LocalDate eventDay)
    {
        var count = period!.Value.Count;
        return (rule.Clock, rule.DeadlineKind, rule.Jurisdiction) switch
        {
            (ClockKind.CalendarDays, _, _) => eventDay.PlusDays(rule.FirstDay is FirstDay.Included ? count - 1 : count),
            (_, DeadlineKind.Periodicity, _) => PeriodEnd(eventDay, count),
            (_, _, Jurisdiction.JP) => Japanese(eventDay, count),
            (_, _, Jurisdiction.EU) => eventDay.PlusMonths(count),
        };
    }

    // The last day of a month goes to the last day of the month it leads to.
    private static LocalDate PeriodEnd(LocalDate end, int months) =>
        end == EndOfMonth(end) ? EndOfMonth(end.PlusMonths(months)) : end.PlusMonths(months);

    // Civil Code arts 140 and 143: counted from the day after the event, and over with the day before the one that corresponds to
    // it; where the last month has no such day, with the last day of that month.
    private static LocalDate Japanese(LocalDate eventDay, int months)
    {
        var first = eventDay.PlusDays(1);
        var corresponding = first.PlusMonths(months);
        return corresponding.Day == first.Day ? corresponding.PlusDays(-1) : corresponding;
    }

    private static LocalDate EndOfMonth(LocalDate day) => day.With(DateAdjusters.EndOfMonth);
}
