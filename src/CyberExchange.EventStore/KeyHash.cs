using System.Security.Cryptography;
using System.Text;

namespace CyberExchange.EventStore;

/// <summary>What an idempotency key is found by: the first 16 bytes of SHA-256 over scope (RFC 9562 order) and key (UTF-8).</summary>
/// <remarks>The same as <c>cx.key_hash</c> gives. 128 bits: whoever searches for two keys of one hash fools only itself.</remarks>
internal static class KeyHash
{
    private const int GuidBytes = 16;

    public static Guid Of(Guid scope, string key)
    {
        Span<byte> input = stackalloc byte[GuidBytes + Encoding.UTF8.GetMaxByteCount(AppendLimits.KeyCharsMax)];
        scope.TryWriteBytes(input, bigEndian: true, out _);
        var length = GuidBytes + Encoding.UTF8.GetBytes(key, input[GuidBytes..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input[..length], hash);
        return new Guid(hash[..GuidBytes], bigEndian: true);
    }
}
