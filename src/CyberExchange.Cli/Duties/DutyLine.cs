using System.Text.Json.Serialization;
using CyberExchange.Domain.Obligations;

namespace CyberExchange.Cli.Duties;

/// <summary>What the clock says of one element of the input.</summary>
/// <param name="Outcome"><c>computed</c>, <c>roll_unknown</c>, <c>cannot_compute</c> or <c>no_statutory_period</c>.</param>
/// <param name="Due">The target, never rolled; RFC 3339 in the zone of the facts, or in UTC.</param>
/// <param name="DueIfRolled">The latest lawful instant, where that is another.</param>
/// <param name="Missing">Keys of the facts that are absent or cannot be used.</param>
public sealed record DutyLine(
    [property: JsonPropertyName("id"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Id,
    [property: JsonPropertyName("obligation_id"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? ObligationId,
    [property: JsonPropertyName("outcome")] string Outcome,
    [property: JsonPropertyName("due"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Due,
    [property: JsonPropertyName("due_if_rolled"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? DueIfRolled,
    [property: JsonPropertyName("missing")] IReadOnlyList<string> Missing)
{
    /// <summary>What is wrong with a fact that is there, or <c>unknown_obligation</c>.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>With <c>roll_unknown</c>: until when it is lawful in any case; null where that is the target.</summary>
    [JsonPropertyName("lawful_until")]
    public string? LawfulUntil { get; init; }

    /// <summary>The upper end of a guideline's range.</summary>
    [JsonPropertyName("due_max")]
    public string? DueMax { get; init; }

    /// <summary>The version of the rulebook that it was computed with.</summary>
    [JsonPropertyName("rulebook")]
    public string? Rulebook { get; init; }

    /// <summary>The law and the article; only people are shown it here, and <c>cyx duty rule</c> tells it to programs.</summary>
    [JsonIgnore]
    public string? Citation { get; init; }

    public static DutyLine Of(string? id, Obligation rule, ClockResult result, Rulebook rulebook) => new(
        id,
        rule.Id,
        DutyWords.Outcomes.Text(result.Outcome),
        result.Text(result.Due),
        result.Text(result.DueIfRolled),
        result.Missing)
    {
        Reason = result.Reason is { } reason ? DutyWords.Obstacles.Text(reason) : null,
        LawfulUntil = result.Text(result.LawfulUntil),
        DueMax = result.Text(result.DueMax),
        Rulebook = rulebook.Version.Id,
        Citation = rule.Source,
    };

    /// <summary>An element that no rule answers.</summary>
    public static DutyLine Unanswered(string? id, string? obligationId, string reason, Rulebook rulebook) =>
        new(id, obligationId, DutyWords.Outcomes.Text(ClockOutcome.CannotCompute), null, null, []) { Reason = reason, Rulebook = rulebook.Version.Id };
}
