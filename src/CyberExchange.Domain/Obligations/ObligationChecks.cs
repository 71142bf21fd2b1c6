using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Obligations;

/// <summary>What one rule must have in common with itself.</summary>
internal static class ObligationChecks
{
    public static void Alone(Obligation rule, RuleDocument document, RuleDocument appliesTo)
    {
        Applicability(rule, document, appliesTo);
        Dates(rule, document);
        Length(rule, document);
        Roll(rule, document);
    }

    private static void Applicability(Obligation rule, RuleDocument document, RuleDocument appliesTo)
    {
        if (rule.EntityKinds.Count == 0)
        {
            appliesTo.Fault("entity_kinds", "At least one kind of entity belongs here.");
        }

        if (rule.Sectors.Count == 0)
        {
            appliesTo.Fault("sectors", "At least one sector belongs here.");
        }

        if (rule.ReplacedBy.Contains(rule.Id, StringComparer.Ordinal))
        {
            appliesTo.Fault("replaced_by", "A rule cannot take its own place.");
        }

        if (rule.Trigger.IsSubmission() && rule.TriggerStage is null)
        {
            document.Fault("trigger_stage", "A clock that starts with a submission names the stage that is submitted.");
        }

        if (rule.TriggerStageAlternatives.Count > 0 && rule.TriggerStage is null)
        {
            document.Fault("trigger_stage_alternatives", "There is no trigger_stage to which these could be alternatives.");
        }

        if (rule.TriggerStage == rule.Id)
        {
            document.Fault("trigger_stage", "A stage cannot wait for itself.");
        }
    }

    private static void Dates(Obligation rule, RuleDocument document)
    {
        if (rule.EffectiveFrom is null && rule.Status is not ObligationStatus.Proposed)
        {
            document.Fault("effective_from", "Only what is proposed has no first day.");
        }

        if (rule.EffectiveTo < rule.EffectiveFrom)
        {
            document.Fault("effective_to", "This is before effective_from.");
        }

        if (rule.Status is ObligationStatus.Historical && rule.EffectiveTo is null)
        {
            document.Fault("effective_to", "What is historical has a last day.");
        }
    }

    private static void Length(Obligation rule, RuleDocument document)
    {
        PeriodUnit? unit = rule.Clock switch
        {
            ClockKind.ElapsedHours => PeriodUnit.Hours,
            ClockKind.CalendarDays => PeriodUnit.Days,
            ClockKind.CalendarMonths => PeriodUnit.Months,
            ClockKind.Prompt => null,
        };
        if (rule.Deadline?.Unit != unit && (rule.Deadline is not null || document.Member("deadline") is null))
        {
            document.Fault("deadline", unit is { } needed ? $"This clock counts {needed.ToString().ToLowerInvariant()}, and the deadline does not." : "A prompt stage has no period.");
        }

        if ((rule.Clock is ClockKind.Prompt) != (rule.DeadlineKind is DeadlineKind.NoFixedPeriod or DeadlineKind.Voluntary))
        {
            document.Fault("deadline_kind", "no_fixed_period and voluntary go with the clock prompt, and only with it.");
        }

        if ((rule.DeadlineKind is DeadlineKind.GuidelineRange) != (rule.DeadlineMax is not null)
            || (rule.DeadlineMax is { } max && (max.Unit != unit || max.Count < rule.Deadline?.Count)))
        {
            document.Fault("deadline_max", "A guideline_range, and nothing else, has an upper end, in the unit of the deadline and not below it.");
        }

        if (rule.Cap is { } cap && (rule.Clock is not ClockKind.ElapsedHours || cap.Deadline.Unit is not PeriodUnit.Hours))
        {
            document.Fault("cap", "A cap is in hours, and limits hours.");
        }

        // How months are counted follows from the jurisdiction: only days have the choice.
        if ((rule.Clock, rule.FirstDay) is (ClockKind.CalendarDays, null) or (ClockKind.CalendarMonths, not FirstDay.Excluded)
            || (rule.Clock is ClockKind.ElapsedHours or ClockKind.Prompt && rule.FirstDay is not null))
        {
            document.Fault("first_day", "calendar_days takes excluded or included, calendar_months excluded, and other clocks nothing.");
        }
    }

    private static void Roll(Obligation rule, RuleDocument document)
    {
        var isOfItsClock = rule.RollRule switch
        {
            RollRule.None => true,
            RollRule.Eu118271Hours => rule.Clock is ClockKind.ElapsedHours,
            RollRule.Eu118271NextWorkingDay or RollRule.NationalLaw or RollRule.JpAdminHolidayNextDay =>
                rule.Clock is ClockKind.CalendarDays or ClockKind.CalendarMonths,
            RollRule.Eu118271TwoWorkingDays => rule.Clock is ClockKind.CalendarDays,
            RollRule.DoraNoonNextWorkingDay => rule.Clock is not ClockKind.Prompt,
        };
        var isOfItsSide = rule.RollRule is RollRule.None || (rule.RollRule is RollRule.JpAdminHolidayNextDay) == (rule.Jurisdiction is Jurisdiction.JP);
        if (!isOfItsClock || !isOfItsSide || (rule.RollRule is not RollRule.None && rule.DeadlineKind is DeadlineKind.GuidelineRange or DeadlineKind.Standstill))
        {
            document.Fault("roll_rule", "This roll rule does not go with the rule's clock, kind or jurisdiction.");
        }

        if (rule.ReliefOpenToAll && rule.RollRule is not RollRule.DoraNoonNextWorkingDay)
        {
            document.Fault("relief_open_to_all", "Only dora_noon_next_working_day knows a relief.");
        }
    }
}
