using System.Text.Json.Serialization;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Dialogue;

/// <summary>One entry of the dialogue's record: a development of law, a session, what came of it, or where sources disagree.</summary>
/// <remarks>Texts stand in the language in which they were stated; nothing is translated.</remarks>
public sealed record DialogueEntry
{
    /// <summary>Its short name, the same in every revision: <see cref="Slugs"/>.</summary>
    public required string Id { get; init; }

    public required DialogueKind Kind { get; init; }

    /// <summary>One of <see cref="DialogueWords.Topics"/>.</summary>
    public required string Topic { get; init; }

    /// <summary>Whose it is: <c>EU</c>, <c>JP</c>, both, or others by name.</summary>
    public required IReadOnlyList<string> Parties { get; init; }

    /// <summary>Of a development: the instrument's name.</summary>
    public required string Title { get; init; }

    public required string? Summary { get; init; }

    /// <summary>A day, a month or a year (ISO 8601: <c>2025-05-12</c>, <c>2025-05</c>, <c>2025</c>); null where no source states one.</summary>
    public required string? Date { get; init; }

    /// <summary>How the date is known, where it is not stated: inferred, for instance.</summary>
    public required string? DateBasis { get; init; }

    /// <summary>Of a development one of <see cref="DialogueWords.Stages"/>; of others the word of the source.</summary>
    public required string? Status { get; init; }

    public required string? Place { get; init; }

    /// <summary>Who is to do it.</summary>
    public required string? Owner { get; init; }

    public required string? NextStep { get; init; }

    /// <summary>What shows that it was done.</summary>
    public required string? Evidence { get; init; }

    /// <summary>Who chaired, signed or spoke, as the source says.</summary>
    public required IReadOnlyList<DialoguePerson> People { get; init; }

    /// <summary>Other entries.</summary>
    public required IReadOnlyList<DialogueLink> Links { get; init; }

    /// <summary>Of a conflict: what each source says.</summary>
    public required IReadOnlyList<string> Accounts { get; init; }

    /// <summary>Of a conflict: which account the record follows, and why.</summary>
    public required string? Resolution { get; init; }

    /// <summary>Addresses in this exchange that serve it; none where it has no part here.</summary>
    public required IReadOnlyList<string> ServedBy { get; init; }

    /// <summary>Where it is written.</summary>
    public required string Source { get; init; }

    /// <summary>Whether somebody saw it there.</summary>
    public required bool Verified { get; init; }

    /// <summary>Where it was seen.</summary>
    public required string? VerifiedAt { get; init; }

    public required string? Note { get; init; }

    /// <summary>Of a session: what is to be spoken of, in that order; null where no agenda is recorded.</summary>
    /// <remarks>It is stored where there is one only: entries stored before there were agendas have no such member.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AgendaItem>? Agenda { get; init; }

    /// <summary>Of a commitment or a next step: whether it is still to be done, by its status.</summary>
    public bool IsOpen() => Status is null || !DialogueWords.Ended.Contains(Status, StringComparer.Ordinal);

    /// <summary>Whether it is a next step that should have been done before a day and was not.</summary>
    public bool IsOverdue(DateOnly today) => Kind is DialogueKind.NextStep && IsOpen() && DialogueDates.Last(Date) < today;

    /// <summary>Whether two entries say the same.</summary>
    public bool Says(DialogueEntry other) => CanonicalJson.Write(this, DialogueJson.Default.DialogueEntry).AsSpan().SequenceEqual(CanonicalJson.Write(other, DialogueJson.Default.DialogueEntry));
}

/// <summary>One point of a session's agenda.</summary>
/// <param name="Text">What is to be spoken of, in words.</param>
/// <param name="Topic">One of <see cref="DialogueWords.Topics"/>; null for none.</param>
/// <param name="Entries">Ids of the entries that it is about.</param>
public sealed record AgendaItem(string Text, string? Topic, IReadOnlyList<string> Entries);

/// <param name="Name">As the source writes it.</param>
/// <param name="Office">The office held at that time.</param>
/// <param name="Side"><c>EU</c>, <c>JP</c>, or another party.</param>
public sealed record DialoguePerson(string Name, string? Office, string? Side);

/// <param name="Relation">One of <see cref="DialogueWords.Relations"/>, read from this entry to the other.</param>
/// <param name="Entry">The other's id.</param>
public sealed record DialogueLink(string Relation, string Entry);

/// <summary>What an entry is.</summary>
public enum DialogueKind
{
    /// <summary>A step in the life of a law, a guidance or an agreement.</summary>
    Development,

    /// <summary>A council, a dialogue, a summit, a signing.</summary>
    Session,

    /// <summary>A mechanism, programme, body or topic that the two sides speak of.</summary>
    System,

    /// <summary>What a session undertook.</summary>
    Commitment,

    /// <summary>A memorandum, a letter of intent, an arrangement.</summary>
    Instrument,

    /// <summary>What is to be done next.</summary>
    NextStep,

    /// <summary>Where sources contradict each other.</summary>
    Conflict,
}

/// <summary>The words of the dialogue's record.</summary>
public static class DialogueWords
{
    public static Words<DialogueKind> Kinds { get; } = new(
        (DialogueKind.Development, "development"),
        (DialogueKind.Session, "session"),
        (DialogueKind.System, "system"),
        (DialogueKind.Commitment, "commitment"),
        (DialogueKind.Instrument, "instrument"),
        (DialogueKind.NextStep, "next_step"),
        (DialogueKind.Conflict, "conflict"));

    /// <summary>The stages of a development.</summary>
    public static IReadOnlyList<string> Stages { get; } = ["proposed", "adopted", "in_force", "applicable", "guidance", "agreement"];

    /// <summary>Statuses of commitments and next steps that leave nothing to be done; whatever else a source says, they are open.</summary>
    public static IReadOnlyList<string> Ended { get; } = ["done", "exchanged", "completed", "fulfilled", "dropped"];

    /// <summary>What is spoken of.</summary>
    public static IReadOnlyList<string> Topics { get; } =
    [
        "critical_infrastructure", "product_security", "incident_reporting", "cyber_crisis", "cybersecurity", "standards", "ai", "data", "trust_services",
        "digital_identity", "platforms", "semiconductors", "quantum", "hpc", "5g", "6g", "submarine_cables", "arctic", "connectivity", "economic_security", "partnership",
    ];

    /// <summary>
    /// <c>counterpart</c>: what the other side has in its place; <c>agreed_at</c>: the session; <c>concerns</c>: the system, instrument or entry that it is about;
    /// <c>follows</c>: the earlier step of the same.
    /// </summary>
    public static IReadOnlyList<string> Relations { get; } = ["counterpart", "agreed_at", "concerns", "follows"];
}

internal sealed class DialogueKindJson() : TextJson<DialogueKind>(DialogueWords.Kinds.Parse, DialogueWords.Kinds.Text);

/// <summary>Who reads a note beside the partner that keeps it.</summary>
public enum NoteReach
{
    /// <summary>Delegates of the same side.</summary>
    OwnSide,

    /// <summary>Delegates of both sides.</summary>
    BothSides,
}

/// <summary>The words of notes.</summary>
public static class NoteWords
{
    public static Words<NoteReach> Reaches { get; } = new((NoteReach.OwnSide, "own_side"), (NoteReach.BothSides, "both_sides"));
}

internal sealed class NoteReachJson() : TextJson<NoteReach>(NoteWords.Reaches.Parse, NoteWords.Reaches.Text);
