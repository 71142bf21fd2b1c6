using System.Collections.Immutable;
using CyberExchange.EventStore;

namespace CyberExchange.Postgres.Tests.EventStore.Model;

/// <summary>What a log is, on one screen and in memory: the answers that <see cref="EventLog"/> must give.</summary>
/// <param name="Start">The head when it began; what lies before is not its own.</param>
internal sealed record LogReference(long Start)
{
    private ImmutableList<StoredEvent> Events { get; init; } = [];

    private ImmutableDictionary<string, (string Request, AppendResult.Appended Answer)> Keys { get; init; } =
        ImmutableDictionary.Create<string, (string, AppendResult.Appended)>(StringComparer.Ordinal);

    private ImmutableDictionary<string, byte[]> Documents { get; init; } = ImmutableDictionary.Create<string, byte[]>(StringComparer.Ordinal);

    public long Head => Start + Events.Count;

    public (LogReference After, AppendResult Answer) Append(Append append)
    {
        if (Repeat(append.Key) is { } repeat)
        {
            return (this, repeat);
        }

        var version = Version(append.Stream);
        if (append.Expected != ExpectedVersion.Any && append.Expected != ExpectedVersion.Exactly(version))
        {
            return (this, new AppendResult.Conflict(version));
        }

        var events = append.Events.Select((e, i) => new StoredEvent(
            Head + 1 + i, append.Stream, version + 1 + i, e.Id, e.Type, e.TypeVersion, append.RecordedAt,
            append.Metadata.ToArray(), e.Body.ToArray(), e.Addressing.ToArray()));
        var answer = new AppendResult.Appended(
            Head + 1, Head + append.Events.Count, version + append.Events.Count, append.Stream, Repeated: false);
        var after = this with
        {
            Events = Events.AddRange(events),
            Documents = Documents.SetItems(append.Documents.Select(d => KeyValuePair.Create(Hex(d.Sha512), d.Bytes.ToArray()))),
        };
        return (after.Keep(append.Key, answer), answer);
    }

    public (LogReference After, AppendResult Answer) KeepKey(string stream, int version, IdempotencyKey key)
    {
        if (Repeat(key) is { } repeat)
        {
            return (this, repeat);
        }

        if (Version(stream) != version)
        {
            return (this, new AppendResult.Conflict(Version(stream)));
        }

        var last = Stream(stream).LastOrDefault()?.Position ?? 0;
        var answer = new AppendResult.Appended(last, last, version, stream, Repeated: false);
        return (Keep(key, answer), answer);
    }

    public IEnumerable<StoredEvent> Stream(string stream) => Events.Where(e => e.Stream == stream);

    public IEnumerable<StoredEvent> After(long position) => Events.Where(e => e.Position > position);

    /// <summary>The last position before an event was recorded later than the instant.</summary>
    public long PositionAt(DateTimeOffset instant) => Events.Find(e => e.RecordedAt > instant)?.Position - 1 ?? Head;

    public AppendResult.Appended? FindKey(string key) => Keys.TryGetValue(key, out var kept) ? kept.Answer with { Repeated = true } : null;

    public byte[]? Document(ReadOnlyMemory<byte> sha512) => Documents.GetValueOrDefault(Hex(sha512));

    public Dictionary<Guid, long> Positions() => Events.ToDictionary(e => e.Id, e => e.Position);

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);

    private int Version(string stream) => Stream(stream).Count();

    private AppendResult? Repeat(IdempotencyKey key) => Keys.TryGetValue(key.Key, out var kept)
        ? kept.Request == Hex(key.RequestDigest) ? kept.Answer with { Repeated = true } : new AppendResult.KeyReused()
        : null;

    private LogReference Keep(IdempotencyKey key, AppendResult.Appended answer) =>
        this with { Keys = Keys.Add(key.Key, (Hex(key.RequestDigest), answer)) };
}
