using System.Buffers.Text;

namespace CyberExchange.Server.Sealing;

/// <summary>Base64url without padding (RFC 4648, 5) in which every text has one spelling.</summary>
public static class CanonicalBase64Url
{
    /// <summary>The bytes; null for a text with padding, spaces, other characters or stray bits in the last one.</summary>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        if (!Base64Url.IsValid(text))
        {
            return null;
        }

        // The decoder takes padding, spaces and stray bits.
        var bytes = Base64Url.DecodeFromChars(text);
        return text.SequenceEqual(Base64Url.EncodeToString(bytes)) ? bytes : null;
    }
}
