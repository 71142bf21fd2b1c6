namespace CyberExchange.Contracts.Duties;

/// <summary>The version of the rules with which something was computed.</summary>
/// <param name="Digest">SHA-256 of the rulebook in canonical form.</param>
public sealed record RulebookVersionDocument(string Id, string Digest);

/// <summary>A duty of one incident: its words, whether it applies and why, what its clock says, and what was done.</summary>
public sealed record DutyDocument
{
    public required Guid Incident { get; init; }

    /// <summary>Whose incident it is: a handle or an id.</summary>
    public required string Owner { get; init; }

    public required string Obligation { get; init; }

    public required string Regime { get; init; }

    public required string Jurisdiction { get; init; }

    public required string Instrument { get; init; }

    public required string Title { get; init; }

    public required string Stage { get; init; }

    /// <summary>Where the duty and its period are written.</summary>
    public required string Source { get; init; }

    /// <summary>Who is to receive it, in the words of the law.</summary>
    public required IReadOnlyList<string> Recipients { get; init; }

    /// <summary>
    /// <c>next</c>, <c>overdue</c>, <c>met</c>, <c>promptly</c> or <c>cannot_compute</c>; <c>target_passed</c> where the latest limit that is
    /// known has passed and no calendar says whether it moves, and <c>revision_required</c> where the authority asks for another report than
    /// the one it was sent. Absent where the duty does not apply. Where the verdict is <c>not_known</c>, it is so if it applies.
    /// </summary>
    public string? State { get; init; }

    /// <summary><c>applies</c>, <c>ruled_out</c> or <c>not_known</c>.</summary>
    public required string Verdict { get; init; }

    public required IReadOnlyList<DutyReasonDocument> Reasons { get; init; }

    /// <summary>False where the clock says only what would be: the rule is not law, or nobody found it written, or it does not apply.</summary>
    public required bool Live { get; init; }

    /// <summary>No duty now, and perhaps one if the rule became law, or were found written.</summary>
    public required bool WouldChange { get; init; }

    /// <summary>In the words of the clock.</summary>
    public required string Outcome { get; init; }

    /// <summary>What the period means, such as <c>fixed</c> or <c>target</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The target, never rolled.</summary>
    public string? Due { get; init; }

    /// <summary>The latest lawful instant where a day off moves it.</summary>
    public string? DueIfRolled { get; init; }

    /// <summary>Where no calendar says whether a day off moves the target: until when it is lawful in any case, for weekends move it; absent where that is the target.</summary>
    public string? LawfulUntil { get; init; }

    /// <summary>The upper end of a guideline's range.</summary>
    public string? DueMax { get; init; }

    /// <summary>The organisation's own target where the law has no number. Policy, never law.</summary>
    public DateTimeOffset? PolicyDue { get; init; }

    /// <summary>Keys of the facts without which it cannot be computed.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>What is wrong with a fact that is there.</summary>
    public string? Obstacle { get; init; }

    /// <summary>When something was submitted first; for a duty with named authorities, when the last of them had received something. An authority is told of itself alone.</summary>
    public DateTimeOffset? MetAt { get; init; }

    public bool? InTime { get; init; }

    public required RulebookVersionDocument Rulebook { get; init; }

    public required IReadOnlyList<SubmissionDocument> Submissions { get; init; }

    /// <summary>The authorities that the owner named for it.</summary>
    public required IReadOnlyList<string> Authorities { get; init; }
}

/// <summary>Why a duty applies or does not.</summary>
/// <param name="Citation">Where it is written.</param>
public sealed record DutyReasonDocument(string Code, string Sentence, string Citation);

/// <summary>A question on which duties of the file hang, and what the assistant asks to help with it. A person decides.</summary>
public sealed record ConditionDocument
{
    public required string Id { get; init; }

    public required string Ask { get; init; }

    public required string Source { get; init; }

    /// <summary>What was decided last; absent while nobody did.</summary>
    public bool? Holds { get; init; }

    public required IReadOnlyList<ThresholdDocument> Thresholds { get; init; }
}

/// <summary>One test of a law for how grave an incident is.</summary>
public sealed record ThresholdDocument
{
    public required string Id { get; init; }

    /// <summary>What the law says, in words.</summary>
    public required string Rule { get; init; }

    public required string AppliesTo { get; init; }

    /// <summary><c>opens</c> where it speaks for a duty, <c>exempts</c> where it speaks against one, <c>guidance</c> where it asks nothing.</summary>
    public required string Role { get; init; }

