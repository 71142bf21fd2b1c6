using System.Text.Json;
using CyberExchange.Domain.Obligations;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace CyberExchange.Tests.Obligations;

/// <summary>One test vector: facts, and what the clock must say of them.</summary>
public sealed class ClockVector
{
    private readonly JsonElement _vector;

    public ClockVector(JsonElement vector) => _vector = vector;

    public string Id => _vector.GetProperty("id").GetString()!;

    public string ObligationId => _vector.GetProperty("obligation_id").GetString()!;

    public JsonElement Facts => _vector.GetProperty("facts");

    public string? Text(string member) => _vector.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    public IReadOnlyList<string> Missing => _vector.TryGetProperty("missing", out var missing) ? [.. missing.EnumerateArray().Select(m => m.GetString()!)] : [];

    /// <summary>Computes the vector and compares instants, not texts.</summary>
    public void Check(Rulebook rulebook)
    {
        var rule = rulebook.Find(ObligationId);
        Assert.NotNull(rule);
        var faults = new List<RulebookFault>();
        var result = DutyClock.Compute(rule, ClockFactsReader.Read(Facts, "/facts", faults));

        var expected = (Text("outcome"), At("due"), At("due_if_rolled"), At("due_max"), string.Join(' ', Missing), Text("reason"));
        var actual = (
            DutyWords.Outcomes.Text(result.Outcome),
            result.Due?.At,
            result.DueIfRolled?.At,
            result.DueMax?.At,
            string.Join(' ', result.Missing),
            result.Reason is { } reason ? DutyWords.Obstacles.Text(reason) : null);
        Assert.True(expected == actual, $"{Id} ({rule.Source}): {expected} is right, and the clock says {actual}.");
    }

    private Instant? At(string member) => Text(member) is { } text ? OffsetDateTimePattern.Rfc3339.Parse(text).Value.ToInstant() : null;
}
