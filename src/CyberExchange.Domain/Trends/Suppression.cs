namespace CyberExchange.Domain.Trends;

/// <summary>Decides which cells of a population are stated.</summary>
/// <remarks>
/// From the total down, a row is stated where the rule permits its number in every period that is decided together. The rows that are
/// withheld below a stated row are two at least, and so many that the rule permits their sum too: who takes the stated rows away from
/// the row above learns a number that could have been stated. Of the rows that could be stated, the last in the table's order is
/// given up first, whatever the numbers are, so that the choice itself tells nothing of them. Where giving up all is not enough,
/// the row above is given up.
/// </remarks>
/// <param name="populations">The cells; of a correction what changed, and what there is now: a stated cell is stated of both, and has to be safe in both.</param>
/// <param name="rule">Which groups may be stated.</param>
/// <param name="allowed">Cells that may be stated at all.</param>
internal sealed class Suppression(IReadOnlyList<Population> populations, DisclosureRule rule, Func<int, int, Period, bool> allowed)
{
    private readonly IReadOnlyList<TrendTable> _tables = populations[0].Tables;

    /// <summary>What was decided, for each population the same.</summary>
    public IReadOnlyList<ShownCells> Shown { get; } = [.. populations.Select(p => new ShownCells(p))];

    /// <summary>Decides on a year, its quarters and their months.</summary>
    public void DecideYear(Period year)
    {
        Decide([year], null);
        Decide(year.Parts, year);
        foreach (var quarter in year.Parts)
        {
            Decide(quarter.Parts, quarter);
        }
    }

    /// <summary>Decides on a quarter and its months, where nothing is stated of the year but what follows from its quarters.</summary>
    public void DecideQuarter(Period quarter)
    {
        Decide([quarter], null);
        Decide(quarter.Parts, quarter);
    }

    // Periods that state the same rows: one alone, or the parts of a longer one that was decided on.
    private void Decide(IReadOnlyList<Period> periods, Period? whole)
    {
        var tables = Enumerable.Range(0, _tables.Count).ToList();
        var rows = tables.Select(t => new bool[_tables[t].Rows.Count]).ToList();
        var total = tables.TrueForAll(t => MayStand(t, 0, periods)) && tables.TrueForAll(t => Descend(t, 0, periods, whole, rows[t]));
        foreach (var t in tables)
        {
            rows[t][0] = total;
            foreach (var (period, shown) in periods.SelectMany(p => Shown.Select(s => (p, s))))
            {
                shown.Decide(t, period, total ? rows[t] : new bool[rows[t].Length]);
            }
        }
    }

    /// <summary>Marks the rows below a row that are stated; false where the row cannot be stated itself without giving one of them away.</summary>
    private bool Descend(int table, int row, IReadOnlyList<Period> periods, Period? whole, bool[] rows)
    {
        var below = _tables[table].Below(row);
        var stated = below.Where(b => MayStand(table, b, periods) && Descend(table, b, periods, whole, rows)).ToList();
        var withheld = below.Except(stated).ToList();
        while (withheld.Count > 0 && !IsSafe(table, row, withheld, periods, whole))
        {
            if (stated.Count == 0)
            {
                Withhold(table, below, rows);
                return false;
            }

            withheld.Add(stated[^1]);
            stated.RemoveAt(stated.Count - 1);
        }

        stated.ForEach(b => rows[b] = true);
        Withhold(table, withheld, rows);
        return true;
    }

    private void Withhold(int table, IReadOnlyList<int> withheld, bool[] rows)
    {
        foreach (var row in withheld)
        {
            rows[row] = false;
            Withhold(table, _tables[table].Below(row), rows);
        }
    }

    // A longer period that was decided on is stated wherever one of its parts is.
    private bool MayStand(int table, int row, IReadOnlyList<Period> periods) => periods.All(p =>
        allowed(table, row, p)
        && (p.Whole is not { } longer || !Shown[0].IsDecided(longer) || Shown[0].IsShown(table, row, longer))
        && populations.All(population => rule.Permits(population.Cell(table, row, p))));

    private bool IsSafe(int table, int row, List<int> withheld, IReadOnlyList<Period> periods, Period? whole) =>
        withheld.Count > 1
        && populations.All(population => periods.All(p => rule.Permits(population.Cells(table, withheld, p))))
        && (whole is not { } longer || Shown.Zip(populations).All(x => IsProtected(x.First, x.Second, table, withheld, periods, longer)));

    private bool IsProtected(ShownCells shown, Population population, int table, List<int> withheld, IReadOnlyList<Period> periods, Period whole)
    {
        var columns = periods.Select(p => population.Cells(table, withheld, p).Size).ToList();
        var all = columns.Sum();
        return periods.Zip(columns).All(x => withheld.TrueForAll(w => IsProtectedFrom(w, x.First, x.Second)));

        bool IsProtectedFrom(int row, Period period, long column) =>
            (rule.Permits(population.Cell(table, row, period)) || rule.Protects(shown.Inside(table, row, whole, column, all)))
            && _tables[table].Below(row).All(b => IsProtectedFrom(b, period, column));
    }
}
