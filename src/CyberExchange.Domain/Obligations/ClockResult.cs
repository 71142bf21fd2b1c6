using NodaTime;
using NodaTime.Text;

namespace CyberExchange.Domain.Obligations;

/// <summary>What a clock says of one duty: the target, the latest lawful instant where that is another, or why there is none.</summary>
public sealed record ClockResult(ClockOutcome Outcome)
{
    /// <summary>The target: never rolled.</summary>
    public DueLimit? Due { get; init; }

    /// <summary>The latest lawful instant; null where rolling changes nothing, or is not known.</summary>
    public DueLimit? DueIfRolled { get; init; }

    /// <summary>The upper end of a guideline's range.</summary>
    public DueLimit? DueMax { get; init; }

    /// <summary>Keys of the facts that are absent or cannot be used.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>What is wrong with a fact that is there.</summary>
    public ClockObstacle? Reason { get; init; }

    /// <summary>The zone in which the days were counted, and in which the limits are best read; null where none was needed or known.</summary>
    public DateTimeZone? Zone { get; init; }

    /// <summary>
    /// Where nobody knows whether the target rolls: until when it is lawful in any case, for weekends and the holidays that are known move it,
    /// and no other holiday moves it back. Null where that is the target.
    /// </summary>
    public DueLimit? LawfulUntil { get; init; }

    /// <summary>The last lawful limit that is known.</summary>
    public DueLimit? Latest => DueIfRolled ?? LawfulUntil ?? Due;

    /// <summary>A limit as RFC 3339, in the zone of the result or else in UTC.</summary>
    public string? Text(DueLimit? limit) =>
        limit is { } present ? OffsetDateTimePattern.Rfc3339.Format(present.At.InZone(Zone ?? DateTimeZone.Utc).ToOffsetDateTime()) : null;
}

/// <summary>The last instant of a period.</summary>
/// <param name="At">The instant. 23:59:59 stands for the end of a day.</param>
/// <param name="EndsDay">The whole last second is within the limit.</param>
public readonly record struct DueLimit(Instant At, bool EndsDay)
{
    /// <summary>The first instant after the limit, where days are counted: a submission before it is in time, a standstill is over at it.</summary>
    public Instant FreeFrom => EndsDay ? At + Duration.FromSeconds(1) : At + Duration.Epsilon;

    /// <summary>Whether something done then was done in time.</summary>
    public bool IsMetBy(Instant doneAt) => doneAt < FreeFrom;
}

/// <summary>How a computation ended.</summary>
public enum ClockOutcome
{
    Computed,

    /// <summary>The target is computed; no calendar says whether it rolls.</summary>
    RollUnknown,

    CannotCompute,

    /// <summary>The law says promptly. An organisation's target is policy.</summary>
    NoStatutoryPeriod,
}

/// <summary>What is wrong with a fact that is there.</summary>
public enum ClockObstacle
{
    /// <summary>A day, where hours run from an instant.</summary>
    DateOnly,

    /// <summary>A time that the clocks of the zone skipped.</summary>
    NonexistentLocalTime,

    /// <summary>A time without an offset, and no zone to read it in.</summary>
    NoOffsetNoZone,

    /// <summary>The IANA database does not have the zone.</summary>
    UnknownZone,

    /// <summary>What was stated is not a time.</summary>
    UnreadableFact,
}
