using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using CyberExchange.Domain.Obligations;

namespace CyberExchange.Cli.Duties;

/// <summary>One rule in a list.</summary>
/// <param name="Period">Such as <c>PT72H</c>, with its upper end or cap; null where the law names none.</param>
public sealed record RuleLine(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("law")] string Law,
    [property: JsonPropertyName("stage")] string Stage,
    [property: JsonPropertyName("period")] string? Period,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("verified")] bool Verified,
    [property: JsonPropertyName("runs_live")] bool RunsLive,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("rulebook")] string Rulebook,
    [property: JsonPropertyName("iana")] string Iana)
{
    public static RuleLine Of(Obligation rule, Rulebook rulebook) => new(
        rule.Id,
        rule.Instrument,
        rule.Stage,
        rule.Deadline is null ? null : rule.Deadline + (rule.DeadlineMax is { } max ? $" to {max}" : "") + (rule.Cap is { } cap ? $", at most {cap.Deadline} from {DutyWords.Triggers.Text(cap.Trigger)}" : ""),
        DutyWords.Statuses.Text(rule.Status),
        rule.Verified,
        rule.MayRunLive,
        rule.Source,
        rulebook.Version.Id,
        Zones.DatabaseVersion);
}

/// <summary>Lists the rules of a rulebook.</summary>
public sealed class ListDutyRules : CyxCommand
{
    private static readonly string[] Headings = ["ID", "LAW", "STAGE", "PERIOD", "STATUS", "VERIFIED", "SOURCE"];

    private readonly Option<string> _rulebook = RulebookFile.Option();

    public ListDutyRules(CyxContext context)
        : base(context, "rules", "List the duties of the rulebook, with period, state, and whether they were found written.",
            ["cyx duty rules", "cyx duty rules --json --rulebook new.json"]) => Add(_rulebook);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var rulebook = await RulebookFile.ReadAsync(session, session.Value(_rulebook)!, ct);
        RulebookFile.Note(session, rulebook);
        session.Output.Many([.. rulebook.Obligations.Select(o => RuleLine.Of(o, rulebook))], Headings, Cells);
        return ExitCode.Done;
    }

    private static IReadOnlyList<string> Cells(RuleLine line) =>
        [line.Id, line.Law, line.Stage, line.Period ?? "promptly", line.Status, line.Verified ? "yes" : "no", line.Source];
}

/// <summary>Shows one rule whole.</summary>
public sealed class ShowDutyRule : CyxCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "The rule, as cyx duty rules lists it." };
    private readonly Option<string> _rulebook = RulebookFile.Option();

    public ShowDutyRule(CyxContext context)
        : base(context, "rule", "Show one duty: whom it binds, what starts its clock, where it is written, and what is doubtful about it.",
            ["cyx duty rule nis2-final", "cyx duty rule dora-initial --json"])
    {
        Add(_id);
        Add(_rulebook);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var rulebook = await RulebookFile.ReadAsync(session, session.Value(_rulebook)!, ct);
        var id = session.Value(_id);
        var rule = rulebook.Find(id) ?? throw new CyxFailure(ExitCode.NotFound, $"rulebook {rulebook.Version.Id} has no obligation '{id}'; cyx duty rules lists them");

        // As the document has it, so that what is shown is what was read.
        using var document = JsonDocument.Parse(rulebook.Document);
        var entry = document.RootElement.GetProperty("obligations").EnumerateArray().Single(o => o.GetProperty("id").GetString() == id);
        session.Output.One(entry, _ => Fields(rule, rulebook));
        return ExitCode.Done;
    }

    private static IEnumerable<(string Label, string? Value)> Fields(Obligation rule, Rulebook rulebook) =>
    [
        ("id", rule.Id),
        ("title", rule.Title),
        ("law", rule.Instrument),
        ("source", rule.Source),
        ("status", $"{DutyWords.Statuses.Text(rule.Status)}{(rule.EffectiveFrom is { } from ? $", from {from:uuuu-MM-dd}" : "")}{(rule.EffectiveTo is { } to ? $" to {to:uuuu-MM-dd}" : "")}"),
        ("verified", rule.Verified ? $"yes: {rule.VerifiedAt}" : "no: its clock never runs live"),
        ("binds", string.Join(", ", rule.EntityKinds)),
        ("sectors", string.Join(", ", rule.Sectors)),
        ("if", string.Join('\n', Asks(rule, rulebook))),
        ("replaced by", string.Join(", ", rule.ReplacedBy)),
        ("starts with", DutyWords.Triggers.Text(rule.Trigger) + (rule.TriggerStage is { } stage ? $" ({string.Join(" or ", [stage, .. rule.TriggerStageAlternatives])})" : "")),
        ("period", RuleLine.Of(rule, rulebook).Period ?? "promptly: the law names no number"),
        ("counted in", DutyWords.Clocks.Text(rule.Clock) + (rule.FirstDay is { } first ? $", first day {DutyWords.FirstDays.Text(first)}" : "")),
        ("kind", DutyWords.DeadlineKinds.Text(rule.DeadlineKind)),
        ("roll", $"{DutyWords.RollRules.Text(rule.RollRule)}: {rulebook.RollRules.FirstOrDefault(r => r.Id == rule.RollRule)?.Rule}"),
        ("goes to", string.Join('\n', rule.Recipients)),
        ("says", string.Join('\n', rule.RequiredContent)),
        ("note", rule.Note),
        ("rulebook", $"{rulebook.Version.Id}, IANA time zones {Zones.DatabaseVersion}"),
    ];

    private static IEnumerable<string> Asks(Obligation rule, Rulebook rulebook)
    {
        var asks = rulebook.Conditions.ToDictionary(c => c.Id, c => c.Ask, StringComparer.Ordinal);
        foreach (var id in rule.Requires)
        {
            yield return $"{id}: {asks[id]}";
        }

        if (rule.RequiresAny.Count > 0)
        {
            yield return "one of " + string.Join("; ", rule.RequiresAny.Select(id => $"{id}: {asks[id]}"));
        }

        foreach (var id in rule.Unless)
        {
            yield return $"not {id}: {asks[id]}";
        }
    }
}
