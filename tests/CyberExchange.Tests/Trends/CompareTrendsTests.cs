using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using MathNet.Numerics.Distributions;
using Xunit;

namespace CyberExchange.Tests.Trends;

public sealed class CompareTrendsTests
{
    private static readonly Period Q1 = Period.OfQuarter(2025, 1);
    private static readonly Period Q2 = Period.OfQuarter(2025, 2);

    // The library's distribution, and the interval from its beta quantiles, as Clopper and Pearson have it.
    [Theory]
    [InlineData(42, 28)]
    [InlineData(28, 42)]
    [InlineData(5, 60)]
    [InlineData(10, 10)]
    [InlineData(1_000, 1_100)]
    [InlineData(250_000, 251_500)]
    public void The_test_and_the_interval_are_those_of_a_library(int first, int second)
    {
        var comparison = Compare(Edition((("sectors.eu", "eu.energy"), Q1, first), (("sectors.eu", "eu.energy"), Q2, second)), Cell("eu.energy", Q1), Cell("eu.energy", Q2));

        var sum = first + second;
        var binomial = new Binomial(0.5, sum);
        var p = Math.Min(1, 2 * Math.Min(binomial.CumulativeDistribution(first), 1 - binomial.CumulativeDistribution(first - 1)));
        var (low, high) = (Beta.InvCDF(first, second + 1, 0.025), Beta.InvCDF(first + 1, second, 0.975));
        Assert.Equal(p, comparison.P!.Value, 1e-6);
        Assert.Equal((double)first / second, comparison.Ratio!.Value.Ratio, 1e-9);
        Assert.Equal(low / (1 - low), comparison.Ratio!.Value.Low, 1e-5 * comparison.Ratio.Value.Low);
        Assert.Equal(high / (1 - high), comparison.Ratio!.Value.High, 1e-5 * comparison.Ratio.Value.High);
        Assert.Equal(comparison.P < 0.05, comparison.Ratio.Value.Low > 1 || comparison.Ratio.Value.High < 1);
        Assert.Equal(comparison.P < 0.05 ? ComparisonOutcome.MoreThanChance : ComparisonOutcome.CouldBeChance, comparison.Outcome);
    }

    [Fact]
    public void Periods_of_different_length_are_compared_by_the_month()
    {
        var year = Period.OfYear(2024);
        var comparison = Compare(Edition((("sectors.eu", "eu.energy"), Q1, 30), (("sectors.eu", "eu.energy"), year, 120)), Cell("eu.energy", Q1), Cell("eu.energy", year));

        Assert.Equal(1, comparison.Ratio!.Value.Ratio, 1e-9);
        Assert.Equal(ComparisonOutcome.CouldBeChance, comparison.Outcome);
    }

    [Fact]
    public void The_sentence_can_be_quoted_in_three_languages()
    {
        var comparison = Compare(Edition((("sectors.eu", "eu.energy"), Q2, 60), (("sectors.eu", "eu.energy"), Q1, 20)), Cell("eu.energy", Q2), Cell("eu.energy", Q1));

        Assert.Equal(
            "Energy, EU, 2025-Q2, and Energy, EU, 2025-Q1: 60 and 20 incidents, a difference of +40; 3.00 times as many a month (95 % interval 1.78 to 5.25). "
            + "Chance alone hardly explains this (p < 0.001). Edition 1, as of 2026-02-01.",
            comparison.Sentence.En);
        Assert.Equal(
            "エネルギー（EU、2025-Q2）とエネルギー（EU、2025-Q1）：60件と20件、差は+40件、月当たり3.00倍（95％信頼区間 1.78～5.25）。"
            + "偶然だけでは説明しにくい（p < 0.001）。第1版（2026-02-01現在）。",
            comparison.Sentence.Ja);
        Assert.Equal(
            "Énergie, UE, 2025-Q2, et Énergie, UE, 2025-Q1 : 60 et 20 incidents, soit un écart de +40 ; 3,00 fois autant par mois (intervalle à 95 % : de 1,78 à 5,25). "
            + "Le hasard seul ne l’explique guère (p < 0,001). Édition 1, état au 2026-02-01.",
            comparison.Sentence.Fr);
        Assert.Equal(2, comparison.Cautions.Count);
    }

    [Fact]
    public void Nothing_is_computed_from_a_withheld_number()
    {
        var comparison = Compare(Edition((("sectors.eu", "eu.energy"), Q1, 42)), Cell("eu.energy", Q1), Cell("eu.energy", Q2));

        Assert.Equal(ComparisonOutcome.Withheld, comparison.Outcome);
        Assert.Equal((null, null, null), (comparison.Numbers, comparison.Ratio, comparison.P));
        Assert.DoesNotContain("42", comparison.Sentence.En + comparison.Sentence.Ja + comparison.Sentence.Fr, StringComparison.Ordinal);
    }

