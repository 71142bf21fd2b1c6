using CyberExchange.EventStore;
using Npgsql;

namespace CyberExchange.Views.Projections;

/// <summary>A page of the log as a view takes it in.</summary>
/// <param name="Events">Those that the view asks for, in order.</param>
/// <param name="UpTo">The position that the view has reached with them.</param>
internal sealed record EventPage(IReadOnlyList<StoredEvent> Events, long UpTo)
{
    /// <summary>How many events a view takes in at once, in one transaction.</summary>
    public const int EventsMax = 2_000;

    /// <summary>Reads what follows a position.</summary>
    /// <param name="log">The log.</param>
    /// <param name="projection">The view.</param>
    /// <param name="after">The last position in the view.</param>
    /// <param name="head">Where the log ended before.</param>
    /// <param name="limit">No event beyond this is taken.</param>
    /// <param name="max">At most so many events.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="InvalidDataException">A position is missing in the log: it is damaged, and nothing may be skipped.</exception>
    public static Task<EventPage> ReadAsync(EventLog log, Projection projection, long after, long head, long limit, int max, CancellationToken ct) =>
        projection.TakesSomeTypes
            ? ReadSomeAsync(log, projection, after, Math.Min(head, limit), max, ct)
            : ReadEachAsync(log, after, head, limit, max, ct);

    // What lies between two events of these types is passed by: the page reaches to its last event, or to the end where it has none.
    private static async Task<EventPage> ReadSomeAsync(EventLog log, Projection projection, long after, long to, int max, CancellationToken ct)
    {
        if (to <= after)
        {
            return new([], after);
        }

        var types = projection.TypesOf(await log.TypesAsync(ct));
        var events = await log.ReadTypesAsync(types, after, to, max, ct);
        return new(events, events.Count == 0 ? to : events[^1].Position);
    }

    private static async Task<EventPage> ReadEachAsync(EventLog log, long after, long head, long limit, int max, CancellationToken ct)
    {
        var events = await log.ReadAllAsync(after, max, ct);
        LogOrder.RefuseGap(events, after);
        if (events.Count == 0 && head != after)
        {
            throw new InvalidDataException($"The log ends at position {head} and has no event after {after}.");
        }

        IReadOnlyList<StoredEvent> taken = [.. events.TakeWhile(e => e.Position <= limit)];
        return new(taken, taken.Count == 0 ? after : taken[^1].Position);
    }

    /// <summary>Brings the rows after the page's events.</summary>
    /// <returns>The latest time at which any event up to the last was recorded.</returns>
    /// <exception cref="EventNotAppliedException">One of them cannot be applied.</exception>
    public async Task<DateTimeOffset> ApplyAsync(Projection projection, NpgsqlConnection connection, DateTimeOffset instant, CancellationToken ct)
    {
        if (Events.Count == 0)
        {
            return instant;
        }

        for (var i = 0; i < Events.Count; i++)
        {
            instant = Events[i].RecordedAt > instant ? Events[i].RecordedAt : instant;
            try
            {
                await projection.ApplyAsync(connection, Events[i], instant, ct);
            }
            catch (Exception cause) when (cause is not OperationCanceledException && !Outage.Is(cause))
            {
                throw new EventNotAppliedException(Events[i].Position, i, cause);
            }
        }

        try
        {
            await projection.CompleteAsync(connection, ct);
        }
        catch (Exception cause) when (cause is not OperationCanceledException && !Outage.Is(cause))
        {
            // What fails once for all events of a page is asked of each of them, until the one that causes it stands first.
            throw new EventNotAppliedException(Events[0].Position, Events.Count / 2, cause);
        }

        return instant;
    }
}
