namespace CyberExchange.Domain;

/// <summary>Ids that follow from a hash: what is hashed again is named again.</summary>
public static class HashIds
{
    private const int IdBytes = 16;

    /// <summary>The hash, cut to 16 bytes. RFC 9562, 5.8: version 8 is for ids made in a way of one's own.</summary>
    public static Guid Of(ReadOnlySpan<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[IdBytes];
        hash[..IdBytes].CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
