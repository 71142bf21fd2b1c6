using System.Runtime.InteropServices;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Trends;

/// <summary>Numbers for reporters, so that a group is a list of small numbers. They reach nobody.</summary>
internal sealed class ReporterNumbers
{
    private readonly Dictionary<PartnerId, int> _numbers = [];

    public int Count => _numbers.Count;

    public int Of(PartnerId reporter)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, reporter, out var known);
        return known ? number : number = _numbers.Count - 1;
    }
}

/// <summary>The incidents of one side by leaf, month and reporter: all that tables are made from, in one pass over the records.</summary>
internal sealed class TrendCounts
{
    // A leaf, a month and a reporter in one number, so that sorting brings together what is counted together.
    private const int ReporterBits = 32;
    private const int MonthBits = 20;

    private readonly List<ulong>[] _counted;
    private readonly TrendTable[] _tables;
    private readonly ReporterNumbers _reporters;
    private readonly List<ulong>[] _gone;

    private TrendCounts(TrendTable[] tables, ReporterNumbers reporters)
    {
        (_tables, _reporters) = (tables, reporters);
        _counted = [.. tables.Select(_ => new List<ulong>())];
        _gone = [.. tables.Select(_ => new List<ulong>())];
    }

    /// <summary>Counts those records of the periods that count at all, for each side.</summary>
    public static IReadOnlyList<TrendCounts> Of(
        IEnumerable<TrendRecord> records, IReadOnlyList<TrendTable> tables, ReporterNumbers reporters, Func<Period, bool> covers)
    {
        var sides = Enum.GetValues<Jurisdiction>().Select(side => new TrendCounts([.. tables.Where(t => t.Side == side)], reporters)).ToArray();
        foreach (var record in records)
        {
            if (record.Counts && covers(record.Month))
            {
                sides[(int)record.Side].Add(record);
            }
        }

        return sides;
    }

    public IReadOnlyList<TrendTable> Tables => _tables;

    public int Reporters => _reporters.Count;

    /// <summary>What came since, and what went. A record that changed went as it was and came as it is.</summary>
    public TrendCounts Since(TrendCounts earlier)
    {
        var since = new TrendCounts(_tables, _reporters);
        for (var t = 0; t < _tables.Length; t++)
        {
            since._counted[t].AddRange(_counted[t]);
            since._gone[t].AddRange(earlier._counted[t]);
        }

        return since;
    }

    /// <summary>The groups of one table by leaf and month.</summary>
    public Dictionary<(int Leaf, Period Month), Group> Groups(int table)
    {
        var (came, went) = (_counted[table], _gone[table]);
        came.Sort();
        went.Sort();
        var groups = new Dictionary<(int, Period), Group>();
        var (reporters, counts) = (new List<int>(), new List<int>());
        var (i, j) = (0, 0);
        ulong? place = null;
        while (i < came.Count || j < went.Count)
        {
            var key = j >= went.Count || (i < came.Count && came[i] <= went[j]) ? came[i] : went[j];
            if (place is { } last && last != key >> ReporterBits)
            {
                Close(last);
            }

            place = key >> ReporterBits;
            var count = Run(came, ref i, key) - Run(went, ref j, key);
            if (count != 0)
            {
                reporters.Add((int)(key & uint.MaxValue));
                counts.Add(count);
            }
        }

        if (place is { } end)
        {
            Close(end);
        }

        return groups;

        void Close(ulong at)
        {
            var month = new Period(PeriodKind.Month, (int)(at & ((1 << MonthBits) - 1)));
            groups[((int)(at >> MonthBits), month)] = Group.Of(CollectionsMarshal.AsSpan(reporters), CollectionsMarshal.AsSpan(counts));
            reporters.Clear();
            counts.Clear();
        }
    }

    private static int Run(List<ulong> sorted, ref int at, ulong key)
    {
        var from = at;
        while (at < sorted.Count && sorted[at] == key)
        {
            at++;
        }

        return at - from;
    }

    private void Add(TrendRecord record)
    {
        var reporter = (ulong)_reporters.Of(record.Reporter);
        for (var t = 0; t < _tables.Length; t++)
        {
            var place = ((ulong)_tables[t].LeafOf(record) << MonthBits) | (uint)record.Month.Ordinal;
            _counted[t].Add((place << ReporterBits) | reporter);
        }
    }
}
