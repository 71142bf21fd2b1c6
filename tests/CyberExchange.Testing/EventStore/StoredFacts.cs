using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;

namespace CyberExchange.Testing.EventStore;

/// <summary>Puts events into a log that no rule has decided.</summary>
public static class StoredFacts
{
    /// <summary>Appends events to a stream that has so many.</summary>
    /// <exception cref="InvalidOperationException">The log did not take them.</exception>
    public static async Task StoreAsync(
        this EventLog log, string stream, int version, DateTimeOffset recordedAt, IReadOnlyList<StoredForm> forms, CancellationToken ct,
        params IReadOnlyList<Document> documents)
    {
        var result = await log.AppendAsync(
            new Append
            {
                Stream = stream,
                Expected = ExpectedVersion.Exactly(version),
                Key = new IdempotencyKey(Guid.Empty, $"{stream} {version}", new byte[] { 1 }),
                Events = [.. forms.Select(form => new NewEvent { Id = Guid.CreateVersion7(), Type = form.Name, TypeVersion = form.Version, Body = form.Body, Addressing = form.Addressing })],
                RecordedAt = recordedAt,
                Metadata = "{}"u8.ToArray(),
                Documents = documents,
            },
            ct);
        if (result is not AppendResult.Appended)
        {
            throw new InvalidOperationException($"{stream} did not take event {version + 1}: {result}.");
        }
    }
}
