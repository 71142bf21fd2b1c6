using System.Text;

namespace CyberExchange.Views.Search;

/// <summary>Why a text asks for nothing.</summary>
public enum SearchFault
{
    Empty,
    TooLong,
    NoWord,
    TooManyWords,
}

/// <summary>What is searched for: every word of it is required, and what is quoted stands in a row.</summary>
public sealed record SearchQuery
{
    /// <summary>UTF-16 units of a query. A person types a line.</summary>
    public const int CharactersMax = 500;

    /// <summary>Words of the index that a query may need; each is looked up in every scope of the viewer.</summary>
    public const int WordsMax = 32;

    // The quotation marks of the three languages of the pages, beside the plain one.
    private static readonly string[] Quotes = ["\"\"", "“”", "„“", "«»", "「」", "『』"];

    private SearchQuery(IReadOnlyList<string> words, IReadOnlyList<IReadOnlyList<Run>> terms)
    {
        Words = words;
        Terms = terms;
        Needles = [.. terms.Select(NeedleOf).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The words of the index that an item must have, each once.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>What must stand in the item's text as well: words in a row, which the index alone does not tell.</summary>
    internal IReadOnlyList<string> Needles { get; }

    /// <summary>What is marked in the text: runs that stand in a row.</summary>
    internal IReadOnlyList<IReadOnlyList<Run>> Terms { get; }

    /// <summary>Reads what was typed.</summary>
    public static (SearchQuery? Query, SearchFault Fault) Read(string text)
    {
        if (text.Length > CharactersMax)
        {
            return (null, SearchFault.TooLong);
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return (null, SearchFault.Empty);
        }

        var terms = Parts(text).SelectMany(part => part.Quoted ? Phrase(part.Text) : Loose(part.Text)).ToList();
        List<string> words = [.. terms.SelectMany(WordsOf).Distinct(StringComparer.Ordinal)];
        return words.Count switch
        {
            0 => (null, SearchFault.NoWord),
            > WordsMax => (null, SearchFault.TooManyWords),
            _ => (new(words, terms), default),
        };
    }

    // A quotation that is not closed goes to the end: who types slowly sees what comes of it.
    private static IEnumerable<(string Text, bool Quoted)> Parts(string text)
    {
        var open = new StringBuilder();
        var end = default(char?);
        foreach (var c in text)
        {
            if (end is null ? Quotes.FirstOrDefault(q => q[0] == c) is not { } quote : c != end)
            {
                open.Append(c);
                continue;
            }

            yield return (open.ToString(), Quoted: end is not null);
            open.Clear();
            end = end is null ? Quotes.First(q => q[0] == c)[1] : null;
        }

        yield return (open.ToString(), Quoted: end is not null);
    }

    private static IEnumerable<IReadOnlyList<Run>> Phrase(string text) => Runs.Of(text).ToList() is { Count: > 0 } runs ? [runs] : [];

    private static IEnumerable<IReadOnlyList<Run>> Loose(string text)
    {
        List<Run> joined = [];
        foreach (var run in Runs.Of(text))
        {
            joined.Add(run);
            if (!run.JoinsNext)
            {
                yield return joined;
                joined = [];
            }
        }
    }

    private static IEnumerable<string> WordsOf(IReadOnlyList<Run> term)
    {
        if (Chain(term) is { } whole)
        {
            return [whole];
        }

        return term.SelectMany(run => run.Kind is RunKind.Spaced ? [Search.Words.Cut(run.Text)] : Cover(run.Text));
    }

    /// <summary>The term as one word of the index; null where it is not one chain of joined runs.</summary>
    private static string? Chain(IReadOnlyList<Run> term) =>
        term.SkipLast(1).All(run => run.JoinsNext) && term[^1] is { Kind: RunKind.Spaced }
            ? Search.Words.Joined([.. term.Select(run => Search.Words.Cut(run.Text))])
            : null;

    // Every second pair and the last one cover the run; that they stand in a row is looked up in the text.
    private static IEnumerable<string> Cover(string run)
    {
        var runes = run.EnumerateRunes().ToArray();
        if (runes.Length == 1)
        {
            return [run];
        }

        return Enumerable.Range(0, (runes.Length + 1) / 2)
            .Select(i => Math.Min(i * 2, runes.Length - 2))
            .Select(at => $"{runes[at]}{runes[at + 1]}");
    }

    private static string? NeedleOf(IReadOnlyList<Run> term) => term switch
    {
        _ when Chain(term) is not null => null,
        [{ Kind: RunKind.Unspaced } only] when only.Text.EnumerateRunes().Count() <= 2 => null,
        [{ Kind: RunKind.Spaced, Text.Length: <= Search.Words.WordCharactersMax }] => null,
        _ => Flow.Needle(term),
    };
}
