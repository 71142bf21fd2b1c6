using System.Collections.Frozen;
using NodaTime;

namespace CyberExchange.Domain.Obligations;

/// <summary>Public holidays of one place, as a clock needs them. Weekends are never listed, and neither is Japan's year-end closure.</summary>
public sealed class HolidayCalendar(IEnumerable<LocalDate> holidays, LocalDate? from = null, LocalDate? to = null)
{
    private readonly FrozenSet<LocalDate> _holidays = holidays.ToFrozenSet();

    /// <summary>Of a place without public holidays.</summary>
    public static HolidayCalendar Empty { get; } = new([]);

    /// <summary>First day that it speaks of; null for all before.</summary>
    public LocalDate? From { get; } = from;

    /// <summary>Last day that it speaks of; null for all after.</summary>
    public LocalDate? To { get; } = to;

    public bool Covers(LocalDate day) => !(day < From) && !(day > To);

    /// <summary>The same, as if no other day were a holiday, whatever the year.</summary>
    public HolidayCalendar Unbounded() => new(_holidays);

    public bool Lists(LocalDate day) => _holidays.Contains(day);
}
