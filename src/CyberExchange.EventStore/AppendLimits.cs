using System.Buffers;
using System.Security.Cryptography;

namespace CyberExchange.EventStore;

/// <summary>What an append may hold. Checked before it queues, for one huge append holds up all others behind it.</summary>
public static class AppendLimits
{
    public const int StreamCharsMax = 200;
    public const int TypeCharsMax = 100;
    public const int KeyCharsMax = 200;
    public const int RequestDigestBytesMax = 64;

    /// <summary>A report is a few kB; a list of thousands of indicators still fits in 1 MiB.</summary>
    public const int EventBodyBytesMax = 1024 * 1024;

    /// <summary>An audience of thousands of named partners.</summary>
    public const int AddressingBytesMax = 256 * 1024;

    public const int MetadataBytesMax = 16 * 1024;
    public const int PersonalCommitmentsMax = 64;
    public const int AppendEventsMax = 1000;

    /// <summary>Body, addressing and metadata of all events together: about a tenth of a second of the log's time.</summary>
    public const int AppendEventBytesMax = 16 * 1024 * 1024;

    /// <summary>The largest CSAF documents seen in public are about 9 MB.</summary>
    public const int DocumentBytesMax = 16 * 1024 * 1024;

    public const int AppendDocumentsMax = 4;

    /// <summary>Appends that may wait in a node: about a second of work at half the measured rate. Who comes to a full
    /// queue is told to come back.</summary>
    public const int QueueAppendsMax = 4096;

    /// <summary>What the waiting appends may hold in memory.</summary>
    public const long QueueBytesMax = 128L * 1024 * 1024;

    // Printable ASCII: no NUL, which the database refuses in text, and no surrogate, which no encoding can carry.
    private static readonly SearchValues<char> Printable =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);

    /// <summary>The first limit that the append breaks, or null.</summary>
    internal static RejectedReason? Broken(Append append)
    {
        if (Broken(append.Stream, append.Key) is { } reason)
        {
            return reason;
        }

        if (append.Metadata.Length > MetadataBytesMax)
        {
            return RejectedReason.MetadataTooLarge;
        }

        return BrokenByEvents(append) ?? BrokenByDocuments(append.Documents);
    }

    /// <summary>The first limit that the stream's id or the key breaks, or null.</summary>
    internal static RejectedReason? Broken(string stream, IdempotencyKey key)
    {
        if (!IsName(stream, StreamCharsMax))
        {
            return RejectedReason.StreamNotAllowed;
        }

        if (!AllowsKey(key.Key))
        {
            return RejectedReason.KeyNotAllowed;
        }

        return key.RequestDigest.Length > RequestDigestBytesMax ? RejectedReason.RequestDigestTooLarge : null;
    }

    /// <summary>Whether a key of this text can have been stored.</summary>
    internal static bool AllowsKey(string key) => IsName(key, KeyCharsMax);

    /// <summary>Bytes that the append holds in memory while it waits.</summary>
    internal static long Bytes(Append append) =>
        append.Events.Sum(e => (long)e.Body.Length + e.Addressing.Length + append.Metadata.Length)
        + append.Documents.Sum(document => (long)document.Bytes.Length);

    private static RejectedReason? BrokenByEvents(Append append)
    {
        if (append.Events.Count is 0)
        {
            return RejectedReason.NoEvents;
        }

        if (append.Events.Count > AppendEventsMax)
        {
            return RejectedReason.TooManyEvents;
        }

        var bytes = 0L;
        foreach (var e in append.Events)
        {
            if (BrokenBy(e) is { } reason)
            {
                return reason;
            }

            bytes += e.Body.Length + e.Addressing.Length + append.Metadata.Length;
        }

        return bytes > AppendEventBytesMax ? RejectedReason.AppendTooLarge : null;
    }

    private static RejectedReason? BrokenBy(NewEvent e) => e switch
    {
        _ when !IsName(e.Type, TypeCharsMax) || e.TypeVersion < 1 => RejectedReason.TypeNotAllowed,
        { Body.Length: > EventBodyBytesMax } => RejectedReason.BodyTooLarge,
        { Addressing.Length: > AddressingBytesMax } => RejectedReason.AddressingTooLarge,
        { PersonalCommitments.Count: > PersonalCommitmentsMax } => RejectedReason.PersonalCommitmentsNotAllowed,
        _ when e.PersonalCommitments.Any(c => c.Length != LeafEntry.CommitmentBytes) => RejectedReason.PersonalCommitmentsNotAllowed,
        _ => null,
    };

    private static RejectedReason? BrokenByDocuments(IReadOnlyList<Document> documents)
    {
        if (documents.Count > AppendDocumentsMax)
        {
            return RejectedReason.TooManyDocuments;
        }

        if (documents.Any(document => document.Bytes.Length > DocumentBytesMax))
        {
            return RejectedReason.DocumentTooLarge;
        }

        return documents.All(document => SHA512.HashData(document.Bytes.Span).AsSpan().SequenceEqual(document.Sha512.Span))
            ? null
            : RejectedReason.DocumentDigestDiffers;
    }

    private static bool IsName(string text, int charsMax) =>
        text.Length > 0 && text.Length <= charsMax && !text.AsSpan().ContainsAnyExcept(Printable);
}
