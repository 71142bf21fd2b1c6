namespace CyberExchange.Fetching;

/// <summary>Lines about documents that an earlier run has seen.</summary>
internal static class FetchLines
{
    /// <summary>Whether the list still has the date of the run that saw the document.</summary>
    public static bool IsAsListed(FetchRecord record, ListedDocument listed, string? publisher) =>
        listed.Listed is not null && record.Listed == listed.Listed && record.Sha512 is not null && !record.IsToBeTestedAnew(publisher);

    public static FetchLine OfKnown(FetchRecord record) => record.Reason is { } reason
        ? new(new Uri(record.Url), FetchOutcome.Refused) { Reason = reason, Detail = record.Detail, Valid = reason is FetchReason.Invalid ? false : null }
        : new(new Uri(record.Url), FetchOutcome.Unchanged);
}
