namespace CyberExchange.Views.Projections;

/// <summary>When a view last held every event of the log, by a clock that nobody can set.</summary>
/// <param name="clock">Only its monotonic time is read.</param>
internal sealed class InStep(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private (long Head, long At)? _asked;
    private long? _heldAt;

    /// <summary>Whether it ever has.</summary>
    public bool Ever
    {
        get
        {
            lock (_gate)
            {
                return _heldAt is not null;
            }
        }
    }

    /// <summary>How long ago; null where it never has.</summary>
    public TimeSpan? Age
    {
        get
        {
            lock (_gate)
            {
                return _heldAt is { } at ? clock.GetElapsedTime(at) : null;
            }
        }
    }

    /// <summary>The present moment, to be handed to <see cref="Reached"/> with what the log ended with after it.</summary>
    public long Now() => clock.GetTimestamp();

    /// <summary>Whether the view holds all of the log, or has reached the end that was remembered.</summary>
    public bool Holds(long position, long head)
    {
        lock (_gate)
        {
            return position >= head || (_asked is { } asked && position >= asked.Head);
        }
    }

    /// <summary>Takes in how far the view is.</summary>
    /// <remarks>
    /// A log that grows all the time is never held whole by a reader that looks later. So one end of the log is remembered until
    /// the view has reached it: then it held all that there was when the log was asked.
    /// </remarks>
    /// <param name="position">The last event in the view.</param>
    /// <param name="head">Where the log ended.</param>
    /// <param name="askedAt">Before the log was asked.</param>
    public void Reached(long position, long head, long askedAt)
    {
        lock (_gate)
        {
            _asked ??= (head, askedAt);
            if (position >= head)
            {
                (_heldAt, _asked) = (askedAt, null);
            }
            else if (position >= _asked.Value.Head)
            {
                (_heldAt, _asked) = (_asked.Value.At, null);
            }
        }
    }

    /// <summary>The rows are no longer those that held the log.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            (_heldAt, _asked) = (null, null);
        }
    }
}
