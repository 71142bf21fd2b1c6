using CyberExchange.Domain.Taxonomies;
using NodaTime;

namespace CyberExchange.Domain.Obligations;

/// <summary>What is found of one duty.</summary>
/// <param name="Rule">The rule, with the overlay of the profile's country where one is in force.</param>
/// <param name="Verdict">What the law of the day says.</param>
/// <param name="IfLaw">The same without regard to state, dates and proof: what would be if the rule ran.</param>
/// <param name="Reasons">Those that decide the verdict, each with its citation.</param>
/// <param name="RunsLive">Whether its clock runs; else it is only told of under "what would change".</param>
/// <param name="Clock">What the clock says, whoever asks.</param>
public sealed record DutyFinding(
    Obligation Rule, DutyVerdict Verdict, DutyVerdict IfLaw, IReadOnlyList<DutyReason> Reasons, bool RunsLive, ClockResult Clock)
{
    /// <summary>Not a duty now, and one if the rule became law, or were found written.</summary>
    public bool WouldChange => !Rule.MayRunLive && IfLaw is not DutyVerdict.RuledOut;
}

/// <summary>Why a duty applies, is ruled out, or is not known to.</summary>
/// <param name="Code">Stable, such as <c>entity_kind</c>.</param>
/// <param name="Says">Which way it points.</param>
public sealed record DutyReason(string Code, DutyVerdict Says, string Text, string Citation);

/// <summary>Whether a duty applies.</summary>
public enum DutyVerdict
{
    Applies,
    RuledOut,
    NotKnown,
}

/// <summary>Which duties one incident opens for one entity, and which it does not. Decided before any clock is asked.</summary>
/// <remarks>It takes decisions that a person made, and makes none: what nobody decided leaves a duty not known.</remarks>
public static class Applicability
{
    /// <summary>Every rule of the rulebook, in its order; after each, what an overlay of the profile's country would make of it if it ran.</summary>
    public static IReadOnlyList<DutyFinding> Assess(Rulebook rulebook, ReporterProfile profile, IncidentFacts incident)
    {
        var findings = new List<DutyFinding>();
        foreach (var rule in rulebook.Obligations)
        {
            findings.Add(Judge(rulebook, rule, profile, incident));
            findings.AddRange(rulebook.Overlays.Where(o => o.Country == profile.Country && o.Rule.Id == rule.Id && !o.Rule.MayRunLive)
                .Select(o => Judge(new Question(rulebook, o.Rule, profile, incident))));
        }

        return findings;
    }

    /// <summary>One rule.</summary>
    public static DutyFinding Judge(Rulebook rulebook, Obligation rule, ReporterProfile profile, IncidentFacts incident)
    {
        var question = new Question(rulebook, rule, profile, incident);
        var here = rulebook.In(profile.Country, rule, question.Day);
        return Judge(ReferenceEquals(here, rule) ? question : new Question(rulebook, here, profile, incident));
    }

    /// <summary>The local date of a rule's trigger; while that is not known, of what is known of the incident; null where nothing is.</summary>
    public static LocalDate? DayOf(Rulebook rulebook, Obligation rule, ReporterProfile profile, IncidentFacts incident) =>
        new Question(rulebook, rule, profile, incident).Day;

    /// <summary>Whether a clock of the rule could run for such an entity at all, whatever is recorded and decided of an incident.</summary>
    public static bool MayRunFor(Rulebook rulebook, Obligation rule, ReporterProfile profile) =>
        rulebook.Overlays.Where(o => o.Country == profile.Country && o.Rule.Id == rule.Id)
            .Select(o => o.Rule)
            .Prepend(rule)
            .Any(r => r.MayRunLive && Of([.. Entity(new(rulebook, r, profile, IncidentFacts.None))]) is not DutyVerdict.RuledOut);

