using System.Collections.Concurrent;

namespace CyberExchange.Server.Requests;

/// <summary>What was costly to make and never becomes stale, by what it was made of. Once it is full, it is begun anew.</summary>
/// <remarks>Whether the caller may have it is asked before. Two callers who ask for the same at once may both make it.</remarks>
/// <param name="entriesMax">At most so many.</param>
/// <param name="bytesMax">At most so many bytes in all.</param>
/// <param name="bytesOf">How large one is; null where only their number counts.</param>
public sealed class Remembered<TKey, TValue>(int entriesMax, long bytesMax = long.MaxValue, Func<TValue, long>? bytesOf = null)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TValue> _known = new();
    private readonly Lock _changing = new();
    private long _bytes;

    /// <summary>The value that is remembered, or else the one that is made.</summary>
    public async ValueTask<TValue> FindAsync(TKey key, Func<Task<TValue>> make)
    {
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        var made = await make();
        var bytes = bytesOf?.Invoke(made) ?? 0;
        lock (_changing)
        {
            if (_known.Count >= entriesMax || _bytes + bytes > bytesMax)
            {
                _known.Clear();
                _bytes = 0;
            }

            _bytes += _known.TryAdd(key, made) ? bytes : 0;
        }

        return made;
    }
}
