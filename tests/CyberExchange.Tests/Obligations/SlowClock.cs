using System.Globalization;
using System.Text.Json.Nodes;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Tests.Obligations;

/// <summary>The clock a second way: slow and obvious. It walks hour by hour and day by day, and knows nothing of NodaTime.</summary>
internal sealed class SlowClock(Obligation rule, JsonObject facts)
{
    private readonly List<string> _missing = [];
    private string? _reason;

    public sealed record Answer(string Outcome, DateTime? Due, DateTime? Rolled, DateTime? Max, string Missing, string? Reason);

    private string? ZoneName => (string?)facts["zone"] ?? (rule.Jurisdiction == Jurisdiction.JP ? "Asia/Tokyo" : null);

    private WallClock? Wall => WallClock.Find(ZoneName);

    public Answer Compute()
    {
        if (rule.Clock == ClockKind.Prompt)
        {
            return new("no_statutory_period", null, null, null, "", null);
        }

        return rule.Clock == ClockKind.ElapsedHours ? Hours() : Days();
    }

    private Answer Hours()
    {
        var start = Instants(Key(rule.Trigger), dates: false);
        var other = rule.Cap == null ? null : Instants(Key(rule.Cap.Trigger), dates: false);
        var asks = Asks();
        if (asks)
        {
            NeedZone();
        }

        if (_missing.Count > 0)
        {
            return CannotCompute();
        }

        var due = Walk(start!.Max(), rule.Deadline!.Value.Count);
        if (rule.Cap != null)
        {
            var limit = Walk(other!.Max(), rule.Cap.Deadline.Count);
            if (start!.Max() <= limit && limit < due)
            {
                due = limit;
            }
        }

        if (!asks)
        {
            return new("computed", due, null, null, "", null);
        }

        var day = DateOnly.FromDateTime(Wall!.Shows(due));
        return Rolled(day, day, due, null, end => Wall.When(end.ToDateTime(new TimeOnly(12, 0, 0)))[0]);
    }

    private Answer Days()
    {
        var stated = Instants(Key(rule.Trigger), dates: true);
        NeedZone();
        if (_missing.Count > 0)
        {
            return CannotCompute();
        }

        var day = stated!.Select(DateOnly.FromDateTime).Max();
        var last = Last(day, rule.Deadline!.Value.Count);
        var max = rule.DeadlineMax == null ? (DateTime?)null : End(Last(day, rule.DeadlineMax.Value.Count));
        return Asks()
            ? Rolled(day, last, End(last), max, end => rule.RollRule == RollRule.DoraNoonNextWorkingDay ? Wall!.When(end.ToDateTime(new TimeOnly(12, 0, 0)))[0] : End(end))
            : new("computed", End(last), null, max, "", null);
    }

    private static DateTime Walk(DateTime from, int hours)
    {
        for (var hour = 0; hour < hours; hour++)
        {
            from = from.AddSeconds(3600);
        }

        return from;
    }

    private DateOnly Last(DateOnly day, int count)
    {
        if (rule.Clock == ClockKind.CalendarDays)
        {
            var at = rule.FirstDay == FirstDay.Included ? day : day.AddDays(1);
            for (var number = 1; number < count; number++)
            {
                at = at.AddDays(1);
            }

            return at;
        }

        return rule.Jurisdiction == Jurisdiction.JP && rule.DeadlineKind != DeadlineKind.Periodicity ? Japan(day.AddDays(1), count) : Union(day, count);
    }

    // Walk until the month has changed so often, and then to the day of that number, or to the end of that month.
    private DateOnly Union(DateOnly day, int months)
    {
        var toTheEnd = rule.DeadlineKind == DeadlineKind.Periodicity && IsLastOfMonth(day);
        var at = day;
        for (var changes = 0; changes < months;)
        {
            at = at.AddDays(1);
            changes += at.Day == 1 ? 1 : 0;
        }

        while (!IsLastOfMonth(at) && (toTheEnd || at.Day != day.Day))
        {
            at = at.AddDays(1);
        }

        return at;
    }

    // Walk from the first day counted; the day before the one that corresponds to it is the last, or else the end of that month.
    private static DateOnly Japan(DateOnly first, int months)
    {
        var at = first;
        for (var changes = 0; changes < months;)
        {
            at = at.AddDays(1);
            changes += at.Day == 1 ? 1 : 0;
        }

        for (; ; at = at.AddDays(1))
        {
            if (at.Day == first.Day)
            {
                return at.AddDays(-1);
            }

            if (IsLastOfMonth(at))
            {
                return at;
            }
        }
    }

