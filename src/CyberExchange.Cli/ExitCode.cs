namespace CyberExchange.Cli;

/// <summary>How a command ended, for scripts; <c>cyx --help</c> lists them.</summary>
public enum ExitCode
{
    Done = 0,

    /// <summary>Some documents that were validated are not valid.</summary>
    Invalid = 1,

    /// <summary>The command line or a file it names cannot be used.</summary>
    Usage = 2,

    /// <summary>The exchange refused what was asked.</summary>
    Refused = 3,

    /// <summary>No certificate, one that speaks for nobody, or one without the right.</summary>
    NotPermitted = 4,

    /// <summary>Not there, not the caller's to see, or there no longer.</summary>
    NotFound = 5,

    /// <summary>Somebody changed it first, or it exists already.</summary>
    Conflict = 6,

    /// <summary>The exchange cannot be reached, is busy, or failed.</summary>
    Unavailable = 7,

    /// <summary>Some documents of an import or of a provider were refused and the others are in.</summary>
    PartlyImported = 8,

    /// <summary>Ended by Ctrl-C, as shells number it.</summary>
    Interrupted = 130,
}

/// <summary>Texts and mappings of exit codes.</summary>
public static class ExitCodes
{
    /// <summary>The table that <c>cyx --help</c> prints.</summary>
    public static IReadOnlyList<(ExitCode Code, string Meaning)> All { get; } =
    [
        (ExitCode.Done, "done"),
        (ExitCode.Invalid, "validate: some documents are not valid"),
        (ExitCode.Usage, "the command line, or a file it names, cannot be used"),
        (ExitCode.Refused, "refused by the exchange; the reason is on standard error"),
        (ExitCode.NotPermitted, "not permitted: no certificate, an unknown one, or one without the right"),
        (ExitCode.NotFound, "not found, not yours to see, or gone"),
        (ExitCode.Conflict, "conflict: it exists already, or somebody changed it first"),
        (ExitCode.Unavailable, "the exchange is unreachable, busy or failing"),
        (ExitCode.PartlyImported, "import, fetch: some documents were refused, the others are in"),
        (ExitCode.Interrupted, "interrupted"),
    ];

    /// <summary>The kind of failure behind an HTTP status that is not a success.</summary>
    public static ExitCode OfStatus(int status) => status switch
    {
        401 or 403 => ExitCode.NotPermitted,
        404 or 410 => ExitCode.NotFound,
        409 or 412 or 428 => ExitCode.Conflict,
        429 => ExitCode.Unavailable,
        >= 400 and < 500 => ExitCode.Refused,
        _ => ExitCode.Unavailable,
    };
}
