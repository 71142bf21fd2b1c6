using System.Globalization;
using NodaTime.Text;

namespace CyberExchange.Domain.Obligations;

/// <summary>Whether what somebody states fits its row. Every value is text; a list has several, every other row one, and no value clears the row.</summary>
public static class ContentRules
{
    public const int TextCharactersMax = 20_000;
    public const int EntriesMax = 500;
    public const int EntryCharactersMax = 2_000;
    public const int ListCharactersMax = 100_000;

    /// <summary>Each entry of a personal row is committed to apart in the leaf of the log, which takes so many.</summary>
    public const int PersonalEntriesMax = 50;

    /// <summary>The answers to a question of yes or no.</summary>
    public static IReadOnlyList<string> Answers { get; } = ["yes", "no", "unknown"];

    /// <summary>The first reason against the values, with a pointer below them; null for none.</summary>
    public static Refusal? Check(ContentRow row, IReadOnlyList<string> values)
    {
        if (row.Kind is not ContentKind.List && values.Count > 1)
        {
            return new(RefusalCode.Invalid, "/1", $"'{row.Key}' has one value.");
        }

        var entriesMax = row.Personal ? PersonalEntriesMax : EntriesMax;
        if (values.Count > entriesMax)
        {
            return new(RefusalCode.Invalid, "", $"'{row.Key}' has at most {entriesMax} entries.");
        }

        if (row.Kind is ContentKind.List && values.Sum(v => v.Length) > ListCharactersMax)
        {
            return new(RefusalCode.Invalid, "", $"A list has at most {ListCharactersMax} characters.");
        }

        for (var i = 0; i < values.Count; i++)
        {
            if (Fault(row.Kind, values[i]) is { } detail)
            {
                return new(RefusalCode.Invalid, $"/{i}", detail);
            }
        }

        return null;
    }

    private static string? Fault(ContentKind kind, string value) => kind switch
    {
        ContentKind.Text => IsText(value, TextCharactersMax) ? null : $"A text has 1 to {TextCharactersMax} characters, and no control characters but tabs and ends of lines.",
        ContentKind.List => IsText(value, EntryCharactersMax) ? null : $"An entry has 1 to {EntryCharactersMax} characters, and no control characters but tabs and ends of lines.",
        ContentKind.Answer => Answers.Contains(value, StringComparer.Ordinal) ? null : $"One of these belongs here: {string.Join(", ", Answers)}.",
        ContentKind.Instant => OffsetDateTimePattern.Rfc3339.Parse(value).Success ? null : "A time with its offset belongs here, such as 2026-11-26T09:30:00+09:00.",
        ContentKind.Number => value.Length is > 0 and <= 15 && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? null
            : "A count in decimal digits belongs here.",
    };

    private static bool IsText(string value, int max) =>
        !string.IsNullOrWhiteSpace(value) && value.Length <= max && !value.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));
}
