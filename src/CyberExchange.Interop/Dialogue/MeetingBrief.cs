using CyberExchange.Domain.Dialogue;

namespace CyberExchange.Interop.Dialogue;

/// <summary>What a meeting brief tells: of one session, or of one topic. It holds what both sides agreed on, and no notes.</summary>
/// <remarks>
/// Of a session of which outcomes are recorded it tells those. One of which none are recorded is prepared: it tells what is open of the topics and
/// entries of its agenda, or, where that names none, of the sessions that it follows.
/// </remarks>
public sealed record MeetingBrief
{
    /// <summary>The session; null for a brief of a topic.</summary>
    public required DialogueEntry? Session { get; init; }

    /// <summary>Whether it prepares the session: commitments and next steps are then those that are open.</summary>
    public required bool Prepares { get; init; }

    /// <summary>The sessions that the session follows, the latest first.</summary>
    public required IReadOnlyList<DialogueEntry> Before { get; init; }

    /// <summary>The topics that it is about.</summary>
    public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>The day on which it was made, UTC.</summary>
    public required DateOnly Today { get; init; }

    public required IReadOnlyList<DialogueEntry> Commitments { get; init; }

    public required IReadOnlyList<DialogueEntry> Systems { get; init; }

    public required IReadOnlyList<DialogueEntry> Instruments { get; init; }

    public required IReadOnlyList<DialogueEntry> NextSteps { get; init; }

    public required IReadOnlyList<DialogueEntry> Conflicts { get; init; }

    /// <summary>Developments of the topics and of what the brief is about; of a session that it prepares those since the one before and those ahead.</summary>
    public required IReadOnlyList<DevelopmentRow> Developments { get; init; }

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
            var ofTopic = entries.Where(e => e.Topic == subject).ToList();
            return Of(entries, today, [subject], ofTopic, ofTopic);
        }

        if (entries.Find(e => e.Id == subject && e.Kind is DialogueKind.Session) is not { } session)
        {
            return null;
        }

        var outcomes = AgreedAt(entries, [session]);
        var before = SessionsBefore(entries, session);
        var brief = outcomes.Count > 0 ? Told(entries, session, outcomes, today) : Prepared(entries, session, before, today);
        return brief with { Session = session, Before = before };
    }

    private static MeetingBrief Told(List<DialogueEntry> all, DialogueEntry session, List<DialogueEntry> outcomes, DateOnly today)
    {
        var topics = TopicsOf(outcomes.Append(session));
        var about = About(all, [session, .. outcomes]);
        return Of(all, today, topics, all.Where(e => about.Contains(e.Id)), all.Where(e => topics.Contains(e.Topic, StringComparer.Ordinal) || about.Contains(e.Id)));
    }

    private static MeetingBrief Prepared(List<DialogueEntry> all, DialogueEntry session, List<DialogueEntry> before, DateOnly today)
    {
        var (agenda, named) = ((session.Agenda ?? []).Select(i => i.Topic).OfType<string>().ToList(), (session.Agenda ?? []).SelectMany(i => i.Entries).ToHashSet(StringComparer.Ordinal));
        var hasAgenda = agenda.Count + named.Count > 0;
        List<DialogueEntry> subjects = hasAgenda
            ? all.FindAll(e => named.Contains(e.Id) || agenda.Contains(e.Topic, StringComparer.Ordinal))
            : [session, .. before, .. AgreedAt(all, before)];
        var topics = TopicsOf(subjects, agenda);
        var about = About(all, [session, .. subjects]);

        // Where no agenda narrows it, what lies ahead is of interest whatever its topic.
        var since = before.Select(e => DialogueDates.First(e.Date)).FirstOrDefault(day => day is not null) ?? today;
        var developments = all.Where(e =>
            named.Contains(e.Id)
            || (DialogueDates.Last(e.Date) > today && (!hasAgenda || topics.Contains(e.Topic, StringComparer.Ordinal)))
            || (DialogueDates.First(e.Date) >= since && topics.Contains(e.Topic, StringComparer.Ordinal)));
        var brief = Of(all, today, topics, all.Where(e => about.Contains(e.Id)), developments);
        return brief with
        {
            Prepares = true,
            Commitments = [.. brief.Commitments.Where(e => e.IsOpen())],
            NextSteps = [.. brief.NextSteps.Where(e => e.IsOpen())],
            Systems = hasAgenda ? brief.Systems : [],
        };
    }

    private static MeetingBrief Of(List<DialogueEntry> all, DateOnly today, IReadOnlyList<string> topics, IEnumerable<DialogueEntry> parts, IEnumerable<DialogueEntry> developments)
    {
        var byKind = parts.ToLookup(e => e.Kind);
        return new()
        {
            Session = null,
            Prepares = false,
            Before = [],
            Topics = topics,
            Today = today,
            Commitments = [.. byKind[DialogueKind.Commitment]],
            Systems = [.. byKind[DialogueKind.System]],
            Instruments = [.. byKind[DialogueKind.Instrument]],
            NextSteps = [.. byKind[DialogueKind.NextStep]],
            Conflicts = [.. byKind[DialogueKind.Conflict]],
            Developments = DevelopmentRow.Of(all, developments.Where(e => e.Kind is DialogueKind.Development)),
            Titles = all.ToDictionary(e => e.Id, e => e.Title, StringComparer.Ordinal),
        };
    }

    private static List<DialogueEntry> AgreedAt(List<DialogueEntry> all, IReadOnlyList<DialogueEntry> sessions) =>
        all.FindAll(e => e.Links.Any(l => l.Relation == "agreed_at" && sessions.Any(s => s.Id == l.Entry)));

    // Back through the sessions of the same dialogue.
    private static List<DialogueEntry> SessionsBefore(List<DialogueEntry> all, DialogueEntry session)
    {
        List<DialogueEntry> before = [];
        var at = session;
        while (all.Find(e => e.Kind is DialogueKind.Session && at.Links.Any(l => l.Relation == "follows" && l.Entry == e.Id)) is { } earlier && earlier != session && !before.Contains(earlier))
        {
            before.Add(earlier);
            at = earlier;
        }

        return before;
    }

    // The subjects, what they concern, and what concerns any of that, however indirectly.
    private static HashSet<string> About(List<DialogueEntry> all, IReadOnlyList<DialogueEntry> subjects)
    {
        var concerning = all.SelectMany(e => Concerned(e).Select(id => (Of: id, By: e.Id))).ToLookup(pair => pair.Of, pair => pair.By, StringComparer.Ordinal);
        HashSet<string> about = new(StringComparer.Ordinal);
        Queue<string> next = new(subjects.SelectMany(e => Concerned(e).Prepend(e.Id)));
        while (next.TryDequeue(out var id))
        {
            foreach (var by in about.Add(id) ? concerning[id] : [])
            {
                next.Enqueue(by);
            }
        }

        return about;
    }

    private static IEnumerable<string> Concerned(DialogueEntry entry) => entry.Links.Where(l => l.Relation == "concerns").Select(l => l.Entry);

    private static IReadOnlyList<string> TopicsOf(IEnumerable<DialogueEntry> entries, IEnumerable<string>? more = null) =>
        [.. entries.Select(e => e.Topic).Concat(more ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
