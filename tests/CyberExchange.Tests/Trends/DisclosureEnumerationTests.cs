using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using Xunit;
using static CyberExchange.Tests.Trends.TrendWorld;

namespace CyberExchange.Tests.Trends;

/// <summary>Small worlds, each looked at whole: which of all worlds could it have been?</summary>
public sealed class DisclosureEnumerationTests(ITestOutputHelper output)
{
    // Every incident has a reporter of its own, so that a world is its numbers.
    private static readonly DisclosureRule Counting = new() { MinimumIncidents = 2, MinimumReporters = 1, LargestSharePercent = 100, RemainderPercent = 0 };

    private static readonly IReadOnlyList<TrendTable> Flat = [new("a", Jurisdiction.EU, Named("A"), [Row("a1"), Row("a2"), Row("a3")], r => r.Sector)];

    private static readonly string[] Leaves = ["a1", "a2", "a3", "total/rest"];

    private static readonly IReadOnlyList<Period> Months = First.Parts;

    [Fact]
    public void Whole_numbers_of_every_world_that_suits_leave_as_much_open_as_the_audit_says()
    {
        var (worlds, attacked) = (Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is "full" or "soak" ? 400 : 40, 0);
        for (var seed = 0; seed < worlds; seed++)
        {
            var random = new Random(seed);
            var truth = Leaves.Select(_ => Months.Select(_ => Math.Max(0, random.Next(-1, 3))).ToArray()).ToArray();
            var edition = Publish(Records(truth), Plan(First, rule: Counting, tables: Flat));
            var ranges = Suiting(edition);
            foreach (var (leaf, month) in from l in Enumerable.Range(0, Leaves.Length) from m in Enumerable.Range(0, Months.Count) select (l, m))
            {
                if (truth[leaf][month] < Counting.MinimumIncidents && ranges is not null)
                {
                    var (low, high) = ranges[leaf][month];
                    attacked++;
                    Assert.True(high - low >= Counting.MinimumIncidents && low <= high / 2, $"world {seed}: {Leaves[leaf]} {Months[month]} lies in [{low}, {high}]");
                }
            }
        }

        output.WriteLine($"{worlds} worlds, {attacked} cells looked at");
        Assert.True(attacked > 0, "Some worlds are published.");
    }

    // Whoever knows the method rules out each world that would have been published in another way. Of every sector the incidents are of one
    // reporter or each of its own, so that a sector may have to be withheld whatever its number is.
    [Fact]
    public void Whoever_knows_the_method_too_cannot_tell_whether_a_withheld_number_is_none_or_just_too_small()
    {
        const int most = 7;
        var rule = Counting with { MinimumIncidents = 3, MinimumReporters = 2 };
        var numbers = from a in Enumerable.Range(0, most + 1) from b in Enumerable.Range(0, most + 1) from c in Enumerable.Range(0, most + 1) from d in Enumerable.Range(0, most + 1)
                      where a + b + c + d <= most
                      select new[] { a, b, c, d };
        var worlds = (from n in numbers from alone in Enumerable.Range(0, 1 << Leaves.Length) select (Numbers: n, Alone: alone)).ToList();
        var published = worlds.ToLookup(w => Text(Publish(Records([.. w.Numbers.Select(n => new[] { n, 0, 0 })], w.Alone), Plan(First, rule: rule, tables: Flat))));
        var looked = 0;

        // Where the total is withheld there are worlds beyond those of the list.
        foreach (var alike in published.Where(p => p.Key[0] is not ','))
        {
            foreach (var leaf in Enumerable.Range(0, Leaves.Length).Where(leaf => alike.Select(w => w.Numbers[leaf]).Distinct().Count() > 1 || alike.Key.Split(';')[leaf + 1][0] is ','))
            {
                var values = alike.Select(w => w.Numbers[leaf]).ToHashSet();
                looked++;
                Assert.True(values.Contains(0) && values.Max() >= rule.MinimumIncidents - 1, $"{Leaves[leaf]} is one of {string.Join(' ', values)} in {alike.Key}");
            }
        }

        output.WriteLine($"{worlds.Count} worlds, {published.Count} publications, {looked} withheld numbers");
        Assert.True(looked > 20, "Worlds are published in many ways.");
    }

    private static string Text(TrendEdition edition) =>
        string.Join(';', edition.Tables[0].Numbers.Select(row => string.Join(',', row.Select(n => n?.ToString(System.Globalization.CultureInfo.InvariantCulture)))));

    private static List<TrendRecord> Records(int[][] numbers, int alone = 0)
    {
        var reporter = 0;
        return
        [
            .. from leaf in Enumerable.Range(0, numbers.Length)
               from month in Enumerable.Range(0, numbers[leaf].Length)
               from _ in Enumerable.Range(0, numbers[leaf][month])
               select Record(Leaves[leaf], "b1", Months[month], (alone >> leaf & 1) == 1 ? 1_000 + leaf : reporter++),
        ];
    }

    /// <summary>The least and most of each cell over all worlds of whole numbers that suit the edition; null where nothing is stated at all.</summary>
    private static (int Low, int High)[][]? Suiting(TrendEdition edition)
    {
        var table = edition.Tables[0];
        if (table.Figure(TrendTable.Total, First) is not { } total)
        {
            return null;
        }

        var found = Leaves.Select(_ => Months.Select(_ => (Low: int.MaxValue, High: int.MinValue)).ToArray()).ToArray();
        var world = Leaves.Select(_ => new int[Months.Count]).ToArray();
        Try(0, (int)total.Number);
        return found;

        void Try(int at, int left)
        {
            var (leaf, month) = (at / Months.Count, at % Months.Count);
            if (leaf == Leaves.Length)
            {
                if (left == 0 && Months.Select((m, i) => (m, i)).All(x => Suits(TrendTable.Total, x.m, world.Sum(row => row[x.i]))))
                {
                    foreach (var (l, m) in from l in Enumerable.Range(0, Leaves.Length) from m in Enumerable.Range(0, Months.Count) select (l, m))
                    {
                        found[l][m] = (Math.Min(found[l][m].Low, world[l][m]), Math.Max(found[l][m].High, world[l][m]));
                    }
                }

                return;
            }

            for (var number = 0; number <= left; number++)
            {
                world[leaf][month] = number;
                if (Suits(Leaves[leaf], Months[month], number) && (month < Months.Count - 1 || Suits(Leaves[leaf], First, world[leaf].Sum())))
                {
                    Try(at + 1, left - number);
                }
            }

            world[leaf][month] = 0;
        }

        bool Suits(string row, Period period, int number) => table.Figure(row, period) is not { } figure || figure.Number == number;
    }
}
