using System.CommandLine;
using System.Globalization;
using CyberExchange.Contracts.Duties;

namespace CyberExchange.Cli.Duties;

/// <summary>Shows the duty file of an incident.</summary>
public sealed class ShowDutyFile : CyxCommand
{
    private static readonly string[] FactHeadings = ["ENTRY", "FACT", "AT", "ZONE", "STANDS", "EVIDENCE"];
    private static readonly string[] ConditionHeadings = ["DECIDED", "CONDITION", "QUESTION", "CITATION"];
    private static readonly string[] ThresholdHeadings = ["ANSWERS", "CONDITION", "THRESHOLD", "SAYS", "IN FORCE", "OPEN QUESTIONS", "CITATION"];
    private static readonly string[] SubmissionHeadings = [.. DutyText.SubmissionHeadings, "CORRECTS", "WHY"];
    private static readonly string[] DutyHeadings = ["VERDICT", "STATE", .. DutyText.ClockHeadings, "OBLIGATION", "TITLE", "WHY", "CITATION"];

    private readonly Argument<Guid> _incident = DutyPaths.Incident();

    public ShowDutyFile(CyxContext context)
        : base(context, "file", "Show the duty file of an incident of yours: facts, what the answers to the thresholds come to, what was submitted and what authorities said of it, and every duty with the reason why it applies or not.",
            ["cyx --as grid-jp duty file 019a0000-0000-7000-8000-000000000001"]) => Add(_incident);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var file = await session.Exchange.GetAsync<DutyFileDocument>(DutyPaths.Of(session.Value(_incident)), ct);
        if (session.Output.Json)
        {
            session.Output.JsonLine(file);
            return ExitCode.Done;
        }

        session.Output.Many(file.Facts, FactHeadings, fact => [Query.Number(fact.Entry), fact.Fact, fact.At, fact.Zone ?? "", fact.Stands ? "yes" : "no", fact.Evidence ?? ""]);
        session.Output.Many(file.Conditions, ConditionHeadings, c => [c.Holds switch { true => "yes", false => "no", null => "" }, c.Id, c.Ask, c.Source]);
        session.Output.Many(
            [.. from condition in file.Conditions from threshold in condition.Thresholds where threshold.InForce is not false select (condition, threshold)],
            ThresholdHeadings,
            both => Cells(both.condition, both.threshold));
        session.Output.Many(file.Submissions, SubmissionHeadings, one => [.. DutyText.Cells(one), one.Corrects?.ToString() ?? "", one.Reason ?? ""]);
        session.Output.Many(file.Duties, DutyHeadings, duty =>
        [
            duty.Verdict, duty.State ?? "", .. duty.State is null ? DutyText.NoClock : DutyText.Clock(duty), duty.Obligation, duty.Title,
            string.Join(' ', duty.Reasons.Select(r => r.Sentence)), string.Join("; ", duty.Reasons.Select(r => r.Citation)),
        ]);
        session.Output.Note($"rulebook {file.Rulebook.Id}; {file.Disclaimer}");
        return ExitCode.Done;
    }

    // What the answers come to, and never what follows from it.
    private static IReadOnlyList<string> Cells(ConditionDocument condition, ThresholdDocument threshold) =>
    [
        threshold.Verdict ?? threshold.Role, condition.Id, threshold.Id, threshold.Rule,
        Span(threshold),
        string.Join(' ', threshold.Questions.Where(q => threshold.Open.Contains(q.Id, StringComparer.Ordinal)).Select(q => $"{q.Id}: {q.Ask}")),
        threshold.Source,
    ];

    private static string Span(ThresholdDocument threshold) => string.Join(' ', new[] { Day("from", threshold.EffectiveFrom), Day("to", threshold.EffectiveTo) }.OfType<string>());

    private static string? Day(string word, DateOnly? day) => day is { } known ? string.Create(CultureInfo.InvariantCulture, $"{word} {known:yyyy-MM-dd}") : null;
}
