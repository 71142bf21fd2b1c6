using CyberExchange.Contracts.Duties;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Partners;
using CyberExchange.Views.Core;
using CyberExchange.Views.Duties;

namespace CyberExchange.Server.Duties;

/// <summary>Writes duties and files as one reader reads them.</summary>
/// <param name="rulebook">Has the words of the duties.</param>
/// <param name="directory">Has the handles of partners.</param>
public sealed class DutyRendition(Rulebook rulebook, LiveDirectory directory)
{
    /// <summary>Whether the rulebook has the duty: for a moment another node may have computed rows with the next version, which has more.</summary>
    public bool Knows(DutyLine line) => rulebook.Find(line.Obligation) is not null;

    /// <summary>A row of a list.</summary>
    public DutyDocument Render(DutyRow duty, PartnerProfile reader) => Render(duty.Line, duty.Incident, duty.Owner, reader, duty.State);

    /// <summary>A whole file, computed now as its rows were when something last changed.</summary>
    public DutyFileDocument Render(DutyFileRow row, StatedProfile? profile, PartnerProfile owner, DateTimeOffset now)
    {
        var file = row.File;
        var lines = FileDuties.Of(file, profile, rulebook);
        var thresholds = new FileThresholds(file, profile, rulebook);
        var standing = file.StandingFacts.Select(fact => fact.Entry).ToHashSet();
        return new()
        {
            Incident = file.Incident.Value,
            OpenedAt = row.RecordedAt[0],
            ClosedBecause = file.ClosedBecause,
            Disclaimer = rulebook.Disclaimer,
            Rulebook = Version(rulebook.Version.Id, rulebook.Version.Digest),
            ProfileVersion = profile?.Version,
            Facts = [.. file.Facts.Select(fact => Render(fact, standing, row.RecordedAt))],
            Decisions = [.. file.Decisions.Select(decision => Render(decision, row.RecordedAt))],
            Conditions = [.. FileDuties.ConditionsOf(lines, rulebook).Select(condition => Render(condition, file, thresholds))],
            Submissions = [.. file.Submissions.Select(submission => Render(submission, owner))],
            Duties = [.. lines.Select(line => Render(line, file.Incident, file.Owner, owner, line.StateAt(now)))],
        };
    }

    /// <summary>A reminder, in the list and in the feed alike.</summary>
    public static DutyReminderDocument Render(ReminderRow reminder, Rulebook rulebook) => new()
    {
        Incident = reminder.Incident.Value,
        Obligation = reminder.Obligation,
        Title = rulebook.Find(reminder.Obligation)?.Title ?? reminder.Obligation,
        Due = reminder.Due,
        Percent = reminder.Percent,
        State = reminder.State,
        Verdict = reminder.Verdict,
        RemindedAt = reminder.RemindedAt,
    };

    private DutyDocument Render(DutyLine line, IncidentId incident, PartnerId owner, PartnerProfile reader, DutyState? state)
    {
        var rule = rulebook.Find(line.Obligation, line.Overlay) ?? throw new InvalidDataException($"The rulebook that computed {line.Obligation} is another one.");
        return new()
        {
            Incident = incident.Value,
            Owner = Name(owner, reader),
            Obligation = rule.Id,
            Regime = rule.RegimeId,
            Jurisdiction = rule.Jurisdiction.Text(),
            Instrument = rule.Instrument,
            Title = rule.Title,
            Stage = rule.Stage,
            Source = line.Source,
            Recipients = rule.Recipients,
            State = state is { } known ? DutyStates.Words.Text(known) : null,
            Verdict = line.Verdict,
            Reasons = [.. line.Reasons.Select(r => new DutyReasonDocument(r.Code, r.Sentence, r.Citation))],
            Live = line.Live,
            WouldChange = line.WouldChange,
            Outcome = line.Outcome,
            Kind = DutyWords.DeadlineKinds.Text(rule.DeadlineKind),
            Due = line.Due,
            DueIfRolled = line.DueIfRolled,
            LawfulUntil = line.LawfulUntil,
            DueMax = line.DueMax,
            PolicyDue = line.PolicyDueAt,
            Missing = line.Missing,
            Obstacle = line.Obstacle,
            MetAt = line.MetAt,
            InTime = line.InTime,
            Rulebook = Version(line.RulebookId, line.RulebookDigest),
            Submissions = [.. line.Submissions.Select(submission => Render(submission, reader))],
            Authorities = [.. line.Authorities.Select(authority => Name(authority, reader))],
        };
    }

