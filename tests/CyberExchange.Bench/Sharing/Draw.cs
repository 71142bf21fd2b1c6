using System.Security.Cryptography;
using System.Text;

namespace CyberExchange.Bench.Sharing;

/// <summary>Choices drawn from a number, always the same for the same number.</summary>
internal sealed class Draw(int seed)
{
    private readonly Random _random = new(seed);

    public int Below(int bound) => _random.Next(bound);

    public bool OneIn(int times) => _random.Next(times) == 0;

    public T Of<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}

/// <summary>The ids of the bench's world.</summary>
internal static class WorldIds
{
    /// <summary>The id of thing <paramref name="number"/> of a kind, the same in every run.</summary>
    public static Guid Of(int kind, int number) => new(number, (short)kind, 0, 0x80, 0, 0, 0, 0, 0, 0, 1);

    public static int NumberOf(Guid id) => BitConverter.ToInt32(id.ToByteArray(), 0);

    /// <summary>
    /// The id of an item: window and place lead, as the time does in a UUIDv7, and the rest looks random. The SQL that fills
    /// the later windows puts another window into the first eight digits.
    /// </summary>
    public static Guid Item(int window, int place)
    {
        Span<byte> id = stackalloc byte[16];
        SHA256.HashData(Encoding.ASCII.GetBytes($"item {place}")).AsSpan(0, 16).CopyTo(id);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(id, window);
        System.Buffers.Binary.BinaryPrimitives.WriteInt16BigEndian(id[4..], (short)place);
        id[6] = (byte)(0x70 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true);
    }
}
