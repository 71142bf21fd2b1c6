using CyberExchange.Domain.Trends;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static CyberExchange.Tests.Trends.TrendWorld;

namespace CyberExchange.Tests.Trends;

/// <summary>Attacks on the editions by linear programming, and that they succeed where the protection is left out.</summary>
public sealed class DisclosureAttackTests(ITestOutputHelper output)
{
    // Bounding one cell takes two linear programs of a few hundred variables.
    private static readonly (int Worlds, int Cells) Level = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") switch
    {
        "soak" => (2_000, int.MaxValue),
        "full" => (60, int.MaxValue),
        _ => (8, 24),
    };

    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    private static IEnumerable<Period> Months => Period.OfYear(2025).Parts.SelectMany(q => q.Parts);

    [Fact]
    public void No_cell_that_must_not_be_stated_is_known_closely_from_one_edition()
    {
        var (stated, attacked, bounded) = (0, 0, 0);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Level.Worlds), Prop.ForAll(Seeds, seed =>
        {
            var records = TrendWorld.Random(seed);
            var edition = Publish(records);
            using var adversary = new Adversary(Tables, Months);
            adversary.Learn(edition);
            stated += Cells(edition).Count(c => Figure(edition, c) is not null);
            foreach (var cell in Sensitive(edition, records, seed))
            {
                var (low, high) = adversary.Bounds(cell, 0);
                attacked++;
                bounded += high < long.MaxValue / 4 ? 1 : 0;
                Assert.True(IsWide(low, high), $"world {seed}: {cell.Table.Id} {cell.Row} {cell.Period} lies in [{low}, {high}]");
            }
        }));

        output.WriteLine($"{Level.Worlds} worlds, {stated} numbers stated, {attacked} cells attacked, {bounded} of them bounded");
        Assert.True(stated > 0 && bounded > 0, "The worlds state numbers, and bound what they withhold.");
    }

    [Fact]
    public void What_is_stated_may_be_stated_and_adds_up()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Level.Worlds * 4), Prop.ForAll(Seeds, seed =>
        {
            var records = TrendWorld.Random(seed);
            var edition = Publish(records);
            Assert.All(Cells(edition), c =>
            {
                if (Figure(edition, c) is { } figure)
                {
                    var group = In(records, c.Table, c.Row, c.Period);
                    Assert.Equal(group.Count, figure);
                    Assert.False(IsSensitive(group, Rule), $"world {seed}: {c.Table.Id} {c.Row} {c.Period}");
                }
            });
        }));
    }

    // Quarter by quarter, so that a later period includes an earlier one, then a correction with what came late.
    [Fact]
    public void Nor_from_the_differences_of_editions()
    {
        var (attacked, restated) = (0, 0);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Level.Worlds), Prop.ForAll(Seeds, seed =>
        {
            var records = TrendWorld.Random(seed);
            var late = TrendWorld.Random(seed + 1, most: 300);
            var editions = Series(records, [.. records, .. late], out var versions);
            using var adversary = new Adversary(Tables, Months, versions: 2);
            editions.ForEach(e => adversary.Learn(e, versions));
            restated += editions[^1].Tables.Sum(t => t.Editions.Sum(row => row.Count(e => e == editions.Count)));
            foreach (var cell in Sensitive(editions[^1], records, seed))
            {
                var (low, high) = adversary.Bounds(cell, 0);
                attacked++;

                // Of a year whose quarters were published one by one, what is withheld is some of the quarters.
                Assert.True(IsWide(low, high) || (cell.Period.Kind is PeriodKind.Year && high - low >= Rule.MinimumIncidents), $"world {seed}: {cell.Table.Id} {cell.Row} {cell.Period} lies in [{low}, {high}]");
            }

            foreach (var cell in Sensitive(editions[^1], late, seed))
            {
                var (low, high) = adversary.Bounds(cell, 1, cameOnly: true);
                Assert.True(IsWide(low, high), $"world {seed}: what came to {cell.Table.Id} {cell.Row} {cell.Period} lies in [{low}, {high}]");
            }
        }));

        output.WriteLine($"{Level.Worlds} worlds, {attacked} cells attacked, {restated} numbers corrected");
        Assert.True(restated > 0, "Some corrections say something.");
    }

    [Fact]
    public void The_attack_succeeds_where_only_what_must_be_is_withheld()
    {
        var found = 0;
        for (var seed = 0; seed < 5; seed++)
        {
            var records = TrendWorld.Random(seed);
            var edition = Publish(records);
            using var adversary = new Adversary(Tables, Months);
            foreach (var cell in Cells(edition).Where(c => !IsSensitive(In(records, c.Table, c.Row, c.Period), Rule)))
            {
                adversary.Learn(cell, In(records, cell.Table, cell.Row, cell.Period).Count);
            }

            found += Sensitive(edition, records, seed).Count(c => adversary.Bounds(c, 0) is var (low, high) && low == high);
        }

        output.WriteLine($"{found} cells recovered to the incident");
        Assert.True(found > 0, "Without complementary suppression cells are recovered.");
    }

    [Fact]
    public void The_attack_succeeds_where_earlier_editions_are_forgotten()
    {
        var found = 0;
        for (var seed = 0; seed < 5; seed++)
        {
            var records = TrendWorld.Random(seed);
            TrendRecord[] late = [Record("a2", "b1", Period.OfMonth(2025, 3), 1)];
            var (first, second) = (Publish(records), Publish([.. records, .. late]));
            using var adversary = new Adversary(Tables, Months, versions: 2);
            adversary.Learn(first, [0]);
            adversary.Learn(second, [1]);
            found += Cells(first).Count(c => In(late, c.Table, c.Row, c.Period).Count > 0 && adversary.Bounds(c, 1, cameOnly: true) is (1, 1));
        }

        output.WriteLine($"{found} cells tell that one incident was reported late");
        Assert.True(found > 0, "An edition that forgets the ones before gives a late report away.");
    }

    internal static List<TrendEdition> Series(IReadOnlyList<TrendRecord> records, IReadOnlyList<TrendRecord> corrected, out int[] versionOfEdition)
    {
        var editions = new List<TrendEdition>();
        foreach (var quarter in Period.OfYear(2025).Parts)
        {
            editions.Add(Publish(records, Plan(quarter, asOf: quarter.End), editions));
        }

        var (correction, _) = PublishTrends.Make(Plan(correction: true, asOf: Now), editions, corrected, _ => records);
        if (correction is not null)
        {
            editions.Add(correction);
        }

        versionOfEdition = [0, 0, 0, 0, 1];
        return editions;
    }

    private static bool IsWide(long low, long high) => high - low >= Rule.MinimumIncidents && low <= high / 2;

    private static long? Figure(TrendEdition edition, (TrendTable Table, string Row, Period Period) cell) =>
        edition.Table(cell.Table.Id)!.Figure(cell.Row, cell.Period)?.Number;

    // The cells that must not be stated; as many as the level takes, drawn by the world's own seed.
    private static IEnumerable<(TrendTable Table, string Row, Period Period)> Sensitive(TrendEdition edition, IReadOnlyList<TrendRecord> records, int seed)
    {
        var cells = Cells(edition).Where(c => IsSensitive(In(records, c.Table, c.Row, c.Period), Rule)).ToArray();
        new Random(seed).Shuffle(cells);
        return cells.Take(Level.Cells);
    }
}
