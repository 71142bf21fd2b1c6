using CyberExchange.EventStore;

namespace CyberExchange.Server.Requests;

/// <summary>What a stream says, folded, with the instants at which things happened.</summary>
public interface IStreamBook<TSelf>
{
    /// <summary>The name of the stream.</summary>
    static abstract string Stream { get; }

    /// <summary>Before its first event.</summary>
    static abstract TSelf Empty { get; }

    /// <summary>How many events of the stream it holds.</summary>
    int Version { get; }

    /// <summary>The book with one more event.</summary>
    TSelf With(StoredEvent stored);
}

/// <summary>One short stream as this node knows it: each read asks the log for what came since, so that what was acknowledged shows at once on every node.</summary>
public class FollowedStream<TBook>(EventLog log)
    where TBook : class, IStreamBook<TBook>
{
    private volatile TBook _book = TBook.Empty;

    /// <summary>What the log says now.</summary>
    public async Task<TBook> ReadAsync(CancellationToken ct)
    {
        var book = _book;
        foreach (var stored in await log.ReadStreamAsync(TBook.Stream, book.Version + 1, ct))
        {
            book = book.With(stored);
        }

        // Two reads may come here at once: either has the whole stream up to its version, and a later read asks for the rest.
        return _book = book;
    }
}
