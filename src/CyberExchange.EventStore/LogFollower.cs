using System.Runtime.CompilerServices;

namespace CyberExchange.EventStore;

/// <summary>Reads the log in order for as long as it grows.</summary>
/// <remarks>
/// Polling is what guarantees progress; the signal only shortens the wait. Positions are dense and in commit order, so
/// going on from the last position can skip nothing, and a gap means that the log itself is damaged.
/// </remarks>
public sealed class LogFollower(EventLog log, TimeProvider? clock = null)
{
    /// <summary>How long an append of another node may stay unseen when no hint arrives.</summary>
    public static readonly TimeSpan DefaultPoll = TimeSpan.FromSeconds(1);

    /// <summary>Events to a page: a rebuild reads at full speed from here on, and a page stays small in memory.</summary>
    public const int DefaultPageEventsMax = 500;

    private readonly TimeProvider clock = clock ?? TimeProvider.System;

    public TimeSpan Poll { get; init; } = DefaultPoll;

    public int PageEventsMax { get; init; } = DefaultPageEventsMax;

    /// <summary>Pages of events after the position, never empty, in order, without end.</summary>
    /// <param name="afterPosition">The reader's checkpoint; 0 follows from the beginning.</param>
    /// <param name="ct">Ends the following with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidDataException">A position is missing in the log.</exception>
    /// <exception cref="Npgsql.NpgsqlException">The database is away. The reader decides when to follow again.</exception>
    public async IAsyncEnumerable<IReadOnlyList<StoredEvent>> FollowAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var checkpoint = afterPosition;
        while (true)
        {
            var grown = log.Signal.Next; // Before the read: an append between the two still wakes us.
            var page = await log.ReadAllAsync(checkpoint, PageEventsMax, ct);
            if (page.Count == 0)
            {
                await LogSignal.WaitAsync(grown, Poll, clock, ct);
                continue;
            }

            LogOrder.RefuseGap(page, checkpoint);
            checkpoint = page[^1].Position;
            yield return page;
        }
    }
}
