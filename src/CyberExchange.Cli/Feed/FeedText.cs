using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Feed;

namespace CyberExchange.Cli.Feed;

/// <summary>One entry of the feed on one line.</summary>
public static class FeedText
{
    public static string Line(FeedEntry entry) => entry switch
    {
        { Incident: { } incident } => Columns(
            Query.Instant(incident.AmendedAt), entry, incident.Received.Label, OriginatorText.Short(incident.Originator),
            incident.Report.Title, incident.WithdrawnBecause),
        { Advisory: { } advisory } => Columns(
            Query.Instant(advisory.RevisedAt), entry, advisory.Received.Label, OriginatorText.Short(advisory.Originator),
            advisory.Title, advisory.WithdrawnBecause),

        // Nothing about an item may be said to one who may not see it any more, so a removal has its id only.
        _ => $"{(entry.RemovedAt is { } at ? Query.Instant(at) : "")}  {entry.Type}  {entry.Id}  no longer yours to see",
    };

    private static string Columns(string at, FeedEntry entry, string label, string from, string title, string? withdrawnBecause) =>
        $"{at}  {entry.Type}  {entry.Id}  {label}  {from}  {title}{(withdrawnBecause is null ? "" : $"  [withdrawn: {withdrawnBecause}]")}";
}
