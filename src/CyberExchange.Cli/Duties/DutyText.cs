using CyberExchange.Contracts.Duties;

namespace CyberExchange.Cli.Duties;

/// <summary>Duties as text.</summary>
internal static class DutyText
{
    /// <summary>What the clock of a duty says, and why it says no more.</summary>
    public static IReadOnlyList<string> ClockHeadings { get; } = ["OUTCOME", "DUE", "LATEST", "UP TO", "MISSING", "OBSTACLE"];

    /// <summary>Of what is no duty.</summary>
    public static IReadOnlyList<string> NoClock { get; } = [.. ClockHeadings.Select(_ => "")];

    public static IReadOnlyList<string> SubmissionHeadings { get; } = ["SUBMISSION", "OBLIGATION", "SUBMITTED", "WAY", "TO", "IN TIME", "REVIEW", "REASONS"];

    /// <summary>Cells under <see cref="ClockHeadings"/>. The target is the law's, or else that of the organisation, marked as policy.</summary>
    public static IReadOnlyList<string> Clock(DutyDocument duty) =>
    [
        duty.Outcome,
        duty.Due ?? (duty.PolicyDue is { } policy ? $"{Query.Instant(policy)} (policy)" : ""),
        Latest(duty.Outcome, duty.DueIfRolled, duty.LawfulUntil),
        duty.DueMax ?? "",
        string.Join(", ", duty.Missing),
        duty.Obstacle ?? "",
    ];

    /// <summary>The latest lawful instant where it is another than the target, or what is known of it.</summary>
    public static string Latest(string outcome, string? dueIfRolled, string? lawfulUntil) =>
        outcome == "roll_unknown" ? "not known" + (lawfulUntil is null ? "" : $", at least {lawfulUntil}") : dueIfRolled ?? "";

    /// <summary>Cells under <see cref="SubmissionHeadings"/>.</summary>
    public static IReadOnlyList<string> Cells(SubmissionDocument submission) =>
    [
        submission.Id.ToString(), submission.Obligation, submission.SubmittedAt, submission.Way, submission.Authority ?? submission.Addressee ?? "",
        InTime(submission), submission.Review?.Outcome ?? "", string.Join("; ", submission.Review?.Reasons ?? []),
    ];

    // After a target of which nobody knows whether it moves, nobody knows.
    private static string InTime(SubmissionDocument submission) => submission switch
    {
        { InTime: true } => "yes",
        { InTime: false } => "no",
        { Due: not null } => "not known",
        _ => "",
    };
}
