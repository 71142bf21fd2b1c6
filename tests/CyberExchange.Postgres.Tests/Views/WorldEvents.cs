using CyberExchange.EventStore;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Puts the events of a world into a log.</summary>
internal static class WorldEvents
{
    /// <summary>Appends an event to its stream at its version, under a key and an id of its own.</summary>
    public static async Task AppendAsync(this EventLog log, StoredEvent e, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        var result = await log.AppendAsync(
            new Append
            {
                Stream = e.Stream,
                Expected = ExpectedVersion.Exactly(e.Version - 1),
                Key = new IdempotencyKey(Guid.Empty, id.ToString(), id.ToByteArray()),
                Events = [new NewEvent { Id = id, Type = e.Type, TypeVersion = e.TypeVersion, Body = e.Body, Addressing = e.Addressing }],
                RecordedAt = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero),
                Metadata = "{}"u8.ToArray(),
            },
            ct);
        Assert.IsType<AppendResult.Appended>(result);
    }
}