    public required string Source { get; init; }

    public required bool Verified { get; init; }

    /// <summary>The first day on which it is law; absent where the rulebook names none.</summary>
    public DateOnly? EffectiveFrom { get; init; }

    /// <summary>The last day on which it is; absent where the rulebook names none.</summary>
    public DateOnly? EffectiveTo { get; init; }

    /// <summary>Whether it is in force on the day that counts for one of the duties that hang on the condition; absent while no fact tells the day.</summary>
    public bool? InForce { get; init; }

    /// <summary>
    /// What the answers that were given come to: <c>met</c>, <c>not_met</c> or <c>not_answered</c>; absent for guidance. It decides
    /// nothing: a person does.
    /// </summary>
    public string? Verdict { get; init; }

    public required IReadOnlyList<QuestionDocument> Questions { get; init; }

    /// <summary>Ids of the questions without an answer that could still change the verdict.</summary>
    public required IReadOnlyList<string> Open { get; init; }
}

/// <summary>A question of a threshold.</summary>
/// <param name="Answer">With what it is answered, such as <c>yes_no</c> or <c>eur</c>.</param>
/// <param name="Given">The last answer that came with a decision; absent where there is none.</param>
public sealed record QuestionDocument(string Id, string Ask, string Answer, string? Given = null);

/// <summary>What was submitted, and what the clock said then.</summary>
public sealed record SubmissionDocument
{
    public required Guid Id { get; init; }

    public required string Obligation { get; init; }

    public required string SubmittedAt { get; init; }

    public required string Way { get; init; }

    public string? Addressee { get; init; }

    public string? Authority { get; init; }

    public ReceiptDocument? Receipt { get; init; }

    /// <summary>How many bytes of the receipt the exchange keeps for its owner; absent where only the digest stands here, and to authorities.</summary>
    public int? KeptReceiptBytes { get; init; }

    /// <summary>The report that was delivered here: <c>GET /v1/incidents/{id}/duties/submissions/{submission}/report</c>; absent for what was filed elsewhere.</summary>
    public DeliveredReportDocument? Delivered { get; init; }

    public required RulebookVersionDocument Rulebook { get; init; }

    /// <summary>The target as it was computed then.</summary>
    public string? Due { get; init; }

    /// <summary>The latest lawful instant as it was computed then.</summary>
    public string? Latest { get; init; }

    public bool? InTime { get; init; }

    /// <summary>From the submission to the latest lawful instant; negative when late.</summary>
    public long? MarginSeconds { get; init; }

    /// <summary>A later stage that is not submitted because this report said it all.</summary>
    public string? InsteadOf { get; init; }

    public Guid? Corrects { get; init; }

    public string? Reason { get; init; }

    /// <summary>What the addressed authority said last.</summary>
    public ReviewDocument? Review { get; init; }
}

/// <summary>A report as it was kept when it was delivered.</summary>
/// <param name="Sha256">Of its bytes, in lower-case hexadecimal.</param>
/// <param name="Bytes">How many they are.</param>
public sealed record DeliveredReportDocument(string Sha256, int Bytes);

/// <summary>What an authority said of a submission.</summary>
/// <param name="Outcome"><c>passed</c> or <c>revision_required</c>.</param>
public sealed record ReviewDocument(string Outcome, IReadOnlyList<string> Reasons);

/// <summary>The duty file of an incident: <c>GET /v1/incidents/{id}/duties</c>. Its owner alone reads it.</summary>
public sealed record DutyFileDocument
{
    public required Guid Incident { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Why it was closed; absent while it is open.</summary>
    public string? ClosedBecause { get; init; }

    public required string Disclaimer { get; init; }

    public required RulebookVersionDocument Rulebook { get; init; }

    /// <summary>Version of the profile with which it is computed; absent while the owner stated none, and then nothing is.</summary>
    public int? ProfileVersion { get; init; }

    /// <summary>Everything that was recorded, corrected or not.</summary>
    public required IReadOnlyList<FactDocument> Facts { get; init; }

    public required IReadOnlyList<DutyDecisionDocument> Decisions { get; init; }

    /// <summary>What must be decided, or was, for the duties that are not ruled out for other reasons.</summary>
    public required IReadOnlyList<ConditionDocument> Conditions { get; init; }

    /// <summary>Every submission, corrected or not.</summary>
    public required IReadOnlyList<SubmissionDocument> Submissions { get; init; }

    /// <summary>Every duty of the rulebook, those that were ruled out too.</summary>
    public required IReadOnlyList<DutyDocument> Duties { get; init; }
}

/// <summary>A fact as it was recorded.</summary>
public sealed record FactDocument
{
    /// <summary>Its number in the file, which a correction names.</summary>
    public required int Entry { get; init; }

