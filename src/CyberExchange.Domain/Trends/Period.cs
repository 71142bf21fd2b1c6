using System.Globalization;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Trends;

/// <summary>How long a period is.</summary>
public enum PeriodKind
{
    Month,
    Quarter,
    Year,
}

/// <summary>A month, a quarter or a year of the calendar, in UTC. Months make quarters and quarters make years; nothing lies above a year.</summary>
/// <param name="Kind">How long.</param>
/// <param name="Ordinal">How many of the kind passed since the beginning of year 0.</param>
public readonly record struct Period(PeriodKind Kind, int Ordinal) : IComparable<Period>
{
    private const int QuartersAYear = 4;
    private const int MonthsAQuarter = 3;
    private const int MonthsAYear = 12;
    private const int YearDigits = 4;

    // No instant follows its end.
    private const int YearAfterTheLast = 9999;

    public static Period OfYear(int year) => new(PeriodKind.Year, year);

    public static Period OfQuarter(int year, int quarter) => new(PeriodKind.Quarter, (year * QuartersAYear) + quarter - 1);

    public static Period OfMonth(int year, int month) => new(PeriodKind.Month, (year * MonthsAYear) + month - 1);

    /// <summary>The month in which an instant lies, in UTC.</summary>
    public static Period MonthOf(DateTimeOffset at) => OfMonth(at.UtcDateTime.Year, at.UtcDateTime.Month);

    /// <summary>The period of a kind in which a month lies.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="month">How many months passed since the beginning of year 0.</param>
    public static Period Around(PeriodKind kind, int month) => new(kind, month / MonthsOf(kind));

    public int Months => MonthsOf(Kind);

    /// <summary>How many months passed from the beginning of year 0 to its first one.</summary>
    public int FirstMonth => Ordinal * Months;

    /// <summary>The same for its last one.</summary>
    public int LastMonth => FirstMonth + Months - 1;

    /// <summary>What it is part of; null for a year.</summary>
    public Period? Whole => Kind switch
    {
        PeriodKind.Month => new(PeriodKind.Quarter, Ordinal / MonthsAQuarter),
        PeriodKind.Quarter => new(PeriodKind.Year, Ordinal / QuartersAYear),
        PeriodKind.Year => null,
    };

    /// <summary>What it is made of, in order; nothing for a month.</summary>
    public IReadOnlyList<Period> Parts => Kind switch
    {
        PeriodKind.Month => [],
        PeriodKind.Quarter => After(PeriodKind.Month, Ordinal * MonthsAQuarter, MonthsAQuarter),
        PeriodKind.Year => After(PeriodKind.Quarter, Ordinal * QuartersAYear, QuartersAYear),
    };

    /// <summary>The first instant after it.</summary>
    public DateTimeOffset End => new DateTimeOffset(0001, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(FirstMonth + Months - MonthsAYear);

    public Period Next => this with { Ordinal = Ordinal + 1 };

    /// <summary>Whether the two have a day in common.</summary>
    public bool Overlaps(Period other) => FirstMonth < other.FirstMonth + other.Months && other.FirstMonth < FirstMonth + Months;

    public int CompareTo(Period other) => (FirstMonth, -Months).CompareTo((other.FirstMonth, -other.Months));

    /// <summary><c>2026</c>, <c>2026-Q1</c> or <c>2026-03</c>.</summary>
    public override string ToString() => Kind switch
    {
        PeriodKind.Month => string.Create(CultureInfo.InvariantCulture, $"{Ordinal / MonthsAYear:0000}-{(Ordinal % MonthsAYear) + 1:00}"),
        PeriodKind.Quarter => string.Create(CultureInfo.InvariantCulture, $"{Ordinal / QuartersAYear:0000}-Q{(Ordinal % QuartersAYear) + 1}"),
        PeriodKind.Year => Ordinal.ToString("0000", CultureInfo.InvariantCulture),
    };

    /// <summary>Reads what <see cref="ToString"/> writes; null for any other text, and for the year 9999, after which no instant comes.</summary>
    public static Period? Parse(string text)
    {
        if (text.Length < YearDigits || !int.TryParse(text.AsSpan(0, YearDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is 0 or YearAfterTheLast)
        {
            return null;
        }

        return text[YearDigits..] switch
        {
            "" => OfYear(year),
            ['-', 'Q', >= '1' and <= '4' and var quarter] => OfQuarter(year, quarter - '0'),
            ['-', _, _] => int.TryParse(text.AsSpan(YearDigits + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month is >= 1 and <= MonthsAYear
                ? OfMonth(year, month)
                : null,
            _ => null,
        };
    }

    private static int MonthsOf(PeriodKind kind) => kind switch
    {
        PeriodKind.Month => 1,
        PeriodKind.Quarter => MonthsAQuarter,
        PeriodKind.Year => MonthsAYear,
    };

    private static Period[] After(PeriodKind kind, int first, int count) => [.. Enumerable.Range(first, count).Select(o => new Period(kind, o))];
}

/// <summary>A period as stored JSON carries it.</summary>
public sealed class PeriodJson() : TextJson<Period>(Period.Parse, p => p.ToString());
