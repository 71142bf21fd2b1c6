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
    private readonly Dictionary<(int Table, int Row, Period Period), Group> _rests = [];

    /// <summary>The periods that were decided on.</summary>
    public IEnumerable<Period> Periods => _rows.Keys.Select(k => k.Period).Distinct();

    public bool IsDecided(Period period) => _rows.ContainsKey((0, period));

    public bool IsShown(int table, int row, Period period) => _rows.TryGetValue((table, period), out var rows) && rows[row];

    public void Decide(int table, Period period, bool[] rows) => _rows[(table, period)] = rows;

    /// <summary>The rows below a row that a period does not state.</summary>
    public List<int> Withheld(int table, int row, Period period) => [.. population.Tables[table].Below(row).Where(b => !IsShown(table, b, period))];

    /// <summary>What the withheld rows below a stated row count together: whoever subtracts learns it.</summary>
    public Group Rest(int table, int row, Period period)
    {
        if (!_rests.TryGetValue((table, row, period), out var rest))
        {
            rest = population.Cells(table, Withheld(table, row, period), period);
            _rests.Add((table, row, period), rest);
        }

        return rest;
    }

    /// <summary>Between what the number of a cell lies, exactly: each whole number between can be the true one.</summary>
    public Bounds Of(int table, int row, Period period)
    {
        if (IsShown(table, row, period))
        {
            var size = population.Cell(table, row, period).Size;
            return new(size, size);
        }

        var stated = Stated(table, row, period);
        if (period.Whole is not { } whole || !IsDecided(whole))
        {
            return stated < 0 ? Bounds.Open : new(0, Rest(table, stated, period).Size);
        }

        return stated < 0
            ? Of(table, row, whole) with { Lower = 0 }
            : Inside(table, row, whole, Rest(table, stated, period).Size, whole.Parts.Sum(p => Rest(table, stated, p).Size));
    }

    /// <summary>The bounds of a cell of a rectangle of withheld rows by the parts of a longer period.</summary>
    /// <param name="table">The table.</param>
    /// <param name="row">One of the rows, or a row below one.</param>
    /// <param name="whole">The longer period.</param>
    /// <param name="column">What the rows count in the period of the cell.</param>
    /// <param name="all">What they count in all parts.</param>
    public Bounds Inside(int table, int row, Period whole, long column, long all)
    {
        var longer = Of(table, row, whole);
        var within = Stated(table, row, whole);
        if (within == row)
        {
            return Frechet(longer.Upper, column, all);
        }

        var sum = Rest(table, within, whole).Size;
        var rest = Frechet(sum, column, all);
        return new(Math.Max(0, longer.Lower + rest.Lower - sum), Math.Min(longer.Upper, rest.Upper));
    }

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
