using CyberExchange.Domain.Sharing;
using NodaTime;

namespace CyberExchange.Domain.Obligations;

/// <summary>One duty of one law at one stage: whom it binds, what starts its clock, how long it runs, and where that is written.</summary>
public sealed record Obligation
{
    /// <summary>Stable for ever, such as <c>nis2-final</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The regime that the stages of one law share, such as <c>nis2</c>.</summary>
    public required string RegimeId { get; init; }

    public required Jurisdiction Jurisdiction { get; init; }

    /// <summary>The law, as it is cited.</summary>
    public required string Instrument { get; init; }

    public required string Title { get; init; }

    /// <summary>Kinds of entity that the duty binds; <c>any_entity</c> and <c>any_person</c> bind everyone.</summary>
    public required IReadOnlyList<string> EntityKinds { get; init; }

    /// <summary>Sectors in the words of the law; <c>any</c> and <c>all</c> leave none out.</summary>
    public required IReadOnlyList<string> Sectors { get; init; }

    /// <summary>Conditions that must all hold.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>Conditions of which one must hold; none for no such demand.</summary>
    public IReadOnlyList<string> RequiresAny { get; init; } = [];

    /// <summary>Conditions of which none may hold.</summary>
    public IReadOnlyList<string> Unless { get; init; } = [];

    /// <summary>Rules that take the place of this one wherever they apply.</summary>
    public IReadOnlyList<string> ReplacedBy { get; init; } = [];

    /// <summary>Kinds of entity for which another law speaks.</summary>
    public IReadOnlyList<YieldsTo> YieldsTo { get; init; } = [];

    /// <summary>The stage in the words of the rulebook, such as <c>early_warning</c>.</summary>
    public required string Stage { get; init; }

    public required int StageOrder { get; init; }

    public required Trigger Trigger { get; init; }

    /// <summary>The stage whose submission starts the clock, or, with another trigger, the stage that comes before; null for none.</summary>
    public string? TriggerStage { get; init; }

    /// <summary>Further stages whose submission starts the same clock.</summary>
    public IReadOnlyList<string> TriggerStageAlternatives { get; init; } = [];

    /// <summary>The statutory period; null where the law names none.</summary>
    public DutyPeriod? Deadline { get; init; }

    /// <summary>The upper end of a guideline's range; null outside of one.</summary>
    public DutyPeriod? DeadlineMax { get; init; }

    public required DeadlineKind DeadlineKind { get; init; }

    public DeadlineCap? Cap { get; init; }

    public required ClockKind Clock { get; init; }

    /// <summary>Whether the day of the event counts; null where no days are counted.</summary>
    public FirstDay? FirstDay { get; init; }

    public required RollRule RollRule { get; init; }

    /// <summary>The weekend relief is open to entities that are excluded from it elsewhere: Delegated Regulation (EU) 2025/301 art. 5(4) to 5(6).</summary>
    public bool ReliefOpenToAll { get; init; }

    public required IReadOnlyList<string> Recipients { get; init; }

    public required IReadOnlyList<string> RequiredContent { get; init; }

    /// <summary>First local trigger date that it covers; null only while it is proposed.</summary>
    public LocalDate? EffectiveFrom { get; init; }

    /// <summary>Last local trigger date that it covers; null while it has no end.</summary>
    public LocalDate? EffectiveTo { get; init; }

    public required ObligationStatus Status { get; init; }

    public EntityStart? EntityStart { get; init; }

    /// <summary>Where the duty and its period are written.</summary>
    public required string Source { get; init; }

    /// <summary>Whether the stated duty and period were found in public material; what was not never runs a live clock.</summary>
    public required bool Verified { get; init; }

    /// <summary>Where they were found.</summary>
    public string? VerifiedAt { get; init; }

    public string? Note { get; init; }

    /// <summary>The national overlay that gave the rule its shape; null for the rule itself.</summary>
    public string? OverlayId { get; init; }

    /// <summary>Whether the rule may run a live clock: it is law, or was, and somebody has found it written. For which days it is law its dates say.</summary>
    public bool MayRunLive => Verified && Status is ObligationStatus.InForce or ObligationStatus.Historical;

    /// <summary>Whether a trigger of that local date is within the rule's time, both ends included.</summary>
    public bool Covers(LocalDate triggerDay) => !(triggerDay < EffectiveFrom) && !(triggerDay > EffectiveTo);
}

