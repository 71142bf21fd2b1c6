using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using Xunit;

namespace CyberExchange.Tests.Trends;

/// <summary>Small tables and records for them; and the rules of disclosure once more, written apart from the product's.</summary>
internal static class TrendWorld
{
    public static readonly DateTimeOffset Now = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly Period First = Period.OfQuarter(2025, 1);

    public static readonly Period Last = Period.OfQuarter(2025, 4);

    public static readonly DisclosureRule Rule = new() { MinimumIncidents = 4, MinimumReporters = 3, LargestSharePercent = 50, RemainderPercent = 20 };

    /// <summary>Sectors in two levels and classes in one, of one side.</summary>
    public static readonly IReadOnlyList<TrendTable> Tables =
    [
        new("a", Jurisdiction.EU, Named("A"), [Row("a1"), Row("a1.x", "a1"), Row("a1.y", "a1"), Row("a2"), Row("a3")], r => r.Sector),
        new("b", Jurisdiction.EU, Named("B"), [Row("b1"), Row("b2")], r => r.Classification),
    ];

    public static readonly string[] Sectors = ["a1.x", "a1.y", "a1", "a2", "a3", "other"];

    public static readonly string[] Classes = ["b1", "b2", "other"];

    public static TrendRow Row(string id, string? parent = null) => new(id, parent, Named(id));

    public static Words Named(string name) => new(name, name, name);

    public static PartnerId Reporter(int number) => new(new Guid(number, 0, 0, new byte[8]));

    public static TrendRecord Record(string sector, string @class, Period month, int reporter, Jurisdiction side = Jurisdiction.EU) => new()
    {
        Month = month,
        Side = side,
        Reporter = Reporter(reporter),
        Sector = sector,
        Area = null,
        Classification = @class,
        Severity = null,
        Regime = null,
        Timeliness = Timeliness.Unknown,
        IsExercise = false,
        PermitsStatistics = true,
    };

    /// <summary>Records of one year in which some sectors are crowded, some nearly empty, and some reporters report much.</summary>
    public static List<TrendRecord> Random(int seed, int most = 700)
    {
        var random = new Random(seed);
        var (crowd, reporters) = (random.Next(60, most), random.Next(5, 14));
        double[] weights = [.. Sectors.Select(_ => Math.Pow(random.NextDouble(), 2) + 0.01)];
        return
        [
            .. Enumerable.Range(0, crowd).Select(_ => Record(
                Sectors[Pick(random, weights)],
                Classes[Math.Min(random.Next(4), 2)],
                Period.OfMonth(2025, 1 + random.Next(12)),
                (int)(reporters * Math.Pow(random.NextDouble(), 1.5)))),
        ];
    }

    public static EditionPlan Plan(Period? through = null, bool correction = false, DisclosureRule? rule = null, IReadOnlyList<TrendTable>? tables = null, DateTimeOffset? asOf = null) =>
        new(tables ?? Tables, rule ?? Rule, asOf ?? Now, First, through ?? Last, correction);

    public static TrendEdition Publish(IEnumerable<TrendRecord> records, EditionPlan? plan = null, IReadOnlyList<TrendEdition>? earlier = null, Func<int, IEnumerable<TrendRecord>>? recordsOf = null)
    {
        var (edition, refusal) = PublishTrends.Make(plan ?? Plan(), earlier ?? [], records, recordsOf ?? (_ => throw new InvalidOperationException("Nobody corrects here.")));
        Assert.Null(refusal);
        return edition!; // What is not refused is there.
    }

    public static CitedEdition Cited(TrendEdition edition) => new(edition, edition.Id, TlpLabel.Green);

    /// <summary>Every cell that an edition of the tables has.</summary>
    public static IEnumerable<(TrendTable Table, string Row, Period Period)> Cells(TrendEdition edition, IReadOnlyList<TrendTable>? tables = null) =>
        from table in tables ?? Tables
        from row in table.Rows
        from period in edition.Tables[0].Periods
        select (table, row.Id, period);

    /// <summary>The records of a cell.</summary>
    public static List<TrendRecord> In(IEnumerable<TrendRecord> records, TrendTable table, string row, Period period) =>
        [.. records.Where(r => r.Counts && r.Side == table.Side && Covers(period, r.Month) && IsWithin(table, LeafOf(table, r), row))];

    public static bool Covers(Period period, Period month) => period == month || month.Whole == period || month.Whole!.Value.Whole == period;

    /// <summary>Whether a group of records must not be stated.</summary>
    public static bool IsSensitive(IReadOnlyCollection<TrendRecord> group, DisclosureRule rule)
    {
        var shares = group.GroupBy(r => r.Reporter).Select(g => g.Count()).OrderDescending().ToList();
        return group.Count < rule.MinimumIncidents || shares.Count < rule.MinimumReporters || 100 * shares[0] > rule.LargestSharePercent * group.Count
            || 100 * shares.Skip(2).Sum() < rule.RemainderPercent * shares[0];
    }

    /// <summary>The leaf that a record is counted in.</summary>
    public static string LeafOf(TrendTable table, TrendRecord record)
    {
        var value = table.Id == "a" ? record.Sector : record.Classification;
        return table.Rows.All(r => r.Id != value || r.Id == TrendTable.Total) ? TrendTable.Total + TrendTable.Rest
            : table.Rows.Any(r => r.Parent == value) ? value + TrendTable.Rest
            : value!; // The rows have it.
    }

    public static bool IsWithin(TrendTable table, string? row, string above)
    {
        while (row is not null && row != above)
        {
            row = table.Rows.First(r => r.Id == row).Parent;
        }

        return row is not null;
    }

    private static int Pick(Random random, double[] weights)
    {
        var at = random.NextDouble() * weights.Sum();
        var i = 0;
        while (i < weights.Length - 1 && (at -= weights[i]) > 0)
        {
            i++;
        }

        return i;
    }
}
