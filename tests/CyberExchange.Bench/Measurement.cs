using System.Globalization;
using System.Text.Json;

namespace CyberExchange.Bench;

/// <summary>One figure beside the floor that it is held to, both measured in the same run.</summary>
/// <param name="Name">What was measured, such as <c>append.sequential</c>.</param>
/// <param name="Value">Our figure, the median of the rounds.</param>
/// <param name="Unit">The unit of value and floor.</param>
/// <param name="Floor">What the plainest program reached, the median of the rounds.</param>
/// <param name="Ratio">The median of each round's value over its floor.</param>
/// <param name="Target">The ratio we want: at least, or where lower is better at most.</param>
/// <param name="Better">Which way is better: <c>higher</c> or <c>lower</c>.</param>
internal sealed record Measurement(string Name, double Value, string Unit, double Floor, double Ratio, double Target, string Better)
{
    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);

    public static Measurement Of(string name, string unit, IReadOnlyList<(double Value, double Floor)> rounds, double target, string better = "higher") => new(
        name,
        Round(Median(rounds.Select(round => round.Value))),
        unit,
        Round(Median(rounds.Select(round => round.Floor))),
        Math.Round(Median(rounds.Select(round => round.Value / round.Floor)), 2),
        target,
        better);

    public string ToJson() => JsonSerializer.Serialize(this, Camel);

    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name,-32} {Value,10:#,0.##} {Unit}   floor {Floor,10:#,0.##}   ratio {Ratio:0.00} (target {Target:0.00}) {(IsMet ? "met" : "missed")}");

    private bool IsMet => Better == "higher" ? Ratio >= Target : Ratio <= Target;

    // What happens a few times a second is told in hundredths.
    private static double Round(double value) => Math.Round(value, value < 10 ? 2 : 0);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
