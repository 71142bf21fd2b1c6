namespace CyberExchange.Domain.Trends;

/// <summary>The incidents of one side that one edition is the first to count, or the changes that one correction is the first to tell: every cell of every table.</summary>
/// <remarks>Populations have no incident in common that could be told from one to the other: what is stated of one says nothing of another.</remarks>
internal sealed class Population
{
    private readonly Dictionary<(int Leaf, Period Month), Group>[] _leaves;
    private readonly Dictionary<(int Table, int Row, Period Period), Group> _cells = [];
    private readonly int[] _sums;

    public Population(TrendCounts counts)
    {
        Tables = counts.Tables;
        _leaves = [.. Enumerable.Range(0, Tables.Count).Select(counts.Groups)];
        _sums = new int[counts.Reporters];
    }

    public IReadOnlyList<TrendTable> Tables { get; }

    /// <summary>What one cell counts. The totals of all tables are the same.</summary>
    public Group Cell(int table, int row, Period period)
    {
        if (_cells.TryGetValue((table, row, period), out var known))
        {
            return known;
        }

        var below = Tables[table].Below(row);
        var group = (below.Count, period.Kind) switch
        {
            (0, PeriodKind.Month) => _leaves[table].GetValueOrDefault((row, period)) ?? Group.None,
            (0, _) => Union([.. period.Parts.Select(part => Cell(table, row, part))]),
            _ => Union([.. below.Select(b => Cell(table, b, period))]),
        };
        _cells.Add((table, row, period), group);
        return group;
    }

    /// <summary>What some rows without a common incident count together.</summary>
    public Group Cells(int table, IEnumerable<int> rows, Period period) => Union([.. rows.Select(row => Cell(table, row, period))]);

    private Group Union(IReadOnlyList<Group> groups) => Group.Union(groups, _sums);
}
