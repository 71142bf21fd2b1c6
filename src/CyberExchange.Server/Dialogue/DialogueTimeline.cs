using CyberExchange.Contracts.Dialogue;
using CyberExchange.Domain.Dialogue;

namespace CyberExchange.Server.Dialogue;

/// <summary>What happened, what is next, and what is open without a day to come, on both sides.</summary>
internal static class DialogueTimeline
{
    private static readonly DialogueKind[] Kinds = [DialogueKind.Development, DialogueKind.Session, DialogueKind.Instrument, DialogueKind.NextStep];

    public static DialogueTimelineDocument Of(DialogueRecord record, DateOnly today, DateOnly? from, DateOnly? to, IReadOnlyCollection<string> topics)
    {
        var counterparts = record.Entries.Values
            .SelectMany(a => a.Entry.Links.Where(l => l.Relation == "counterpart").SelectMany(l => new[] { (Of: a.Entry.Id, Other: l.Entry), (Of: l.Entry, Other: a.Entry.Id) }))
            .ToLookup(pair => pair.Of, pair => pair.Other, StringComparer.Ordinal);
        var entries = record.Entries.Values.Select(a => a.Entry)
            .Where(e => Kinds.Contains(e.Kind) && (topics.Count == 0 || topics.Contains(e.Topic, StringComparer.Ordinal)))
            .OrderBy(e => DialogueDates.First(e.Date) ?? DateOnly.MaxValue).ThenBy(e => e.Id, StringComparer.Ordinal)
            .ToLookup(e => e.IsOverdue(today) || (e is { Kind: DialogueKind.NextStep, Date: null } && e.IsOpen())); // What was not done did not happen, whatever day it was due.
        var dated = entries[false].Where(e => e.Date is not null && DialogueDates.IsWithin(e.Date, from, to)).ToLookup(e => DialogueDates.Last(e.Date) > today);
        return new(today, [.. dated[false].Reverse().Select(Render)], [.. dated[true].Select(Render)], [.. entries[true].Select(Render)]);

        TimelineEntryDocument Render(DialogueEntry e) => new(Side(e.Parties), DialogueWords.Kinds.Text(e.Kind), e.Topic, e.Id, e.Title, e.Verified)
        {
            Date = e.Date,
            Agenda = DialogueRendition.Agenda(e),
            Status = e.Status,
            DateBasis = e.DateBasis,
            Summary = e.Summary,
            Counterparts = counterparts[e.Id].Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } some ? some : null,
        };
    }

    private static string Side(IReadOnlyList<string> parties) => (parties.Contains("EU", StringComparer.Ordinal), parties.Contains("JP", StringComparer.Ordinal)) switch
    {
        (true, true) => "both",
        (true, false) => "EU",
        (false, true) => "JP",
        _ => "other",
    };
}
