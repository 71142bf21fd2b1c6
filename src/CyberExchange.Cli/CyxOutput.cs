using Spectre.Console;

namespace CyberExchange.Cli;

/// <summary>Where answers go: JSON lines, tables for people, or plain text for pipes.</summary>
public sealed class CyxOutput(Surroundings surroundings, bool json)
{
    private const string MarkOn = "\e[1;33m"; // Bold and yellow: SGR of ECMA-48.
    private const string MarkOff = "\e[0m";

    public bool Json => json;

    /// <summary>One answer: an object as JSON, else labelled lines.</summary>
    public void One<T>(T value, Func<T, IEnumerable<(string Label, string? Value)>> fields)
    {
        if (json)
        {
            JsonLine(value);
            return;
        }

        Fields(fields(value));
    }

    /// <summary>One answer: an object as JSON, else a sentence.</summary>
    public void One<T>(T value, string sentence)
    {
        if (json)
        {
            JsonLine(value);
            return;
        }

        surroundings.Output.WriteLine(SafeText.OneLine(sentence));
    }

    /// <summary>A list: a line of JSON each, a table on a terminal, else tab-separated lines.</summary>
    public void Many<T>(IReadOnlyList<T> rows, IReadOnlyList<string> headings, Func<T, IReadOnlyList<string>> cells)
    {
        if (json)
        {
            foreach (var row in rows)
            {
                JsonLine(row);
            }

            return;
        }

        Rows(surroundings.Output, surroundings.OutputIsTerminal, rows.Select(cells), headings);
    }

    /// <summary>A list that is no part of the answer: a table where a person reads the errors, else tab-separated lines.</summary>
    public void NoteMany<T>(IReadOnlyList<T> rows, IReadOnlyList<string> headings, Func<T, IReadOnlyList<string>> cells) =>
        Rows(surroundings.Error, surroundings.ErrorIsTerminal, rows.Select(cells), headings);

    public void JsonLine<T>(T value) => surroundings.Output.WriteLine(CyxJson.WriteLine(value));

    public void Line(string text) => surroundings.Output.WriteLine(SafeText.OneLine(text));

    /// <summary>A line in which parts of a text are marked: in colour on a terminal, unless the person asks for none.</summary>
    /// <param name="before">What stands before the text.</param>
    /// <param name="text">The text.</param>
    /// <param name="ranges">Start and length of each part in UTF-16 units, in order.</param>
    public void Marked(string before, string text, IReadOnlyList<(int Start, int Length)> ranges)
    {
        var coloured = surroundings.OutputIsTerminal && string.IsNullOrEmpty(surroundings.Variable("NO_COLOR")); // no-color.org
        var line = new System.Text.StringBuilder(SafeText.OneLine(before));
        var at = 0;
        foreach (var (start, length) in ranges)
        {
            line.Append(SafeText.OneLine(text[at..start]));
            at = start + length;
            line.Append(coloured ? MarkOn : "").Append(SafeText.OneLine(text[start..at])).Append(coloured ? MarkOff : "");
        }

        surroundings.Output.WriteLine(line.Append(SafeText.OneLine(text[at..])).ToString());
    }

    /// <summary>Something worth knowing that is no part of the answer.</summary>
    public void Note(string text) => surroundings.Error.WriteLine(SafeText.OneLine(text));

    private void Fields(IEnumerable<(string Label, string? Value)> fields)
    {
        var present = fields.Where(f => !string.IsNullOrEmpty(f.Value)).ToList();
        var width = present.Count == 0 ? 0 : present.Max(f => f.Label.Length);
        foreach (var (label, value) in present)
        {
            var lines = SafeText.Lines(value!).Split('\n');
            surroundings.Output.WriteLine($"{label.PadRight(width)}  {lines[0]}");
            foreach (var line in lines.Skip(1))
            {
                surroundings.Output.WriteLine($"{"".PadRight(width)}  {line}");
            }
        }
    }

    private static void Rows(TextWriter to, bool isTerminal, IEnumerable<IReadOnlyList<string>> rows, IReadOnlyList<string> headings)
    {
        if (isTerminal)
        {
            Table(to, rows, headings);
            return;
        }

        to.WriteLine(string.Join('\t', headings));
        foreach (var row in rows)
        {
            to.WriteLine(string.Join('\t', row.Select(SafeText.OneLine)));
        }
    }

    private static void Table(TextWriter to, IEnumerable<IReadOnlyList<string>> rows, IReadOnlyList<string> headings)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(Markup.Escape(heading)));
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => (Spectre.Console.Rendering.IRenderable)new Text(SafeText.OneLine(cell))));
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(to) }).Write(table);
    }
}
