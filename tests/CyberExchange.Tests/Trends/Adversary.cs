using CyberExchange.Domain.Trends;

namespace CyberExchange.Tests.Trends;

/// <summary>Somebody who has every edition, knows the tables, and bounds what is withheld by linear programming over all worlds that suit.</summary>
/// <remarks>
/// A world is the full cross of both tables and all months, so that nothing is taken for granted of how tables of one side hang
/// together; and each later version of it is the earlier one and what came since, never less.
/// </remarks>
internal sealed class Adversary
{
    private readonly ExactSimplex _simplex;
    private readonly List<(string A, string B, Period Month)> _places;
    private readonly IReadOnlyList<TrendTable> _tables;

    public Adversary(IReadOnlyList<TrendTable> tables, IEnumerable<Period> months, int versions = 1)
    {
        _tables = tables;
        _places = [.. from a in Leaves(tables[0]) from b in Leaves(tables[^1]) from month in months where tables.Count > 1 || a == b select (a, b, month)];
        _simplex = new(_places.Count * versions);
    }

    /// <summary>Takes note of the number of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="number">Its number.</param>
    /// <param name="version">Of which version of the world, from 0.</param>
    public void Learn((TrendTable Table, string Row, Period Period) cell, long number, int version = 0) =>
        _simplex.Add([.. Below(cell, version)], number);

    /// <summary>Takes note of everything that an edition states.</summary>
    public void Learn(TrendEdition edition, IReadOnlyList<int>? versionOfEdition = null)
    {
        foreach (var cell in TrendWorld.Cells(edition, _tables))
        {
            if (edition.Table(cell.Table.Id)!.Figure(cell.Row, cell.Period) is { } figure)
            {
                Learn(cell, figure.Number, versionOfEdition is null ? 0 : versionOfEdition[figure.Edition - 1]);
            }
        }
    }

    /// <summary>The bounds of a cell in a version of the world, or of what came with that version.</summary>
    public (long Low, long High) Bounds((TrendTable Table, string Row, Period Period) cell, int version, bool cameOnly = false)
    {
        var (low, high) = _simplex.Bounds([.. Below(cell, version, cameOnly)]);
        return (low, high ?? long.MaxValue / 4);
    }

    private static IEnumerable<string> Leaves(TrendTable table) => table.Rows.Select(r => r.Id).Where(id => table.Rows.All(r => r.Parent != id));

    private IEnumerable<int> Below((TrendTable Table, string Row, Period Period) cell, int version, bool cameOnly = false) =>
        from v in Enumerable.Range(0, version + 1)
        where !cameOnly || v == version
        from i in Enumerable.Range(0, _places.Count)
        where TrendWorld.Covers(cell.Period, _places[i].Month) && TrendWorld.IsWithin(cell.Table, cell.Table == _tables[0] ? _places[i].A : _places[i].B, cell.Row)
        select (v * _places.Count) + i;
}