    private Answer Rolled(DateOnly eventDay, DateOnly last, DateTime due, DateTime? max, Func<DateOnly, DateTime> limit)
    {
        var unknown = new Answer("roll_unknown", due, null, max, "holidays", null);
        if (facts["holidays"] == null)
        {
            return unknown;
        }

        var end = last;
        while (true)
        {
            if (!InCalendar(end))
            {
                return unknown;
            }

            var enough = IsClosed(end) ? false : Enough(eventDay, end);
            if (enough == null)
            {
                return unknown;
            }

            if (enough == true)
            {
                return new("computed", due, end == last ? null : limit(end), max, "", null);
            }

            end = end.AddDays(1);
        }
    }

    private bool? Enough(DateOnly eventDay, DateOnly end)
    {
        if (rule.RollRule != RollRule.Eu118271TwoWorkingDays)
        {
            return true;
        }

        var open = 0;
        for (var at = eventDay.AddDays(1); at <= end; at = at.AddDays(1))
        {
            if (!InCalendar(at))
            {
                return null;
            }

            open += IsClosed(at) ? 0 : 1;
        }

        return open >= 2;
    }

    private bool InCalendar(DateOnly day) => facts["holiday_coverage"] is not { } coverage
        || (string.CompareOrdinal(Iso(day), (string)coverage["from"]!) >= 0 && string.CompareOrdinal(Iso(day), (string)coverage["to"]!) <= 0);

    private bool IsClosed(DateOnly day) =>
        day.DayOfWeek == DayOfWeek.Saturday
        || day.DayOfWeek == DayOfWeek.Sunday
        || facts["holidays"]!.AsArray().Any(h => (string?)h == Iso(day))
        || (rule.RollRule == RollRule.JpAdminHolidayNextDay
            && Iso(day)[5..] is "12-29" or "12-30" or "12-31" or "01-01" or "01-02" or "01-03");

    private bool Asks() => rule.RollRule switch
    {
        RollRule.NationalLaw => (string?)facts["national_roll"] == "next_working_day",
        RollRule.DoraNoonNextWorkingDay => rule.Id == "dora-final" || (bool?)facts["relief_excluded"] != true,
        RollRule.None => false,
        _ => true,
    };

    private DateTime End(DateOnly day) => Wall!.When(day.ToDateTime(new TimeOnly(23, 59, 59)))[^1];

    private void NeedZone()
    {
        if (Wall == null)
        {
            Miss("zone", ZoneName == null ? null : "unknown_zone");
        }
    }

    // For days: local dates, at midnight. For hours: instants in UTC.
    private List<DateTime>? Instants(string key, bool dates)
    {
        if (facts[key] is not { } node)
        {
            Miss(key, null);
            return null;
        }

        var found = new List<DateTime>();
        foreach (var text in node is JsonArray several ? several.Select(s => (string)s!) : [(string)node!])
        {
            var isDate = text.Length == 10;
            if (isDate && DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                if (!dates)
                {
                    Miss(key, "date_only");
                    return null;
                }

                found.Add(date);
                continue;
            }

            if (dates && Wall == null && (text.EndsWith('Z') || text.Length == 25))
            {
                return null; // The zone is missing, and is told of; the time is as good as any.
            }

            if (Utc(key, text) is not { } utc)
            {
                return null;
            }

            found.Add(dates ? Wall!.Shows(utc).Date : utc);
        }

        return found;
    }

    private DateTime? Utc(string key, string text)
    {
        if (DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            if (Wall == null)
            {
                return Miss("zone", ZoneName == null ? "no_offset_no_zone" : "unknown_zone");
            }

            var instants = Wall.When(local);
            return instants.Count == 0 ? Miss(key, "nonexistent_local_time") : instants[0];
        }

        return DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? at.UtcDateTime
            : Miss(key, "unreadable_fact");
    }

    private DateTime? Miss(string key, string? reason)
    {
        if (!_missing.Contains(key))
        {
            _missing.Add(key);
        }

        _reason ??= reason;
        return null;
    }

    private Answer CannotCompute() => new("cannot_compute", null, null, null, string.Join(' ', _missing), _reason);

    private static string Key(Trigger trigger) => trigger switch
    {
        Trigger.Notification => "notification_submitted",
        Trigger.IntermediateReport => "intermediate_report_submitted",
        _ => string.Concat(trigger.ToString().Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString())),
    };

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool IsLastOfMonth(DateOnly day) => day.AddDays(1).Day == 1;
}
