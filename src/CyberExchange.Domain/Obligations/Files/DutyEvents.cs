using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Obligations.Files;

/// <summary>What happened to the duty file of an incident.</summary>
public abstract record DutyEvent
{
    private DutyEvent() { }

    /// <summary>The originator of an incident began its file.</summary>
    public sealed record DutyFileOpened(IncidentId Incident, PartnerId Owner) : DutyEvent;

    /// <summary>Somebody recorded when something happened.</summary>
    /// <param name="Fact">The key: that of a trigger, or <c>detection</c>.</param>
    /// <param name="At">The time as it was stated: RFC 3339, a local time without an offset, or a date.</param>
    /// <param name="Zone">IANA zone in which it was stated; null where nobody said.</param>
    /// <param name="Evidence">Where it can be seen, in words or as a digest.</param>
    /// <param name="Corrects">The entry that was wrong; null for none. It stays.</param>
    /// <param name="Reason">Why it was wrong.</param>
    public sealed record DutyFactRecorded(string Fact, string At, string? Zone, string? Evidence, int? Corrects, string? Reason, MemberId By) : DutyEvent;

    /// <summary>A person decided a question of fact or judgement on which duties hang, such as whether the incident is significant.</summary>
    /// <param name="Condition">Id of the condition in the rulebook, such as <c>nis2_significant</c>.</param>
    /// <param name="Holds">What was decided.</param>
    /// <param name="Answers">To the questions of the thresholds that bear on it.</param>
    public sealed record DutySignificanceDecided(string Condition, bool Holds, IReadOnlyList<AnsweredQuestion> Answers, string Reason, MemberId By) : DutyEvent;

    /// <summary>The owner named the authority to which one duty is owed, which sees that duty from then on.</summary>
    public sealed record DutyAddressed(string Obligation, PartnerId Authority, MemberId By) : DutyEvent;

    /// <summary>A report was submitted.</summary>
    /// <param name="SubmittedAt">RFC 3339, with the offset that was stated.</param>
    /// <param name="Way"><c>filed_by_hand</c>, or <c>delivered_here</c> to an authority that takes part.</param>
    /// <param name="Addressee">Who received it, in words.</param>
    /// <param name="Authority">The partner that received it and may read this; null for an addressee that takes no part.</param>
    /// <param name="Receipt">What proves it; null where the exchange itself is the proof.</param>
    /// <param name="InsteadOf">A later stage that is not submitted because this report said it all; null for none.</param>
    /// <param name="Computed">What the clock said then.</param>
    /// <param name="Corrects">The submission that was recorded wrongly; null for none.</param>
    public sealed record DutyReportSubmitted(
        SubmissionId Submission, string Obligation, string SubmittedAt, string Way, string? Addressee, PartnerId? Authority, ReportReceipt? Receipt,
        string? InsteadOf, ComputedThen Computed, SubmissionId? Corrects, string? Reason, MemberId By) : DutyEvent;

    /// <summary>The report of a submission was kept as it was prepared at that moment, for the authority to read. It is kept sealed, with its digest here.</summary>
    /// <param name="Sha256">Of the bytes that the authority is given, in lower-case hexadecimal.</param>
    /// <param name="Bytes">How many they are.</param>
    /// <param name="Subject">Under whose key they are sealed.</param>
    /// <param name="Sealed">SHA-512 of the sealed bytes, by which they are found again, in lower-case hexadecimal.</param>
    /// <param name="Label">The label that the incident had.</param>
    public sealed record DutyReportDelivered(
        SubmissionId Submission, string Sha256, int Bytes, SubjectId Subject, string Sealed, TlpLabel Label, MemberId By) : DutyEvent;

    /// <summary>The bytes of a submission's receipt were attached. They are kept sealed; the submission has their digest.</summary>
    /// <param name="Bytes">How many they are.</param>
    /// <param name="Subject">Under whose key they are sealed.</param>
    /// <param name="Sealed">SHA-512 of the sealed bytes, by which they are found again, in lower-case hexadecimal.</param>
    public sealed record DutyReceiptAttached(SubmissionId Submission, int Bytes, SubjectId Subject, string Sealed, MemberId By) : DutyEvent;

    /// <summary>The addressed authority reviewed a submission.</summary>
    /// <param name="Outcome"><c>passed</c> or <c>revision_required</c>.</param>
    public sealed record DutyReportReviewed(SubmissionId Submission, string Outcome, IReadOnlyList<string> Reasons, MemberId By) : DutyEvent;

    /// <summary>The exchange reminded the owner.</summary>
    /// <param name="Due">Which due time it was about, RFC 3339 in UTC; null of a revision, for which there is none.</param>
    /// <param name="Percent">How much of the time had passed at least; 100 when the latest limit that is known had; null of a revision.</param>
    /// <param name="State">How the duty stood, in the words of <see cref="DutyStates"/>; null where it was told before they were stored.</param>
    /// <param name="Verdict">Whether it applied, in the words of the rulebook; null likewise, and of a revision.</param>
    public sealed record DutyReminded(string Obligation, string? Due, int? Percent, string? State, string? Verdict) : DutyEvent;

    /// <summary>The owner closed the file: it is computed and reminded of no more.</summary>
    public sealed record DutyFileClosed(string Reason, MemberId By) : DutyEvent;
}

/// <summary>Version 1 of <see cref="DutyEvent.DutyReminded"/>.</summary>
public sealed record DutyRemindedV1(string Obligation, string Due, int Percent);

/// <summary>An answer to one question of the significance assistant.</summary>
/// <param name="Threshold">Id of the threshold in the rulebook; null for a question of one's own.</param>
/// <param name="Question">Id of the threshold's question, or one's own in words.</param>
/// <param name="Answer"><c>yes</c>, <c>no</c> or a number where a threshold asks; else in words.</param>
public sealed record AnsweredQuestion(string? Threshold, string Question, string Answer);

/// <summary>What proves a submission.</summary>
/// <param name="Name">File name or reference, as the authority gave it.</param>
/// <param name="Sha256">Of its bytes, in lower-case hexadecimal.</param>
public sealed record ReportReceipt(string Name, string Sha256);

/// <summary>What the clock of a duty said when something was recorded: the statistic of timeliness.</summary>
/// <param name="RulebookId">Version of the rulebook.</param>
/// <param name="RulebookDigest">Its digest.</param>
/// <param name="ProfileVersion">Version of the owner's profile; null where it had none.</param>
/// <param name="Outcome">In the words of the clock.</param>
/// <param name="Due">The target, never rolled, RFC 3339; null for none.</param>
/// <param name="Latest">The latest lawful instant, as far as it is known; null for none.</param>
/// <param name="InTime">Whether that was kept; null where there was none, and after a target of which nobody knows whether it rolls.</param>
/// <param name="MarginSeconds">From the submission to the latest lawful instant; negative when late.</param>
public sealed record ComputedThen(
    string RulebookId, string RulebookDigest, int? ProfileVersion, string Outcome, string? Due, string? Latest, bool? InTime, long? MarginSeconds);
