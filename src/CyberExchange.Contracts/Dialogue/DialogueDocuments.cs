namespace CyberExchange.Contracts.Dialogue;

/// <summary>An entry of the dialogue's record: what it says.</summary>
public sealed record DialogueEntryDocument
{
    /// <summary>2 to 64 lower-case letters, digits and inner hyphens; the same in every revision.</summary>
    public required string Id { get; init; }

    /// <summary><c>development</c>, <c>session</c>, <c>system</c>, <c>commitment</c>, <c>instrument</c>, <c>next_step</c> or <c>conflict</c>.</summary>
    public required string Kind { get; init; }

    public required string Topic { get; init; }

    /// <summary><c>EU</c>, <c>JP</c>, both, or others by name.</summary>
    public required IReadOnlyList<string> Parties { get; init; }

    public required string Title { get; init; }

    public string? Summary { get; init; }

    /// <summary>A day, a month or a year: <c>2025-05-12</c>, <c>2025-05</c>, <c>2025</c>.</summary>
    public string? Date { get; init; }

    /// <summary>How the date is known, where no source states it.</summary>
    public string? DateBasis { get; init; }

    /// <summary>Of a development <c>proposed</c>, <c>adopted</c>, <c>in_force</c>, <c>applicable</c>, <c>guidance</c> or <c>agreement</c>; of others the source's word. A commitment or a next step is open unless it is <c>done</c>, <c>exchanged</c>, <c>completed</c>, <c>fulfilled</c> or <c>dropped</c>.</summary>
    public string? Status { get; init; }

    public string? Place { get; init; }

    public string? Owner { get; init; }

    public string? NextStep { get; init; }

    public string? Evidence { get; init; }

    public IReadOnlyList<DialoguePersonDocument>? People { get; init; }

    public IReadOnlyList<DialogueLinkDocument>? Links { get; init; }

    /// <summary>Of a conflict: what each source says.</summary>
    public IReadOnlyList<string>? Accounts { get; init; }

    /// <summary>Of a conflict: which account the record follows, and why.</summary>
    public string? Resolution { get; init; }

    /// <summary>Addresses in this exchange that serve it.</summary>
    public IReadOnlyList<string>? ServedBy { get; init; }

    public required string Source { get; init; }

    /// <summary>Whether somebody saw it in the source. What is false is not to be relied upon.</summary>
    public required bool Verified { get; init; }

    public string? VerifiedAt { get; init; }

    public string? Note { get; init; }

    /// <summary>Of a session: what is to be spoken of, in that order. Left out where no agenda is recorded.</summary>
    public IReadOnlyList<AgendaItemDocument>? Agenda { get; init; }
}

/// <summary>One point of a session's agenda.</summary>
/// <param name="Text">What is to be spoken of, in words.</param>
/// <param name="Topic">The topic that it belongs to.</param>
/// <param name="Entries">Ids of the entries that it is about.</param>
public sealed record AgendaItemDocument(string Text, string? Topic = null, IReadOnlyList<string>? Entries = null);

/// <param name="Name">As the source writes it.</param>
/// <param name="Office">The office held at that time.</param>
/// <param name="Side"><c>EU</c>, <c>JP</c>, or another party.</param>
public sealed record DialoguePersonDocument(string Name, string? Office = null, string? Side = null);

/// <param name="Relation"><c>counterpart</c>, <c>agreed_at</c>, <c>concerns</c> or <c>follows</c>.</param>
/// <param name="Entry">The other entry.</param>
public sealed record DialogueLinkDocument(string Relation, string Entry);

/// <summary>An entry as both sides agreed on it.</summary>
/// <param name="Entry">What it says.</param>
/// <param name="Revision">1 for the first time, one more for every later one.</param>
/// <param name="AgreedAt">When it came to say so.</param>
public sealed record AgreedEntryDocument(DialogueEntryDocument Entry, int Revision, DateTimeOffset AgreedAt);

/// <summary>The entries that were asked for: <c>GET /v1/dialogue/entries</c>. There is one page.</summary>
/// <param name="Entries">In the order of their dates; those without one come last.</param>
public sealed record DialogueEntriesDocument(IReadOnlyList<AgreedEntryDocument> Entries);

/// <summary>One entry with what belongs to it: <c>GET /v1/dialogue/entries/{id}</c>.</summary>
public sealed record DialogueEntryPage
{
    public required DialogueEntryDocument Entry { get; init; }

    public required int Revision { get; init; }

    public required DateTimeOffset AgreedAt { get; init; }

    /// <summary>Entries that lead to this one; with the relation <c>agenda</c> sessions that are to speak of it.</summary>
    public required IReadOnlyList<DialogueLinkDocument> LinkedFrom { get; init; }

    /// <summary>What each revision changed, the latest first.</summary>
    public required IReadOnlyList<DialogueChangeDocument> History { get; init; }

    /// <summary>Notes that the caller may read; left out for all but delegates.</summary>
    public IReadOnlyList<DialogueNoteDocument>? Notes { get; init; }
}

