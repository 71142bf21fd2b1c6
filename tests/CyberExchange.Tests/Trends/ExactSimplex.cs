namespace CyberExchange.Tests.Trends;

/// <summary>Bounds of sums of unknown numbers, none of them less than 0, of which some sums are known: a linear program, solved exactly.</summary>
/// <remarks>
/// The simplex method on a tableau of whole numbers over one denominator, the determinant of the basis (Edmonds' and Bareiss' division that
/// leaves no rest), so that nothing is rounded. A number that passes 64 bits is an exception and never a wrong bound.
/// </remarks>
/// <param name="unknowns">How many numbers there are.</param>
internal sealed class ExactSimplex(int unknowns)
{
    /// <summary>Steps that gain nothing, after which the rule is Bland's, which does not go round in circles.</summary>
    private const int IdleMax = 20;

    private readonly List<(IReadOnlyList<int> Of, long Number)> _known = [];
    private List<long[]> _rows = []; // Each with the right side at its end.
    private List<int> _basis = [];
    private long _denominator = 1;
    private bool _isSolved;

    /// <summary>Takes note of a sum.</summary>
    /// <param name="of">Which numbers it is of, each once.</param>
    /// <param name="number">What it is.</param>
    public void Add(IReadOnlyList<int> of, long number)
    {
        _known.Add((of, number));
        _isSolved = false;
    }

    /// <summary>The bounds of a sum, rounded inwards to whole numbers; null for no upper one.</summary>
    /// <param name="of">Which numbers it is of, each once.</param>
    /// <exception cref="InvalidOperationException">There are no numbers that suit what is known.</exception>
    public (long Low, long? High) Bounds(IReadOnlyCollection<int> of)
    {
        if (!_isSolved)
        {
            FindAnySolution();
            _isSolved = true;
        }

        var low = Least(of, sign: 1)!.Value; // No sum is less than 0.
        return (Ceiling(low.Numerator, low.Denominator), Least(of, sign: -1) is var (negative, denominator) ? -Ceiling(negative, denominator) : null);
    }

    private static long Ceiling(long numerator, long denominator) => (numerator / denominator) + (numerator % denominator > 0 ? 1 : 0);

    // Each sum with an unknown of its own that makes up what is missing; the least of what is missing has to be 0.
    private void FindAnySolution()
    {
        _denominator = 1;
        _basis = [.. Enumerable.Range(unknowns, _known.Count)];
        _rows = [.. _known.Select(known =>
        {
            var row = new long[unknowns + 1];
            foreach (var one in known.Of)
            {
                row[one] = 1;
            }

            row[unknowns] = known.Number;
            return row;
        })];
        var cost = new long[unknowns + 1];
        foreach (var row in _rows)
        {
            for (var j = 0; j <= unknowns; j++)
            {
                cost[j] -= row[j];
            }
        }

        if (!Minimise(cost) || cost[unknowns] != 0)
        {
            throw new InvalidOperationException("Nothing suits what is known.");
        }

        for (var i = _rows.Count - 1; i >= 0; i--)
        {
            if (_basis[i] < unknowns)
            {
                continue;
            }

            // It makes up nothing. Where no unknown can take its place, the sum follows from others.
            var entering = Array.FindIndex(_rows[i], 0, unknowns, value => value != 0);
            if (entering < 0)
            {
                _rows.RemoveAt(i);
                _basis.RemoveAt(i);
                continue;
            }

            if (_rows[i][entering] < 0)
            {
                _rows[i] = [.. _rows[i].Select(value => -value)]; // Its right side is 0.
            }

            Pivot(i, entering, cost);
        }
    }

    private (long Numerator, long Denominator)? Least(IReadOnlyCollection<int> of, long sign)
    {
        var wanted = of.ToHashSet();
        var cost = new long[unknowns + 1];
        foreach (var one in wanted)
        {
            cost[one] = sign * _denominator;
        }

        for (var i = 0; i < _rows.Count; i++)
        {
            if (wanted.Contains(_basis[i]))
            {
                for (var j = 0; j <= unknowns; j++)
                {
                    cost[j] -= sign * _rows[i][j];
                }
            }
        }

        return Minimise(cost) ? (-cost[unknowns], _denominator) : null;
    }

    // The cost of each unknown at the end stands in the row, and less the least at its end. False where there is no least.
    private bool Minimise(long[] cost)
    {
        for (var idle = 0; ;)
        {
            var entering = Entering(cost, byBland: idle > IdleMax);
            if (entering < 0)
            {
                return true;
            }

            var leaving = Leaving(entering);
            if (leaving < 0)
            {
                return false;
            }

            idle = _rows[leaving][unknowns] == 0 ? idle + 1 : 0;
            Pivot(leaving, entering, cost);
        }
    }

    private int Entering(long[] cost, bool byBland)
    {
        var best = -1;
        for (var j = 0; j < unknowns; j++)
        {
            if (cost[j] < 0 && (best < 0 || (!byBland && cost[j] < cost[best])))
            {
                best = j;
            }
        }

        return best;
    }

    private int Leaving(int entering)
    {
        var best = -1;
        for (var i = 0; i < _rows.Count; i++)
        {
            if (_rows[i][entering] <= 0)
            {
                continue;
            }

            var order = best < 0 ? -1 : ((Int128)_rows[i][unknowns] * _rows[best][entering]).CompareTo((Int128)_rows[best][unknowns] * _rows[i][entering]);
            if (order < 0 || (order == 0 && _basis[i] < _basis[best]))
            {
                best = i;
            }
        }

        return best;
    }

    private void Pivot(int leaving, int entering, long[] cost)
    {
        var pivot = _rows[leaving];
        var by = pivot[entering];
        for (var i = 0; i <= _rows.Count; i++)
        {
            var row = i < _rows.Count ? _rows[i] : cost;
            if (i == leaving || (row[entering] == 0 && by == _denominator))
            {
                continue;
            }

            var less = row[entering];
            for (var j = 0; j <= unknowns; j++)
            {
                if (by == _denominator && pivot[j] == 0)
                {
                    continue;
                }

                row[j] = checked((long)((((Int128)row[j] * by) - ((Int128)less * pivot[j])) / _denominator));
            }
        }

        (_denominator, _basis[leaving]) = (by, entering);
    }
}