    private static DutyFinding Judge(Question question)
    {
        var reach = Reach(question).ToList();
        var all = Law(question).Concat(reach).ToList();
        var verdict = Of(all);
        return new(
            question.Rule,
            verdict,
            Of(reach),
            [.. all.Where(r => r.Says == verdict)],
            verdict is DutyVerdict.Applies && question.Rule.MayRunLive,
            DutyClock.Compute(question.Rule, question.Facts));
    }

    private static DutyVerdict Of(IReadOnlyList<DutyReason> reasons) =>
        reasons.Any(r => r.Says is DutyVerdict.RuledOut) ? DutyVerdict.RuledOut
        : reasons.Any(r => r.Says is DutyVerdict.NotKnown) ? DutyVerdict.NotKnown
        : DutyVerdict.Applies;

    // Is it law, and was it on the day of the trigger.
    private static IEnumerable<DutyReason> Law(Question q)
    {
        if (q.Rule.Status is ObligationStatus.Proposed)
        {
            yield return q.Says(DutyVerdict.RuledOut, "status", "It is proposed, and not law.");
            yield break;
        }

        if (q.Day is not { } day)
        {
            yield return q.Rule.Status is ObligationStatus.Historical
                ? q.Says(DutyVerdict.RuledOut, "effective", $"It covers {Span(q.Rule)}, and no fact tells of such a day.")
                : q.Says(DutyVerdict.NotKnown, "effective", "No fact tells on which day the law must be looked at.");
        }
        else if (!q.Rule.Covers(day))
        {
            yield return q.Says(DutyVerdict.RuledOut, "effective", $"It covers {Span(q.Rule)}, and the day is {day:uuuu-MM-dd}.");
        }
        else
        {
            yield return q.Says(DutyVerdict.Applies, "effective", $"It covers {Span(q.Rule)}, and so {day:uuuu-MM-dd}.");
        }

        if (!q.Rule.Verified)
        {
            yield return q.Says(DutyVerdict.Applies, "not_verified", "Nobody has found duty and period written: its clock does not run.");
        }
    }

    // Whom and what it reaches.
    private static IEnumerable<DutyReason> Reach(Question q) =>
        [.. Entity(q), .. Start(q), .. Conditions(q), .. Replaced(q)];

    // What the profile decides alone.
    private static IEnumerable<DutyReason> Entity(Question q) => [Jurisdiction(q), Kind(q), Sector(q), .. Yields(q)];

    private static DutyReason Jurisdiction(Question q) => q.Profile.Jurisdictions switch
    {
        { Count: 0 } => q.Says(DutyVerdict.NotKnown, "jurisdiction", "Nobody stated whose law the entity is under."),
        var sides when sides.Contains(q.Rule.Jurisdiction) => q.Says(DutyVerdict.Applies, "jurisdiction", $"The entity is under the law of {q.Rule.Jurisdiction}."),
        _ => q.Says(DutyVerdict.RuledOut, "jurisdiction", $"The entity is not under the law of {q.Rule.Jurisdiction}."),
    };

    private static DutyReason Kind(Question q)
    {
        if (q.Rule.EntityKinds.FirstOrDefault(k => k is "any_entity" or "any_person" || q.Profile.EntityKinds.Contains(k)) is { } kind)
        {
            return q.Says(DutyVerdict.Applies, "entity_kind", $"It binds {kind}.");
        }

        var kinds = string.Join(", ", q.Rule.EntityKinds);
        if (q.Profile.EntityKinds.Count == 0)
        {
            return q.Says(DutyVerdict.NotKnown, "entity_kind", $"It binds {kinds}; nobody stated what the entity is.");
        }

        var hint = q.Rulebook.KindHints.FirstOrDefault(h =>
            h.EntityKinds.Intersect(q.Rule.EntityKinds, StringComparer.Ordinal).Any()
            && Covers(q, h.Sectors) is true
            && !(q.Profile.Size < h.SizeFrom));
        return hint is null
            ? q.Says(DutyVerdict.RuledOut, "entity_kind", $"It binds {kinds}, and the entity is none of these.")
            : new("entity_kind", DutyVerdict.NotKnown, $"By sector and size the entity may be one of {string.Join(", ", hint.EntityKinds)}: somebody must state it.", hint.Source);
    }

