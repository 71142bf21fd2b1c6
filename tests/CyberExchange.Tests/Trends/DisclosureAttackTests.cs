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
        _ => (5, 16),
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
            var adversary = new Adversary(Tables, Months);
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

    // A year at once or quarter by quarter, so that a later period includes an earlier one, and then two corrections with what came late.
    [Fact]
    public void Nor_from_the_differences_of_editions()
    {
        var (attacked, restated) = (0, 0);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Level.Worlds), Prop.ForAll(Seeds, seed =>
        {
            List<TrendRecord>[] came = [TrendWorld.Random(seed), TrendWorld.Random(seed + 1, most: 300), TrendWorld.Random(seed + 2, most: 150)];
            var (editions, versions) = Series(came, byQuarter: seed % 2 == 0);
            var adversary = new Adversary(Tables, Months, came.Length);
            editions.ForEach(e => adversary.Learn(e, versions));
            restated += editions.Where(e => e.Corrects is not null).Sum(e => e.Tables.Sum(t => t.Editions.Sum(row => row.Count(of => of == e.Number))));
            for (var version = 0; version < came.Length; version++)
            {
                foreach (var cell in Sensitive(editions[^1], came[version], seed))
                {
                    var (low, high) = adversary.Bounds(cell, version, cameOnly: true);
                    attacked++;

                    // Of a year whose quarters were published one by one, what is withheld is some of the quarters.
                    var isSum = seed % 2 == 0 && cell.Period.Kind is PeriodKind.Year;
                    Assert.True(
                        IsWide(low, high) || (isSum && high - low >= Rule.MinimumIncidents),
                        $"world {seed}, version {version}: {cell.Table.Id} {cell.Row} {cell.Period} lies in [{low}, {high}]");
                }
            }
        }));

        output.WriteLine($"{Level.Worlds} worlds, {attacked} cells attacked, {restated} numbers corrected");
        Assert.True(restated > 0, "Some corrections say something.");
    }

    // Reports come and are taken back. Whoever subtracts one edition from another learns groups that could have been stated.
    [Fact]
    public void A_difference_of_two_editions_is_a_group_that_could_be_stated()
    {
        var differences = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Level.Worlds), Prop.ForAll(Seeds, seed =>
        {
            var random = new Random(seed);
            var then = TrendWorld.Random(seed);
            List<TrendRecord> now = [.. then.Where(_ => random.Next(4) > 0), .. TrendWorld.Random(seed + 1, most: 300)];
            var first = Publish(then);
            if (PublishTrends.Make(Plan(correction: true, asOf: Now.AddDays(1)), [first], now, _ => then).Edition is not { } second)
            {
                return;
            }

            foreach (var cell in Cells(second).Where(c => IsRestated(second, c)))
            {
                differences++;
                Assert.Equal(In(now, cell.Table, cell.Row, cell.Period).Count, Figure(second, cell));
                Assert.False(IsSensitive(In(now, cell.Table, cell.Row, cell.Period), Rule));
                Assert.False(IsSensitive(Changed(then, now, r => IsWithin(cell.Table, LeafOf(cell.Table, r), cell.Row), cell.Period), Rule));
                var kept = cell.Table.Rows.Where(r => r.Parent == cell.Row && !IsRestated(second, (cell.Table, r.Id, cell.Period))).ToList();
                Assert.True(kept.Count == 0 || !IsSensitive(Changed(then, now, r => kept.Any(k => IsWithin(cell.Table, LeafOf(cell.Table, r), k.Id)), cell.Period), Rule));
            }
        }));

        output.WriteLine($"{differences} numbers differ");
        Assert.True(differences > 0, "Some corrections say something.");
    }

    [Fact]
    public void The_attack_succeeds_where_only_what_must_be_is_withheld()
    {
        var found = 0;
        for (var seed = 0; seed < 5; seed++)
        {
            var records = TrendWorld.Random(seed);
            var edition = Publish(records);
            var adversary = new Adversary(Tables, Months);
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
            var adversary = new Adversary(Tables, Months, versions: 2);
            adversary.Learn(first, [0]);
            adversary.Learn(second, [1]);
            found += Cells(first).Count(c => In(late, c.Table, c.Row, c.Period).Count > 0 && adversary.Bounds(c, 1, cameOnly: true) is (1, 1));
        }

        output.WriteLine($"{found} cells tell that one incident was reported late");
        Assert.True(found > 0, "An edition that forgets the ones before gives a late report away.");
    }

    private static (List<TrendEdition> Editions, List<int> VersionOfEdition) Series(IReadOnlyList<TrendRecord>[] came, bool byQuarter)
    {
        var (editions, versions) = (new List<TrendEdition>(), new List<int>());
        foreach (var quarter in byQuarter ? Period.OfYear(2025).Parts : [Last])
        {
            editions.Add(Publish(came[0], Plan(quarter, asOf: quarter.End), editions));
            versions.Add(0);
        }

        for (var version = 1; version < came.Length; version++)
        {
            var plan = Plan(correction: true, asOf: Now.AddDays(version));
            if (PublishTrends.Make(plan, editions, AsOf(version), edition => AsOf(versions[edition - 1])).Edition is { } correction)
            {
                editions.Add(correction);
                versions.Add(version);
            }
        }

        return (editions, versions);

        IEnumerable<TrendRecord> AsOf(int version) => came.Take(version + 1).SelectMany(r => r);
    }

    private static bool IsRestated(TrendEdition edition, (TrendTable Table, string Row, Period Period) cell) =>
        edition.Table(cell.Table.Id)!.Figure(cell.Row, cell.Period)?.Edition == edition.Number;

    // By reporter, what came or went on the whole: who takes one report back and makes another changes nothing.
    private static List<TrendRecord> Changed(IReadOnlyList<TrendRecord> then, IReadOnlyList<TrendRecord> now, Func<TrendRecord, bool> isIn, Period period)
    {
        var (before, after) = (Of(then), Of(now));
        return [.. before.Concat(after).GroupBy(r => r.Reporter).SelectMany(g => g.Take(Math.Abs(after.Count(r => r.Reporter == g.Key) - before.Count(r => r.Reporter == g.Key))))];

        List<TrendRecord> Of(IReadOnlyList<TrendRecord> records) => [.. records.Where(r => Covers(period, r.Month) && isIn(r))];
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
