using CyberExchange.Domain.Trends;

namespace CyberExchange.EndToEnd.Tests.Trends;

/// <summary>Somebody who holds one table of an edition and narrows what is withheld: rows add up to the row above them, and periods to the longer one.</summary>
/// <remarks>What is learnt of a number is taken into every sum it stands in, until nothing narrows any more.</remarks>
internal sealed class WithheldBounds
{
    private const long Open = 1_000_000;

    private readonly Dictionary<(string Row, Period Period), (long Low, long High)> _known = [];
    private readonly List<((string Row, Period Period) Whole, List<(string Row, Period Period)> Parts)> _sums = [];

    /// <param name="table">The table.</param>
    /// <param name="figure">The number of a cell; null where it is withheld.</param>
    public WithheldBounds(EditionTable table, Func<string, Period, long?> figure)
    {
        foreach (var row in table.Rows)
        {
            var below = table.Rows.Where(r => r.Parent == row.Id).ToList();
            foreach (var period in table.Periods)
            {
                _known[(row.Id, period)] = figure(row.Id, period) is { } number ? (number, number) : (0, Open);
                if (below.Count > 0)
                {
                    _sums.Add(((row.Id, period), [.. below.Select(b => (b.Id, period))]));
                }

                if (period.Parts.Count > 0)
                {
                    _sums.Add(((row.Id, period), [.. period.Parts.Select(p => (row.Id, p))]));
                }
            }
        }

        while (_sums.Aggregate(false, (narrowed, sum) => Narrow(sum.Whole, sum.Parts) || narrowed))
        {
        }
    }

    /// <summary>Between what the number of a cell lies.</summary>
    public (long Low, long High) Of(string row, Period period) => _known[(row, period)];

    private bool Narrow((string Row, Period Period) whole, List<(string Row, Period Period)> parts)
    {
        var (low, high) = (parts.Sum(p => _known[p].Low), parts.Sum(p => _known[p].High));
        var narrowed = Take(whole, low, high);
        foreach (var part in parts)
        {
            var (others, othersHigh) = (low - _known[part].Low, high - _known[part].High);
            narrowed |= Take(part, _known[whole].Low - othersHigh, _known[whole].High - others);
        }

        return narrowed;
    }

    private bool Take((string Row, Period Period) cell, long low, long high)
    {
        var before = _known[cell];
        _known[cell] = (Math.Max(before.Low, low), Math.Min(before.High, high));
        return _known[cell] != before;
    }
}