/// <summary>What the record came to say.</summary>
/// <param name="At">When both sides agreed.</param>
/// <param name="Entry">Which entry.</param>
/// <param name="Title">Its title then.</param>
/// <param name="Topic">Its topic then.</param>
/// <param name="Revision">Which revision.</param>
/// <param name="Words">What changed, in sentences.</param>
public sealed record DialogueChangeDocument(DateTimeOffset At, string Entry, string Title, string Topic, int Revision, IReadOnlyList<string> Words);

/// <summary>What the record came to say since an instant, or up to one: <c>GET /v1/dialogue/changes</c>.</summary>
/// <param name="Changes">The latest first.</param>
/// <param name="Truncated">Whether there are more than one answer holds: ask for those until the last one's instant.</param>
public sealed record DialogueChangesDocument(IReadOnlyList<DialogueChangeDocument> Changes, bool Truncated);

/// <summary>Developments, sessions and steps by date, side by side: <c>GET /v1/dialogue/timeline</c>.</summary>
/// <param name="Today">The day, UTC, against which past and ahead are told apart.</param>
/// <param name="Past">The latest first.</param>
/// <param name="Ahead">The next first. What has only a year or a month is ahead until that is over.</param>
/// <param name="Open">Next steps that are still to be done and are overdue, the longest first, or have no date; whatever days were asked for.</param>
public sealed record DialogueTimelineDocument(
    DateOnly Today, IReadOnlyList<TimelineEntryDocument> Past, IReadOnlyList<TimelineEntryDocument> Ahead, IReadOnlyList<TimelineEntryDocument> Open);

/// <param name="Side"><c>EU</c>, <c>JP</c>, <c>both</c> or <c>other</c>.</param>
public sealed record TimelineEntryDocument(string Side, string Kind, string Topic, string Entry, string Title, bool Verified)
{
    /// <summary>A day, a month or a year. Left out where no source states one: of next steps that are open.</summary>
    public string? Date { get; init; }

    public string? Status { get; init; }

    public string? Summary { get; init; }

    /// <summary>How the date is known, where no source states it.</summary>
    public string? DateBasis { get; init; }

    /// <summary>What the other side has in its place, by id, as an analyst chose it: it says nothing of equivalence. Left out where nothing is recorded.</summary>
    public IReadOnlyList<string>? Counterparts { get; init; }

    /// <summary>Of a session: what is to be spoken of.</summary>
    public IReadOnlyList<AgendaItemDocument>? Agenda { get; init; }
}

/// <summary>What a delegate would have the record say: <c>POST /v1/dialogue/proposals</c>.</summary>
public sealed record ProposeDialogueRequest
{
    public required string Reason { get; init; }

    /// <summary>Entries whole, as they would stand.</summary>
    public required IReadOnlyList<DialogueEntryDocument> Entries { get; init; }
}

/// <summary>A proposal, as delegates read it.</summary>
public sealed record DialogueProposalDocument
{
    public required Guid Id { get; init; }

    /// <summary>Handle of the partner that proposed it; left out where the caller's directory does not show it.</summary>
    public string? Partner { get; init; }

    /// <summary>Its side; the other one decides.</summary>
    public required string Side { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public required string Reason { get; init; }

    /// <summary><c>open</c>, <c>agreed</c>, <c>declined</c> or <c>withdrawn</c>.</summary>
    public required string State { get; init; }

    /// <summary>Left out while it is open.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Why it was declined.</summary>
    public string? Answer { get; init; }

    /// <summary>What it would change, or did; none where it was declined or withdrawn.</summary>
    public required IReadOnlyList<ProposedEntryDocument> Changes { get; init; }
}

/// <param name="Entry">Which entry.</param>
/// <param name="Base">The revision it was written against; 0 for a new one.</param>
/// <param name="Words">What it changes, in sentences; of a new entry all that it states.</param>
/// <param name="After">The entry whole, as it would stand.</param>
public sealed record ProposedEntryDocument(string Entry, int Base, IReadOnlyList<string> Words, DialogueEntryDocument After);

/// <summary>A note at an entry: <c>POST /v1/dialogue/entries/{id}/notes</c>.</summary>
public sealed record AddDialogueNoteRequest
{
    public required string Text { get; init; }

    /// <summary><c>own_side</c> or <c>both_sides</c>: which delegates read it beside one's own organisation.</summary>
    public required string Reach { get; init; }
}

/// <summary>A note, as its readers read it.</summary>
/// <param name="Side">Of the partner that keeps it.</param>
/// <param name="Own">Whether that is the caller's own.</param>
public sealed record DialogueNoteDocument(Guid Id, string Side, bool Own, string Reach, DateTimeOffset At, string Text);

/// <summary>The topics that one's organisation watches: <c>GET</c> and <c>PUT /v1/dialogue/watch</c>.</summary>
public sealed record DialogueWatchDocument
{
    public required IReadOnlyList<string> Topics { get; init; }
}
