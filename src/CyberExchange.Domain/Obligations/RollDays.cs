using NodaTime;

namespace CyberExchange.Domain.Obligations;

/// <summary>Where a period ends that would end on a day that is not worked.</summary>
public static class RollDays
{
    private static readonly AnnualDate YearEndFrom = new(12, 29);
    private static readonly AnnualDate YearEndTo = new(1, 3);

    /// <summary>Whether the rule asks a calendar at all.</summary>
    public static bool MayMove(Obligation rule, ClockFacts facts) => rule.RollRule switch
    {
        RollRule.None or RollRule.Eu118271Hours => false,
        RollRule.NationalLaw => facts.NationalRollToNextWorkingDay,
        RollRule.DoraNoonNextWorkingDay => rule.ReliefOpenToAll || !facts.ReliefExcluded,
        RollRule.Eu118271NextWorkingDay or RollRule.Eu118271TwoWorkingDays or RollRule.JpAdminHolidayNextDay => true,
    };

    /// <summary>The day on which the period ends; null where no calendar says so of every day that must be looked at.</summary>
    public static LocalDate? Find(RollRule rule, HolidayCalendar? calendar, LocalDate eventDay, LocalDate last)
    {
        if (calendar is null)
        {
            return null;
        }

        var end = NextWorked(rule, calendar, last);
        while (rule is RollRule.Eu118271TwoWorkingDays && end is { } sofar)
        {
            switch (WorkedDays(calendar, eventDay.PlusDays(1), sofar))
            {
                case null:
                    return null;
                case < 2:
                    end = NextWorked(rule, calendar, sofar.PlusDays(1));
                    continue;
            }

            break;
        }

        return end;
    }

    /// <summary>The earliest day on which the period can end, whichever days that no calendar speaks of turn out to be holidays.</summary>
    public static LocalDate AtLeast(RollRule rule, HolidayCalendar? calendar, LocalDate eventDay, LocalDate last) =>
        Find(rule, calendar?.Unbounded() ?? HolidayCalendar.Empty, eventDay, last)!.Value; // Such a calendar speaks of every day.

    // The first day that is worked, on or after a day.
    private static LocalDate? NextWorked(RollRule rule, HolidayCalendar calendar, LocalDate day)
    {
        for (; calendar.Covers(day); day = day.PlusDays(1))
        {
            if (IsWorked(rule, calendar, day))
            {
                return day;
            }
        }

        return null;
    }

    private static int? WorkedDays(HolidayCalendar calendar, LocalDate from, LocalDate to)
    {
        var worked = 0;
        for (var day = from; day <= to; day = day.PlusDays(1))
        {
            if (!calendar.Covers(day))
            {
                return null;
            }

            worked += IsWorked(RollRule.Eu118271TwoWorkingDays, calendar, day) ? 1 : 0;
        }

        return worked;
    }

    private static bool IsWorked(RollRule rule, HolidayCalendar calendar, LocalDate day) =>
        day.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday)
        && !calendar.Lists(day)
        && !(rule is RollRule.JpAdminHolidayNextDay && IsYearEnd(day));

    // Act No. 91 of 1988 art. 1(1): 29 December to 3 January.
    private static bool IsYearEnd(LocalDate day) => new AnnualDate(day.Month, day.Day) is var date && (date >= YearEndFrom || date <= YearEndTo);
}
