using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CyberExchange.Server.Sealing;

namespace CyberExchange.Server.Requests;

/// <summary>Tells a retry from another request under the same idempotency key.</summary>
/// <remarks>
/// An HMAC, taken of what came in and before anything is encrypted: it is kept for ever beside the log, and a plain hash
/// of a short report could be guessed.
/// </remarks>
public sealed class RequestDigest(InstanceKey instance)
{
    private readonly byte[] _key = instance.Derive(KeyPurpose.RequestDigest);

    /// <summary>The digest of a request, 32 bytes.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path, without query: a write has none.</param>
    /// <param name="parts">The body as it came in, or each of its parts.</param>
    public byte[] Of(string method, string path, params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        Append(hmac, Encoding.UTF8.GetBytes(method));
        Append(hmac, Encoding.UTF8.GetBytes(path));
        foreach (var part in parts)
        {
            Append(hmac, part.Span);
        }

        return hmac.GetHashAndReset();
    }

    // The length before each part keeps two different splits of the same bytes apart.
    private static void Append(IncrementalHash hmac, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        hmac.AppendData(length);
        hmac.AppendData(part);
    }
}
