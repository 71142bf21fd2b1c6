namespace CyberExchange.Tests.Obligations;

/// <summary>Zones as the law states them: a standard time, and in the Union an hour more in summer.</summary>
/// <remarks>Directive 2000/84/EC: from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of October.</remarks>
internal sealed class WallClock(int standardHours, bool hasSummer)
{
    private static readonly Dictionary<string, WallClock> Known = new(StringComparer.Ordinal)
    {
        ["Asia/Tokyo"] = new(9, false),
        ["Europe/Paris"] = new(1, true),
        ["Europe/Berlin"] = new(1, true),
        ["Europe/Madrid"] = new(1, true),
        ["Europe/Helsinki"] = new(2, true),
        ["Europe/Athens"] = new(2, true),
        ["Europe/Lisbon"] = new(0, true),
        ["Europe/Dublin"] = new(0, true),
        ["Atlantic/Azores"] = new(-1, true),
    };

    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys];

    public static WallClock? Find(string? name) => name is not null && Known.TryGetValue(name, out var clock) ? clock : null;

    /// <summary>What the clock on the wall shows.</summary>
    public DateTime Shows(DateTime utc) => utc.AddHours(standardHours + (hasSummer && IsSummer(utc) ? 1 : 0));

    /// <summary>Every instant at which the wall shows a time, the earliest first: none, one or two.</summary>
    public List<DateTime> When(DateTime wall) =>
        [.. new[] { 1, 0 }.Select(summer => wall.AddHours(-standardHours - summer)).Where(utc => Shows(utc) == wall).Distinct()];

    private static bool IsSummer(DateTime utc) => utc >= LastSunday(utc.Year, 3) && utc < LastSunday(utc.Year, 10);

    private static DateTime LastSunday(int year, int month)
    {
        var day = new DateTime(year, month, 31, 1, 0, 0);
        while (day.DayOfWeek != DayOfWeek.Sunday)
        {
            day = day.AddDays(-1);
        }

        return day;
    }
}
