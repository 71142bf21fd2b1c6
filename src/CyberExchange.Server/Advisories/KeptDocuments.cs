using System.Collections.Concurrent;
using CyberExchange.EventStore;

namespace CyberExchange.Server.Advisories;

/// <summary>The bytes of documents by their digest, the most asked ones in memory.</summary>
/// <remarks>A digest never names other bytes, so that what is kept is never stale. Whether the caller may have them is asked before.</remarks>
public sealed class KeptDocuments(EventLog log)
{
    /// <summary>What is kept at most; then it is begun anew.</summary>
    private const long KeptBytesMax = 64L << 20;

    private readonly ConcurrentDictionary<string, byte[]> _kept = new(StringComparer.Ordinal);
    private long _keptBytes;

    /// <summary>The bytes of a document that was published.</summary>
    /// <param name="sha512">Their digest, in hexadecimal digits.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="InvalidDataException">The log has no such document.</exception>
    public async ValueTask<byte[]> ReadAsync(string sha512, CancellationToken ct)
    {
        if (_kept.TryGetValue(sha512, out var kept))
        {
            return kept;
        }

        var bytes = await log.ReadDocumentAsync(Convert.FromHexString(sha512), ct) ?? throw new InvalidDataException($"The document {sha512} is not in the log.");
        if (_kept.TryAdd(sha512, bytes) && Interlocked.Add(ref _keptBytes, bytes.Length) > KeptBytesMax)
        {
            _kept.Clear();
            Interlocked.Exchange(ref _keptBytes, 0);
        }

        return bytes;
    }
}
