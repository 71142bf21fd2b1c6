using NodaTime;

namespace CyberExchange.Domain.Obligations;

/// <summary>What is known of one incident, as one clock reads it.</summary>
public sealed record ClockFacts
{
    /// <summary>Times by fact key. A key with several times, such as submissions of an intermediate report, stands for the latest.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<FactTime>> Times { get; init; }

    /// <summary>IANA zone of the recipient authority's Member State, or, for DORA, of the reporting entity's; null where nobody said.</summary>
    public string? Zone { get; init; }

    /// <summary>Holidays of that place; null where no calendar is known.</summary>
    public HolidayCalendar? Holidays { get; init; }

    /// <summary>The entity is excluded from the weekend relief: Delegated Regulation (EU) 2025/301 art. 5(5), or by decision under art. 5(6).</summary>
    public bool ReliefExcluded { get; init; }

    /// <summary>A Member State's law moves the end of a period to the next working day.</summary>
    public bool NationalRollToNextWorkingDay { get; init; }

    /// <summary>Keys under which something was stated that is not of its shape: guessing past one could make a limit later than it is.</summary>
    public IReadOnlyList<string> Unusable { get; init; } = [];
}

/// <summary>When something happened, as exactly as somebody stated it.</summary>
public abstract record FactTime
{
    private FactTime()
    {
    }

    /// <summary>A time with its offset.</summary>
    public sealed record At(OffsetDateTime Time) : FactTime;

    /// <summary>A time on the wall, to be read in the zone of the facts.</summary>
    public sealed record Local(LocalDateTime Time) : FactTime;

    /// <summary>A day.</summary>
    public sealed record On(LocalDate Date) : FactTime;

    /// <summary>Something was stated, and it is not a time.</summary>
    public sealed record Unreadable(string Stated) : FactTime;
}
