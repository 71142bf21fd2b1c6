using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.Interop.Trends;
using Xunit;

namespace CyberExchange.Tests.Trends;

public sealed class LiveFiguresTests
{
    private static readonly DateTimeOffset AsOf = new(2026, 11, 26, 9, 30, 0, TimeSpan.Zero);
    private static readonly Period March = Period.OfMonth(2026, 3);
    private static readonly Period Q1 = Period.OfQuarter(2026, 1);
    private static readonly Period Q2 = Period.OfQuarter(2026, 2);

    [Fact]
    public void An_item_counts_in_its_row_in_all_above_it_and_in_every_period_that_has_its_month()
    {
        var figures = Of([Q1, March, Period.OfYear(2025)], Sector("eu.energy.gas", March, 3), Sector("eu.energy", Period.OfMonth(2026, 1), 2), Sector(null, March, 1), Sector("jp.gas", March, 4));
        var table = figures.Incidents.Single(t => t.Id == "sectors.eu");

        Assert.Equal([10, 8, 0], Numbers(table, "total"));
        Assert.Equal([5, 3, 0], Numbers(table, "eu.energy"));
        Assert.Equal([3, 3, 0], Numbers(table, "eu.energy.gas"));
        Assert.Equal([2, 0, 0], Numbers(table, "eu.energy/rest"));
        Assert.Equal([5, 5, 0], Numbers(table, "total/rest")); // Another side's sector is none of the side's own.
        Assert.Equal([0, 0, 0], Numbers(figures.Incidents.Single(t => t.Id == "sectors.jp"), "total"));
    }

    [Fact]
    public void What_the_economic_security_promotion_act_names_counts_in_its_sector() =>
        Assert.Equal([7], Numbers(Of([Q1], new LiveCount("sectors", Jurisdiction.JP, March, "jpcore.trucking", 7)).Incidents.Single(t => t.Id == "sectors.jp"), "jp.logistics"));

    [Fact]
    public void Of_a_regime_what_is_neither_in_time_nor_late_stays_with_the_regime()
    {
        var table = Of([Q1], new LiveCount("regimes", Jurisdiction.EU, March, "nis2", 2), new LiveCount("regimes", Jurisdiction.EU, March, "nis2/late", 1), new LiveCount("regimes", Jurisdiction.EU, March, null, 4))
            .Incidents.Single(t => t.Id == "regimes.eu");

        Assert.Equal((7, 3, 1, 2), (Numbers(table, "total")[0], Numbers(table, "nis2")[0], Numbers(table, "nis2/late")[0], Numbers(table, "nis2/rest")[0]));
    }

    [Fact]
    public void An_advisory_counts_once_in_the_total_and_once_for_each_name()
    {
        var figures = Of(
            [Q1], Advisory("scores", "high", 3), Advisory("scores", null, 1), Advisory("exploited", "known", 2), Advisory("vendors", "b", 2), Advisory("vendors", "a", 4),
            Advisory("vendors", "total", 1), Advisory("weaknesses", "CWE-79", 4));

        Assert.All(figures.Advisories.Where(t => t.Side is Jurisdiction.EU), t => Assert.Equal([4], t.Numbers(0)));
        Assert.Equal(["total", "a", "b"], figures.Advisories.Single(t => t.Id == "vendors.eu").Rows.Select(r => r.Id));
        Assert.Equal([1], Numbers(figures.Advisories.Single(t => t.Id == "scores.eu"), "total/rest"));
        Assert.Equal([2], Numbers(figures.Advisories.Single(t => t.Id == "exploited.eu"), "known"));
    }

    [Theory]
    [InlineData(null, 3, null)]
    [InlineData(0.0, 3, "none")]
    [InlineData(0.1, 3, "low")]
    [InlineData(4.0, 3, "medium")]
    [InlineData(7.0, 4, "high")]
    [InlineData(8.9, 3, "high")]
    [InlineData(9.0, 4, "critical")]
    [InlineData(9.0, 2, "high")]
    [InlineData(0.0, 2, "low")]
    public void A_score_has_the_word_of_its_scale(double? score, int version, string? rating) => Assert.Equal(rating, LiveTables.RatingOf(score, version));

