using System.CommandLine;
using System.Text.Json.Serialization;
using CyberExchange.Domain.Obligations;

namespace CyberExchange.Cli.Duties;

/// <summary>What is found of one duty.</summary>
/// <param name="Verdict"><c>applies</c>, <c>ruled_out</c> or <c>not_known</c>.</param>
/// <param name="IfLaw">The same, if the rule were law and found written.</param>
public sealed record FindingLine(
    [property: JsonPropertyName("obligation_id")] string ObligationId,
    [property: JsonPropertyName("overlay")] string? Overlay,
    [property: JsonPropertyName("verdict")] string Verdict,
    [property: JsonPropertyName("if_law")] string IfLaw,
    [property: JsonPropertyName("runs_live")] bool RunsLive,
    [property: JsonPropertyName("reasons")] IReadOnlyList<FindingReason> Reasons,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("outcome")] string Outcome,
    [property: JsonPropertyName("due"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Due,
    [property: JsonPropertyName("due_if_rolled"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? DueIfRolled,
    [property: JsonPropertyName("missing")] IReadOnlyList<string> Missing,
    [property: JsonPropertyName("rulebook")] string Rulebook)
{
    /// <summary>What is wrong with a fact that is there.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>With <c>roll_unknown</c>: until when it is lawful in any case; null where that is the target.</summary>
    [JsonPropertyName("lawful_until")]
    public string? LawfulUntil { get; init; }

    /// <summary>The upper end of a guideline's range.</summary>
    [JsonPropertyName("due_max")]
    public string? DueMax { get; init; }

    public static FindingLine Of(DutyFinding finding, Rulebook rulebook) => new(
        finding.Rule.Id,
        finding.Rule.OverlayId,
        DutyWords.Verdicts.Text(finding.Verdict),
        DutyWords.Verdicts.Text(finding.IfLaw),
        finding.RunsLive,
        [.. finding.Reasons.Select(r => new FindingReason(r.Code, r.Text, r.Citation))],
        finding.Rule.Source,
        DutyWords.Outcomes.Text(finding.Clock.Outcome),
        finding.Clock.Text(finding.Clock.Due),
        finding.Clock.Text(finding.Clock.DueIfRolled),
        finding.Clock.Missing,
        rulebook.Version.Id)
    {
        Reason = finding.Clock.Reason is { } reason ? DutyWords.Obstacles.Text(reason) : null,
        LawfulUntil = finding.Clock.Text(finding.Clock.LawfulUntil),
        DueMax = finding.Clock.Text(finding.Clock.DueMax),
    };
}

/// <summary>Why.</summary>
public sealed record FindingReason(
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("citation")] string Citation);

/// <summary>Tells which duties an incident opens for an entity, and which it does not, and why.</summary>
public sealed class ApplyDuties : CyxCommand
{
    private static readonly string[] Headings = ["OBLIGATION", "VERDICT", "DUE", "LATEST", "CLOCK", "WHY", "CITATION"];

    private readonly Argument<string> _file = new("FILE")
    {
        Description = "JSON with profile (entity_kinds, sectors, jurisdictions, size, country, zone) and incident (times, submissions, decisions); - for standard input.",
    };

    private readonly Option<string> _rulebook = RulebookFile.Option();

    public ApplyDuties(CyxContext context)
        : base(context, "applies", "Tell which duties apply to an entity and an incident, which are ruled out, and why. What nobody decided stays open.",
            ["cyx duty applies case.json", "cyx duty applies - --json"])
    {
        Add(_file);
        Add(_rulebook);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = session.Value(_file);
        var rulebook = await RulebookFile.ReadAsync(session, session.Value(_rulebook)!, ct);
        var faults = new List<RulebookFault>();
        if (DutyCaseReader.Read(await session.ReadFileAsync(path, ct), rulebook, faults) is not { } stated)
        {
            throw RulebookFile.Faulty(path, "profile and incident", faults);
        }

        RulebookFile.Note(session, rulebook);
        var findings = Applicability.Assess(rulebook, stated.Profile, stated.Incident).OrderBy(Rank).Select(f => FindingLine.Of(f, rulebook)).ToList();
        session.Output.Many(findings, Headings, Cells);
        return ExitCode.Done;
    }

    // What runs first, then what is open, then what would change.
    private static int Rank(DutyFinding finding) => finding.Verdict switch
    {
        DutyVerdict.Applies => finding.RunsLive ? 0 : 1,
        DutyVerdict.NotKnown => 2,
        DutyVerdict.RuledOut => finding.WouldChange ? 3 : 4,
    };

    private static IReadOnlyList<string> Cells(FindingLine line)
    {
        // The due time of a duty that there is not would only be misread; --json has it.
        var isRuledOut = line.Verdict == DutyWords.Verdicts.Text(DutyVerdict.RuledOut);
        var clock = line.Outcome + (line.Missing.Count > 0 ? $": {string.Join(", ", line.Missing)}" : "");
        return
        [
            line.Overlay is { } overlay ? $"{line.ObligationId} ({overlay})" : line.ObligationId,
            isRuledOut || line.RunsLive ? line.Verdict : $"{line.Verdict}, not live",
            isRuledOut ? "" : line.Due ?? "",
            isRuledOut ? "" : DutyText.Latest(line.Outcome, line.DueIfRolled, line.LawfulUntil),
            isRuledOut ? "" : clock,
            string.Join(' ', line.Reasons.Select(r => r.Text)),
            line.Source,
        ];
    }
}
