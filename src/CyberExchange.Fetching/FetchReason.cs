namespace CyberExchange.Fetching;

/// <summary>Why something was not fetched, or not taken.</summary>
public enum FetchReason
{
    /// <summary>The provider has none (404 or 410).</summary>
    Absent,

    /// <summary>The provider wants to know who asks (401 or 403), or the label says that it will and no certificate may be shown.</summary>
    NotPermitted,

    /// <summary>No answer, or none that can be trusted: name, connection or certificate.</summary>
    Unreachable,

    /// <summary>Busy or failing (429 or 5xx) in every attempt.</summary>
    Busy,

    /// <summary>Another answer than one to a GET.</summary>
    Status,

    /// <summary>More bytes than the limit.</summary>
    TooLarge,

    /// <summary>Not all there within the time of a request.</summary>
    TooSlow,

    /// <summary>Leads to another host, to something that is not https, or on and on.</summary>
    Redirect,

    /// <summary>A URL or file name that is not followed: another scheme or host, or a path that leaves its folder.</summary>
    Address,

    /// <summary>The file is not what it should be: provider metadata, a feed, a list or a key.</summary>
    Malformed,

    /// <summary>The metadata names no key that can be used.</summary>
    NoKey,

    /// <summary>No hash file, or one that holds no hash.</summary>
    HashMissing,

    HashDiffers,

    SignatureMissing,

    /// <summary>Not a signature of these bytes, or not by a key of the provider.</summary>
    SignatureWrong,

    /// <summary>The schema or a mandatory test of CSAF fails.</summary>
    Invalid,

    /// <summary>The file is not named as section 5.1 says, or another document has that name.</summary>
    FileName,

    /// <summary>The document's publisher is not the provider's, and nobody asked for those of others.</summary>
    OtherPublisher,

    /// <summary>Who was to keep it refused it.</summary>
    NotTaken,
}

/// <summary>Words of reasons.</summary>
public static class FetchReasons
{
    /// <summary>The reason as scripts know it.</summary>
    public static string Word(this FetchReason reason) => reason switch
    {
        FetchReason.Absent => "absent",
        FetchReason.NotPermitted => "not-permitted",
        FetchReason.Unreachable => "unreachable",
        FetchReason.Busy => "busy",
        FetchReason.Status => "status",
        FetchReason.TooLarge => "too-large",
        FetchReason.TooSlow => "too-slow",
        FetchReason.Redirect => "redirect",
        FetchReason.Address => "address",
        FetchReason.Malformed => "malformed",
        FetchReason.NoKey => "no-key",
        FetchReason.HashMissing => "hash-missing",
        FetchReason.HashDiffers => "hash-differs",
        FetchReason.SignatureMissing => "signature-missing",
        FetchReason.SignatureWrong => "signature-wrong",
        FetchReason.Invalid => "invalid",
        FetchReason.FileName => "file-name",
        FetchReason.OtherPublisher => "other-publisher",
        FetchReason.NotTaken => "not-taken",
    };

    /// <summary>Whether the document's own bytes are the reason, so that the same bytes need not be looked at again.</summary>
    public static bool IsOfBytes(this FetchReason reason) => reason is FetchReason.Invalid or FetchReason.FileName or FetchReason.OtherPublisher;
}

/// <summary>Something was not fetched, or not taken. The message says what and why, and may be shown to the operator.</summary>
public sealed class FetchException(FetchReason reason, string message, Exception? inner = null) : Exception(message, inner)
{
    public FetchReason Reason { get; } = reason;
}

/// <summary>Something here, and not at the provider, is missing or fails: no further document would do better.</summary>
public sealed class FetchingStoppedException(string message, Exception? inner = null) : Exception(message, inner);