    [Fact]
    public void Small_counts_tell_nothing()
    {
        var comparison = Compare(Edition((("sectors.eu", "eu.energy"), Q1, 5), (("sectors.eu", "eu.energy"), Q2, 14)), Cell("eu.energy", Q1), Cell("eu.energy", Q2));

        Assert.Equal(ComparisonOutcome.TooFew, comparison.Outcome);
        Assert.Null(comparison.P);
        Assert.Contains("too few", comparison.Sentence.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sectors.eu", "eu.energy", "2025-Q1", "sectors.eu", "eu.energy", "2025")] // A quarter of the year.
    [InlineData("sectors.eu", "eu.energy", "2025-Q1", "sectors.eu", "eu.energy.gas", "2025-Q1")] // A part of the sector.
    [InlineData("sectors.eu", "eu.energy", "2025-Q1", "classes.eu", "rsit.fraud", "2025-Q1")] // The same incidents otherwise.
    [InlineData("severities.eu", "nis-cg-impact.red", "2025-Q1", "severities.jp", "jp-severity.level-4", "2025-Q1")] // Scales are not converted.
    [InlineData("sectors.jp", "jp.gas", "2025-Q1", "severities.eu", "nis-cg-impact.red", "2025-Q1")] // A sector of one side and a severity of the other.
    public void What_has_incidents_in_common_or_another_scale_is_not_compared(string table, string row, string period, string otherTable, string otherRow, string otherPeriod)
    {
        var (first, second) = (new ComparedCell(table, row, Period.Parse(period)!.Value), new ComparedCell(otherTable, otherRow, Period.Parse(otherPeriod)!.Value));
        var edition = Edition(((table, row), first.Period, 100), ((otherTable, otherRow), second.Period, 200));

        Assert.Equal(ComparisonOutcome.NotComparable, Compare(edition, first, second).Outcome);
        Assert.Equal(ComparisonOutcome.NotComparable, Compare(edition, second, first).Outcome);
        Assert.Null(Compare(edition, first, second).Numbers);
    }

    [Theory]
    [InlineData("eu.energy.gas", "jp.gas", "the same sector on both sides")]
    [InlineData("eu.banking", "jp.finance", "the EU's sector is narrower")]
    [InlineData("eu.energy", "jp.finance", "not counterparts")]
    public void Sides_are_compared_and_how_their_sectors_relate_is_said(string eu, string jp, string relation)
    {
        var edition = Edition((("sectors.eu", eu), Q1, 40), (("sectors.jp", jp), Q1, 30));

        var comparison = Compare(edition, Cell(eu, Q1), new("sectors.jp", jp, Q1));

        Assert.Equal((40, 30), comparison.Numbers);
        Assert.Contains(comparison.Cautions, c => c.En.Contains(relation, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sectors.us", "eu.energy", "2025-Q1", "/first/table")]
    [InlineData("sectors.eu", "jp.gas", "2025-Q1", "/first/row")]
    [InlineData("sectors.eu", "eu.energy", "2031", "/first/period")]
    public void What_the_edition_does_not_have_is_refused(string table, string row, string period, string pointer)
    {
        var (comparison, refusal) = CompareTrends.Of(Edition(), new(table, row, Period.Parse(period)!.Value), Cell("eu.energy", Q1));

        Assert.Null(comparison);
        Assert.Equal((RefusalCode.UnknownTerm, pointer), (refusal!.Code, refusal.Pointer));
    }

    private static ComparedCell Cell(string row, Period period) => new("sectors.eu", row, period);

    private static TrendComparison Compare(TrendEdition edition, ComparedCell first, ComparedCell second)
    {
        var (comparison, refusal) = CompareTrends.Of(edition, first, second);
        Assert.Null(refusal);
        return comparison!; // What is not refused is there.
    }

    // An edition of two years that states these numbers and withholds all others.
    private static TrendEdition Edition(params ((string Table, string Row) Cell, Period Period, long Number)[] figures)
    {
        var empty = TrendWorld.Publish([], TrendWorld.Plan(tables: TrendTables.All) with { From = Period.OfQuarter(2024, 1) });
        return empty with
        {
            Tables =
            [
                .. empty.Tables.Select(t => t with
                {
                    Numbers = [.. t.Rows.Select(r => t.Periods.Select(p => figures.Where(f => f.Cell == (t.Id, r.Id) && f.Period == p).Select(f => (long?)f.Number).FirstOrDefault()).ToArray())],
                    Editions = [.. t.Rows.Select(r => t.Periods.Select(p => figures.Any(f => f.Cell == (t.Id, r.Id) && f.Period == p) ? 1 : 0).ToArray())],
                }),
            ],
        };
    }
}
