using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Duties;
using CyberExchange.Contracts.Feed;

namespace CyberExchange.Cli.Feed;

/// <summary>One entry of the feed on one line.</summary>
public static class FeedText
{
    public static string Line(FeedEntry entry) => entry switch
    {
        { Incident: { } incident } => Columns(
            Query.Instant(incident.AmendedAt), entry, incident.Received.Label, OriginatorText.Short(incident.Originator),
            incident.Report.Title, incident.WithdrawnBecause, "withdrawn") + Because(entry.Match),
        { Advisory: { } advisory } => Columns(
            Query.Instant(advisory.RevisedAt), entry, advisory.Received.Label, OriginatorText.Short(advisory.Originator),
            advisory.Title, advisory.WithdrawnBecause, advisory.Ended) + Because(entry.Match),

        { Signal: { } signal } => Columns(
            Query.Instant(signal.StatedAt), entry, signal.Received.Label, OriginatorText.Short(signal.Originator),
            signal.Signal.Title, signal.WithdrawnBecause, "withdrawn") + Because(entry.Match),

        { Warning: { } warning } =>
            $"{Query.Instant(warning.RaisedAt)}  {entry.Type}  {warning.Entry.Id}  {warning.Entry.Title}: {warning.SignalCount} signals from {warning.Partners}: {string.Join(", ", warning.Signals)}{(warning.Signals.Count < warning.SignalCount ? ", ..." : "")}",

        { Reminder: { } reminder } => $"{Query.Instant(reminder.RemindedAt)}  {entry.Type}  {reminder.Incident}  {Passed(reminder)}  {reminder.Obligation}  {reminder.Title}",

        { Type: "unmatched" } => $"{entry.Type}  {entry.Id}  changed, and not what the subscription asks for",

        // Nothing about an item may be said to one who may not see it any more, so a removal has its id only.
        _ => $"{(entry.RemovedAt is { } at ? Query.Instant(at) : "")}  {entry.Type}  {entry.Id}  no longer yours to see",
    };

    private static string Passed(DutyReminderDocument reminder)
    {
        var due = reminder.Due is { } at ? Query.Instant(at) : "";
        var passed = reminder switch
        {
            { State: "revision_required" } => "the authority asks for another report",
            { State: "target_passed" } => $"its target {due} has passed, and whether a day off moves it is not known",
            { State: "promptly", Percent: 100 } => $"your own target {due} has passed",
            { Percent: 100 } => $"was due {due}",
            _ => $"due {due}, {reminder.Percent} % of the time has passed",
        };
        return reminder.Verdict is "not_known" ? $"{passed}, if it applies" : passed;
    }

    private static string Because(MatchDocument? match) => match is null
        ? ""
        : $"  because {string.Join("; ", match.Criteria.Select(c => $"{c.Criterion} {c.Asked}{(c.Matched is [var only] && only == c.Asked ? "" : $": {string.Join(", ", c.Matched)}")}"))}";

    private static string Columns(string at, FeedEntry entry, string label, string from, string title, string? withdrawnBecause, string? ended) =>
        $"{at}  {entry.Type}  {entry.Id}  {label}  {from}  {title}{(withdrawnBecause is null ? "" : $"  [{ended ?? "withdrawn"}: {withdrawnBecause}]")}";
}