    [Fact]
    public void Live_figures_compare_as_editions_do_and_say_whose_they_are()
    {
        var figures = Of([Q1, Q2], Sector("eu.energy", March, 60), Sector("eu.energy", Period.OfMonth(2026, 4), 20));
        var (comparison, _) = CompareTrends.Of(figures.BookOf("sectors.eu"), new("sectors.eu", "eu.energy", Q1), new("sectors.eu", "eu.energy", Q2));

        Assert.Equal(
            "Energy, EU, 2026-Q1, and Energy, EU, 2026-Q2: 60 and 20 incidents, a difference of +40; 3.00 times as many a month (95 % interval 1.78 to 5.25). "
            + "Chance alone hardly explains this (p < 0.001). Live figures of one viewer, as of 2026-11-26 09:30 UTC.",
            comparison!.Sentence.En); // Nothing was refused.
        Assert.Contains("another viewer has other figures", comparison.Cautions[0].En, StringComparison.Ordinal);
        Assert.Equal(2, comparison.Cautions.Count);
    }

    [Fact]
    public void Against_none_there_is_a_least_ratio_and_no_ratio()
    {
        var figures = Of([Q1, Q2], Sector("eu.energy", March, 30));
        var (more, _) = CompareTrends.Of(figures.BookOf("sectors.eu"), new("sectors.eu", "total", Q1), new("sectors.eu", "total", Q2));
        var (less, _) = CompareTrends.Of(figures.BookOf("sectors.eu"), new("sectors.eu", "total", Q2), new("sectors.eu", "total", Q1));

        Assert.Contains("30 and 0 incidents, a difference of +30; at least 7.64 times as many a month (95 % interval). Chance alone hardly explains this", more!.Sentence.En, StringComparison.Ordinal); // Neither was refused.
        Assert.Contains("少なくとも7.64倍", more.Sentence.Ja, StringComparison.Ordinal);
        Assert.Contains("au moins 7,64 fois", more.Sentence.Fr, StringComparison.Ordinal);
        Assert.Contains("0.00 times as many a month (95 % interval 0.00 to 0.13)", less!.Sentence.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Advisories_are_called_advisories_and_names_that_may_overlap_are_not_compared()
    {
        var figures = Of([Q1, Q2], Advisory("scores", "high", 30), Advisory("vendors", "a", 15), Advisory("vendors", "b", 20));
        var book = figures.BookOf("vendors.eu");

        Assert.Equal(ComparisonOutcome.NotComparable, CompareTrends.Of(book, new("vendors.eu", "a", Q1), new("vendors.eu", "b", Q1)).Comparison!.Outcome);
        Assert.Equal(ComparisonOutcome.MoreThanChance, CompareTrends.Of(book, new("vendors.eu", "b", Q1), new("vendors.eu", "b", Q2)).Comparison!.Outcome);
        Assert.Contains("20 and 0 advisories", CompareTrends.Of(book, new("vendors.eu", "b", Q1), new("vendors.eu", "b", Q2)).Comparison!.Sentence.En, StringComparison.Ordinal);
        Assert.Equal("/second/table", CompareTrends.Of(book, new("vendors.eu", "b", Q1), new("sectors.eu", "total", Q1)).Refusal!.Pointer); // One kind of item at a time.
    }

    [Fact]
    public void Incidents_and_advisories_are_not_compared_with_each_other()
    {
        var figures = Of([Q1], Advisory("scores", "high", 30));

        foreach (var (one, other) in new[] { ("scores.eu", "sectors.eu"), ("sectors.jp", "vendors.eu") })
        {
            var (_, refusal) = CompareTrends.Of(figures.BookOf(one), new(one, "total", Q1), new(other, "total", Q1));
            Assert.Equal(("/second/table", "Incidents and advisories are not compared with each other."), (refusal!.Pointer, refusal.Detail)); // It is refused.
        }
    }

    [Fact]
    public void Whoever_quotes_narrowed_figures_says_so()
    {
        var figures = Of([Q1, Q2], Sector("eu.energy", March, 60), Sector("eu.space", Period.OfMonth(2026, 4), 2)) with { Sectors = ["eu.energy", "eu.space"] };
        var many = CompareTrends.Of(figures.BookOf("sectors.eu"), new("sectors.eu", "total", Q1), new("sectors.eu", "total", Q2)).Comparison!; // Neither is refused.
        var few = CompareTrends.Of(figures.BookOf("sectors.jp"), new("sectors.jp", "total", Q1), new("sectors.eu", "total", Q2)).Comparison!;

        foreach (var sentence in new[] { many.Sentence, few.Sentence })
        {
            Assert.Contains("2026-Q2 (only what names Energy or Space)", sentence.En, StringComparison.Ordinal);
            Assert.Contains("、エネルギー又は宇宙を挙げたものに限る", sentence.Ja, StringComparison.Ordinal);
            Assert.Contains("2026-Q2 (seulement ce qui nomme Énergie ou Espace)", sentence.Fr, StringComparison.Ordinal);
        }

        Assert.Contains("only what names Energy or Space is counted", figures.WhatIsCounted.En, StringComparison.Ordinal);
        Assert.Contains(",eu.energy eu.space,sectors.eu,EU,total,", LiveCsv.Of(figures), StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_are_labelled_as_the_strictest_that_they_count()
    {
        LiveCount[] counts =
        [
            new(LiveTables.IncidentLabels, Jurisdiction.EU, March, "2.1", 3), new(LiveTables.IncidentLabels, Jurisdiction.JP, Period.OfMonth(2026, 1), "0.2", 1),
            new(LiveTables.IncidentLabels, Jurisdiction.EU, Period.OfMonth(2026, 4), "4.3", 1),
        ];

        Assert.Equal(new CountedLabels(TlpLabel.Amber, PapLabel.Amber), LiveTables.LabelsOf(counts, LiveTables.IncidentLabels, [Q1]));
        Assert.Equal(new CountedLabels(TlpLabel.Red, PapLabel.Red), LiveTables.LabelsOf(counts, LiveTables.IncidentLabels, [Q1, Q2]));
        Assert.Null(LiveTables.LabelsOf(counts, LiveTables.AdvisoryLabels, [Q1]));
        var figures = Of([Q1]) with { IncidentLabels = new(TlpLabel.Amber, PapLabel.Clear), AdvisoryLabels = new(TlpLabel.Green, PapLabel.Green) };
        Assert.Contains("Z,TLP:AMBER,PAP:GREEN,,sectors.eu,", LiveCsv.Of(figures), StringComparison.Ordinal);
        Assert.Contains("Z,TLP:AMBER,PAP:CLEAR,,,", LiveCsv.SideBySide(figures), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_not_told_is_none_only_where_all_names_are_told()
    {
        var all = Of([Q1], Advisory("vendors", "a", 4)).Advisories.Single(t => t.Id == "vendors.eu");
        var some = Of([Q1], [.. Enumerable.Range(0, LiveTables.NamesMax).Select(n => Advisory("vendors", $"v{n}", 2))]).Advisories.Single(t => t.Id == "vendors.eu");

        Assert.Equal((4, 0, false), (all.NumberOf("a", Q1), all.NumberOf("b", Q1), all.HasMoreNames));
        Assert.Equal((2, null, true), (some.NumberOf("v1", Q1), some.NumberOf("b", Q1), some.HasMoreNames));
    }

    [Fact]
    public void A_line_of_csv_for_each_number_and_none_for_no_counterpart()
    {
        var figures = Of([Q1], Sector("eu.energy.gas", March, 3), new LiveCount("sectors", Jurisdiction.JP, March, "jp.gas", 2), Advisory("scores", "high", 1), Advisory("vendors", "=acme, inc", 1));
        var (tables, sides) = (LiveCsv.Of(figures), LiveCsv.SideBySide(figures));

        Assert.StartsWith("asOf,label,pap,sectors,table,side,row,parent,nameEn,nameJa,nameFr,period,over,number\r\n2026-11-26T09:30:00Z,,,,sectors.eu,EU,total,,All incidents,", tables, StringComparison.Ordinal);
        Assert.Contains(",sectors.eu,EU,eu.energy.gas,eu.energy,Gas,ガス,Gaz,2026-Q1,true,3\r\n", tables, StringComparison.Ordinal);
        Assert.Contains(",vendors.eu,EU,\"'=acme, inc\",total,", tables, StringComparison.Ordinal);
        Assert.Contains(",eu.energy.gas,Gas,jp.gas,", sides, StringComparison.Ordinal);
        Assert.Contains(",the same sector on both sides,,2026-Q1,true,3,2\r\n", sides, StringComparison.Ordinal);
        Assert.Contains(",no counterpart in Japan,,2026-Q1,true,0,none\r\n", sides, StringComparison.Ordinal);
    }

    private static LiveFigures Of(IReadOnlyList<Period> periods, params LiveCount[] counts) => new(AsOf, periods, LiveTables.Incidents(counts, periods), LiveTables.Advisories(counts, periods));

    private static LiveCount Sector(string? sector, Period month, long items) => new("sectors", Jurisdiction.EU, month, sector, items);

    private static LiveCount Advisory(string dimension, string? term, long items) => new(dimension, Jurisdiction.EU, March, term, items);

    private static IReadOnlyList<long> Numbers(LiveTable table, string row) => table.Numbers(table.Rows.Select((r, at) => (r.Id, at)).Single(r => r.Id == row).at);
}
