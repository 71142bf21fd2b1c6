namespace CyberExchange.Domain.Advisories;

/// <summary>What a CSAF document says of itself as one of several revisions: <c>/document/tracking</c>.</summary>
/// <param name="Version">A whole number or a semantic version.</param>
/// <param name="Status"><c>draft</c>, <c>interim</c> or <c>final</c>.</param>
/// <param name="History">The revision history, in the order of the document.</param>
public sealed record DocumentTracking(
    string Version, string Status, DateTimeOffset InitialReleaseAt, DateTimeOffset CurrentReleaseAt, IReadOnlyList<HistoryEntry> History)
{
    public const string Draft = "draft";
}

/// <summary>One entry of a revision history.</summary>
public sealed record HistoryEntry(string Number, DateTimeOffset At, string Summary);

/// <summary>A document and the one whose place it is to take.</summary>
public sealed record TrackingStep(DocumentTracking Present, DocumentTracking Next)
{
    private const string Tracking = "/document/document/tracking";

    private bool FromDraft => Present.Status == DocumentTracking.Draft;

    /// <summary>Why a version does not follow another; null where it does.</summary>
    /// <remarks>CSAF 2.0, 3.1.11: whole numbers or semantic versions, and in one document never both.</remarks>
    public static Refusal? CheckVersion(string next, string present)
    {
        if (TrackingVersion.IsInteger(next) != TrackingVersion.IsInteger(present))
        {
            return new Refusal(
                RefusalCode.VersionNotNewer,
                $"{Tracking}/version",
                $"Version {next} is of another kind than {present}: a document keeps to whole numbers, or to semantic versions.");
        }

        return TrackingVersion.Follows(next, present)
            ? null
            : new Refusal(RefusalCode.VersionNotNewer, $"{Tracking}/version", $"Version {next} does not follow {present}.");
    }

    /// <summary>What the next document may not take back of what was released; null where it takes back nothing.</summary>
    /// <remarks>
    /// CSAF 2.0, 3.2.1.12: the history holds one entry for each version of the document, and the initial release has one date. What was
    /// said before the first release may be dropped, and has to be (6.1.19, 6.1.20).
    /// </remarks>
    public Refusal? CheckHistory() => CheckStatus() ?? CheckDates() ?? CheckEntries();

    private Refusal? CheckStatus() => !FromDraft && Next.Status == DocumentTracking.Draft
        ? new(RefusalCode.Invalid, $"{Tracking}/status", $"The present document is {Present.Status}; what was released does not become a draft again.")
        : null;

    private Refusal? CheckDates()
    {
        if (!FromDraft && Next.InitialReleaseAt != Present.InitialReleaseAt)
        {
            return new(RefusalCode.Invalid, $"{Tracking}/initial_release_date", $"The initial release was at {Text(Present.InitialReleaseAt)}; a revision keeps that date.");
        }

        return Next.CurrentReleaseAt < Present.CurrentReleaseAt
            ? new(RefusalCode.Invalid, $"{Tracking}/current_release_date", $"The present document was released at {Text(Present.CurrentReleaseAt)}; a revision is not released before it.")
            : null;
    }

    private Refusal? CheckEntries()
    {
        var kept = new Dictionary<string, (HistoryEntry Entry, int At)>(StringComparer.Ordinal);
        foreach (var (entry, at) in Next.History.Select((entry, at) => (entry, at)))
        {
            kept.TryAdd(TrackingVersion.WithoutBuild(entry.Number), (entry, at));
        }

        foreach (var entry in Present.History.Where(entry => !TrackingVersion.IsBeforeRelease(entry.Number)))
        {
            if (!kept.TryGetValue(TrackingVersion.WithoutBuild(entry.Number), out var same))
            {
                return new(RefusalCode.Invalid, $"{Tracking}/revision_history", $"The entry for version {entry.Number} is gone; a revision keeps the history and adds to it.");
            }

            if (same.Entry.At != entry.At)
            {
                return Rewritten(same.At, "date", $"The entry for version {entry.Number} had the date {Text(entry.At)}; a revision keeps what the history says.");
            }

            if (same.Entry.Summary != entry.Summary)
            {
                return Rewritten(same.At, "summary", $"The entry for version {entry.Number} had another summary; a revision keeps what the history says.");
            }
        }

        return null;
    }

    private static Refusal Rewritten(int at, string member, string detail) =>
        new(RefusalCode.Invalid, FormattableString.Invariant($"{Tracking}/revision_history/{at}/{member}"), detail);

    private static string Text(DateTimeOffset at) => FormattableString.Invariant($"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.FFFFFFFZ}");
}
