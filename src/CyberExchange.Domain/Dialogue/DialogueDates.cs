using System.Globalization;

namespace CyberExchange.Domain.Dialogue;

/// <summary>Dates of which only the month or the year may be known (ISO 8601: <c>2025-05-12</c>, <c>2025-05</c>, <c>2025</c>).</summary>
public static class DialogueDates
{
    // What lies outside is a slip of the pen.
    internal const int YearMin = 1900;
    internal const int YearMax = 2200;

    private const string Day = "yyyy-MM-dd";
    private const string Month = "yyyy-MM";
    private const string Year = "yyyy";

    /// <summary>Whether a text is a day, a month or a year.</summary>
    public static bool IsDate(string text) =>
        DateOnly.TryParseExact(text, FormOf(text), CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= YearMin and <= YearMax;

    /// <summary>The first day that a date may mean; null for no date.</summary>
    public static DateOnly? First(string? date) => date is null ? null : DateOnly.ParseExact(date, FormOf(date), CultureInfo.InvariantCulture);

    /// <summary>The last day that it may mean.</summary>
    public static DateOnly? Last(string? date) => (First(date), date?.Length) switch
    {
        (null, _) => null,
        ({ } first, 4) => first.AddYears(1).AddDays(-1),
        ({ } first, 7) => first.AddMonths(1).AddDays(-1),
        ({ } first, _) => first,
    };

    /// <summary>Whether a date may lie between two days; no date lies between any.</summary>
    public static bool IsWithin(string? date, DateOnly? from, DateOnly? to) =>
        (from is null && to is null) || (First(date) is { } first && (from is null || Last(date) >= from) && (to is null || first <= to));

    private static string FormOf(string text) => text.Length switch
    {
        4 => Year,
        7 => Month,
        _ => Day,
    };
}
