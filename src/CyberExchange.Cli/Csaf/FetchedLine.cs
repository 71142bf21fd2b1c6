using CyberExchange.Fetching;

namespace CyberExchange.Cli.Csaf;

/// <summary>What became of one document of a provider, as a line of JSON.</summary>
/// <param name="Url">Of the document, or of a list that could not be read.</param>
/// <param name="Outcome">`new`, `changed`, `unchanged` or `refused`; `unlisted` for one that was taken before and that the provider lists no longer.</param>
public sealed record FetchedLine(string Url, string Outcome)
{
    /// <summary>`sha512` or `sha256`: the hash that was compared and is the document's.</summary>
    public string? Hash { get; init; }

    /// <summary>The fingerprint of the primary key that signed it.</summary>
    public string? Signature { get; init; }

    /// <summary>Whether schema and mandatory tests are passed; left out where it did not come to that.</summary>
    public bool? Valid { get; init; }

    public string? TrackingId { get; init; }

    public string? Version { get; init; }

    /// <summary>How its import ended; `present` also for what the folder had already, where nothing is imported.</summary>
    public string? Import { get; init; }

    /// <summary>Why it is refused, for scripts.</summary>
    public string? Reason { get; init; }

    /// <summary>Why it is refused, in a sentence.</summary>
    public string? Detail { get; init; }

    public IReadOnlyList<string>? Notes { get; init; }

    public static FetchedLine Of(FetchLine line) => new(line.Url.AbsoluteUri, Word(line.Outcome))
    {
        Hash = line.Hash,
        Signature = line.Signature,
        Valid = line.Valid,
        TrackingId = line.TrackingId,
        Version = line.Version,
        Import = line.Taken,
        Reason = line.Reason?.Word(),
        Detail = line.Detail,
        Notes = line.Notes.Count > 0 ? line.Notes : null,
    };

    /// <summary>What was taken before, and is listed no longer.</summary>
    public static FetchedLine OfUnlisted(string url) => new(url, "unlisted");

    public static string Word(FetchOutcome outcome) => outcome switch
    {
        FetchOutcome.New => "new",
        FetchOutcome.Changed => "changed",
        FetchOutcome.Unchanged => "unchanged",
        FetchOutcome.Refused => "refused",
    };
}

/// <summary>The last line of a run as JSON.</summary>
public sealed record FetchTallyLine(FetchTally Tally);

/// <summary>How the documents of a run ended, in numbers.</summary>
/// <param name="Refused">By reason.</param>
/// <param name="Aside">Older than was asked for.</param>
/// <param name="NotDone">Not come to in this run.</param>
/// <param name="Unlisted">Taken before, and listed no longer; each is counted by the run that finds it.</param>
public sealed record FetchTally(int New, int Changed, int Unchanged, IReadOnlyDictionary<string, int> Refused, int Aside, int NotDone, int Unlisted)
{
    public static FetchTally Of(FetchSummary summary) => new(
        summary.Count(FetchOutcome.New),
        summary.Count(FetchOutcome.Changed),
        summary.Count(FetchOutcome.Unchanged),
        new SortedDictionary<string, int>(
            summary.Lines.Where(line => line.Reason is not null).CountBy(line => line.Reason!.Value.Word()).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
        summary.Aside,
        summary.NotDone,
        summary.Unlisted.Count);

    public override string ToString() =>
        $"{New} new, {Changed} changed, {Unchanged} unchanged, {Refused.Values.Sum()} refused"
        + (Refused.Count > 0 ? $" ({string.Join(", ", Refused.Select(one => $"{one.Value} {one.Key}"))})" : "")
        + (Aside > 0 ? $", {Aside} older than was asked for" : "")
        + (NotDone > 0 ? $", {NotDone} not done" : "")
        + (Unlisted > 0 ? $", {Unlisted} no longer listed" : "");
}
