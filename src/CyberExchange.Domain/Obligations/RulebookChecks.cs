using NodaTime;

namespace CyberExchange.Domain.Obligations;

/// <summary>What the parts of a rulebook must have in common with each other: ids that are there once, and references that lead somewhere.</summary>
internal static class RulebookChecks
{
    private static readonly string[] EverySector = ["any", "all"];

    public static void Across(Rulebook rulebook, List<RulebookFault> faults)
    {
        var rules = Ids("obligations", "id", rulebook.Obligations.Select(o => o.Id), faults);
        var conditions = Ids("conditions", "id", rulebook.Conditions.Select(c => c.Id), faults);
        var thresholds = Ids("thresholds", "id", rulebook.Thresholds.Select(t => t.Id), faults);
        var sectors = Ids("sector_words", "word", rulebook.SectorWords.Select(s => s.Word), faults);
        var rollRules = Ids("roll_rules", "id", rulebook.RollRules.Select(r => DutyWords.RollRules.Text(r.Id)), faults);
        Ids("overlays", "id", rulebook.Overlays.Select(o => o.Id), faults);
        Ids("calendars", "id", rulebook.Calendars.Select(c => c.Id), faults);
        Ids("kind_hints", "source", rulebook.KindHints.Select(h => h.Source), faults);
        Ids("calendars", "country", rulebook.Calendars.Select(c => c.Country), faults);

        // One step only: a rule that takes another's place has its own.
        var final = rulebook.Obligations.Where(o => o.ReplacedBy.Count == 0).Select(o => o.Id).ToHashSet(StringComparer.Ordinal);

        // The tests of what is named must ask for no further threshold, or an evaluation could go round.
        var simple = rulebook.Thresholds.Where(t => t.MetIfAny.All(all => all.All(IsOfAnswers))).Select(t => t.Id).ToHashSet(StringComparer.Ordinal);

        var references = new References(faults);
        foreach (var (rule, at) in Rules(rulebook))
        {
            references.Lead($"{at}/trigger_stage", rule.TriggerStage is { } stage ? [stage] : [], rules, "obligation", isArray: false);
            references.Lead($"{at}/trigger_stage_alternatives", rule.TriggerStageAlternatives, rules, "obligation");
            references.Lead($"{at}/roll_rule", [DutyWords.RollRules.Text(rule.RollRule)], rollRules, "roll rule", isArray: false);
            references.Lead($"{at}/applies_to/sectors", rule.Sectors, [.. sectors, .. EverySector], "sector word");
            references.Lead($"{at}/applies_to/requires", rule.Requires, conditions, "condition");
            references.Lead($"{at}/applies_to/requires_any", rule.RequiresAny, conditions, "condition");
            references.Lead($"{at}/applies_to/unless", rule.Unless, conditions, "condition");

            if (!IsOfItsDay(rule, rulebook.AsOf))
            {
                faults.Add(new($"{(rule.OverlayId is null ? at : at[..^"/changes".Length])}/status", $"The dates of the rule do not make it {DutyWords.Statuses.Text(rule.Status)} on {rulebook.AsOf:uuuu-MM-dd}."));
            }

            references.Lead($"{at}/applies_to/replaced_by", rule.ReplacedBy, final, "obligation that is not itself replaced");
        }

        for (var i = 0; i < rulebook.Conditions.Count; i++)
        {
            references.Lead($"/conditions/{i}/thresholds", rulebook.Conditions[i].Thresholds, thresholds, "threshold");
        }

        for (var i = 0; i < rulebook.Thresholds.Count; i++)
        {
            var named = rulebook.Thresholds[i].MetIfAny.SelectMany(all => all).OfType<ThresholdTest.Met>().Select(m => m.Threshold).ToList();
            references.Lead($"/thresholds/{i}/met_if_any", named, simple, "threshold that asks questions only", isArray: false);
            if (rulebook.Thresholds[i] is { Criterion: not null } counted && !counted.MetIfAny.All(all => all.All(IsOfAnswers)))
            {
                faults.Add(new($"/thresholds/{i}/criterion", "A threshold that counts as a criterion asks questions only."));
            }
        }

        for (var i = 0; i < rulebook.KindHints.Count; i++)
        {
            references.Lead($"/kind_hints/{i}/sectors", rulebook.KindHints[i].Sectors, sectors, "sector word");
        }
    }

    private static bool IsOfItsDay(Obligation rule, LocalDate asOf) => rule.Status switch
    {
        ObligationStatus.InForce => rule.Covers(asOf),
        ObligationStatus.Adopted => rule.EffectiveFrom > asOf,
        ObligationStatus.Historical => rule.EffectiveTo < asOf,
        ObligationStatus.Proposed => true,
    };

    private static bool IsOfAnswers(ThresholdTest test) => test is ThresholdTest.Is or ThresholdTest.Above;

    private static IEnumerable<(Obligation Rule, string Pointer)> Rules(Rulebook rulebook) =>
        rulebook.Obligations.Select((o, i) => (o, $"/obligations/{i}")).Concat(rulebook.Overlays.Select((o, i) => (o.Rule, $"/overlays/{i}/changes")));

    private static HashSet<string> Ids(string section, string member, IEnumerable<string> ids, List<RulebookFault> faults)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (id, i) in ids.Select((id, i) => (id, i)).Where(one => one.id.Length > 0))
        {
            if (!seen.TryAdd(id, i))
            {
                faults.Add(new($"/{section}/{i}/{member}", $"'{id}' stands at /{section}/{seen[id]} already."));
            }
        }

        return [.. seen.Keys];
    }

    /// <summary>Tells of names that lead nowhere.</summary>
    private sealed class References(List<RulebookFault> faults)
    {
        public void Lead(string pointer, IReadOnlyList<string> names, HashSet<string> known, string kind, bool isArray = true)
        {
            for (var i = 0; i < names.Count; i++)
            {
                if (names[i].Length > 0 && !known.Contains(names[i]))
                {
                    faults.Add(new(isArray ? $"{pointer}/{i}" : pointer, $"There is no {kind} '{names[i]}'."));
                }
            }
        }
    }
}
