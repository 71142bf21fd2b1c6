using CyberExchange.Domain.Sharing;
using NodaTime;

namespace CyberExchange.Domain.Obligations;

/// <summary>Takes from the facts what one clock needs, and remembers what it did not find.</summary>
internal sealed class FactReading
{
    public const string Holidays = "holidays";
    private const string ZoneKey = "zone";
    private const string JapanZone = "Asia/Tokyo";

    private readonly List<string> _missing = [];
    private readonly string? _statedZone;
    private ClockObstacle? _reason;

    public FactReading(Obligation rule, ClockFacts facts)
    {
        Facts = facts;
        _statedZone = facts.Zone ?? (rule.Jurisdiction is Jurisdiction.JP ? JapanZone : null);
        KnownZone = Zones.Find(_statedZone);
        foreach (var key in facts.Unusable)
        {
            Miss(key, ClockObstacle.UnreadableFact);
        }
    }

    public ClockFacts Facts { get; }

    public bool CannotCompute => _missing.Count > 0;

    /// <summary>The zone that was stated, or Japan's for a Japanese rule; null where it is absent or unknown.</summary>
    public DateTimeZone? KnownZone { get; }

    public ClockResult Obstructed() => new(ClockOutcome.CannotCompute) { Missing = _missing, Reason = _reason };

    /// <summary>The zone, which counts as missing where it is not known.</summary>
    public DateTimeZone? NeededZone()
    {
        if (KnownZone is null)
        {
            Miss(ZoneKey, _statedZone is null ? null : ClockObstacle.UnknownZone);
        }

        return KnownZone;
    }

    /// <summary>The latest instant under a key.</summary>
    public Instant? Instant(string key)
    {
        Instant? latest = null;
        foreach (var time in All(key))
        {
            if (InstantOf(key, time) is not { } at)
            {
                return null;
            }

            latest = latest is { } before && before > at ? before : at;
        }

        return latest;
    }

    /// <summary>The latest local date under a key.</summary>
    public LocalDate? Day(string key)
    {
        LocalDate? latest = null;
        foreach (var time in All(key))
        {
            if (DayOf(key, time) is not { } day)
            {
                return null;
            }

            latest = latest is { } before && before > day ? before : day;
        }

        return latest;
    }

    private IReadOnlyList<FactTime> All(string key)
    {
        if (Facts.Times.TryGetValue(key, out var times) && times.Count > 0)
        {
            return times;
        }

        Miss(key, null);
        return [];
    }

    private Instant? InstantOf(string key, FactTime time)
    {
        switch (time)
        {
            case FactTime.At at:
                return at.Time.ToInstant();
            case FactTime.Local local:
                return InZone(key, local.Time);
            case FactTime.On:
                return Miss(key, ClockObstacle.DateOnly);
            default:
                return Miss(key, ClockObstacle.UnreadableFact);
        }
    }

    /// <summary>The local date of a time, or null where it has none that can be known.</summary>
    public LocalDate? DayOf(FactTime time) => DayOf("", time);

    private LocalDate? DayOf(string key, FactTime time)
    {
        if (time is FactTime.On on)
        {
            return on.Date;
        }

        // Without a zone an instant has no date; the zone is missing then, and the fact is not.
        if (time is FactTime.At && KnownZone is null)
        {
            return null;
        }

        return InstantOf(key, time) is { } at ? at.InZone(KnownZone!).Date : null;
    }

    private Instant? InZone(string key, LocalDateTime time)
    {
        if (KnownZone is null)
        {
            return Miss(ZoneKey, _statedZone is null ? ClockObstacle.NoOffsetNoZone : ClockObstacle.UnknownZone);
        }

        // A time that occurs twice is the earlier of the two.
        var mapping = KnownZone.MapLocal(time);
        return mapping.Count == 0 ? Miss(key, ClockObstacle.NonexistentLocalTime) : mapping.First().ToInstant();
    }

    private Instant? Miss(string key, ClockObstacle? reason)
    {
        if (!_missing.Contains(key, StringComparer.Ordinal))
        {
            _missing.Add(key);
        }

        _reason ??= reason;
        return null;
    }
}

/// <summary>Zones of the IANA database that came with the program.</summary>
public static class Zones
{
    private static readonly NodaTime.TimeZones.TzdbDateTimeZoneSource Source = NodaTime.TimeZones.TzdbDateTimeZoneSource.Default;

    /// <summary>The version of the IANA database, such as <c>2026a</c>.</summary>
    public static string DatabaseVersion => Source.TzdbVersion;

    /// <summary>The zone, or null where the database does not have it.</summary>
    public static DateTimeZone? Find(string? id) =>
        id is not null && Source.CanonicalIdMap.ContainsKey(id) ? DateTimeZoneProviders.Tzdb[id] : null;
}
