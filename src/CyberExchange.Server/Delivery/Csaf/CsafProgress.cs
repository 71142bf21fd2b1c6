using System.Collections.Concurrent;

namespace CyberExchange.Server.Delivery.Csaf;

/// <summary>What the worker that makes files tells the rest of this node: which it has just made, and what does not go well.</summary>
public sealed class CsafProgress
{
    private readonly ConcurrentQueue<Guid> _made = new();
    private volatile bool _failsForSome;
    private volatile bool _failsForAll;

    /// <summary>Whether files were made of which the sites do not know yet.</summary>
    public bool HasMade => !_made.IsEmpty;

    /// <summary>The advisories of which the sites do not know yet that they have a file more.</summary>
    public IReadOnlyList<Guid> NewlyMade => [.. _made];

    /// <summary>Whether there are revisions of which no file could be made, while it can be made of others.</summary>
    public bool FailsForSome
    {
        get => _failsForSome;
        set => _failsForSome = value;
    }

    /// <summary>Whether the key signed nothing at all when it was asked last.</summary>
    public bool FailsForAll
    {
        get => _failsForAll;
        set => _failsForAll = value;
    }

    /// <summary>Tells of advisories that have a file more.</summary>
    public void Made(IEnumerable<Guid> items)
    {
        foreach (var item in items)
        {
            _made.Enqueue(item);
        }
    }

    /// <summary>Says that the sites know of so many of them, and not before they do: until then every answer waits for them.</summary>
    public void Known(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _made.TryDequeue(out _);
        }
    }
}
