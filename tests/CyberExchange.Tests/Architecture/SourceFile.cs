using System.Text;
using CyberExchange.Testing.Suites;

namespace CyberExchange.Tests.Architecture;

/// <summary>A source file of the repository, taken apart into what runs and what it says.</summary>
/// <param name="Path">From the top of the repository, with forward slashes.</param>
/// <param name="Code">Without comments, and with every text literal emptied.</param>
/// <param name="Literals">The text literals of C#, or the whole of an SQL script, without comments.</param>
public sealed record SourceFile(string Path, string Code, string Literals)
{
    private static readonly string[] NotOurs = ["/bin/", "/obj/", "/node_modules/"];

    /// <summary>The C#, Razor and SQL files below a folder, which must not be empty unless it does not exist yet.</summary>
    public static IReadOnlyList<SourceFile> Below(string folder)
    {
        var root = System.IO.Path.Combine(SharedSuites.RepositoryRoot, folder);
        return !Directory.Exists(root)
            ? []
            : [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Select(f => System.IO.Path.GetRelativePath(SharedSuites.RepositoryRoot, f).Replace('\\', '/'))
                .Where(f => System.IO.Path.GetExtension(f) is ".cs" or ".razor" or ".sql" && !NotOurs.Any(n => f.Contains(n, StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal)
                .Select(f => Take(f, File.ReadAllText(System.IO.Path.Combine(SharedSuites.RepositoryRoot, f))))];
    }

    /// <summary>Takes a file apart. A page is all code, since its mark-up and its C# are not told apart here.</summary>
    public static SourceFile Take(string path, string text)
    {
        if (path.EndsWith(".sql", StringComparison.Ordinal))
        {
            return new(path, "", string.Join('\n', text.Split('\n').Select(l => l.Split("--", 2)[0])));
        }

        if (path.EndsWith(".razor", StringComparison.Ordinal))
        {
            return new(path, text, text);
        }

        var code = new StringBuilder(text.Length);
        var literals = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var end = EndOfSpecial(text, at, out var literal);
            if (end == at)
            {
                code.Append(text[at++]);
                continue;
            }

            if (literal)
            {
                literals.Append(text, at, end - at).Append('\n');
                code.Append("\"\"");
            }

            at = end;
        }

        return new(path, code.ToString(), literals.ToString());
    }

    // Where the comment or literal that begins here ends; `at` itself where none begins.
    private static int EndOfSpecial(string text, int at, out bool literal)
    {
        literal = text[at] is '"' or '\'';
        return text[at] switch
        {
            '/' when Starts(text, at, "//") => After(text, "\n", at + 2) - 1,
            '/' when Starts(text, at, "/*") => After(text, "*/", at + 2),
            '"' when Starts(text, at, "\"\"\"") => EndOfRaw(text, at),
            '"' when at > 0 && (text[at - 1] == '@' || (text[at - 1] == '$' && at > 1 && text[at - 2] == '@')) => EndOfVerbatim(text, at),
            '"' or '\'' => EndOfPlain(text, at),
            _ => at,
        };
    }

    private static int EndOfRaw(string text, int at)
    {
        var quotes = text.AsSpan(at).IndexOfAnyExcept('"');
        return After(text, new string('"', quotes), at + quotes);
    }

    private static int EndOfVerbatim(string text, int at)
    {
        var end = at + 1;
        while (end < text.Length && (text[end] != '"' || Starts(text, end, "\"\"")))
        {
            end += text[end] == '"' ? 2 : 1;
        }

        return Math.Min(end + 1, text.Length);
    }

    private static int EndOfPlain(string text, int at)
    {
        var end = at + 1;
        while (end < text.Length && text[end] != text[at])
        {
            end += text[end] == '\\' ? 2 : 1;
        }

        return Math.Min(end + 1, text.Length);
    }

    private static bool Starts(string text, int at, string mark) => string.CompareOrdinal(text, at, mark, 0, mark.Length) == 0;

    private static int After(string text, string mark, int from) =>
        text.IndexOf(mark, Math.Min(from, text.Length), StringComparison.Ordinal) is var found and >= 0 ? found + mark.Length : text.Length;
}
