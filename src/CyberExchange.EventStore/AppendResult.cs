namespace CyberExchange.EventStore;

/// <summary>How an append ended. A result is an answer to its caller; an exception is a bug or a broken schema.</summary>
public abstract record AppendResult
{
    private AppendResult()
    {
    }

    /// <summary>The events are stored and committed.</summary>
    /// <param name="FirstPosition">Position of the first event; the others follow without a gap.</param>
    /// <param name="LastPosition">Position of the last event.</param>
    /// <param name="Version">The stream's version after the last event.</param>
    /// <param name="Stream">The stream that the key stored to: on a repeat, the one of the first request.</param>
    /// <param name="Repeated">True when the key had stored these events before, by an earlier call or by an earlier
    /// attempt of this one whose answer was lost.</param>
    public sealed record Appended(long FirstPosition, long LastPosition, int Version, string Stream, bool Repeated) : AppendResult;

    /// <summary>The stream is not at the expected version; nothing is stored, and the key may be used again.</summary>
    /// <param name="ActualVersion">The stream's version, 0 when it does not exist.</param>
    public sealed record Conflict(int ActualVersion) : AppendResult;

    /// <summary>The key has stored another request, one with another digest; nothing is stored.</summary>
    public sealed record KeyReused : AppendResult;

    /// <summary>The append can never be stored; sending it again will not help.</summary>
    public sealed record Rejected(RejectedReason Reason) : AppendResult;

    /// <summary>
    /// The log takes no append now. If the connection was lost in the middle, the append may have been stored all the
    /// same: send it again with the same key.
    /// </summary>
    /// <param name="RetryAfter">How long to wait first.</param>
    public sealed record Busy(TimeSpan RetryAfter) : AppendResult;
}

/// <summary>Why an append can never be stored. The bounds are in <see cref="AppendLimits"/>.</summary>
public enum RejectedReason
{
    NoEvents,
    TooManyEvents,
    StreamNotAllowed,
    KeyNotAllowed,
    RequestDigestTooLarge,
    TypeNotAllowed,
    BodyTooLarge,
    AddressingTooLarge,
    MetadataTooLarge,
    PersonalCommitmentsNotAllowed,
    AppendTooLarge,
    TooManyDocuments,
    DocumentTooLarge,

    /// <summary>The bytes of a document do not have the digest that names it.</summary>
    DocumentDigestDiffers,

    /// <summary>The database refused the data itself (SQLSTATE class 22, 23 or 54), sent alone.</summary>
    RefusedByDatabase,
}
