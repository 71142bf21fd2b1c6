using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Trends;

/// <summary>A cell of an edition, to be compared with another.</summary>
/// <param name="Table">Such as <c>sectors.eu</c>.</param>
/// <param name="Row">Its row.</param>
/// <param name="Period">Its period.</param>
public sealed record ComparedCell(string Table, string Row, Period Period);

/// <summary>What comes of a comparison.</summary>
public enum ComparisonOutcome
{
    /// <summary>One of the numbers is withheld: nothing is computed.</summary>
    Withheld,

    /// <summary>The two have incidents in common, or stand on scales that are not converted.</summary>
    NotComparable,

    /// <summary>The counts are too small to tell anything.</summary>
    TooFew,

    /// <summary>Chance alone could explain the difference.</summary>
    CouldBeChance,

    /// <summary>Chance alone hardly explains the difference.</summary>
    MoreThanChance,
}

/// <summary>Two numbers, compared.</summary>
public sealed record TrendComparison
{
    /// <summary>How sure the interval is, and the limit of the test.</summary>
    public const double Confidence = 0.95;

    /// <summary>Fewer incidents on both sides together than this tell nothing.</summary>
    public const int IncidentsMin = 20;

    public required ComparedCell First { get; init; }

    public required ComparedCell Second { get; init; }

    public required ComparisonOutcome Outcome { get; init; }

    /// <summary>The numbers; null where one is withheld or the two are not comparable.</summary>
    public required (long First, long Second)? Numbers { get; init; }

    /// <summary>How many times as many a month the first has, without end where the second has none; null for no numbers.</summary>
    public required (double Ratio, double Low, double High)? Ratio { get; init; }

    /// <summary>How often chance alone would make a difference as large as this or larger; null for no numbers or too few.</summary>
    public required double? P { get; init; }

    /// <summary>To quote.</summary>
    public required Words Sentence { get; init; }

    /// <summary>What whoever quotes it should know.</summary>
    public required IReadOnlyList<Words> Cautions { get; init; }
}

/// <summary>Compares any two periods, sectors or sides of an edition, or of what a viewer may see.</summary>
/// <remarks>Reads numbers that the reader has anyway, so that it cannot tell more than they do. Method: <see cref="ExactBinomial"/>, with the months of the periods as exposure.</remarks>
public static class CompareTrends
{
    /// <summary>Compares two cells of an edition, or says which of them it does not have.</summary>
    public static (TrendComparison? Comparison, Refusal? Refusal) Of(TrendEdition edition, ComparedCell first, ComparedCell second) => Of(ComparedBook.Of(edition, first.Table), first, second);

    /// <summary>Compares two cells, or says which of them there is not.</summary>
    public static (TrendComparison? Comparison, Refusal? Refusal) Of(ComparedBook book, ComparedCell first, ComparedCell second)
    {
        if ((Missing(book, first, "/first") ?? Missing(book, second, "/second")) is { } refusal)
        {
            return (null, refusal);
        }

        var (tables, rows) = ((book.Table(first.Table)!, book.Table(second.Table)!), (Row(book, first), Row(book, second))); // Neither is missing.
        var words = new ComparisonWords(book, (tables.Item1, rows.Item1, first.Period), (tables.Item2, rows.Item2, second.Period));
        var found = new TrendComparison
        {
            First = first,
            Second = second,
            Outcome = ComparisonOutcome.NotComparable,
            Numbers = null,
            Ratio = null,
            P = null,
            Sentence = words.NotComparable(),
            Cautions = [],
        };
        if (SharesIncidents(tables, first, second) || HasOtherScale(tables, first, second))
        {
            return (found, null);
        }

        if (tables.Item1.Figure(first.Row, first.Period) is not { } one || tables.Item2.Figure(second.Row, second.Period) is not { } other)
        {
            return (found with { Outcome = ComparisonOutcome.Withheld, Sentence = words.Withheld() }, null);
        }

        return (Compared(found, words, one, other), null);
    }

    private static TrendComparison Compared(TrendComparison found, ComparisonWords words, (long Number, int Edition) one, (long Number, int Edition) other)
    {
        var sum = one.Number + other.Number;
        var (months, otherMonths) = ((double)found.First.Period.Months, (double)found.Second.Period.Months);
        found = found with { Numbers = (one.Number, other.Number), Cautions = words.Cautions(one.Edition, other.Edition) };
        if (sum < TrendComparison.IncidentsMin)
        {
            return found with { Outcome = ComparisonOutcome.TooFew, Sentence = words.TooFew(one.Number, other.Number) };
        }

        var p = ExactBinomial.P(one.Number, sum, months / (months + otherMonths));
        var (low, high) = ExactBinomial.Share(one.Number, sum, TrendComparison.Confidence);
        var ratio = (Odds((double)one.Number / sum), Odds(low), Odds(high));
        var outcome = p < 1 - TrendComparison.Confidence ? ComparisonOutcome.MoreThanChance : ComparisonOutcome.CouldBeChance;
        return found with { Outcome = outcome, P = p, Ratio = ratio, Sentence = words.Compared(one.Number, other.Number, ratio, p, outcome) };

        double Odds(double share) => share / (1 - share) * otherMonths / months;
    }

    private static Refusal? Missing(ComparedBook book, ComparedCell cell, string pointer)
    {
        if (book.Table(cell.Table) is not { } table)
        {
            return new(RefusalCode.UnknownTerm, pointer + "/table", book.Others.Contains(cell.Table, StringComparer.Ordinal) ? "Incidents and advisories are not compared with each other." : $"{book.Name} has no table '{cell.Table}'.");
        }

        if (table.Rows.All(r => r.Id != cell.Row))
        {
            return new(RefusalCode.UnknownTerm, pointer + "/row", $"The table {table.Id} has no row '{cell.Row}'.");
        }

        return table.Periods.Contains(cell.Period) ? null
            : new(RefusalCode.UnknownTerm, pointer + "/period", $"{book.Name} does not cover {cell.Period}, or not yet as a whole.");
    }

    private static TrendRow Row(ComparedBook book, ComparedCell cell) => book.Table(cell.Table)!.Rows.First(r => r.Id == cell.Row); // Both are there.

    // Of one side the same incidents stand in every table, and in a row and those below it.
    private static bool SharesIncidents((IComparedTable, IComparedTable) tables, ComparedCell first, ComparedCell second) =>
        tables.Item1.Side == tables.Item2.Side
        && first.Period.Overlaps(second.Period)
        && (tables.Item1.Id != tables.Item2.Id || tables.Item1.RowsOverlap || IsWithin(tables.Item1, first.Row, second.Row) || IsWithin(tables.Item1, second.Row, first.Row));

    // Of two sides all incidents compare, and rows of one dimension whose words mean the same on both.
    private static bool HasOtherScale((IComparedTable, IComparedTable) tables, ComparedCell first, ComparedCell second)
    {
        var (one, other) = (TrendTables.DimensionOf(tables.Item1.Id), TrendTables.DimensionOf(tables.Item2.Id));
        return tables.Item1.Side != tables.Item2.Side
            && (first.Row != TrendTable.Total || second.Row != TrendTable.Total)
            && (one != other || one is TrendTables.Severities or TrendTables.Regimes);
    }

    private static bool IsWithin(IComparedTable table, string? row, string above)
    {
        while (row is not null && row != above)
        {
            row = table.Rows.First(r => r.Id == row).Parent;
        }

        return row is not null;
    }
}
