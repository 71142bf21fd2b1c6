namespace CyberExchange.Views.Projections;

/// <summary>How fast a number has grown lately.</summary>
/// <param name="clock">Only its monotonic time is read.</param>
internal sealed class Recent(TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(0.5);

    private readonly Lock _gate = new();
    private readonly Queue<(long At, long Number)> _samples = new();
    private (long At, long Number)? _last;

    /// <summary>Growth per second over the last seconds; 0 where it stood still, or went back.</summary>
    public double PerSecond
    {
        get
        {
            lock (_gate)
            {
                Forget();
                return _samples.TryPeek(out var first) && _last is { } last && last.Number > first.Number
                    ? (last.Number - first.Number) / Math.Max(clock.GetElapsedTime(first.At).TotalSeconds, Apart.TotalSeconds)
                    : 0;
            }
        }
    }

    /// <summary>Takes in what the number is now.</summary>
    public void Is(long number)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            if (_last is { } before && number < before.Number)
            {
                _samples.Clear();
            }

            if (_samples.Count == 0 || clock.GetElapsedTime(_samples.Last().At, now) >= Apart)
            {
                _samples.Enqueue((now, number));
            }

            _last = (now, number);
            Forget();
        }
    }

    private void Forget()
    {
        while (_samples.TryPeek(out var first) && clock.GetElapsedTime(first.At) > Window)
        {
            _samples.Dequeue();
        }
    }
}
