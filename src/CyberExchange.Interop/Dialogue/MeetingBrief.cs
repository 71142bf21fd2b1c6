using CyberExchange.Domain.Dialogue;

namespace CyberExchange.Interop.Dialogue;

/// <summary>What a meeting brief tells: of one session, or of one topic. It holds what both sides agreed on, and no notes.</summary>
public sealed record MeetingBrief
{
    /// <summary>The session; null for a brief of a topic.</summary>
    public required DialogueEntry? Session { get; init; }

    /// <summary>The topics that it is about.</summary>
    public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>The day on which it was made, UTC.</summary>
    public required DateOnly Today { get; init; }

    public required IReadOnlyList<DialogueEntry> Commitments { get; init; }

    public required IReadOnlyList<DialogueEntry> Systems { get; init; }

    public required IReadOnlyList<DialogueEntry> Instruments { get; init; }

    public required IReadOnlyList<DialogueEntry> NextSteps { get; init; }

    public required IReadOnlyList<DialogueEntry> Conflicts { get; init; }

    /// <summary>Developments of the topics, and those that concern the session, by date.</summary>
    public required IReadOnlyList<DialogueEntry> Developments { get; init; }

    /// <summary>Titles of all entries, by id: lines name what they are linked to.</summary>
    public required IReadOnlyDictionary<string, string> Titles { get; init; }

    /// <summary>The brief of a session or of a topic; null where the record has neither.</summary>
    /// <param name="record">The record.</param>
    /// <param name="subject">The id of a session, or a topic.</param>
    /// <param name="today">The day on which it is made, UTC.</param>
    public static MeetingBrief? Of(DialogueRecord record, string subject, DateOnly today)
    {
        var entries = record.Entries.Values.Select(a => a.Entry).OrderBy(e => DialogueDates.First(e.Date) ?? DateOnly.MaxValue).ThenBy(e => e.Id, StringComparer.Ordinal).ToList();
        if (DialogueWords.Topics.Contains(subject, StringComparer.Ordinal))
        {
            return Of(entries, session: null, [subject], entries.Where(e => e.Topic == subject), entries.Where(e => e.Topic == subject), today);
        }

        if (entries.Find(e => e.Id == subject && e.Kind is DialogueKind.Session) is not { } session)
        {
            return null;
        }

        var agreed = entries.Where(e => e.Links.Any(l => l.Relation == "agreed_at" && l.Entry == session.Id)).ToList();
        var about = agreed.SelectMany(e => e.Links.Where(l => l.Relation == "concerns").Select(l => l.Entry)).Concat(agreed.Select(e => e.Id)).Append(session.Id).ToHashSet(StringComparer.Ordinal);
        var parts = entries.Where(e => about.Contains(e.Id) || e.Links.Any(l => l.Relation == "concerns" && about.Contains(l.Entry)));
        IReadOnlyList<string> topics = [.. agreed.Append(session).Select(e => e.Topic).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var developments = entries.Where(e => topics.Contains(e.Topic, StringComparer.Ordinal) || e.Links.Any(l => l.Relation == "concerns" && l.Entry == session.Id));
        return Of(entries, session, topics, parts, developments, today);
    }

    private static MeetingBrief Of(
        List<DialogueEntry> all, DialogueEntry? session, IReadOnlyList<string> topics, IEnumerable<DialogueEntry> parts, IEnumerable<DialogueEntry> developments, DateOnly today)
    {
        var byKind = parts.ToLookup(e => e.Kind);
        return new()
        {
            Session = session,
            Topics = topics,
            Today = today,
            Commitments = [.. byKind[DialogueKind.Commitment]],
            Systems = [.. byKind[DialogueKind.System]],
            Instruments = [.. byKind[DialogueKind.Instrument]],
            NextSteps = [.. byKind[DialogueKind.NextStep]],
            Conflicts = [.. byKind[DialogueKind.Conflict]],
            Developments = [.. developments.Where(e => e.Kind is DialogueKind.Development)],
            Titles = all.ToDictionary(e => e.Id, e => e.Title, StringComparer.Ordinal),
        };
    }
}
