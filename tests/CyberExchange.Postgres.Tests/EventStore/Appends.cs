using System.Security.Cryptography;
using System.Text;
using CyberExchange.EventStore;

namespace CyberExchange.Postgres.Tests.EventStore;

/// <summary>Appends as tests need them: small, distinct, and the same again when asked again.</summary>
internal static class Appends
{
    public static readonly DateTimeOffset RecordedAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static string NewStream() => $"test-{Guid.NewGuid():N}";

    public static NewEvent Event(string body = """{"n":1}""", string type = "test.happened") => new()
    {
        Id = Guid.CreateVersion7(),
        Type = type,
        TypeVersion = 1,
        Body = Encoding.UTF8.GetBytes(body),
        Addressing = """{"to":[]}"""u8.ToArray(),
    };

    public static IdempotencyKey Key(string? key = null, string request = "request") =>
        new(Guid.Empty, key ?? Guid.NewGuid().ToString("N"), SHA256.HashData(Encoding.UTF8.GetBytes(request)));

    public static Append To(string stream, ExpectedVersion expected, params NewEvent[] events) => new()
    {
        Stream = stream,
        Expected = expected,
        Key = Key(),
        Events = events is [] ? [Event()] : events,
        RecordedAt = RecordedAt,
        Metadata = """{"by":"test"}"""u8.ToArray(),
    };
}
