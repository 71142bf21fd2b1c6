using System.Globalization;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Interop.Veris;

/// <summary>The three instants of a report, as far as VERIS gives them.</summary>
/// <remarks>
/// VERIS dates the incident by a year, often no more, and measures from there: so many days to discovery, so many hours to
/// containment. An instant is worked out only where both ends of the sum are given; else it is left out. The report has to
/// have one of detection: where there is none, the first instant of the period that VERIS names stands there.
/// </remarks>
internal sealed record VerisTimes(DateTimeOffset? BeganAt, DateTimeOffset DetectedAt, DateTimeOffset? EndedAt, IReadOnlyList<Loss> Losses)
{
    // The schema has 1950 to 2050.
    private const int YearMin = 1900;
    private const int YearMax = 2100;

    private const string DetectedPath = "/report/detectedAt";

    /// <summary>The times, or null where the record names no year of these centuries.</summary>
    public static VerisTimes? Of(VerisFacts facts)
    {
        if (Whole(facts, VerisPaths.Year, YearMin, YearMax) is not { } year)
        {
            return null;
        }

        var month = Whole(facts, VerisPaths.Month, 1, 12);
        var day = month is { } m ? Whole(facts, VerisPaths.Day, 1, DateTime.DaysInMonth(year, m)) : null;
        var first = new DateTimeOffset(year, month ?? 1, day ?? 1, 0, 0, 0, TimeSpan.Zero);
        if (day is null)
        {
            var period = month is null ? "year" : "month";
            return new(null, first, null, [Defaulted(first, $"VERIS dates the incident by the {period} alone: its first instant stands there")]);
        }

        var time = TimeOf(facts);
        var began = first + (time ?? TimeSpan.Zero);
        var losses = new List<Loss>
        {
            new("/report/beganAt", LossFate.Approximated, Text(began), time is null
                ? "VERIS gives a day without a zone: its beginning in UTC stands there"
                : "VERIS gives a time without a zone: it is taken for UTC"),
        };

        // The span to discovery counts from the compromise, which has a span of its own.
        var compromised = After(began, facts, "timeline.compromise") ?? began;
        if (After(compromised, facts, "timeline.discovery") is not { } detected)
        {
            losses.Add(Defaulted(began, "VERIS does not say when it was detected: when it began stands there"));
            return new(began, began, null, losses);
        }

        losses.Add(new(DetectedPath, LossFate.Approximated, Text(detected), "worked out from the beginning and the spans that follow it"));
        var ended = After(detected, facts, "timeline.containment");
        if (ended is { } end)
        {
            losses.Add(new("/report/endedAt", LossFate.Approximated, Text(end), "worked out from detection and the span that follows it"));
        }

        return new(began, detected, ended, losses);
    }

    private static Loss Defaulted(DateTimeOffset at, string why) => new(DetectedPath, LossFate.Defaulted, Text(at), why);

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static int? Whole(VerisFacts facts, string path, int min, int max) =>
        int.TryParse(facts.First(path), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max ? value : null;

    private static TimeSpan? TimeOf(VerisFacts facts) =>
        TimeOnly.TryParseExact(
            facts.First(VerisPaths.Time), ["hh:mm:ss tt", "h:mm:ss tt", "HH:mm:ss", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToTimeSpan()
            : null;

    // A span without a number, such as "Months", says how long about and nothing to reckon with.
    private static DateTimeOffset? After(DateTimeOffset start, VerisFacts facts, string section)
    {
        if (!double.TryParse(facts.First(section + ".value"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || value > SpanMax(facts.First(section + ".unit")))
        {
            return null;
        }

        return facts.First(section + ".unit") switch
        {
            "Seconds" => start.AddSeconds(value),
            "Minutes" => start.AddMinutes(value),
            "Hours" => start.AddHours(value),
            "Days" => start.AddDays(value),
            "Weeks" => start.AddDays(7 * value),
            "Months" => start.AddMonths((int)value),
            "Years" => start.AddYears((int)value),
            _ => null,
        };
    }

    // A century in each unit: what is longer is a mistake, and would run past the end of the calendar.
    private static double SpanMax(string? unit) => unit switch
    {
        "Seconds" => 3.2e9,
        "Minutes" => 5.3e7,
        "Hours" => 880_000,
        "Days" => 36_500,
        "Weeks" => 5_200,
        "Months" => 1_200,
        _ => 100,
    };
}
