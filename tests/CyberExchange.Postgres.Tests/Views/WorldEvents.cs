using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;
using CyberExchange.Testing.EventStore;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Puts the events of a world into a log.</summary>
internal static class WorldEvents
{
    /// <summary>Appends an event to its stream at its version.</summary>
    public static Task AppendAsync(this EventLog log, StoredEvent e, CancellationToken ct) => log.StoreAsync(
        e.Stream, e.Version - 1, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), [new StoredForm(e.Type, e.TypeVersion, e.Body, e.Addressing, [])], ct);
}
