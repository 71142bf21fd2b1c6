namespace CyberExchange.Bench.Store;

/// <summary>Something that stores events.</summary>
internal interface IAppender : IAsyncDisposable
{
    /// <summary>Begins a new stream with so many events, in one commit.</summary>
    /// <param name="writer">Who appends: a writer waits for its own appends, and not for others'.</param>
    /// <param name="events">How many.</param>
    Task AppendAsync(int writer, int events);
}