/// <summary>A kind of entity for which another law speaks in place of a rule.</summary>
public sealed record YieldsTo(string EntityKind, string Source);

/// <summary>A second limit: the earlier of the two holds, unless the trigger comes later than this one has run out.</summary>
/// <remarks>Delegated Regulation (EU) 2025/301 art. 5(1)(a): four hours from classification, and 24 hours from awareness.</remarks>
public sealed record DeadlineCap(Trigger Trigger, DutyPeriod Deadline);

/// <summary>A duty that binds an entity only some time after a fact about that entity.</summary>
/// <param name="Fact">Key of the fact, such as <c>critical_entity_notified_on</c>.</param>
/// <param name="Delay">From that fact to the first day of the duty.</param>
/// <param name="Source">Where that is written.</param>
public sealed record EntityStart(string Fact, DutyPeriod Delay, string Source);

/// <summary>Which fact starts a clock.</summary>
public enum Trigger
{
    /// <summary>The entity has reasonable certainty.</summary>
    Awareness,

    /// <summary>The entity classified the incident as major or reportable.</summary>
    Classification,

    /// <summary>Actual submission of the stage that the rule names.</summary>
    Notification,

    /// <summary>Actual submission of the latest intermediate report.</summary>
    IntermediateReport,

    /// <summary>A fix or a mitigation is available.</summary>
    CorrectiveMeasure,

    /// <summary>Handling of the incident ended.</summary>
    HandlingEnd,

    /// <summary>When it happened.</summary>
    IncidentOccurrence,

    /// <summary>An authority or a user asked.</summary>
    Request,

    /// <summary>The end of a reporting period, a date.</summary>
    QuarterEnd,

    /// <summary>Equipment was put in use.</summary>
    AssetIntroduction,

    /// <summary>The authority accepted the notice of an intended change.</summary>
    PlannedChange,
}

/// <summary>What a period means.</summary>
public enum DeadlineKind
{
    /// <summary>A limit of law.</summary>
    Fixed,

    /// <summary>An authority's aim, not a duty of the entity.</summary>
    Target,

    /// <summary>The next end of a reporting period.</summary>
    Periodicity,

    /// <summary>From the cautious to the upper end of what a guideline says.</summary>
    GuidelineRange,

    /// <summary>The last day on which something is barred.</summary>
    Standstill,

    /// <summary>Promptly, without a number.</summary>
    NoFixedPeriod,

    /// <summary>Nobody must.</summary>
    Voluntary,
}

/// <summary>How time is counted.</summary>
public enum ClockKind
{
    /// <summary>Hours on the UTC line.</summary>
    ElapsedHours,

    /// <summary>Days in the authority's zone.</summary>
    CalendarDays,

    /// <summary>Months in the authority's zone.</summary>
    CalendarMonths,

    /// <summary>No number.</summary>
    Prompt,
}

/// <summary>Whether the day of the event counts.</summary>
public enum FirstDay
{
    /// <summary>The day after the event is day 1.</summary>
    Excluded,

    /// <summary>The day of the event is day 1.</summary>
    Included,
}

/// <summary>What happens to a period that ends on a day that is not worked.</summary>
public enum RollRule
{
    None,

    /// <summary>Regulation (EEC, Euratom) No 1182/71 art. 3(1), 3(2)(a): explains hours, and moves nothing.</summary>
    Eu118271Hours,

    /// <summary>Regulation (EEC, Euratom) No 1182/71 art. 3(4).</summary>
    Eu118271NextWorkingDay,

    /// <summary>Regulation (EEC, Euratom) No 1182/71 art. 3(4) and 3(5).</summary>
    Eu118271TwoWorkingDays,

    /// <summary>Delegated Regulation (EU) 2025/301 art. 5(4) to 5(6).</summary>
    DoraNoonNextWorkingDay,

    /// <summary>Act No. 91 of 1988 on the holidays of administrative organs, arts 1 and 2.</summary>
    JpAdminHolidayNextDay,

    /// <summary>As a Member State's transposition says; nothing moves until an overlay says so.</summary>
    NationalLaw,
}

/// <summary>What a rule is on the day that the rulebook speaks for.</summary>
public enum ObligationStatus
{
    InForce,

    /// <summary>Adopted, and applicable later.</summary>
    Adopted,

    /// <summary>Ended.</summary>
    Historical,

    /// <summary>Not law.</summary>
    Proposed,
}
