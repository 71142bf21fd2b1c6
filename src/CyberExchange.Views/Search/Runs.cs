using System.Text;

namespace CyberExchange.Views.Search;

/// <summary>How a run of characters is taken apart.</summary>
internal enum RunKind
{
    /// <summary>Letters and digits of scripts that put spaces between words: the run is a word.</summary>
    Spaced,

    /// <summary>Kanji, kana or hangul: the run is read in pairs, since nothing tells where a word ends.</summary>
    Unspaced,
}

/// <summary>One run of letters and digits.</summary>
/// <param name="Kind">How it is taken apart.</param>
/// <param name="Text">The run as it is compared: folded.</param>
/// <param name="Places">For each UTF-16 unit of <paramref name="Text"/>, where in the source its character begins; one more for where the run ends.</param>
/// <param name="JoinsNext">Whether only a connector stands between this run and the next, as in <c>S7-1500</c>.</param>
internal sealed record Run(RunKind Kind, string Text, IReadOnlyList<int> Places, bool JoinsNext)
{
    public int Start => Places[0];

    public int End => Places[^1];
}

/// <summary>Takes text apart into runs, in one way for what is indexed, what is asked and what is marked.</summary>
/// <remarks>
/// Variant forms are taken as what they stand for (full-width letters, half-width kana), case and accents of Latin letters are
/// left out, and kana keep their sound marks; see <see cref="Folding"/>.
/// </remarks>
internal static class Runs
{
    public static IEnumerable<Run> Of(string text)
    {
        var (kind, folded, places) = (default(RunKind?), new StringBuilder(), new List<int>());
        var at = 0;
        while (at < text.Length)
        {
            var length = ClusterLength(text, at);
            var shape = Folding.Of(text.AsSpan(at, length));
            var found = KindOf(shape);
            if (kind is { } open && found != open)
            {
                yield return Close(open, folded, places, at, JoinsAt(text, at, length, open, found));
                kind = null;
            }

            if (found is not null)
            {
                kind = found;
                folded.Append(shape);
                places.AddRange(Enumerable.Repeat(at, shape.Length));
            }

            at += length;
        }

        if (kind is { } last)
        {
            yield return Close(last, folded, places, text.Length, joinsNext: false);
        }
    }

    private static Run Close(RunKind kind, StringBuilder folded, List<int> places, int end, bool joinsNext)
    {
        places.Add(end);
        var run = new Run(kind, kind is RunKind.Spaced ? Singular.Of(folded.ToString()) : folded.ToString(), [.. places], joinsNext);
        folded.Clear();
        places.Clear();
        return run;
    }

    // A base character with the marks that belong to it, so that folding sees what a reader sees.
    private static int ClusterLength(string text, int at)
    {
        var next = at + (char.IsSurrogatePair(text, at) ? 2 : 1);
        while (next < text.Length && Folding.IsMark(text[next]))
        {
            next++;
        }

        return next - at;
    }

    private static RunKind? KindOf(string shape) => shape.Length == 0 ? null : IsUnspaced(shape) ? RunKind.Unspaced : RunKind.Spaced;

    private static bool IsUnspaced(string shape) => Rune.TryGetRuneAt(shape, 0, out var first) && IsUnspaced(first);

    /// <summary>Whether the character belongs to a script without spaces between words; the long vowel and iteration marks do.</summary>
    private static bool IsUnspaced(Rune rune) => rune.Value is
        0x3005 or 0x3006 or 0x3007 or (>= 0x3031 and <= 0x3035) or (>= 0x303B and <= 0x303C)
        or (>= 0x3041 and <= 0x3096) or (>= 0x3099 and <= 0x309F) or (>= 0x30A1 and <= 0x30FA) or (>= 0x30FC and <= 0x30FF)
        or (>= 0x31F0 and <= 0x31FF) || IsHan(rune) || IsHangul(rune);

    /// <summary>Whether the character alone means something: a kanji does.</summary>
    public static bool IsHan(Rune rune) => rune.Value is
        (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF);

    private static bool IsHangul(Rune rune) => rune.Value is (>= 0x1100 and <= 0x11FF) or (>= 0x3130 and <= 0x318F) or (>= 0xAC00 and <= 0xD7A3);

    // Exactly one connector, and a spaced run on either side of it.
    private static bool JoinsAt(string text, int at, int length, RunKind open, RunKind? found)
    {
        var after = at + length;
        return open is RunKind.Spaced && found is null && length == 1 && IsConnector(text[at]) && after < text.Length
            && KindOf(Folding.Of(text.AsSpan(after, ClusterLength(text, after)))) is RunKind.Spaced;
    }

    // The hyphens among them are those that writers put into product names and identifiers.
    private static bool IsConnector(char c) =>
        c is '-' or '_' or '.' or '/' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2212' or '\uFF0D' or '\uFF0E' or '\uFF0F' or '\uFF3F';
}
