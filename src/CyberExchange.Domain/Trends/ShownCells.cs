namespace CyberExchange.Domain.Trends;

/// <summary>Which cells of a population are stated, and how closely that lets the others be known.</summary>
/// <remarks>
/// A stated cell has every cell above it stated, by row and by period, and the periods that make up one period state the same rows. So
/// the withheld rows below a stated row, and the periods that make up one period, are a rectangle: of its cells the sums by period are
/// known, and the sums by row as far as the longer period states them. Such a rectangle bounds each of its cells by the Frechet
/// bounds, which whole numbers reach; what is withheld inside a row of it is free but for the bounds of the longer period. Tables of a
/// side have the totals in common and nothing else, so that any numbers that suit each of them suit all at once (Vorob'ev 1962; Dobra and
/// Fienberg 2000 for the bounds): no table says anything of another's cells.
/// </remarks>
internal sealed class ShownCells(Population population)
{
    private readonly Dictionary<(int Table, Period Period), bool[]> _rows = [];

    /// <summary>The periods that were decided on.</summary>
    public IEnumerable<Period> Periods => _rows.Keys.Select(k => k.Period).Distinct();

    public bool IsDecided(Period period) => _rows.ContainsKey((0, period));

    public bool IsShown(int table, int row, Period period) => _rows.TryGetValue((table, period), out var rows) && rows[row];

    public void Decide(int table, Period period, bool[] rows) => _rows[(table, period)] = rows;

    /// <summary>The rows below a row that a period does not state.</summary>
    public List<int> Withheld(int table, int row, Period period) => [.. population.Tables[table].Below(row).Where(b => !IsShown(table, b, period))];

    /// <summary>Between what the number of a cell lies, exactly: each whole number between can be the true one.</summary>
    public Bounds Of(int table, int row, Period period)
    {
        if (IsShown(table, row, period))
        {
            var size = population.Cell(table, row, period).Size;
            return new(size, size);
        }

        var stated = Stated(table, row, period);
        return Below(table, row, period, stated, stated < 0 ? [] : Withheld(table, stated, period), Together(period));
    }

    /// <summary>The bounds of a cell, as they would be if of the rows below <paramref name="stated"/> just those were withheld.</summary>
    /// <param name="table">The table.</param>
    /// <param name="row">A row that would be withheld.</param>
    /// <param name="period">The period of the cell.</param>
    /// <param name="stated">The nearest row above it that is stated; -1 for none.</param>
    /// <param name="withheld">The withheld rows below that one.</param>
    /// <param name="together">The periods, this one with it, that make up the longer one and withhold the same; none where no longer one was decided on.</param>
    public Bounds Below(int table, int row, Period period, int stated, IReadOnlyList<int> withheld, IReadOnlyList<Period> together)
    {
        if (together.Count == 0 || period.Whole is not { } whole)
        {
            return stated < 0 ? Bounds.Open : new(0, population.Cells(table, withheld, period).Size);
        }

        var longer = Of(table, row, whole);
        if (stated < 0)
        {
            return longer with { Lower = 0 };
        }

        var column = population.Cells(table, withheld, period).Size;
        var all = together.Sum(p => population.Cells(table, withheld, p).Size);
        var within = Stated(table, row, whole);
        if (within == row)
        {
            return Frechet(longer.Upper, column, all);
        }

        var sum = population.Cells(table, Withheld(table, within, whole), whole).Size;
        var rest = Frechet(sum, column, all);
        return new(Math.Max(0, longer.Lower + rest.Lower - sum), Math.Min(longer.Upper, rest.Upper));
    }

    /// <summary>The periods that make up the longer one with this one; none where no longer one was decided on.</summary>
    public IReadOnlyList<Period> Together(Period period) => period.Whole is { } whole && IsDecided(whole) ? whole.Parts : [];

    // The row itself or the nearest above it that the period states; -1 for none.
    private int Stated(int table, int row, Period period)
    {
        while (row >= 0 && !IsShown(table, row, period))
        {
            row = population.Tables[table].Above(row);
        }

        return row;
    }

    private static Bounds Frechet(long row, long column, long all) => new(Math.Max(0, row + column - all), Math.Min(row, column));
}
