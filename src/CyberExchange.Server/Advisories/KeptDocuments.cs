using CyberExchange.EventStore;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Advisories;

/// <summary>The bytes of documents by their digest, the most asked ones in memory.</summary>
/// <remarks>A digest never names other bytes, so that what is kept is never stale. Whether the caller may have them is asked before.</remarks>
public sealed class KeptDocuments(EventLog log)
{
    /// <summary>What is kept at most; then it is begun anew.</summary>
    private const long KeptBytesMax = 64L << 20;

    private readonly Remembered<string, byte[]> _kept = new(int.MaxValue, KeptBytesMax, bytes => bytes.Length);

    /// <summary>The bytes of a document that was published.</summary>
    /// <param name="sha512">Their digest, in hexadecimal digits.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="InvalidDataException">The log has no such document.</exception>
    public ValueTask<byte[]> ReadAsync(string sha512, CancellationToken ct) => _kept.FindAsync(sha512, () => log.ReadPublishedAsync(sha512, ct));
}

/// <summary>Documents that an event names.</summary>
internal static class PublishedDocuments
{
    /// <summary>The bytes of a document that was published, read from the log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="sha512">Their digest, in hexadecimal digits.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="InvalidDataException">The log has no such document.</exception>
    public static async Task<byte[]> ReadPublishedAsync(this EventLog log, string sha512, CancellationToken ct) =>
        await log.ReadDocumentAsync(Convert.FromHexString(sha512), ct) ?? throw new InvalidDataException($"The document {sha512} is not in the log.");
}
