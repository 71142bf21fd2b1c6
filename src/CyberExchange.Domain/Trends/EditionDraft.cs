using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Trends;

/// <summary>An edition while it is made: the numbers of the edition before, and what this one adds.</summary>
internal sealed class EditionDraft
{
    private readonly EditionPlan _plan;
    private readonly TrendEdition? _last;
    private readonly int _number;
    private readonly Dictionary<Period, int> _firstCounted = [];
    private readonly List<Period> _periods;
    private readonly Dictionary<(string Table, int Row, Period Period), (long Number, int Edition)> _figures = [];

    public EditionDraft(EditionPlan plan, IReadOnlyList<TrendEdition> earlier)
    {
        (_plan, _last, _number) = (plan, earlier.LastOrDefault(), earlier.Count + 1);
        _periods = PeriodsOf(plan.From, plan.Through);
        foreach (var edition in earlier)
        {
            PeriodsOf(edition.From, edition.Through).ForEach(p => _firstCounted.TryAdd(p, edition.Number));
        }

        foreach (var table in _last?.Tables ?? [])
        {
            Carry(table);
        }
    }

    public void Fill(IEnumerable<TrendRecord> records, Func<int, IEnumerable<TrendRecord>> recordsOf)
    {
        var reporters = new ReporterNumbers();
        if (_plan.IsCorrection)
        {
            Correct(records as IReadOnlyCollection<TrendRecord> ?? [.. records], recordsOf, reporters);
            return;
        }

        var fresh = _periods.Where(p => !_firstCounted.ContainsKey(p)).ToList();
        foreach (var side in TrendCounts.Of(records, _plan.Tables, reporters, fresh.ToHashSet().Contains))
        {
            Count(new(side), fresh);
        }
    }

    /// <summary>Whether it states a number that the edition before does not.</summary>
    public bool SaysMore => _figures.Values.Any(f => f.Edition == _number);

    public TrendEdition Edition() => new()
    {
        Number = _number,
        AsOf = _plan.AsOf,
        Previous = _last?.Id,
        Corrects = _plan.IsCorrection ? _last?.Id : null,
        Method = TrendEdition.MethodName,
        Rule = _plan.Rule,
        From = _plan.From,
        Through = _plan.Through,
        Tables = [.. _plan.Tables.Select(Table)],
        Advisories = [.. LiveTables.Advisories(LiveTables.Leading(_plan.Advisories, _periods), _periods).Select(Table)],
    };

    // The years that are whole, the quarters and the months.
    private static List<Period> PeriodsOf(Period from, Period through)
    {
        var quarters = TrendEdition.Quarters(from, through).ToList();
        var years = quarters.Select(q => q.Whole!.Value).Distinct().Where(y => y.Parts.All(quarters.Contains)); // A quarter is part of a year.
        return [.. years.Concat(quarters).Concat(quarters.SelectMany(q => q.Parts)).Order()];
    }

    private void Carry(EditionTable table)
    {
        for (var row = 0; row < table.Rows.Count; row++)
        {
            for (var at = 0; at < table.Periods.Count; at++)
            {
                if (table.Numbers[row][at] is { } number)
                {
                    _figures[(table.Id, row, table.Periods[at])] = (number, table.Editions[row][at]);
                }
            }
        }
    }

    private void Count(Population population, List<Period> fresh)
    {
        var suppression = new Suppression([population], _plan.Rule, (_, _, _) => true);
        Decide(suppression, fresh);
        State([population], suppression);
        foreach (var year in fresh.Where(p => p.Kind is PeriodKind.Year && !suppression.Shown[0].IsDecided(p)))
        {
            AddUp(population.Tables, year);
        }
    }

    // Years of which every part is there together; then the quarters that are left.
    private static void Decide(Suppression suppression, IReadOnlyCollection<Period> periods)
    {
        foreach (var year in periods.Where(p => p.Kind is PeriodKind.Year && p.Parts.All(periods.Contains)))
        {
            suppression.DecideYear(year);
        }

        foreach (var quarter in periods.Where(p => p.Kind is PeriodKind.Quarter && !suppression.Shown[0].IsDecided(p)))
        {
            suppression.DecideQuarter(quarter);
        }
    }

    // A year whose quarters were published one by one states the rows that all of them state, which anybody can add up.
    private void AddUp(IReadOnlyList<TrendTable> tables, Period year)
    {
        foreach (var table in tables)
        {
            for (var row = 0; row < table.Rows.Count; row++)
            {
                if (year.Parts.All(q => IsCurrent(table.Id, row, q)))
                {
                    _figures[(table.Id, row, year)] = (year.Parts.Sum(q => _figures[(table.Id, row, q)].Number), _number);
                }
            }
        }
    }

