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
            var expected = checkpoint + 1 + i;
            if (page[i].Position != expected)
            {
                throw new InvalidDataException($"The log has no event at position {expected}; the next one is {page[i].Position}.");
            }
        }
    }
}
