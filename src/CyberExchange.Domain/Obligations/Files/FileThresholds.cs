using NodaTime;

namespace CyberExchange.Domain.Obligations.Files;

/// <summary>What the answers in a file come to, threshold by threshold: an aid to whoever decides. It concludes nothing.</summary>
public sealed class FileThresholds
{
    private readonly Rulebook _rulebook;
    private readonly Dictionary<(string Threshold, string Question), string> _given = [];
    private readonly Dictionary<(string Threshold, string Question), ThresholdAnswer> _answers = [];
    private readonly Dictionary<string, LocalDate> _days = new(StringComparer.Ordinal);

    /// <param name="file">Its answers count whichever decision they came with: of one question the last.</param>
    /// <param name="profile">The owner's; null where it stated none, and then nobody knows the days.</param>
    /// <param name="rulebook">Asks the questions. What it does not ask any more is left aside.</param>
    public FileThresholds(DutyFile file, StatedProfile? profile, Rulebook rulebook)
    {
        _rulebook = rulebook;
        foreach (var given in file.Decisions.SelectMany(d => d.Answers))
        {
            if (given.Threshold is { } threshold
                && rulebook.Thresholds.FirstOrDefault(t => t.Id == threshold)?.Questions.FirstOrDefault(q => q.Id == given.Question) is { } question
                && ThresholdAnswer.Read(question.Answer, given.Answer) is { } answer)
            {
                (_given[(threshold, question.Id)], _answers[(threshold, question.Id)]) = (given.Answer, answer);
            }
        }

        if (profile is not null)
        {
            var facts = new FileFacts(file, profile, rulebook);
            foreach (var rule in rulebook.Obligations)
            {
                if (facts.DayOf(rule) is { } day)
                {
                    _days[rule.Id] = day;
                }
            }
        }
    }

    /// <summary>Those that bear on a condition, in the rulebook's order, in force or not.</summary>
    public IReadOnlyList<FoundThreshold> Of(Condition condition)
    {
        var days = _rulebook.Obligations.Where(rule => HangsOn(rule, condition) && _days.ContainsKey(rule.Id)).Select(rule => _days[rule.Id]).Distinct().ToList();
        var inForce = days.SelectMany(day => SignificanceAssistant.For(_rulebook, condition, day)).Select(t => t.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. _rulebook.Thresholds.Where(t => condition.Thresholds.Contains(t.Id, StringComparer.Ordinal))
                .Select(t => new FoundThreshold(SignificanceAssistant.Evaluate(_rulebook, t, _answers), days.Count == 0 ? null : inForce.Contains(t.Id))),
        ];
    }

    /// <summary>The answer to a question as it was given last; null for none.</summary>
    public string? Given(Threshold threshold, ThresholdQuestion question) => _given.GetValueOrDefault((threshold.Id, question.Id));

    private static bool HangsOn(Obligation rule, Condition condition) =>
        rule.Requires.Concat(rule.RequiresAny).Concat(rule.Unless).Contains(condition.Id, StringComparer.Ordinal);
}

/// <summary>A threshold as the answers of a file leave it.</summary>
/// <param name="InForce">Whether it was in force on the day that counts for one of the duties that hang on the condition; null while no fact tells the day.</param>
public sealed record FoundThreshold(ThresholdFinding Finding, bool? InForce);