    // What is told of a year or quarter begins with its total. Where that was not restated, nothing was told, and its changes wait.
    private void Correct(IReadOnlyCollection<TrendRecord> now, Func<int, IEnumerable<TrendRecord>> recordsOf, ReporterNumbers reporters)
    {
        var told = Enum.GetValues<Jurisdiction>().SelectMany(side => _periods.Where(p => Head(p) == p && TotalOf(side, p) > 0).Select(p => (Side: side, Period: p)));
        foreach (var heads in told.ToLookup(t => TotalOf(t.Side, t.Period), t => t).OrderBy(g => g.Key))
        {
            var months = heads.SelectMany(h => Within(h.Period)).Where(p => p.Kind is PeriodKind.Month).ToHashSet();
            var then = TrendCounts.Of(recordsOf(heads.Key), _plan.Tables, reporters, months.Contains);
            var since = TrendCounts.Of(now, _plan.Tables, reporters, months.Contains);
            foreach (var side in heads.GroupBy(h => h.Side, h => h.Period))
            {
                var counts = since[(int)side.Key];
                Correct(new(counts.Since(then[(int)side.Key])), new(counts), [.. side.SelectMany(Within)]);
            }
        }
    }

    private void Correct(Population changes, Population now, HashSet<Period> periods)
    {
        var suppression = new Suppression([changes, now], _plan.Rule, (table, row, period) => IsCurrent(changes.Tables[table].Id, row, period));
        Decide(suppression, periods);
        State([changes, now], suppression);
    }

    private static IEnumerable<Period> Within(Period period) => period.Parts.SelectMany(Within).Prepend(period);

    // The period whose total is told first: the year, where it was decided on as one, or else the quarter. A year that was added up has none.
    private Period? Head(Period period) => period.Kind switch
    {
        PeriodKind.Month => Head(period.Whole!.Value), // A month is part of a quarter.
        PeriodKind.Quarter => Head(period.Whole!.Value) ?? period, // A quarter is part of a year.
        PeriodKind.Year => _firstCounted.TryGetValue(period, out var first) && period.Parts.All(q => _firstCounted[q] == first) ? period : null,
    };

    // The edition of which a total is; 0 where it is withheld.
    private int TotalOf(Jurisdiction side, Period period) => _plan.Tables.FirstOrDefault(t => t.Side == side) is { } table
        ? _figures.GetValueOrDefault((table.Id, 0, period)).Edition
        : 0;

    // A number that missed a correction is as of an instant that the next one does not start from.
    private bool IsCurrent(string table, int row, Period period) =>
        _figures.TryGetValue((table, row, period), out var figure)
        && Head(period) is { } head
        && figure.Edition == _figures.GetValueOrDefault((table, 0, head)).Edition;

    private void State(IReadOnlyList<Population> populations, Suppression suppression)
    {
        foreach (var (population, shown) in populations.Zip(suppression.Shown))
        {
            if (DisclosureAudit.Findings(population, shown, _plan.Rule).FirstOrDefault() is { } finding)
            {
                throw new InvalidOperationException($"The edition is not made: {finding}.");
            }
        }

        var (first, decided) = (populations[0], suppression.Shown[0]);
        foreach (var (period, table) in decided.Periods.SelectMany(p => Enumerable.Range(0, first.Tables.Count).Select(t => (p, t))))
        {
            foreach (var row in Enumerable.Range(0, first.Tables[table].Rows.Count).Where(row => decided.IsShown(table, row, period)))
            {
                var key = (first.Tables[table].Id, row, period);
                _figures[key] = (_figures.GetValueOrDefault(key).Number + first.Cell(table, row, period).Net, _number);
            }
        }
    }

    private EditionTable Table(LiveTable table) => new()
    {
        Id = table.Id,
        Side = table.Side,
        Title = table.Title,
        Rows = table.Rows,
        Periods = _periods,
        Numbers = [.. table.Rows.Select((_, row) => table.Numbers(row).Select(n => (long?)n).ToArray())],
        Editions = [.. table.Rows.Select(_ => Enumerable.Repeat(_number, _periods.Count).ToArray())],
    };

    private EditionTable Table(TrendTable table) => new()
    {
        Id = table.Id,
        Side = table.Side,
        Title = table.Title,
        Rows = table.Rows,
        Periods = _periods,
        Numbers = [.. Figures(table, (long?)null, f => f.Number)],
        Editions = [.. Figures(table, 0, f => f.Edition)],
    };

    private IEnumerable<T[]> Figures<T>(TrendTable table, T withheld, Func<(long Number, int Edition), T> part) =>
        Enumerable.Range(0, table.Rows.Count).Select(row =>
            _periods.Select(p => _figures.TryGetValue((table.Id, row, p), out var figure) ? part(figure) : withheld).ToArray());
}
