namespace CyberExchange.Domain.Obligations.Files;

/// <summary>The addressed authority says of a submission that it passed, or that it is to be revised, and why.</summary>
public sealed record ReviewReport(PartnerId Authority, MemberId By, SubmissionId Submission, string Outcome, IReadOnlyList<string> Reasons)
{
    public const string Passed = "passed";
    public const string RevisionRequired = "revision_required";
    public const int ReasonsMax = 50;

    /// <summary>Reviews of one submission: a file is read as a whole.</summary>
    public const int RoundsMax = 100;

    public Decision<DutyEvent> Decide(DutyFile? state)
    {
        if (state?.StandingSubmissions.FirstOrDefault(s => s.Id == Submission) is not { } submission || submission.Authority != Authority)
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such submission.");
        }

        if (submission.Review is { } last && last.Outcome == Outcome && last.Reasons.SequenceEqual(Reasons, StringComparer.Ordinal))
        {
            return Decision<DutyEvent>.Nothing;
        }

        return Check(submission) is { } refusal ? refusal : new Decision<DutyEvent>.Accepted(Told(submission, new(Submission, Outcome, Reasons, By)));
    }

    // Whoever is to revise a report is told so at once, beside what it is reminded of.
    private static IReadOnlyList<DutyEvent> Told(DutySubmission submission, DutyEvent.DutyReportReviewed reviewed) => reviewed.Outcome is RevisionRequired
        ? [reviewed, new DutyEvent.DutyReminded(submission.Obligation, Due: null, Percent: null, DutyStates.Words.Text(DutyState.RevisionRequired), Verdict: null)]
        : [reviewed];

    // A file that its owner has closed is still reviewed.
    private Refusal? Check(DutySubmission submission)
    {
        if (submission.Review is { Rounds: >= RoundsMax })
        {
            return new(RefusalCode.Invalid, "", $"A submission is reviewed at most {RoundsMax} times.");
        }

        if (Outcome is not (Passed or RevisionRequired))
        {
            return new(RefusalCode.UnknownTerm, "/outcome", $"The outcome is {Passed} or {RevisionRequired}.");
        }

        if (Reasons.Count > ReasonsMax || (Outcome is RevisionRequired && Reasons.Count == 0))
        {
            return new(RefusalCode.Invalid, "/reasons", $"A revision is required for 1 to {ReasonsMax} reasons.");
        }

        return Reasons.Select((reason, i) => FileRules.CheckText(reason, $"/reasons/{i}", needed: true)).FirstOrDefault(r => r is not null);
    }
}
