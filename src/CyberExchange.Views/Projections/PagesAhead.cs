using CyberExchange.EventStore;

namespace CyberExchange.Views.Projections;

/// <summary>Pages of the log for a view that catches up: the next one is read while the one before it is applied.</summary>
/// <param name="log">The log.</param>
/// <param name="projection">The view.</param>
internal sealed class PagesAhead(EventLog log, Projection projection)
{
    private (long After, long Limit, int Max, Task<EventPage> Page)? _begun;

    /// <summary>The page after a position, and the beginning of the one behind it where the log holds more than both.</summary>
    /// <remarks>The parameters and the exceptions are those of <see cref="EventPage.ReadAsync"/>.</remarks>
    public async Task<EventPage> TakeAsync(long after, long head, long limit, int max, CancellationToken ct)
    {
        var begun = _begun;
        _begun = null;
        if (begun is not null && (begun.Value.After != after || begun.Value.Max != max || begun.Value.Limit > limit))
        {
            Forget(begun.Value.Page);
            begun = null;
        }

        var page = await (begun?.Page ?? EventPage.ReadAsync(log, projection, after, head, limit, max, ct));
        if (Math.Min(head, limit) - page.UpTo >= max)
        {
            _begun = (page.UpTo, limit, max, EventPage.ReadAsync(log, projection, page.UpTo, head, limit, max, ct));
        }

        return page;
    }

    // Nobody waits for it any more. Should it fail, whoever reads these positions next fails likewise and says so.
    private static void Forget(Task<EventPage> page) =>
        _ = page.ContinueWith(static read => _ = read.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
