using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using Xunit;
using static CyberExchange.Tests.Trends.TrendWorld;

namespace CyberExchange.Tests.Trends;

public sealed class TrendEditionTests
{
    private static readonly Period March = Period.OfMonth(2025, 3);

    [Fact]
    public void Only_what_happened_and_may_be_counted_is_counted()
    {
        var records = TrendWorld.Random(1);
        TrendRecord[] others =
        [
            Record("a1.x", "b1", March, 1) with { PermitsStatistics = false },
            Record("a1.x", "b1", March, 2) with { IsExercise = true },
            Record("a1.x", "rsit.test.test", March, 3),
            Record("a1.x", "b1", Period.OfMonth(2024, 12), 4),
            Record("a1.x", "b1", Period.OfMonth(2026, 1), 5),
            Record("a1.x", "b1", March, 6, Jurisdiction.JP),
        ];

        Assert.Equal(Publish(records).Id, Publish([.. records, .. others]).Id);
    }

    [Fact]
    public void The_order_of_the_records_does_not_matter_and_the_id_is_of_what_is_said()
    {
        var records = TrendWorld.Random(1).ToArray();
        var first = Publish(records);
        new Random(2).Shuffle(records);

        Assert.Equal(first.Id, Publish(records).Id);
        Assert.Equal(first.Id, TrendEdition.Read(first.Canonical()).Id);
        Assert.NotEqual(first.Id, (first with { AsOf = first.AsOf.AddSeconds(1) }).Id);
        Assert.NotEqual(first.Id, Publish([.. records, .. TrendWorld.Random(2)]).Id);
        Assert.Equal(64, first.Id.Length);
    }

    // The rule has a minimum of 4 incidents, 3 reporters, a largest share of 50 % and a remainder of 20 %.
    [Theory]
    [InlineData(true, 2, 1, 1)]
    [InlineData(false, 1, 1, 1)]
    [InlineData(false, 2, 2)]
    [InlineData(false, 3, 1, 1)]
    [InlineData(true, 3, 2, 1)]
    [InlineData(false, 10, 9, 1)]
    [InlineData(true, 10, 9, 2)]
    [InlineData(false)]
    public void A_number_is_stated_where_the_group_is_large_and_mixed_enough(bool stated, params int[] byReporter)
    {
        var records = byReporter.SelectMany((count, reporter) => Enumerable.Range(0, count).Select(_ => Record("a1.x", "b1", March, reporter)));

        var figure = Publish(records).Table("a")!.Figure(TrendTable.Total, Period.OfYear(2025));

        Assert.Equal(stated ? byReporter.Sum() : null, figure?.Number);
    }

    [Fact]
    public void Where_a_number_is_withheld_a_zero_is_withheld_too()
    {
        // Sectors a1.x, a2 and a3 have enough, and nothing was ever reported of a1.y.
        var records = new[] { "a1.x", "a2", "a3" }.SelectMany(s => Enumerable.Range(0, 12).Select(i => Record(s, "b1", March, i)));

        var table = Publish(records).Table("a")!;

        Assert.Null(table.Figure("a1.y", Period.OfYear(2025)));
        Assert.Null(table.Figure("a1.x", Period.OfYear(2025)));
        Assert.Equal(12, table.Figure("a1", Period.OfYear(2025))!.Value.Number);
    }

    [Fact]
    public void What_was_published_stays_published_in_every_later_edition()
    {
        var editions = new List<TrendEdition>();
        foreach (var quarter in Period.OfYear(2025).Parts)
        {
            // The log goes on: more is known of every quarter each time.
            var known = Enumerable.Range(0, editions.Count + 1).SelectMany(i => TrendWorld.Random(i)).ToList();
            editions.Add(Publish(known, Plan(quarter, asOf: quarter.End), editions));
        }

        var stated = 0;
        foreach (var (earlier, later) in editions.Zip(editions.Skip(1)))
        {
            Assert.Equal(earlier.Id, later.Previous);
            Assert.Null(later.Corrects);
            foreach (var cell in Cells(earlier))
            {
                var figure = earlier.Table(cell.Table.Id)!.Figure(cell.Row, cell.Period);
                stated += figure is null ? 0 : 1;
                Assert.Equal(figure, later.Table(cell.Table.Id)!.Figure(cell.Row, cell.Period));
            }
        }

        Assert.True(stated > 0, "Something is stated.");
        Assert.Contains(Cells(editions[^1]), c => c.Period.Kind is PeriodKind.Year && editions[^1].Table(c.Table.Id)!.Figure(c.Row, c.Period) is not null);
    }

    [Fact]
    public void A_correction_restates_what_changed_enough_and_keeps_the_rest()
    {
        // Of a2 a dozen reporters report late; of a3 one does.
        var records = new[] { "a1.x", "a2", "a3", "other" }.SelectMany(s => Enumerable.Range(0, 12).Select(i => Record(s, "b1", March, i))).ToList();
        List<TrendRecord> now = [.. records, .. Enumerable.Range(20, 12).Select(i => Record("a2", "b1", March, i)), Record("a3", "b1", March, 40), Record("a1.x", "b1", March, 41)];
        var year = Period.OfYear(2025);
        var first = Publish(records);

        var second = Publish(now, Plan(correction: true, asOf: Now.AddDays(1)), [first], _ => records);

        Assert.Equal(first.Id, second.Corrects);
        Assert.Equal((62, 2), Of(second, TrendTable.Total));
        Assert.Equal((12, 1), Of(second, "a3"));
        Assert.Equal((12, 1), Of(second, "a1"));

        // The single changes of others are hidden among the dozen, so that those keep their number with them.
        Assert.Equal((12, 1), Of(second, "a2"));

        (long, int)? Of(TrendEdition edition, string row) => edition.Table("a")!.Figure(row, year);
    }