    private static DutyReason Sector(Question q)
    {
        if (q.Rule.Sectors.Any(s => s is "any" or "all"))
        {
            return q.Says(DutyVerdict.Applies, "sector", "It binds every sector.");
        }

        var sectors = string.Join(", ", q.Rule.Sectors);
        return Covers(q, q.Rule.Sectors) switch
        {
            true => q.Says(DutyVerdict.Applies, "sector", $"A sector of the entity is one of {sectors}."),
            _ when q.Rule.Sectors.Any(s => q.Rulebook.Sector(s) is { Covers.Count: 0 }) =>
                q.Says(DutyVerdict.Applies, "sector", $"For {sectors} the kind of entity decides."),
            null => q.Says(DutyVerdict.NotKnown, "sector", $"It binds {sectors}; the stated sectors do not tell whether the entity's is one of these."),
            false => q.Says(DutyVerdict.RuledOut, "sector", $"It binds {sectors}, and no sector of the entity is one of these."),
        };
    }

    // What is stated may be a word of a law too, or stand above what is asked: it tells only if all that it stands for is asked, or nothing is.
    private static bool? Covers(Question q, IReadOnlyList<string> words)
    {
        if (q.Profile.Sectors.Count == 0)
        {
            return null;
        }

        if (words.Any(q.Profile.Sectors.Contains))
        {
            return true;
        }

        var asked = words.Select(q.Rulebook.Sector).OfType<SectorWord>().SelectMany(w => w.Covers).ToList();
        var stated = q.Profile.Sectors.Select(held => q.Rulebook.Sector(held)?.Covers ?? [held]).Where(meant => meant.Count > 0).ToList();
        return stated.Any(meant => meant.All(held => asked.Any(a => Sectors.Covers(a, held)))) ? true
            : stated.Any(meant => meant.Any(held => asked.Any(a => Sectors.Covers(a, held) || Sectors.Covers(held, a)))) ? null
            : false;
    }

    private static IEnumerable<DutyReason> Yields(Question q) => q.Rule.YieldsTo.Where(y => q.Profile.EntityKinds.Contains(y.EntityKind))
        .Select(y => new DutyReason("other_law", DutyVerdict.RuledOut, $"For {y.EntityKind} another law speaks in its place.", y.Source));

    private static IEnumerable<DutyReason> Start(Question q)
    {
        if (q.Rule.EntityStart is not { } start)
        {
            yield break;
        }

        if (q.LocalDate(q.Profile.Since.GetValueOrDefault(start.Fact)) is not { } since || q.Day is not { } day)
        {
            yield return new("entity_start", DutyVerdict.NotKnown, $"It binds the entity {start.Delay} after {start.Fact}, which nobody stated.", start.Source);
            yield break;
        }

        var first = start.Delay.Unit is PeriodUnit.Months ? since.PlusMonths(start.Delay.Count) : since.PlusDays(start.Delay.Count);
        yield return day < first
            ? new("entity_start", DutyVerdict.RuledOut, $"It binds the entity from {first:uuuu-MM-dd}.", start.Source)
            : new("entity_start", DutyVerdict.Applies, $"It has bound the entity since {first:uuuu-MM-dd}.", start.Source);
    }

