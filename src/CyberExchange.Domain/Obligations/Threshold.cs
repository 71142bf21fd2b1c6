using System.Globalization;
using NodaTime;

namespace CyberExchange.Domain.Obligations;

/// <summary>One test of a law for how grave an incident is, as questions that a person answers.</summary>
public sealed record Threshold
{
    public required string Id { get; init; }

    public required string RegimeId { get; init; }

    /// <summary>Whom it concerns, in words.</summary>
    public required string AppliesTo { get; init; }

    /// <summary>What the law says, in words.</summary>
    public required string Rule { get; init; }

    public required ThresholdRole Role { get; init; }

    /// <summary>Thresholds of one criterion count once where criteria are counted.</summary>
    public string? Criterion { get; init; }

    /// <summary>The figures of the law by name. Shares are fractions of one.</summary>
    public required IReadOnlyDictionary<string, string> Params { get; init; }

    public required IReadOnlyList<ThresholdQuestion> Questions { get; init; }

    /// <summary>It is met where all tests of one of these hold.</summary>
    public required IReadOnlyList<IReadOnlyList<ThresholdTest>> MetIfAny { get; init; }

    public LocalDate? EffectiveFrom { get; init; }

    public LocalDate? EffectiveTo { get; init; }

    public required string Source { get; init; }

    public required bool Verified { get; init; }

    public string? VerifiedAt { get; init; }

    public string? Note { get; init; }
}

/// <summary>What it means that a threshold is met.</summary>
public enum ThresholdRole
{
    /// <summary>It speaks for a duty.</summary>
    Opens,

    /// <summary>It speaks against one.</summary>
    Exempts,

    /// <summary>It asks nothing, and says how to read the others.</summary>
    Guidance,
}

/// <summary>What a question is answered with.</summary>
public enum AnswerKind
{
    YesNo,
    Count,

    /// <summary>A fraction of one.</summary>
    Share,
    Eur,
    Minutes,
    Hours,
}

/// <summary>One question of a threshold.</summary>
public sealed record ThresholdQuestion(string Id, string Ask, AnswerKind Answer);

/// <summary>One test within a threshold.</summary>
public abstract record ThresholdTest
{
    private ThresholdTest()
    {
    }

    /// <summary>The answer is yes, or is no.</summary>
    public sealed record Is(string Question, bool Value) : ThresholdTest;

    /// <summary>The answer is above a figure, or, with <paramref name="OrEqual"/>, not below it.</summary>
    public sealed record Above(string Question, string Param, decimal Figure, bool OrEqual) : ThresholdTest;

    /// <summary>Another threshold is met.</summary>
    public sealed record Met(string Threshold) : ThresholdTest;

    /// <summary>Thresholds of so many different criteria of the regime are met.</summary>
    public sealed record Criteria(string Param, int AtLeast) : ThresholdTest;
}

/// <summary>An answer that a person gave: a yes, a no, or a number in the question's unit.</summary>
public readonly record struct ThresholdAnswer(bool? Yes, decimal? Number)
{
    public static ThresholdAnswer Of(bool yes) => new(yes, null);

    public static ThresholdAnswer Of(decimal number) => new(null, number);

    /// <summary>The answer of a text: <c>yes</c> or <c>no</c>, or a number such as <c>0.05</c>; null where it is none to such a question.</summary>
    public static ThresholdAnswer? Read(AnswerKind kind, string text) => (kind, text) switch
    {
        (AnswerKind.YesNo, "yes") => Of(true),
        (AnswerKind.YesNo, "no") => Of(false),
        (AnswerKind.YesNo, _) => null,
        _ when decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => Of(number),
        _ => null,
    };
}

/// <summary>What answers say of one threshold. It is an aid to a decision, and none.</summary>
/// <param name="Open">Questions without an answer that could still change the verdict.</param>
public sealed record ThresholdFinding(Threshold Threshold, ThresholdVerdict Verdict, IReadOnlyList<ThresholdQuestion> Open);

/// <summary>Whether a threshold is met.</summary>
public enum ThresholdVerdict
{
    Met,
    NotMet,
    NotAnswered,
}

/// <summary>The significance assistant: which questions a condition asks, and what the answers come to. It never concludes.</summary>
public static class SignificanceAssistant
{
    /// <summary>The thresholds that bear on a condition for a trigger of that local date, in the document's order.</summary>
    public static IReadOnlyList<Threshold> For(Rulebook rulebook, Condition condition, LocalDate triggerDay) =>
        [.. rulebook.Thresholds.Where(t => condition.Thresholds.Contains(t.Id, StringComparer.Ordinal) && !(triggerDay < t.EffectiveFrom) && !(triggerDay > t.EffectiveTo))];

    /// <summary>What the answers come to.</summary>
    /// <param name="answers">By threshold and question.</param>
    public static ThresholdFinding Evaluate(Rulebook rulebook, Threshold threshold, IReadOnlyDictionary<(string Threshold, string Question), ThresholdAnswer> answers)
    {
        var verdict = Any(threshold.MetIfAny.Select(all => All(all.Select(test => Holds(rulebook, threshold, test, answers)))));
        var open = verdict is null ? threshold.Questions.Where(q => !answers.ContainsKey((threshold.Id, q.Id))).ToList() : [];
        return new(threshold, verdict switch { true => ThresholdVerdict.Met, false => ThresholdVerdict.NotMet, null => ThresholdVerdict.NotAnswered }, open);
    }

    private static bool? Holds(
        Rulebook rulebook, Threshold threshold, ThresholdTest test, IReadOnlyDictionary<(string Threshold, string Question), ThresholdAnswer> answers)
    {
        switch (test)
        {
            case ThresholdTest.Is(var question, var value):
                return answers.TryGetValue((threshold.Id, question), out var said) && said.Yes is { } yes ? yes == value : null;
            case ThresholdTest.Above(var question, _, var figure, var orEqual):
                return answers.TryGetValue((threshold.Id, question), out var stated) && stated.Number is { } number
                    ? number > figure || (orEqual && number == figure)
                    : null;
            case ThresholdTest.Met(var other):
                return AsTruth(Evaluate(rulebook, rulebook.Thresholds.Single(t => t.Id == other), answers).Verdict);
            case ThresholdTest.Criteria(_, var atLeast):
                var criteria = rulebook.Thresholds.Where(t => t.RegimeId == threshold.RegimeId && t.Criterion is not null)
                    .GroupBy(t => t.Criterion, StringComparer.Ordinal)
                    .Select(g => Any(g.Select(t => AsTruth(Evaluate(rulebook, t, answers).Verdict))))
                    .ToList();
                return criteria.Count(c => c is true) >= atLeast ? true : criteria.Count(c => c is not false) < atLeast ? false : null;
            default:
                throw new System.Diagnostics.UnreachableException(test.GetType().Name);
        }
    }

    // Three-valued: an answer that is absent decides nothing, and hides nothing that is decided.
    private static bool? Any(IEnumerable<bool?> values)
    {
        bool? result = false;
        foreach (var value in values)
        {
            result = result is true || value is true ? true : result is null || value is null ? null : false;
        }

        return result;
    }

    private static bool? All(IEnumerable<bool?> values)
    {
        bool? result = true;
        foreach (var value in values)
        {
            result = result is false || value is false ? false : result is null || value is null ? null : true;
        }

        return result;
    }

    private static bool? AsTruth(ThresholdVerdict verdict) => verdict switch
    {
        ThresholdVerdict.Met => true,
        ThresholdVerdict.NotMet => false,
        ThresholdVerdict.NotAnswered => null,
    };
}
