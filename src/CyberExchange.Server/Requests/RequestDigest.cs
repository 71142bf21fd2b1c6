using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CyberExchange.Domain;
using CyberExchange.EventStore;
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

    /// <summary>The id of what a write makes.</summary>
    /// <remarks>
    /// It follows from the idempotency key, which makes one thing at most: a retry names what the first request made, and
    /// finds what was kept for it.
    /// </remarks>
    /// <param name="kind">What is made, such as <c>member</c>: the ids of two kinds are strangers.</param>
    /// <param name="key">The idempotency key.</param>
    public Guid IdFor(string kind, IdempotencyKey key) => HashIds.Of(Of(kind, $"{key.Scope:D}", Encoding.UTF8.GetBytes(key.Key)));

    // The length before each part keeps two different splits of the same bytes apart.
    private static void Append(IncrementalHash hmac, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        hmac.AppendData(length);
        hmac.AppendData(part);
    }
}
