namespace CyberExchange.Domain;

/// <summary>Exact answers for a binomial count, such as the first of two Poisson counts given their sum.</summary>
/// <remarks>
/// The conditional test of Przyborowski and Wilenski (1940), two-sided by doubling the smaller tail, and the interval of Clopper and
/// Pearson (1934) that belongs to it: the interval has a ratio of 1 outside if and only if the test's p is below 1 - confidence.
/// Own code, since the rules refer to no library; the tests compare it with one.
/// </remarks>
internal static class ExactBinomial
{
    private const int HalvingsMax = 100;

    // Terms this much smaller than the sum no longer count in a double.
    private const double Negligible = 1e-18;

    /// <summary>The p of the two-sided test.</summary>
    /// <param name="first">The first count.</param>
    /// <param name="sum">Both counts.</param>
    /// <param name="share">The share of the first that is expected where there is no difference; above 0 and below 1.</param>
    public static double P(long first, long sum, double share) =>
        Math.Min(1, 2 * Math.Min(AtMost(first, sum, share), AtLeast(first, sum, share)));

    /// <summary>Between what the true share of the first lies.</summary>
    /// <param name="first">The first count.</param>
    /// <param name="sum">Both counts.</param>
    /// <param name="confidence">Such as 0.95.</param>
    public static (double Low, double High) Share(long first, long sum, double confidence)
    {
        var tail = (1 - confidence) / 2;
        return (
            first == 0 ? 0 : Solve(share => AtLeast(first, sum, share) < tail),
            first == sum ? 1 : Solve(share => AtMost(first, sum, share) > tail));
    }

    private static double AtLeast(long first, long sum, double share) => AtMost(sum - first, sum, 1 - share);

    // The tail away from the mean is summed, so that the terms only shrink.
    private static double AtMost(long first, long sum, double share) =>
        first < sum * share ? Tail(first, sum, share) : 1 - (first == sum ? 0 : Tail(sum - first - 1, sum, 1 - share));

    private static double Tail(long first, long sum, double share)
    {
        var term = Math.Exp(LogFactorial(sum) - LogFactorial(first) - LogFactorial(sum - first) + (first * Math.Log(share)) + ((sum - first) * Math.Log(1 - share)));
        var total = 0.0;
        for (var k = first; k >= 0 && term > total * Negligible; k--)
        {
            total += term;
            term *= k * (1 - share) / ((sum - k + 1) * share);
        }

        return Math.Min(1, total);
    }

    // The share at which a condition that holds for all smaller ones, and for no larger, ceases to hold.
    private static double Solve(Func<double, bool> holds)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < HalvingsMax; i++)
        {
            var middle = (low + high) / 2;
            if (middle <= low || middle >= high)
            {
                break;
            }

            (low, high) = holds(middle) ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    // Stirling's series; below 16 the product itself.
    private static double LogFactorial(long n)
    {
        if (n < 16)
        {
            return Math.Log(Enumerable.Range(1, (int)n).Aggregate(1.0, (product, k) => product * k));
        }

        double x = n;
        return (x * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI * x)) + (1 / (12 * x)) - (1 / (360 * x * x * x)) + (1 / (1260 * Math.Pow(x, 5)));
    }
}
