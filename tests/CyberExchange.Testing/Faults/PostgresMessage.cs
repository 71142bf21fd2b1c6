using System.Buffers.Binary;
using System.Text;

namespace CyberExchange.Testing.Faults;

/// <summary>One message of PostgreSQL's protocol 3.0: a letter, the length of the rest, the rest.</summary>
/// <param name="Kind">The letter; '\0' for the first message of a connection, which has none.</param>
/// <param name="Bytes">The message as it went over the line.</param>
internal sealed record PostgresMessage(char Kind, byte[] Bytes)
{
    public const char Parse = 'P';
    public const char Bind = 'B';
    public const char Sync = 'S';
    public const char BackendKey = 'K';
    public const char Ready = 'Z';

    private const int LengthBytes = 4;

    /// <summary>The process that serves the connection; only in a message of kind <see cref="BackendKey"/>.</summary>
    public int BackendPid => BinaryPrimitives.ReadInt32BigEndian(Bytes.AsSpan(1 + LengthBytes));

    /// <summary>The first two texts of the message: name and SQL of a Parse, portal and name of a Bind.</summary>
    public (string First, string Second) Texts
    {
        get
        {
            var rest = Bytes.AsSpan(1 + LengthBytes);
            var first = rest[..rest.IndexOf((byte)0)];
            rest = rest[(first.Length + 1)..];
            return (Encoding.UTF8.GetString(first), Encoding.UTF8.GetString(rest[..rest.IndexOf((byte)0)]));
        }
    }

    /// <returns>Null when the line ended.</returns>
    public static async Task<PostgresMessage?> ReadAsync(Stream line, bool isFirst, CancellationToken ct)
    {
        var head = new byte[isFirst ? LengthBytes : 1 + LengthBytes];
        if (await line.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct) < head.Length)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(head.Length - LengthBytes)); // Counts itself.
        var message = new byte[head.Length - LengthBytes + length];
        head.CopyTo(message, 0);
        await line.ReadExactlyAsync(message.AsMemory(head.Length), ct);
        return new(isFirst ? '\0' : (char)head[0], message);
    }
}
