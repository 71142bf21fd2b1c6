using System.Diagnostics;
using System.Text.Json.Serialization;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Obligations.Files;

/// <summary>The duty file of one incident: its events, folded.</summary>
public sealed record DutyFile
{
    public required IncidentId Incident { get; init; }

    public required PartnerId Owner { get; init; }

    /// <summary>How many events it has; an entry's number is the count with it.</summary>
    public required int Entries { get; init; }

    /// <summary>Why it was closed; null while it is open.</summary>
    public required string? ClosedBecause { get; init; }

    /// <summary>Everything that was ever recorded, corrected or not, in order.</summary>
    public required IReadOnlyList<DutyFact> Facts { get; init; }

    /// <summary>Every decision, in order: of one condition the last one holds.</summary>
    public required IReadOnlyList<SignificanceDecision> Decisions { get; init; }

    public required IReadOnlyList<DutyAddressee> Addressees { get; init; }

    public required IReadOnlyList<DutySubmission> Submissions { get; init; }

    public required IReadOnlyList<DutyReminder> Reminders { get; init; }

    [JsonIgnore]
    public bool IsClosed => ClosedBecause is not null;

    /// <summary>The facts that nobody corrected.</summary>
    [JsonIgnore]
    public IEnumerable<DutyFact> StandingFacts
    {
        get
        {
            var corrected = Facts.Select(fact => fact.Corrects).ToHashSet();
            return Facts.Where(fact => !corrected.Contains(fact.Entry));
        }
    }

    /// <summary>The submissions that nobody corrected.</summary>
    [JsonIgnore]
    public IEnumerable<DutySubmission> StandingSubmissions
    {
        get
        {
            var corrected = Submissions.Select(one => one.Corrects).ToHashSet();
            return Submissions.Where(one => !corrected.Contains(one.Id));
        }
    }

    /// <summary>The last decision on a condition; null for none.</summary>
    public SignificanceDecision? DecisionOn(string condition) => Decisions.LastOrDefault(d => d.Condition == condition);

    /// <summary>The state after one more event; null stands for a file that nobody opened.</summary>
    public static DutyFile Evolve(DutyFile? state, DutyEvent e) => (state, e) switch
    {
        (null, DutyEvent.DutyFileOpened opened) => new()
        {
            Incident = opened.Incident,
            Owner = opened.Owner,
            Entries = 1,
            ClosedBecause = null,
            Facts = [],
            Decisions = [],
            Addressees = [],
            Submissions = [],
            Reminders = [],
        },
        ({ } file, _) => file.With(e) with { Entries = file.Entries + 1 },
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to a file that nobody opened."),
    };

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static DutyFile? Fold(IEnumerable<DutyEvent> events) => events.Aggregate((DutyFile?)null, Evolve);

    private DutyFile With(DutyEvent e) => e switch
    {
        DutyEvent.DutyFactRecorded f => this with { Facts = [.. Facts, new(Entries + 1, f.Fact, f.At, f.Zone, f.Evidence, f.Corrects, f.Reason, f.By)] },
        DutyEvent.DutySignificanceDecided d => this with { Decisions = [.. Decisions, new(Entries + 1, d.Condition, d.Holds, d.Answers, d.Reason, d.By)] },
        DutyEvent.DutyAddressed a => this with { Addressees = [.. Addressees, new(a.Obligation, a.Authority)] },
        DutyEvent.DutyReportSubmitted s => this with { Submissions = [.. Submissions, DutySubmission.Of(Entries + 1, s)] },
        DutyEvent.DutyReportDelivered d => this with
        {
            Submissions = [.. Submissions.Select(s => s.Id == d.Submission ? s with { Delivered = new(Entries + 1, d.Sha256, d.Bytes, d.Subject, d.Sealed, d.Label) } : s)],
        },
        DutyEvent.DutyReportReviewed r => this with
        {
            Submissions = [.. Submissions.Select(s => s.Id == r.Submission ? s with { Review = new(Entries + 1, r.Outcome, r.Reasons, (s.Review?.Rounds ?? 0) + 1) } : s)],
        },
        DutyEvent.DutyReceiptAttached a => this with
        {
            Submissions = [.. Submissions.Select(s => s.Id == a.Submission ? s with { Kept = new(Entries + 1, a.Bytes, a.Subject, a.Sealed) } : s)],
        },
        DutyEvent.DutyReminded m => this with { Reminders = [.. Reminders, new(Entries + 1, m.Obligation, m.Due, m.Percent)] },
        DutyEvent.DutyFileClosed c => this with { ClosedBecause = c.Reason },
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to a file that is open."),
    };
}

