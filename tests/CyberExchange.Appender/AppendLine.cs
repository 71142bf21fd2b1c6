using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CyberExchange.EventStore;

namespace CyberExchange.Appender;

/// <summary>An append as a line of text: key, stream, expected version (-1 any), ids of the events, text of a document or "-".</summary>
/// <remarks>What else an append holds is the same for all of them, so both sides of the line make the same one.</remarks>
public static class AppendLine
{
    private static readonly DateTimeOffset RecordedAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static string Write(string key, string stream, int expected, IEnumerable<Guid> ids, string document = "-") =>
        string.Create(CultureInfo.InvariantCulture, $"{key} {stream} {expected} {string.Join(',', ids)} {document}");

    /// <exception cref="FormatException">The line is not one of these.</exception>
    public static Append Read(string line)
    {
        if (line.Split(' ') is not [var key, var stream, var expected, var ids, var document])
        {
            throw new FormatException($"Not an append: {line}");
        }

        var version = int.Parse(expected, CultureInfo.InvariantCulture);
        return new()
        {
            Stream = stream,
            Expected = version < 0 ? ExpectedVersion.Any : ExpectedVersion.Exactly(version),
            Key = new(Guid.Empty, key, SHA256.HashData(Encoding.UTF8.GetBytes(line))),
            Events = [.. ids.Split(',').Select(id => Event(Guid.Parse(id, CultureInfo.InvariantCulture)))],
            RecordedAt = RecordedAt,
            Metadata = """{"by":"appender"}"""u8.ToArray(),
            Documents = document is "-" ? [] : [Document(Encoding.UTF8.GetBytes(document))],
        };
    }

    private static NewEvent Event(Guid id) => new()
    {
        Id = id,
        Type = "test.happened",
        TypeVersion = 1,
        Body = Encoding.UTF8.GetBytes($$"""{"id":"{{id}}"}"""),
        Addressing = """{"to":[]}"""u8.ToArray(),
    };

    private static Document Document(byte[] bytes) => new(SHA512.HashData(bytes), bytes);
}
