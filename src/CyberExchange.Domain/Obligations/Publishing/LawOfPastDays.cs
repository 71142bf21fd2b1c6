using NodaTime;

namespace CyberExchange.Domain.Obligations.Publishing;

/// <summary>What no version may change: under which rule a trigger of a day that has begun opened a duty, whom that binds, and how its clock runs.</summary>
/// <remarks>
/// Open files are computed with the version in force. Were a rule to end before today, or to count otherwise, duties that run would be
/// ruled out, or be due at another time than the law of their trigger says, and their reminders would vanish without a word. A rule
/// that changes ends, and another id goes on.
/// </remarks>
internal sealed class LawOfPastDays
{
    /// <summary>Where a day begins first: a trigger of today may be in a file already.</summary>
    private static readonly Offset EastMost = Offset.FromHours(14);

    // What decides whom a rule binds and when it is due; words, contents and where they are found may change. Named as in the document.
    private static readonly (string Member, Func<Obligation, object?> Of)[] Members =
    [
        ("regime_id", r => r.RegimeId),
        ("jurisdiction", r => r.Jurisdiction),
        ("applies_to/entity_kinds", r => Set(r.EntityKinds)),
        ("applies_to/sectors", r => Set(r.Sectors)),
        ("applies_to/requires", r => Set(r.Requires)),
        ("applies_to/requires_any", r => Set(r.RequiresAny)),
        ("applies_to/unless", r => Set(r.Unless)),
        ("applies_to/yields_to", r => Set(r.YieldsTo.Select(y => y.EntityKind))),
        ("stage", r => r.Stage),
        ("trigger", r => r.Trigger),
        ("trigger_stage", r => r.TriggerStage),
        ("trigger_stage_alternatives", r => Set(r.TriggerStageAlternatives)),
        ("deadline", r => r.Deadline),
        ("deadline_max", r => r.DeadlineMax),
        ("deadline_kind", r => r.DeadlineKind),
        ("cap", r => r.Cap),
        ("clock", r => r.Clock),
        ("first_day", r => r.FirstDay),
        ("roll_rule", r => r.RollRule),
        ("relief_open_to_all", r => r.ReliefOpenToAll),
        ("entity_start", r => (r.EntityStart?.Fact, r.EntityStart?.Delay)),
    ];

    private readonly Rulebook _present;
    private readonly Rulebook _next;
    private readonly LocalDate _today;

    /// <param name="present">In force now.</param>
    /// <param name="next">Has every rule that <paramref name="present"/> has.</param>
    /// <param name="now">When the step is taken.</param>
    public LawOfPastDays(Rulebook present, Rulebook next, DateTimeOffset now) =>
        (_present, _next, _today) = (present, next, Instant.FromDateTimeOffset(now).WithOffset(EastMost).Date);

    /// <summary>The first change that must not be; null for none.</summary>
    public Refusal? Check() => _present.Obligations.Select(Check).FirstOrDefault(refusal => refusal is not null);

    private Refusal? Check(Obligation rule)
    {
        var days = Days(rule).ToList();
        return Countries(rule.Id).SelectMany(_ => days, (country, day) => Check(rule, country, day)).FirstOrDefault(refusal => refusal is not null);
    }

    private Refusal? Check(Obligation rule, string? country, LocalDate day)
    {
        var before = _present.In(country, rule, day);
        if (!Runs(before, day))
        {
            return null;
        }

        var after = _next.In(country, Next(rule), day);
        if (!Runs(after, day))
        {
            return Refuse(before, after, Ending(after, day), $"It covered {day:uuuu-MM-dd}, and would not any more: a rule that was law ends by effective_to, today or later, and stays verified.");
        }

        var changed = Members.Where(m => !Equals(m.Of(before), m.Of(after))).Select(m => m.Member).FirstOrDefault()
            ?? (Replacing(_present, before, day) == Replacing(_next, after, day) ? null : "applies_to/replaced_by");
        return changed is null ? null
            : Refuse(before, after, changed, $"This is another law for {day:uuuu-MM-dd}, which has begun: let the rule end, today or later, and give the changed one an id of its own.");
    }

    // Between these days nothing changes: the first ones of rules and overlays, and those after their last ones.
    private IEnumerable<LocalDate> Days(Obligation rule) => rule.ReplacedBy.Concat(Next(rule).ReplacedBy).Append(rule.Id)
        .SelectMany(id => new[] { _present, _next }, (id, rulebook) => rulebook.Overlays.Select(o => o.Rule).Where(o => o.Id == id).Append(rulebook.Find(id)))
        .SelectMany(rules => rules)
        .OfType<Obligation>()
        .SelectMany(r => new[] { r.EffectiveFrom, r.EffectiveTo?.PlusDays(1) })
        .OfType<LocalDate>()
        .Where(day => day <= _today)
        .Distinct()
        .Order();

    // The law of the Union as it is without an overlay, and as each country has it that has one.
    private IEnumerable<string?> Countries(string id) =>
        _present.Overlays.Concat(_next.Overlays).Where(o => o.Rule.Id == id).Select(o => (string?)o.Country).Prepend(null).Distinct(StringComparer.Ordinal);

    private Obligation Next(Obligation rule) => _next.Find(rule.Id)!; // That every rule is there is checked before.

    private static bool Runs(Obligation rule, LocalDate day) => rule.MayRunLive && rule.Covers(day);

    // Which rules stand in the place of one on a day, if they apply.
    private static string Replacing(Rulebook rulebook, Obligation rule, LocalDate day) =>
        Set(rule.ReplacedBy.Where(id => rulebook.Find(id) is { } other && other.Status is not ObligationStatus.Proposed && other.Covers(day)));

    private static string Ending(Obligation after, LocalDate day) =>
        after.Status is ObligationStatus.Adopted or ObligationStatus.Proposed ? "status"
        : !after.Verified ? "verified"
        : day < after.EffectiveFrom ? "effective_from" : "effective_to";

    private static string Set(IEnumerable<string> texts) => string.Join('\n', texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private Refusal Refuse(Obligation before, Obligation after, string member, string detail) =>
        new(RefusalCode.Invalid, Pointer(before, after, member), $"'{before.OverlayId ?? after.OverlayId ?? before.Id}': {detail}");

    // An overlay says itself what it changes; where one is gone, or ended, that is what is wrong.
    private string Pointer(Obligation before, Obligation after, string member)
    {
        if ((after.OverlayId ?? before.OverlayId) is not { } overlay)
        {
            return $"/rulebook/obligations/{Index(_next.Obligations, r => r.Id == after.Id)}/{member}";
        }

        var at = Index(_next.Overlays, o => o.Id == overlay);
        return at < 0 ? "/rulebook/overlays" : $"/rulebook/overlays/{at}";
    }

    private static int Index<T>(IReadOnlyList<T> of, Func<T, bool> isIt) =>
        of.Select((one, at) => isIt(one) ? at : -1).FirstOrDefault(at => at >= 0, -1);
}
