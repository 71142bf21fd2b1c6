using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace CyberExchange.Domain.Obligations;

/// <summary>Reads the facts of one incident from JSON: one member for each fact key, unknown ones left aside.</summary>
public static class ClockFactsReader
{
    // Far enough on both sides that no period leaves the calendar.
    private const int YearMin = 1900;
    private const int YearMax = 2999;

    private static readonly string[] TimeKeys = [.. Enum.GetValues<Trigger>().Select(t => t.FactKey()).Append("critical_entity_notified_on")];

    private static readonly OffsetDateTimePattern MinutesWithOffset = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mmo<Z+HH:mm>");
    private static readonly LocalDateTimePattern MinutesOnTheWall = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");

    /// <summary>Reads the object.</summary>
    /// <param name="faults">Told of every member that is not of its shape.</param>
    public static ClockFacts Read(JsonElement facts, string pointer, List<RulebookFault> faults)
    {
        var document = new RuleDocument(facts, pointer, faults, strict: false);
        var times = new Dictionary<string, IReadOnlyList<FactTime>>(StringComparer.Ordinal);
        foreach (var key in TimeKeys)
        {
            if (document.Member(key) is { } stated)
            {
                times[key] = TimesOf(stated, $"{pointer}/{key}", faults);
            }
        }

        var before = faults.Count;
        var read = new ClockFacts
        {
            Times = times,
            Zone = document.OptionalText("zone"),
            Holidays = CalendarOf(document),
            ReliefExcluded = document.Flag("relief_excluded"),
            NationalRollToNextWorkingDay = document.OptionalWord("national_roll", ["next_working_day"]) is not null,
        };
        return read with { Unusable = [.. faults.Skip(before).Select(f => f.Pointer[(pointer.Length + 1)..].Split('/')[0]).Distinct(StringComparer.Ordinal)] };
    }

    /// <summary>Reads a time as exactly as it is stated: RFC 3339, a local time without an offset, or a date.</summary>
    public static FactTime Parse(string text)
    {
        if ((OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true } rfc && InRange(rfc.Value.Date))
            || ((rfc = MinutesWithOffset.Parse(text)).Success && InRange(rfc.Value.Date)))
        {
            return new FactTime.At(rfc.Value);
        }

        if ((LocalDateTimePattern.ExtendedIso.Parse(text) is { Success: true } wall && InRange(wall.Value.Date))
            || ((wall = MinutesOnTheWall.Parse(text)).Success && InRange(wall.Value.Date)))
        {
            return new FactTime.Local(wall.Value);
        }

        return LocalDatePattern.Iso.Parse(text) is { Success: true } date && InRange(date.Value)
            ? new FactTime.On(date.Value)
            : new FactTime.Unreadable(text);
    }

    private static bool InRange(LocalDate date) => date.Year is >= YearMin and <= YearMax;

    // A text, or, for submissions that were repeated, an array of them.
    private static IReadOnlyList<FactTime> TimesOf(JsonElement stated, string pointer, List<RulebookFault> faults) => stated.ValueKind is JsonValueKind.Array
        ? [.. stated.EnumerateArray().Select((one, i) => TimeOf(one, $"{pointer}/{i}", faults))]
        : [TimeOf(stated, pointer, faults)];

    private static FactTime TimeOf(JsonElement stated, string pointer, List<RulebookFault> faults)
    {
        var time = stated.ValueKind is JsonValueKind.String ? Parse(stated.GetString()!) : new FactTime.Unreadable(stated.GetRawText());
        if (time is FactTime.Unreadable)
        {
            faults.Add(new(pointer, "This is no time: write 2026-11-20T09:00:00+01:00, 2026-11-20T09:00:00 or 2026-11-20."));
        }

        return time;
    }

    private static HolidayCalendar? CalendarOf(RuleDocument document)
    {
        var days = document.Member("holidays") is null ? null : document.Dates("holidays");
        var coverage = document.Optional("holiday_coverage");
        return days is null ? null : new HolidayCalendar(days, coverage?.OptionalDate("from"), coverage?.OptionalDate("to"));
    }
}
