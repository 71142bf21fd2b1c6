namespace CyberExchange.Domain.Obligations;

/// <summary>The words of the rulebook.</summary>
public static class DutyWords
{
    public static Words<Trigger> Triggers { get; } = new(
        (Trigger.Awareness, "awareness"),
        (Trigger.Classification, "classification"),
        (Trigger.Notification, "notification"),
        (Trigger.IntermediateReport, "intermediate_report"),
        (Trigger.CorrectiveMeasure, "corrective_measure"),
        (Trigger.HandlingEnd, "handling_end"),
        (Trigger.IncidentOccurrence, "incident_occurrence"),
        (Trigger.Request, "request"),
        (Trigger.QuarterEnd, "quarter_end"),
        (Trigger.AssetIntroduction, "asset_introduction"),
        (Trigger.PlannedChange, "planned_change"));

    public static Words<DeadlineKind> DeadlineKinds { get; } = new(
        (DeadlineKind.Fixed, "fixed"),
        (DeadlineKind.Target, "target"),
        (DeadlineKind.Periodicity, "periodicity"),
        (DeadlineKind.GuidelineRange, "guideline_range"),
        (DeadlineKind.Standstill, "standstill"),
        (DeadlineKind.NoFixedPeriod, "no_fixed_period"),
        (DeadlineKind.Voluntary, "voluntary"));

    public static Words<ClockKind> Clocks { get; } = new(
        (ClockKind.ElapsedHours, "elapsed_hours"),
        (ClockKind.CalendarDays, "calendar_days"),
        (ClockKind.CalendarMonths, "calendar_months"),
        (ClockKind.Prompt, "prompt"));

    public static Words<FirstDay> FirstDays { get; } = new((FirstDay.Excluded, "excluded"), (FirstDay.Included, "included"));

    public static Words<RollRule> RollRules { get; } = new(
        (RollRule.None, "none"),
        (RollRule.Eu118271Hours, "eu_1182_71_hours"),
        (RollRule.Eu118271NextWorkingDay, "eu_1182_71_next_working_day"),
        (RollRule.Eu118271TwoWorkingDays, "eu_1182_71_two_working_days"),
        (RollRule.DoraNoonNextWorkingDay, "dora_noon_next_working_day"),
        (RollRule.JpAdminHolidayNextDay, "jp_admin_holiday_next_day"),
        (RollRule.NationalLaw, "national_law"));

    public static Words<ObligationStatus> Statuses { get; } = new(
        (ObligationStatus.InForce, "in_force"),
        (ObligationStatus.Adopted, "adopted"),
        (ObligationStatus.Historical, "historical"),
        (ObligationStatus.Proposed, "proposed"));

    public static Words<ClockOutcome> Outcomes { get; } = new(
        (ClockOutcome.Computed, "computed"),
        (ClockOutcome.RollUnknown, "roll_unknown"),
        (ClockOutcome.CannotCompute, "cannot_compute"),
        (ClockOutcome.NoStatutoryPeriod, "no_statutory_period"));

    public static Words<ClockObstacle> Obstacles { get; } = new(
        (ClockObstacle.DateOnly, "date_only"),
        (ClockObstacle.NonexistentLocalTime, "nonexistent_local_time"),
        (ClockObstacle.NoOffsetNoZone, "no_offset_no_zone"),
        (ClockObstacle.UnknownZone, "unknown_zone"),
        (ClockObstacle.UnreadableFact, "unreadable_fact"));

    public static Words<EntitySize> Sizes { get; } = new(
        (EntitySize.Micro, "micro"),
        (EntitySize.Small, "small"),
        (EntitySize.Medium, "medium"),
        (EntitySize.Large, "large"));

    public static Words<ThresholdRole> ThresholdRoles { get; } = new(
        (ThresholdRole.Opens, "opens"),
        (ThresholdRole.Exempts, "exempts"),
        (ThresholdRole.Guidance, "guidance"));

    public static Words<AnswerKind> AnswerKinds { get; } = new(
        (AnswerKind.YesNo, "yes_no"),
        (AnswerKind.Count, "count"),
        (AnswerKind.Share, "share"),
        (AnswerKind.Eur, "eur"),
        (AnswerKind.Minutes, "minutes"),
        (AnswerKind.Hours, "hours"));

    public static Words<DutyVerdict> Verdicts { get; } = new(
        (DutyVerdict.Applies, "applies"),
        (DutyVerdict.RuledOut, "ruled_out"),
        (DutyVerdict.NotKnown, "not_known"));

    public static Words<ThresholdVerdict> ThresholdVerdicts { get; } = new(
        (ThresholdVerdict.Met, "met"),
        (ThresholdVerdict.NotMet, "not_met"),
        (ThresholdVerdict.NotAnswered, "not_answered"));

    public static Words<ChangeKind> ChangeKinds { get; } = new(
        (ChangeKind.Added, "added"),
        (ChangeKind.Removed, "removed"),
        (ChangeKind.Changed, "changed"));

    /// <summary>The keys of the facts that people state. Made of <see cref="Triggers"/>, which therefore stand above.</summary>
    public static IReadOnlyList<string> StatedFactKeys { get; } = [.. Enum.GetValues<Trigger>().Where(t => !t.IsSubmission()).Select(t => t.FactKey())];

    /// <summary>Whether the fact is a report that was submitted, which is recorded as such.</summary>
    public static bool IsSubmission(this Trigger trigger) => trigger is Trigger.Notification or Trigger.IntermediateReport;

    /// <summary>The key of the fact that a trigger reads: a submission's says that it was made, every other's is the trigger's own word.</summary>
    public static string FactKey(this Trigger trigger) => trigger switch
    {
        Trigger.Notification => "notification_submitted",
        Trigger.IntermediateReport => "intermediate_report_submitted",
        Trigger.Awareness or Trigger.Classification or Trigger.CorrectiveMeasure or Trigger.HandlingEnd or Trigger.IncidentOccurrence
            or Trigger.Request or Trigger.QuarterEnd or Trigger.AssetIntroduction or Trigger.PlannedChange => Triggers.Text(trigger),
    };
}
