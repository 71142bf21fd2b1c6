using System.Globalization;
using System.Text.Json;

namespace CyberExchange.Domain.Obligations;

/// <summary>Reads one threshold.</summary>
internal static class ThresholdReader
{
    public static Threshold Read(RuleDocument document)
    {
        var figures = Params(document);
        var questions = document.Objects("questions").Select(Question).ToList();
        var threshold = new Threshold
        {
            Id = document.Text("id"),
            RegimeId = document.Text("regime_id"),
            AppliesTo = document.Text("applies_to"),
            Rule = document.Text("rule"),
            Role = document.OptionalWord("role", DutyWords.ThresholdRoles) ?? ThresholdRole.Opens,
            Criterion = document.OptionalText("criterion"),
            Params = figures,
            Questions = questions,
            MetIfAny = [.. document.Objects("met_if_any").Select(any => All(any, questions, figures))],
            EffectiveFrom = document.OptionalDate("effective_from"),
            EffectiveTo = document.OptionalDate("effective_to"),
            Source = document.Text("source"),
            Verified = document.NeededFlag("verified"),
            VerifiedAt = document.OptionalText("verified_at"),
            Note = document.OptionalText("note"),
        };
        document.RefuseTheRest();
        if ((threshold.Role is ThresholdRole.Guidance) != (threshold.MetIfAny.Count == 0))
        {
            document.Fault("met_if_any", "A threshold has tests; guidance has none.");
        }

        if (threshold.EffectiveTo < threshold.EffectiveFrom)
        {
            document.Fault("effective_to", "This is before effective_from.");
        }

        return threshold;
    }

    private static Dictionary<string, string> Params(RuleDocument document)
    {
        var figures = new Dictionary<string, string>(StringComparer.Ordinal);
        if (document.Member("params") is not { } member)
        {
            return figures;
        }

        if (member.ValueKind is not JsonValueKind.Object || member.EnumerateObject().Any(p => p.Value.ValueKind is not JsonValueKind.String))
        {
            document.Fault("params", "An object of texts belongs here: figures are written as texts, so that none loses a digit.");
            return figures;
        }

        foreach (var figure in member.EnumerateObject())
        {
            figures[figure.Name] = figure.Value.GetString()!;
        }

        return figures;
    }

    private static ThresholdQuestion Question(RuleDocument document)
    {
        var question = new ThresholdQuestion(document.Text("id"), document.Text("ask"), document.Word("answer", DutyWords.AnswerKinds));
        document.RefuseTheRest();
        return question;
    }

    private static IReadOnlyList<ThresholdTest> All(RuleDocument document, List<ThresholdQuestion> questions, Dictionary<string, string> figures)
    {
        var tests = document.Objects("all").Select(test => Test(test, questions, figures)).OfType<ThresholdTest>().ToList();
        document.RefuseTheRest();
        if (tests.Count == 0)
        {
            document.Fault("all", "At least one test belongs here.");
        }

        return tests;
    }

    private static ThresholdTest? Test(RuleDocument document, List<ThresholdQuestion> questions, Dictionary<string, string> figures)
    {
        var test = (document.Member("question"), document.Member("threshold"), document.Member("criteria_at_least")) switch
        {
            (not null, null, null) => OfAnswer(document, questions, figures),
            (null, not null, null) => new ThresholdTest.Met(document.Text("threshold")),
            (null, null, not null) => new ThresholdTest.Criteria(document.Text("criteria_at_least"), (int)(Figure(document, "criteria_at_least", figures) ?? 1)),
            _ => Neither(document),
        };
        document.RefuseTheRest();
        return test;
    }

    private static ThresholdTest? OfAnswer(RuleDocument document, List<ThresholdQuestion> questions, Dictionary<string, string> figures)
    {
        var id = document.Text("question");
        if (questions.Find(q => q.Id == id) is not { } question)
        {
            document.Fault("question", $"This threshold has no question '{id}'.");
            return null;
        }

        if (question.Answer is AnswerKind.YesNo)
        {
            return new ThresholdTest.Is(id, document.NeededFlag("is"));
        }

        var orEqual = document.Member("over") is null;
        var param = orEqual ? "at_least" : "over";
        return Figure(document, param, figures) is { } figure ? new ThresholdTest.Above(id, document.Text(param), figure, orEqual) : null;
    }

    private static decimal? Figure(RuleDocument document, string name, Dictionary<string, string> figures)
    {
        var param = document.Text(name);
        if (figures.TryGetValue(param, out var text) && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var figure))
        {
            return figure;
        }

        if (param.Length > 0)
        {
            document.Fault(name, $"params has no figure '{param}'.");
        }

        return null;
    }

    private static ThresholdTest? Neither(RuleDocument document)
    {
        document.Fault("question", "A test names one question, one threshold, or a number of criteria.");
        return null;
    }
}
