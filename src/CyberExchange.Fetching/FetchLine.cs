namespace CyberExchange.Fetching;

/// <summary>How one document ended.</summary>
public enum FetchOutcome
{
    /// <summary>Checked and taken; it was not known before.</summary>
    New,

    /// <summary>Checked and taken in place of other bytes.</summary>
    Changed,

    /// <summary>The same as in an earlier run.</summary>
    Unchanged,

    /// <summary>Not taken, and the reason says why.</summary>
    Refused,
}

/// <summary>What became of one document, or of a list that could not be read.</summary>
public sealed record FetchLine(Uri Url, FetchOutcome Outcome)
{
    /// <summary>Why it is refused; null where it is not.</summary>
    public FetchReason? Reason { get; init; }

    /// <summary>The reason in a sentence.</summary>
    public string? Detail { get; init; }

    /// <summary>The algorithm by which its bytes were found to be those of the provider; null where none was compared.</summary>
    public string? Hash { get; init; }

    /// <summary>The fingerprint of the primary key that signed it; null where no signature was found good.</summary>
    public string? Signature { get; init; }

    /// <summary>Whether it passed the schema and the mandatory tests; null where it did not come to that.</summary>
    public bool? Valid { get; init; }

    public string? TrackingId { get; init; }

    public string? Version { get; init; }

    /// <summary>What whoever took it says of it; null where it says nothing.</summary>
    public string? Taken { get; init; }

    /// <summary>What is odd about it, and was no reason to refuse it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>How a run ended.</summary>
/// <param name="Lines">One for each document that ended.</param>
/// <param name="Aside">Documents that are older than was asked for.</param>
/// <param name="NotDone">Documents that were not come to: too many for one run, or it was stopped.</param>
/// <param name="Notes">What is odd about the provider.</param>
/// <param name="Stopped">What stopped the run; null where it came to its end.</param>
public sealed record FetchSummary(IReadOnlyList<FetchLine> Lines, int Aside, int NotDone, IReadOnlyList<string> Notes, FetchingStoppedException? Stopped)
{
    /// <summary>URLs of documents that are known and that no list names any longer; none unless every list was read and the run came to its end.</summary>
    public IReadOnlyList<string> Gone { get; init; } = [];

    /// <summary>Those of <see cref="Gone"/> that were taken. Each is told by the one run that finds it.</summary>
    public IReadOnlyList<string> Unlisted { get; init; } = [];

    public int Count(FetchOutcome outcome) => Lines.Count(line => line.Outcome == outcome);
}