    private static FactDocument Render(DutyFact fact, HashSet<int> standing, IReadOnlyList<DateTimeOffset> recordedAt) => new()
    {
        Entry = fact.Entry,
        Fact = fact.Fact,
        At = fact.At,
        Zone = fact.Zone,
        Evidence = fact.Evidence,
        Corrects = fact.Corrects,
        Reason = fact.Reason,
        Stands = standing.Contains(fact.Entry),
        By = fact.By.Value,
        RecordedAt = recordedAt[fact.Entry - 1],
    };

    private static DutyDecisionDocument Render(SignificanceDecision decision, IReadOnlyList<DateTimeOffset> recordedAt) => new()
    {
        Entry = decision.Entry,
        Condition = decision.Condition,
        Holds = decision.Holds,
        Answers = [.. decision.Answers.Select(a => new AnswerDocument(a.Question, a.Answer, a.Threshold))],
        Reason = decision.Reason,
        By = decision.By.Value,
        RecordedAt = recordedAt[decision.Entry - 1],
    };

    private static ConditionDocument Render(Condition condition, DutyFile file, FileThresholds thresholds) => new()
    {
        Id = condition.Id,
        Ask = condition.Ask,
        Source = condition.Source,
        Holds = file.DecisionOn(condition.Id)?.Holds,
        Thresholds = [.. thresholds.Of(condition).Select(found => Render(found, thresholds))],
    };

    private static ThresholdDocument Render(FoundThreshold found, FileThresholds answers)
    {
        var (threshold, verdict, open) = found.Finding;
        return new()
        {
            Id = threshold.Id,
            Rule = threshold.Rule,
            AppliesTo = threshold.AppliesTo,
            Role = DutyWords.ThresholdRoles.Text(threshold.Role),
            Source = threshold.Source,
            Verified = threshold.Verified,
            EffectiveFrom = threshold.EffectiveFrom?.ToDateOnly(),
            EffectiveTo = threshold.EffectiveTo?.ToDateOnly(),
            InForce = found.InForce,
            Verdict = threshold.Role is ThresholdRole.Guidance ? null : DutyWords.ThresholdVerdicts.Text(verdict),
            Questions = [.. threshold.Questions.Select(q => new QuestionDocument(q.Id, q.Ask, DutyWords.AnswerKinds.Text(q.Answer), answers.Given(threshold, q)))],
            Open = [.. open.Select(q => q.Id)],
        };
    }

    private SubmissionDocument Render(DutySubmission submission, PartnerProfile reader) => new()
    {
        Id = submission.Id.Value,
        Obligation = submission.Obligation,
        SubmittedAt = submission.SubmittedAt,
        Way = submission.Way,
        Addressee = submission.Addressee,
        Authority = submission.Authority is { } authority ? Name(authority, reader) : null,
        Receipt = submission.Receipt is { } receipt ? new(receipt.Name, receipt.Sha256) : null,
        KeptReceiptBytes = submission.Kept?.Bytes,
        Delivered = submission.Delivered is { } delivered ? new(delivered.Sha256, delivered.Bytes) : null,
        Rulebook = Version(submission.Computed.RulebookId, submission.Computed.RulebookDigest),
        Due = submission.Computed.Due,
        Latest = submission.Computed.Latest,
        InTime = submission.Computed.InTime,
        MarginSeconds = submission.Computed.MarginSeconds,
        InsteadOf = submission.InsteadOf,
        Corrects = submission.Corrects?.Value,
        Reason = submission.Reason,
        Review = submission.Review is { } review ? new(review.Outcome, review.Reasons) : null,
    };

    private static RulebookVersionDocument Version(string id, string digest) => new(id, digest);

    // Whoever filed a report with an authority is known to it by name, listed or not.
    private string Name(PartnerId id, PartnerProfile reader) =>
        directory.Current.Entry(id) is { } entry && (reader.Has(Role.Authority) || reader.Shows(entry)) ? entry.Facts.Handle : id.Value.ToString("D");
}
