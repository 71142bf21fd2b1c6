namespace CyberExchange.Domain.SupplySignals;

/// <summary>How well words of confidence and what came true go together, over signals that one viewer sees.</summary>
/// <remarks>
/// The Brier score (G. W. Brier, Monthly Weather Review 78, 1950) of events that happen or not: the mean of the squared difference between
/// the probability that was stated and what came, 1 for true and 0 for not; what came true in part is taken for one half.
/// </remarks>
/// <param name="Scored">How many signals have an outcome that can be told.</param>
/// <param name="CannotTell">Of how many nobody can tell; they enter no figure.</param>
/// <param name="Overdue">How many have a horizon that is over and no outcome.</param>
/// <param name="Withdrawn">How many were withdrawn before an outcome was recorded: whoever withdraws what fails looks better than it is.</param>
/// <param name="Brier">The score, from 0 to 1; null where there are too few.</param>
/// <param name="InWords">What it means.</param>
/// <param name="Classes">The same of each word, least likely first.</param>
public sealed record SignalCalibration(
    int Scored, int CannotTell, int Overdue, int Withdrawn, double? Brier, string InWords, IReadOnlyList<CalibrationClass> Classes)
{
    /// <summary>Fewer say nothing: of nine one more or less is eleven in a hundred.</summary>
    public const int ScoredMin = 10;

    // How sure one is to be that more or less came true than was said, before it is said to be no chance.
    private const double Sure = 0.95;

    // What saying "an even chance" of everything scores, whatever comes.
    private const double BrierOfNoOpinion = 0.25;

    /// <summary>The figure of signals, each of which counts once.</summary>
    /// <param name="seen">The signals.</param>
    /// <param name="today">The day in UTC.</param>
    public static SignalCalibration Of(IReadOnlyCollection<SeenSignal> seen, DateOnly today)
    {
        var scored = seen.Where(s => s.Verdict is not null and not SupplyWords.CannotTell).ToList();
        return new(
            scored.Count,
            seen.Count(s => s.Verdict is SupplyWords.CannotTell),
            seen.Count(s => s is { Verdict: null, Withdrawn: false } && s.Content.HorizonTo < today),
            seen.Count(s => s is { Verdict: null, Withdrawn: true }),
            Score(scored),
            Said(scored.Count, Score(scored)),
            [.. SupplyConfidence.All.Select(c => Of(c, [.. scored.Where(s => s.Content.Confidence == c.Word)]))]);
    }

    private static CalibrationClass Of(SupplyConfidence confidence, IReadOnlyList<SeenSignal> scored)
    {
        var enough = scored.Count >= ScoredMin;
        var halves = scored.Sum(Halves);
        return new(
            confidence, scored.Count, enough ? halves / (2.0 * scored.Count) : null, Score(scored), enough ? Said(confidence, halves, scored.Count) : TooFew(scored.Count));
    }

    private static double? Score(IReadOnlyList<SeenSignal> scored) =>
        scored.Count < ScoredMin ? null : scored.Average(s => Math.Pow(Stated(s) - Came(s), 2));

    private static double Stated(SeenSignal signal) => SupplyConfidence.Parse(signal.Content.Confidence)!.Probability; // It was checked when it was posted.

    private static double Came(SeenSignal signal) => Halves(signal) / 2.0;

    // Whole numbers, so that a share on the edge of a range is within it.
    private static int Halves(SeenSignal signal) => signal.Verdict switch { SupplyWords.CameTrue => 2, SupplyWords.Partly => 1, _ => 0 };

    private static string Said(int count, double? score) => score is { } brier
        ? FormattableString.Invariant($"{brier:0.000} on average. 0 is perfect foresight, 1 is being certain and wrong every time, and {BrierOfNoOpinion} is what an even chance said of everything scores; this is {Compared(brier)} that.")
        : TooFew(count);

    private static string Compared(double brier) => brier < BrierOfNoOpinion ? "better than" : brier > BrierOfNoOpinion ? "worse than" : "the same as";

    private static string Said(SupplyConfidence confidence, int halves, int count)
    {
        const int Percent = 100;
        var (less, more) = (halves * Percent < confidence.PercentFrom * 2 * count, halves * Percent > confidence.PercentTo * 2 * count);

        // A half is counted against what would be said of it.
        var (low, high) = (ExactBinomial.Share(halves / 2, count, Sure).Low, ExactBinomial.Share((halves + 1) / 2, count, Sure).High);
        var byChance = less ? high * Percent >= confidence.PercentFrom : low * Percent <= confidence.PercentTo;
        var compared = (less, more) switch
        {
            (true, _) => "less often than was said",
            (_, true) => "more often than was said",
            _ => "as often as was said",
        };
        return FormattableString.Invariant(
            $"Said to come true {confidence.PercentFrom} to {confidence.PercentTo} times in a hundred; {halves * Percent / (2.0 * count):0} in a hundred did: {compared}{((less || more) && byChance ? ", which could be chance" : "")}.");
    }

    private static string TooFew(int count) => FormattableString.Invariant($"Too few to say: {count} of at least {ScoredMin} outcomes.");
}

/// <summary>What came of the signals that were stated with one word.</summary>
/// <param name="Confidence">The word and its range.</param>
/// <param name="Scored">How many have an outcome that can be told.</param>
/// <param name="ShareCameTrue">From 0 to 1; null where there are too few.</param>
/// <param name="Brier">Their score; null where there are too few.</param>
/// <param name="InWords">What it means.</param>
public sealed record CalibrationClass(SupplyConfidence Confidence, int Scored, double? ShareCameTrue, double? Brier, string InWords);
