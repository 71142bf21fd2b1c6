namespace CyberExchange.Views.Search;

/// <summary>A piece of text with the places at which it answers a query.</summary>
/// <param name="Text">The piece, as it stands in the text.</param>
/// <param name="Start">Where it begins in the text, in UTF-16 units.</param>
/// <param name="Ranges">What is to be marked in it: start and length in UTF-16 units of the piece, in order, without overlap.</param>
public sealed record MarkedText(string Text, int Start, IReadOnlyList<(int Start, int Length)> Ranges);

/// <summary>Finds in a text what a query asks for.</summary>
public static class Marks
{
    /// <summary>UTF-16 units of a piece: about three lines on a page.</summary>
    public const int PieceCharactersMax = 240;

    private const int BeforeCharacters = 60;

    /// <summary>The piece of a text around the first place that answers the query, or null.</summary>
    public static MarkedText? Find(string text, SearchQuery query)
    {
        var ranges = Ranges(text, query);
        if (ranges.Count == 0)
        {
            return null;
        }

        var start = text.Length <= PieceCharactersMax ? 0 : Whole(text, Math.Max(0, ranges[0].Start - BeforeCharacters));
        var end = Whole(text, Math.Min(text.Length, start + PieceCharactersMax));
        return new(text[start..end], start, [.. ranges
            .Where(r => r.Start < end)
            .Select(r => (r.Start - start, Math.Min(r.End, end) - r.Start))]);
    }

    private static List<(int Start, int End)> Ranges(string text, SearchQuery query)
    {
        var runs = Runs.Of(text).ToList();
        var found = query.Terms.SelectMany(term => Enumerable.Range(0, runs.Count).SelectMany(at => At(runs, at, term))).Order();
        List<(int Start, int End)> merged = [];
        foreach (var (start, end) in found)
        {
            if (merged.Count > 0 && start <= merged[^1].End)
            {
                merged[^1] = (merged[^1].Start, Math.Max(end, merged[^1].End));
            }
            else
            {
                merged.Add((start, end));
            }
        }

        return merged;
    }

    private static IEnumerable<(int Start, int End)> At(List<Run> runs, int at, IReadOnlyList<Run> term)
    {
        if (term is [{ Kind: RunKind.Unspaced, Text: var part }])
        {
            return runs[at].Kind is RunKind.Unspaced ? Inside(runs[at], part) : [];
        }

        var stands = at + term.Count <= runs.Count && Enumerable.Range(0, term.Count).All(i => Is(runs[at + i], term[i], first: i == 0, last: i == term.Count - 1));
        return stands ? [(StartOf(runs[at], term[0]), EndOf(runs[at + term.Count - 1], term[^1]))] : [];
    }

    private static bool Is(Run run, Run wanted, bool first, bool last) => run.Kind == wanted.Kind && (wanted.Kind, first, last) switch
    {
        (RunKind.Unspaced, true, _) => run.Text.EndsWith(wanted.Text, StringComparison.Ordinal),
        (RunKind.Unspaced, _, true) => run.Text.StartsWith(wanted.Text, StringComparison.Ordinal),
        _ => string.Equals(run.Text, wanted.Text, StringComparison.Ordinal),
    };

    private static int StartOf(Run run, Run wanted) => run.Kind is RunKind.Unspaced ? run.Places[run.Text.Length - wanted.Text.Length] : run.Start;

    private static int EndOf(Run run, Run wanted) => run.Kind is RunKind.Unspaced ? run.Places[wanted.Text.Length] : run.End;

    private static IEnumerable<(int Start, int End)> Inside(Run run, string part)
    {
        for (var at = run.Text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = run.Text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            yield return (run.Places[at], run.Places[at + part.Length]);
        }
    }

    private static int Whole(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;
}