    [Fact]
    public void Changes_that_are_too_few_to_be_told_wait_for_the_next_correction()
    {
        var records = TrendWorld.Random(1);
        var few = Enumerable.Range(0, 3).Select(i => Record("a2", "b1", March, 20 + i)).ToList();
        var more = Enumerable.Range(0, 3).Select(i => Record("a2", "b1", March, 30 + i)).ToList();
        var first = Publish(records);
        var total = first.Table("a")!.Figure(TrendTable.Total, Period.OfYear(2025))!.Value.Number;

        var (none, refusal) = PublishTrends.Make(Plan(correction: true, asOf: Now.AddDays(1)), [first], [.. records, .. few], _ => records);
        var second = Publish([.. records, .. few, .. more], Plan(correction: true, asOf: Now.AddDays(2)), [first], _ => records);

        Assert.Null(none);
        Assert.Equal((RefusalCode.Invalid, "/corrects"), (refusal!.Code, refusal.Pointer));
        Assert.Equal((total + 6, 2), second.Table("a")!.Figure(TrendTable.Total, Period.OfYear(2025)));
    }

    [Fact]
    public void An_edition_that_cannot_follow_is_refused()
    {
        var first = Publish([], Plan(Last));
        TrendTable[] other = [Tables[0]];

        Assert.Equal("/through", Refused(Plan(Period.OfQuarter(2026, 1)))); // That quarter is not over.
        Assert.Equal("/through", Refused(Plan() with { From = Last, Through = First }));
        Assert.Equal("/through", Refused(Plan() with { Through = Period.OfYear(2025) }));
        Assert.Equal("/corrects", Refused(Plan(correction: true)));
        Assert.Equal("/asOf", Refused(Plan(correction: true), first));
        Assert.Equal("/through", Refused(Plan(asOf: Now.AddDays(1)), first)); // It covers nothing new and is no correction.
        Assert.Equal("/through", Refused(Plan(Period.OfQuarter(2026, 1), correction: true, asOf: Now.AddYears(1)), first));
        Assert.Equal("/tables", Refused(Plan(Period.OfQuarter(2026, 1), asOf: Now.AddYears(1), tables: other), first));

        static string Refused(EditionPlan plan, params TrendEdition[] earlier)
        {
            var (edition, refusal) = PublishTrends.Make(plan, earlier, [], _ => []);
            Assert.Null(edition);
            return refusal!.Pointer; // What is not made is refused.
        }
    }

    // What is not known could not be protected.
    [Fact]
    public void An_edition_is_made_only_from_all_that_were_before()
    {
        var records = TrendWorld.Random(1);
        var first = Publish(records, Plan(First, asOf: First.End));
        var second = Publish(records, Plan(First.Next, asOf: First.Next.End), [first]);

        Assert.Throws<ArgumentException>(() => Publish(records, earlier: [second]));
        Assert.Throws<ArgumentException>(() => Publish(records, earlier: [first with { AsOf = first.AsOf.AddSeconds(1) }, second]));
        Assert.Equal(second.Id, Publish(records, earlier: [first, second]).Previous);
    }

    // Anybody adds up numbers, so the sum of two that may be stated has to be one that may.
    [Fact]
    public void Two_groups_that_may_be_stated_may_be_stated_together()
    {
        var random = new Random(1);
        var pairs = 0;
        while (pairs < 2_000)
        {
            var (one, other) = (Some(), Some());
            if (!IsSensitive(one, Rule) && !IsSensitive(other, Rule))
            {
                pairs++;
                Assert.False(IsSensitive([.. one, .. other], Rule));
            }
        }

        List<TrendRecord> Some() => [.. Enumerable.Range(0, random.Next(2, 6)).SelectMany(_ => Enumerable.Repeat(Record("a2", "b1", March, random.Next(8)), random.Next(1, 12)))];
    }

    [Theory]
    [InlineData("2026", PeriodKind.Year)]
    [InlineData("2026-Q4", PeriodKind.Quarter)]
    [InlineData("2026-12", PeriodKind.Month)]
    [InlineData("2026-13", null)]
    [InlineData("2026-Q5", null)]
    [InlineData("26", null)]
    [InlineData("2026-1", null)]
    public void A_period_is_read_as_it_is_written(string text, PeriodKind? kind)
    {
        Assert.Equal(kind, Period.Parse(text)?.Kind);
        Assert.Equal(kind is null ? null : text, Period.Parse(text)?.ToString());
    }

    [Fact]
    public void Months_make_quarters_and_quarters_make_years()
    {
        Assert.Equal(["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"], Period.OfYear(2026).Parts.Select(p => p.ToString()));
        Assert.Equal(["2026-10", "2026-11", "2026-12"], Period.OfQuarter(2026, 4).Parts.Select(p => p.ToString()));
        Assert.Equal(Period.OfQuarter(2026, 4), Period.OfMonth(2026, 12).Whole);
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), Period.OfQuarter(2026, 4).End);
        Assert.True(Period.OfYear(2026).Overlaps(Period.OfMonth(2026, 12)));
        Assert.False(Period.OfYear(2026).Overlaps(Period.OfMonth(2027, 1)));
        Assert.Equal(Period.OfMonth(2026, 3), Period.MonthOf(new(2026, 4, 1, 0, 30, 0, TimeSpan.FromHours(9))));
    }
}
