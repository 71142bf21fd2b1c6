using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Obligations.Files;

/// <summary>A person decides, with answers and a reason, a question on which duties hang. The exchange asks, and never decides.</summary>
public sealed record DecideSignificance(
    IncidentId Incident, PartnerId Owner, MemberProfile By, string Condition, bool Holds, IReadOnlyList<AnsweredQuestion> Answers, string Reason, Rulebook Rulebook)
{
    public const int AnswersMax = 100;

    public Decision<DutyEvent> Decide(DutyFile? state) =>
        (FileRules.CheckOpen(state) ?? Check()) is { } refusal
            ? refusal
            : FileRules.Accept(state, Incident, Owner, new DutyEvent.DutySignificanceDecided(Condition, Holds, Answers, Reason, By.Id));

    private Refusal? Check()
    {
        if (By.Kind is not MemberKind.Person)
        {
            return new(RefusalCode.SecondMemberNeeded, "", "What the law means by an incident is decided by a person, not by a service.");
        }

        if (Rulebook.Conditions.FirstOrDefault(c => c.Id == Condition) is not { } condition)
        {
            return new(RefusalCode.UnknownTerm, "/condition", "The rulebook has no such condition.");
        }

        return Answers.Count > AnswersMax
            ? new(RefusalCode.Invalid, "/answers", $"At most {AnswersMax} answers are stored with a decision.")
            : FileRules.CheckText(Reason, "/reason", needed: true)
                ?? Answers.Select((answer, i) => Check(condition, answer, $"/answers/{i}")).FirstOrDefault(r => r is not null);
    }

    private Refusal? Check(Condition condition, AnsweredQuestion answer, string pointer)
    {
        if (answer.Threshold is null)
        {
            return FileRules.CheckText(answer.Question, $"{pointer}/question", needed: true) ?? FileRules.CheckText(answer.Answer, $"{pointer}/answer", needed: true);
        }

        if (!condition.Thresholds.Contains(answer.Threshold, StringComparer.Ordinal))
        {
            return new(RefusalCode.UnknownTerm, $"{pointer}/threshold", "No such threshold bears on this condition.");
        }

        var question = Rulebook.Thresholds.Single(t => t.Id == answer.Threshold).Questions.FirstOrDefault(q => q.Id == answer.Question);
        return question switch
        {
            null => new(RefusalCode.UnknownTerm, $"{pointer}/question", "The threshold asks no such question."),
            _ when ThresholdAnswer.Read(question.Answer, answer.Answer) is not null => null,
            { Answer: AnswerKind.YesNo } => new(RefusalCode.Invalid, $"{pointer}/answer", "The answer is yes or no."),
            _ => new(RefusalCode.Invalid, $"{pointer}/answer", "The answer is a number, such as 500000 or 0.05."),
        };
    }
}
