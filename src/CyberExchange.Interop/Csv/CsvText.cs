using System.Buffers;

namespace CyberExchange.Interop.Csv;

/// <summary>Cells as RFC 4180 writes them, and as a spreadsheet may open them.</summary>
/// <remarks>
/// A spreadsheet takes a cell that begins with one of <c>= + - @</c>, a tab or a line break for a formula, whoever wrote it. Such
/// a cell is written with an apostrophe before it, which makes it text; reading takes that one apostrophe away again. Cells
/// that have apostrophes there of their own get one more, so that every text comes back as it was.
/// </remarks>
public static class CsvText
{
    /// <summary>Stands between the values of one cell.</summary>
    public const char ValueSeparator = ';';

    private const char Apostrophe = '\'';

    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@\t\r\n");
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    /// <summary>One line of a file, with its line break.</summary>
    public static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    /// <summary>One cell as it stands in a file.</summary>
    public static string Cell(string text)
    {
        var safe = IsFormula(text) ? Apostrophe + text : text;
        return safe.AsSpan().ContainsAny(Quoted) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    /// <summary>The text of a cell without the apostrophe that kept it from being a formula.</summary>
    public static string Plain(string cell) => cell.StartsWith(Apostrophe) && IsFormula(cell) ? cell[1..] : cell;

    /// <summary>The values of a cell.</summary>
    public static IReadOnlyList<string> Values(string cell) =>
        cell.Split(ValueSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsFormula(string text) => text.AsSpan().TrimStart(Apostrophe) is { Length: > 0 } rest && FormulaStarts.Contains(rest[0]);
}
