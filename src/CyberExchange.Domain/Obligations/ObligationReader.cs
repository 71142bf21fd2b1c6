using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Obligations;

/// <summary>Reads one rule and checks what it says by itself.</summary>
internal static class ObligationReader
{
    private static readonly Words<Jurisdiction> Jurisdictions = new([.. Enum.GetValues<Jurisdiction>().Select(side => (side, side.Text()))]);

    public static Obligation Read(RuleDocument document)
    {
        var appliesTo = document.Needed("applies_to");
        var rule = new Obligation
        {
            Id = document.Text("id"),
            RegimeId = document.Text("regime_id"),
            Jurisdiction = document.Word("jurisdiction", Jurisdictions),
            Instrument = document.Text("instrument"),
            Title = document.Text("title"),
            EntityKinds = appliesTo.Texts("entity_kinds"),
            Sectors = appliesTo.Texts("sectors"),
            Requires = appliesTo.Texts("requires"),
            RequiresAny = appliesTo.Texts("requires_any"),
            Unless = appliesTo.Texts("unless"),
            ReplacedBy = appliesTo.Texts("replaced_by"),
            YieldsTo = [.. appliesTo.Objects("yields_to").Select(YieldsTo)],
            Stage = document.Text("stage"),
            StageOrder = document.Number("stage_order"),
            Trigger = document.Word("trigger", DutyWords.Triggers),
            TriggerStage = document.OptionalText("trigger_stage"),
            TriggerStageAlternatives = document.Texts("trigger_stage_alternatives"),
            Deadline = document.OptionalPeriod("deadline"),
            DeadlineMax = document.OptionalPeriod("deadline_max"),
            DeadlineKind = document.Word("deadline_kind", DutyWords.DeadlineKinds),
            Cap = document.Optional("cap") is { } cap ? Cap(cap) : null,
            Clock = document.Word("clock", DutyWords.Clocks),
            FirstDay = document.OptionalWord("first_day", DutyWords.FirstDays),
            RollRule = document.Word("roll_rule", DutyWords.RollRules),
            ReliefOpenToAll = document.Flag("relief_open_to_all"),
            Recipients = document.Texts("recipient"),
            RequiredContent = document.Texts("required_content"),
            EffectiveFrom = document.OptionalDate("effective_from"),
            EffectiveTo = document.OptionalDate("effective_to"),
            Status = document.Word("status", DutyWords.Statuses),
            EntityStart = document.Optional("entity_start") is { } start ? EntityStart(start) : null,
            Source = document.Text("source"),
            Verified = document.NeededFlag("verified"),
            VerifiedAt = document.OptionalText("verified_at"),
            Note = document.OptionalText("note"),
        };
        appliesTo.RefuseTheRest();
        document.RefuseTheRest();
        ObligationChecks.Alone(rule, document, appliesTo);
        return rule;
    }

    private static DeadlineCap Cap(RuleDocument document)
    {
        var cap = new DeadlineCap(document.Word("trigger", DutyWords.Triggers), document.Period("deadline"));
        document.RefuseTheRest();
        return cap;
    }

    private static EntityStart EntityStart(RuleDocument document)
    {
        var start = new EntityStart(document.Text("fact"), document.Period("delay"), document.Text("source"));
        document.RefuseTheRest();
        return start;
    }

    private static YieldsTo YieldsTo(RuleDocument document)
    {
        var yields = new YieldsTo(document.Text("entity_kind"), document.Text("source"));
        document.RefuseTheRest();
        return yields;
    }
}