    public required string Fact { get; init; }

    public required string At { get; init; }

    public string? Zone { get; init; }

    public string? Evidence { get; init; }

    public int? Corrects { get; init; }

    public string? Reason { get; init; }

    /// <summary>False where a later entry corrects it.</summary>
    public required bool Stands { get; init; }

    /// <summary>Id of the member who recorded it.</summary>
    public required Guid By { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}

/// <summary>A decision as a person took it.</summary>
public sealed record DutyDecisionDocument
{
    public required int Entry { get; init; }

    public required string Condition { get; init; }

    public required bool Holds { get; init; }

    public required IReadOnlyList<AnswerDocument> Answers { get; init; }

    public required string Reason { get; init; }

    public required Guid By { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}

/// <summary>Of what the caller's partner was reminded: <c>GET /v1/duties/reminders</c>, and in its feed.</summary>
public sealed record DutyReminderDocument
{
    public required Guid Incident { get; init; }

    public required string Obligation { get; init; }

    public required string Title { get; init; }

    /// <summary>The target; absent of a revision, for which there is none.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>How much of the time had passed at least; 100 when the latest limit that is known had. Absent of a revision.</summary>
    public int? Percent { get; init; }

    /// <summary>How the duty stood, in the words of lists: <c>next</c>, <c>overdue</c>, <c>target_passed</c>, <c>promptly</c> or <c>revision_required</c>; absent where that was not stored.</summary>
    public string? State { get; init; }

    /// <summary><c>applies</c>, or <c>not_known</c> where nobody had decided so; absent where that was not stored, and of a revision.</summary>
    public string? Verdict { get; init; }

    public required DateTimeOffset RemindedAt { get; init; }
}

/// <summary>The evidence of a duty file: <c>GET /v1/incidents/{id}/duties/evidence</c>.</summary>
public sealed record DutyEvidenceDocument
{
    public required Guid Incident { get; init; }

    public required string Disclaimer { get; init; }

    /// <summary>What was computed, as the owner reads it.</summary>
    public required DutyFileDocument File { get; init; }

    /// <summary>The file's events as the log keeps them, in order.</summary>
    public required IReadOnlyList<EvidenceEntryDocument> Entries { get; init; }
}

/// <summary>One event, byte for byte, with what its leaf of the log commits to.</summary>
/// <remarks>
/// SHA-256 of the 22 bytes <c>CyberExchange leaf v1\0</c>, of the byte 2, the salt, the length of the body as 8 bytes and the body is
/// the second commitment of the leaf. The first is made likewise, with the byte 1, of the envelope: the 16 bytes of the event's id, the
/// texts <c>duty-</c> with the incident's id and the type, the type's version as 4 bytes, the microseconds since 1970 at which it was
/// recorded as 8 bytes, and the metadata; texts and metadata after their length as 4 bytes, numbers big-endian. SHA-256 of the byte 0
/// and the leaf is its hash in a tree of RFC 9162.
/// </remarks>
public sealed record EvidenceEntryDocument
{
    public required int Entry { get; init; }

    public required string Type { get; init; }

    public required int TypeVersion { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The body: canonical JSON (RFC 8785) as text.</summary>
    public required string Body { get; init; }

    /// <summary>Salt of the body, hexadecimal.</summary>
    public required string BodySalt { get; init; }

    /// <summary>Id of the event, which its envelope holds.</summary>
    public required Guid EventId { get; init; }

    /// <summary>Who acted, canonical JSON as text; absent where another partner did.</summary>
    public string? Metadata { get; init; }

    /// <summary>Salt of the envelope, hexadecimal; absent with the metadata.</summary>
    public string? EnvelopeSalt { get; init; }

    /// <summary>The commitments to envelope, body and addressing, 32 bytes each, hexadecimal.</summary>
    public required string Leaf { get; init; }

    /// <summary>Hash of the leaf (RFC 9162, 2.1.1), hexadecimal.</summary>
    public required string LeafHash { get; init; }
}
