using CyberExchange.Domain.SupplySignals;
using CyberExchange.Tests.Domain;
using Xunit;

namespace CyberExchange.Tests.SupplySignals;

/// <summary>Figures of what was said and what came true, against sums by hand.</summary>
public sealed class SignalCalibrationTests
{
    private static readonly DateOnly Today = new(2026, 11, 26);

    [Fact]
    public void The_scale_covers_probability_without_a_gap()
    {
        Assert.All(SupplyConfidence.All.Zip(SupplyConfidence.All.Skip(1)), pair => Assert.Equal(pair.First.PercentTo, pair.Second.PercentFrom));
        Assert.Equal((0.03, 0.675, 0.97), (SupplyConfidence.All[0].Probability, SupplyConfidence.Parse("likely")!.Probability, SupplyConfidence.All[^1].Probability));
        Assert.Null(SupplyConfidence.Parse("sure"));
    }

    [Fact]
    public void Too_few_outcomes_say_nothing()
    {
        var figure = SignalCalibration.Of([.. Told("likely", SupplyWords.CameTrue, SignalCalibration.ScoredMin - 1)], Today);

        Assert.Equal((9, null, "Too few to say: 9 of at least 10 outcomes."), (figure.Scored, figure.Brier, figure.InWords));
        Assert.All(figure.Classes, c => Assert.Equal((null, null), (c.ShareCameTrue, c.Brier)));
    }

    // 6 x (0.675 - 1)^2 + 2 x (0.675 - 0.5)^2 + 2 x 0.675^2 = 0.63375 + 0.06125 + 0.91125, over 10.
    [Fact]
    public void The_score_is_the_mean_squared_difference_and_what_came_in_part_is_a_half()
    {
        var figure = SignalCalibration.Of(
            [.. Told("likely", SupplyWords.CameTrue, 6), .. Told("likely", SupplyWords.Partly, 2), .. Told("likely", SupplyWords.DidNot, 2), .. Told("likely", SupplyWords.CannotTell, 5)], Today);

        Assert.Equal((10, 5), (figure.Scored, figure.CannotTell));
        Assert.Equal(0.160625, figure.Brier!.Value, 12);
        Assert.Contains("this is better than that", figure.InWords, StringComparison.Ordinal);
        var likely = figure.Classes.Single(c => c.Confidence.Word == "likely");
        Assert.Equal((10, 0.7), (likely.Scored, likely.ShareCameTrue));
        Assert.Equal("Said to come true 55 to 80 times in a hundred; 70 in a hundred did: as often as was said.", likely.InWords);
        Assert.Equal("Too few to say: 0 of at least 10 outcomes.", figure.Classes[0].InWords);
    }

    [Fact]
    public void Being_certain_and_wrong_is_told()
    {
        var figure = SignalCalibration.Of([.. Told("almost-certain", SupplyWords.DidNot, 12)], Today);

        Assert.Equal(0.9409, figure.Brier!.Value, 12);
        Assert.Contains("this is worse than that", figure.InWords, StringComparison.Ordinal);
        Assert.EndsWith("0 in a hundred did: less often than was said.", figure.Classes[^1].InWords, StringComparison.Ordinal);
        Assert.EndsWith("more often than was said.", SignalCalibration.Of([.. Told("unlikely", SupplyWords.CameTrue, 10)], Today).Classes[2].InWords, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("almost-certain", 10, 0, 0, "100 in a hundred did: more often than was said, which could be chance.")]
    [InlineData("almost-certain", 9, 0, 1, "90 in a hundred did: less often than was said, which could be chance.")]
    [InlineData("almost-certain", 5, 0, 5, "50 in a hundred did: less often than was said.")]
    [InlineData("very-unlikely", 4, 7, 0, "68 in a hundred did: more often than was said.")]
    [InlineData("roughly-even", 11, 0, 9, "55 in a hundred did: as often as was said.")] // 0.55 * 100 is more than 55 in doubles.
    [InlineData("roughly-even", 12, 0, 8, "60 in a hundred did: more often than was said, which could be chance.")]
    public void What_few_outcomes_cannot_carry_is_said_to_be_chance(string confidence, int cameTrue, int partly, int didNot, string said)
    {
        var figure = SignalCalibration.Of(
            [.. Told(confidence, SupplyWords.CameTrue, cameTrue), .. Told(confidence, SupplyWords.Partly, partly), .. Told(confidence, SupplyWords.DidNot, didNot)], Today);

        Assert.EndsWith($"; {said}", figure.Classes.Single(c => c.Confidence.Word == confidence).InWords, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_overdue_and_what_was_withdrawn_before_is_counted_apart()
    {
        var open = Told("likely", null, 1).Single();
        var over = open with { Content = open.Content with { HorizonTo = Today.AddDays(-1) } };

        var figure = SignalCalibration.Of([open, over, over with { Withdrawn = true }, over with { Withdrawn = true, Verdict = SupplyWords.DidNot }], Today);

        Assert.Equal((1, 1, 1), (figure.Scored, figure.Overdue, figure.Withdrawn));
    }

    private static IEnumerable<SeenSignal> Told(string confidence, string? verdict, int count) => Enumerable.Range(1, count).Select(n => new SeenSignal(
        new(World.Id(n)), new(World.Id(1)), new("wafers", "logic", [], Today, confidence), World.Now, verdict, Withdrawn: false));
}
