namespace CyberExchange.EventStore;

/// <summary>The log's promise that positions are dense, checked by whoever reads on.</summary>
public static class LogOrder
{
    /// <summary>Makes sure that a page follows a position without a gap.</summary>
    /// <exception cref="InvalidDataException">A position is missing in the log: it is damaged, and nothing may be skipped.</exception>
    public static void RefuseGap(IReadOnlyList<StoredEvent> page, long checkpoint)
    {
        for (var i = 0; i < page.Count; i++)
        {
            RefuseGap(page[i], checkpoint + i);
        }
    }

    /// <summary>Makes sure that an event follows a position.</summary>
    internal static void RefuseGap(StoredEvent e, long before)
    {
        if (e.Position != before + 1)
        {
            throw new InvalidDataException($"The log has no event at position {before + 1}; the next one is {e.Position}.");
        }
    }

    /// <summary>Makes sure that nothing is missing at the end of what was asked for.</summary>
    internal static void RefuseEnd(long last, long asked)
    {
        if (last != asked)
        {
            throw new InvalidDataException($"The log has no event at position {last + 1}, and has been read to {asked}.");
        }
    }
}
