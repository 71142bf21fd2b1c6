namespace CyberExchange.Views.Projections;

/// <summary>How fast a rebuild goes, and how fast it may.</summary>
/// <param name="clock">Only its monotonic time is read.</param>
internal sealed class Pace(TimeProvider clock)
{
    /// <summary>A second's worth to a page at most: a change of the limit holds at the next.</summary>
    private static readonly TimeSpan PageMaxTime = TimeSpan.FromSeconds(1);

    /// <summary>What the last page weighs in the rate; those before it have the rest.</summary>
    private const double Newest = 0.2;

    private long _begunAt = clock.GetTimestamp();
    private double _rate;

    /// <summary>How many events the next page may have.</summary>
    public int PageMax(int? eventsPerSecond, int max)
    {
        _begunAt = clock.GetTimestamp();
        return eventsPerSecond is { } limit ? Math.Clamp((int)(limit * PageMaxTime.TotalSeconds), 1, max) : max;
    }

    /// <summary>The rate with this page, without the pauses between pages unless they are what limits it.</summary>
    public double EventsPerSecond(int events)
    {
        var now = events / Math.Max(clock.GetElapsedTime(_begunAt).TotalSeconds, 0.001);
        _rate = _rate == 0 ? now : (_rate * (1 - Newest)) + (now * Newest);
        return _rate;
    }

    /// <summary>How long to rest after a page, so that no more than so many events are applied in a second.</summary>
    public TimeSpan PauseAfter(int events, int? eventsPerSecond)
    {
        if (eventsPerSecond is not { } limit)
        {
            return TimeSpan.Zero;
        }

        _rate = Math.Min(_rate, limit);
        var due = TimeSpan.FromSeconds((double)events / limit) - clock.GetElapsedTime(_begunAt);
        return due > TimeSpan.Zero ? due : TimeSpan.Zero;
    }
}