    private static IEnumerable<DutyReason> Conditions(Question q)
    {
        foreach (var condition in q.Conditions(q.Rule.Requires))
        {
            yield return q.Decided(condition) switch
            {
                true => new("condition", DutyVerdict.Applies, $"{condition.Ask} Decided: yes.", condition.Source),
                false => new("condition", DutyVerdict.RuledOut, $"{condition.Ask} Decided: no.", condition.Source),
                null => new("condition", DutyVerdict.NotKnown, $"{condition.Ask} Nobody decided.", condition.Source),
            };
        }

        foreach (var condition in q.Conditions(q.Rule.Unless))
        {
            yield return q.Decided(condition) switch
            {
                true => new("exemption", DutyVerdict.RuledOut, $"{condition.Ask} Decided: yes.", condition.Source),
                false => new("exemption", DutyVerdict.Applies, $"{condition.Ask} Decided: no.", condition.Source),
                null => new("exemption", DutyVerdict.NotKnown, $"{condition.Ask} Nobody decided.", condition.Source),
            };
        }

        if (q.Conditions(q.Rule.RequiresAny) is { Count: > 0 } any)
        {
            var verdict = any.Any(c => q.Decided(c) is true) ? DutyVerdict.Applies : any.All(c => q.Decided(c) is false) ? DutyVerdict.RuledOut : DutyVerdict.NotKnown;
            yield return new("condition", verdict, $"One of: {string.Join(' ', any.Select(c => c.Ask))}", string.Join("; ", any.Select(c => c.Source)));
        }
    }

    private static IEnumerable<DutyReason> Replaced(Question q)
    {
        foreach (var other in q.Rule.ReplacedBy.Select(q.Rulebook.Find).OfType<Obligation>())
        {
            var finding = Judge(q.Rulebook, other, q.Profile, q.Incident);
            if (finding.Verdict is not DutyVerdict.RuledOut)
            {
                var verdict = finding.Verdict is DutyVerdict.Applies ? DutyVerdict.RuledOut : DutyVerdict.NotKnown;
                var text = finding.Verdict is DutyVerdict.Applies ? $"{other.Id} takes its place." : $"{other.Id} may take its place.";
                yield return new("replaced", verdict, text, other.Source);
            }
        }
    }

    private static string Span(Obligation rule) => (rule.EffectiveFrom, rule.EffectiveTo) switch
    {
        ({ } from, { } to) => $"{from:uuuu-MM-dd} to {to:uuuu-MM-dd}",
        ({ } from, null) => $"days from {from:uuuu-MM-dd}",
        _ => "no day that is known",
    };

    /// <summary>One rule, asked of one entity and one incident.</summary>
    private sealed class Question
    {
        // In the order in which they are nearest to the trigger of a stage that has not been reached.
        private static readonly Trigger[] Stand =
            [Trigger.Awareness, Trigger.Classification, Trigger.IncidentOccurrence, Trigger.Request, Trigger.PlannedChange, Trigger.AssetIntroduction, Trigger.QuarterEnd];

        private readonly FactReading _read;

        public Question(Rulebook rulebook, Obligation rule, ReporterProfile profile, IncidentFacts incident)
        {
            (Rulebook, Rule, Profile, Incident) = (rulebook, rule, profile, incident);
            Facts = rule.FactsFor(rulebook, profile, incident);
            _read = new(rule, Facts);
            Day = _read.Day(rule.Trigger.FactKey())
                ?? Stand.Select(t => LocalDate(incident.Times.GetValueOrDefault(t.FactKey()))).FirstOrDefault(d => d is not null);
        }

        public Rulebook Rulebook { get; }

        public Obligation Rule { get; }

        public ReporterProfile Profile { get; }

        public IncidentFacts Incident { get; }

        public ClockFacts Facts { get; }

        /// <summary>The local date of the trigger; while that is not known, of what is known of the incident.</summary>
        public LocalDate? Day { get; }

        public LocalDate? LocalDate(FactTime? time) => time is null ? null : _read.DayOf(time);

        public bool? Decided(Condition condition) => Incident.Decisions.TryGetValue(condition.Id, out var decided) ? decided : null;

        public IReadOnlyList<Condition> Conditions(IReadOnlyList<string> ids) => [.. ids.Select(Rulebook.Condition)];

        public DutyReason Says(DutyVerdict verdict, string code, string text) => new(code, verdict, text, Rule.Source);
    }
}
