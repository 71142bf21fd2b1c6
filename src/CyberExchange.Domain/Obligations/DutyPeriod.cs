using System.Globalization;

namespace CyberExchange.Domain.Obligations;

/// <summary>A number of hours, days or months.</summary>
/// <remarks>Written as ISO 8601 with one unit: <c>PT72H</c>, <c>P14D</c>, <c>P1M</c>.</remarks>
public readonly record struct DutyPeriod(int Count, PeriodUnit Unit)
{
    // A generation: longer than any duty, and short enough that no sum leaves the calendar.
    private const int YearsMax = 30;

    /// <summary>The period, or null where the text is none.</summary>
    public static DutyPeriod? Parse(string text)
    {
        var (head, unit, max) = text switch
        {
            ['P', 'T', .., 'H'] => (2, PeriodUnit.Hours, YearsMax * 366 * 24),
            ['P', .., 'D'] => (1, PeriodUnit.Days, YearsMax * 366),
            ['P', .., 'M'] => (1, PeriodUnit.Months, YearsMax * 12),
            _ => (0, default, 0),
        };
        return head > 0 && text[head] != '0' && int.TryParse(text.AsSpan(head..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= max
            ? new(count, unit)
            : null;
    }

    public override string ToString() => Unit switch
    {
        PeriodUnit.Hours => string.Create(CultureInfo.InvariantCulture, $"PT{Count}H"),
        PeriodUnit.Days => string.Create(CultureInfo.InvariantCulture, $"P{Count}D"),
        PeriodUnit.Months => string.Create(CultureInfo.InvariantCulture, $"P{Count}M"),
    };
}

/// <summary>The unit of a <see cref="DutyPeriod"/>.</summary>
public enum PeriodUnit
{
    Hours,
    Days,
    Months,
}