/// <summary>A fact as it was recorded; members as in <see cref="DutyEvent.DutyFactRecorded"/>.</summary>
/// <param name="Entry">Its number in the file.</param>
public sealed record DutyFact(int Entry, string Fact, string At, string? Zone, string? Evidence, int? Corrects, string? Reason, MemberId By);

/// <summary>A decision as it was taken; members as in <see cref="DutyEvent.DutySignificanceDecided"/>.</summary>
/// <param name="Entry">Its number in the file.</param>
public sealed record SignificanceDecision(int Entry, string Condition, bool Holds, IReadOnlyList<AnsweredQuestion> Answers, string Reason, MemberId By);

/// <summary>To which authority a duty is owed.</summary>
public sealed record DutyAddressee(string Obligation, PartnerId Authority);

/// <summary>Of what the owner was reminded.</summary>
/// <param name="Entry">Its number in the file.</param>
/// <param name="Due">The due time, RFC 3339 in UTC; null of a revision, for which there is none.</param>
public sealed record DutyReminder(int Entry, string Obligation, string? Due, int? Percent);

/// <summary>What an authority said of a submission last.</summary>
/// <param name="Entry">Its number in the file.</param>
/// <param name="Rounds">How often it was reviewed.</param>
public sealed record SubmissionReview(int Entry, string Outcome, IReadOnlyList<string> Reasons, int Rounds);

/// <summary>A receipt that is kept; members as in <see cref="DutyEvent.DutyReceiptAttached"/>.</summary>
/// <param name="Entry">Its number in the file.</param>
public sealed record KeptReceipt(int Entry, int Bytes, SubjectId Subject, string Sealed);

/// <summary>A report that was delivered here; members as in <see cref="DutyEvent.DutyReportDelivered"/>.</summary>
/// <param name="Entry">Its number in the file.</param>
public sealed record DeliveredReport(int Entry, string Sha256, int Bytes, SubjectId Subject, string Sealed, TlpLabel Label);

/// <summary>A submission as it was recorded; members as in <see cref="DutyEvent.DutyReportSubmitted"/>.</summary>
public sealed record DutySubmission
{
    public const string FiledByHand = "filed_by_hand";
    public const string DeliveredHere = "delivered_here";

    /// <summary>Its number in the file.</summary>
    public required int Entry { get; init; }

    public required SubmissionId Id { get; init; }

    public required string Obligation { get; init; }

    public required string SubmittedAt { get; init; }

    public required string Way { get; init; }

    public required string? Addressee { get; init; }

    public required PartnerId? Authority { get; init; }

    public required ReportReceipt? Receipt { get; init; }

    public required string? InsteadOf { get; init; }

    public required ComputedThen Computed { get; init; }

    public required SubmissionId? Corrects { get; init; }

    public required string? Reason { get; init; }

    public required MemberId By { get; init; }

    public required SubmissionReview? Review { get; init; }

    /// <summary>Where its receipt is kept; null where only the digest is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public KeptReceipt? Kept { get; init; }

    /// <summary>The report that the authority reads here; null for what was filed elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DeliveredReport? Delivered { get; init; }

    /// <summary>Whether it says that a report was delivered here of which nothing was kept, as it could be recorded once: it meets no duty.</summary>
    [JsonIgnore]
    public bool IsPretended => Way == DeliveredHere && Delivered is null;

    /// <summary>Whether an authority asks for another report than one of these, and was sent none since.</summary>
    internal static bool AskForRevision(IReadOnlyList<DutySubmission> submissions) => submissions.Any(s =>
        s.Review is { Outcome: ReviewReport.RevisionRequired } review && !submissions.Any(later => later.Authority == s.Authority && later.Entry > review.Entry));

    internal static DutySubmission Of(int entry, DutyEvent.DutyReportSubmitted e) => new()
    {
        Entry = entry,
        Id = e.Submission,
        Obligation = e.Obligation,
        SubmittedAt = e.SubmittedAt,
        Way = e.Way,
        Addressee = e.Addressee,
        Authority = e.Authority,
        Receipt = e.Receipt,
        InsteadOf = e.InsteadOf,
        Computed = e.Computed,
        Corrects = e.Corrects,
        Reason = e.Reason,
        By = e.By,
        Review = null,
    };
}
