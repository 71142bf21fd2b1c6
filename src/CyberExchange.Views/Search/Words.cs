using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CyberExchange.Views.Search;

/// <summary>The words under which text is found: what is indexed and what is asked are taken apart by the same rules.</summary>
/// <remarks>
/// <para>A run of a spaced script is a word. Runs that are joined by a connector are also words together, from the first on:
/// of <c>CVE-2026-1234</c> the parts, <c>cve-2026</c> and <c>cve-2026-1234</c>.</para>
/// <para>A run of kanji, kana or hangul is read in pairs. Each kanji is also a word of its own; a single kana or hangul
/// syllable is one only where it stands alone, since inside a run it tells nothing.</para>
/// </remarks>
public static class Words
{
    /// <summary>A longer chain of joined runs is no identifier but a path, and is found by its parts.</summary>
    public const int JoinedRunsMax = 8;

    /// <summary>A longer run is no word that anybody types, such as a key or a hash in full: its beginning is indexed.</summary>
    internal const int WordCharactersMax = 100;

    /// <summary>Every word of a text, in its order, with repetitions.</summary>
    public static IEnumerable<string> Of(string text) => Of(Runs.Of(text));

    internal static IEnumerable<string> Of(IEnumerable<Run> runs)
    {
        var chain = "";
        var links = 0;
        foreach (var run in runs)
        {
            if (run.Kind is RunKind.Unspaced)
            {
                foreach (var word in Pairs(run.Text))
                {
                    yield return word;
                }

                continue;
            }

            var part = Cut(run.Text);
            yield return part;
            links++;
            if (links <= JoinedRunsMax)
            {
                chain = links == 1 ? part : $"{chain}-{part}";
                if (links > 1 && chain.Length <= WordCharactersMax)
                {
                    yield return chain;
                }
            }

            if (!run.JoinsNext)
            {
                (chain, links) = ("", 0);
            }
        }
    }

    /// <summary>The whole identifiers in a text: joined runs as one word, and others each by itself.</summary>
    internal static IEnumerable<string> Whole(string text)
    {
        List<string> parts = [];
        foreach (var run in Runs.Of(text).Where(run => run.Kind is RunKind.Spaced))
        {
            parts.Add(Cut(run.Text));
            if (!run.JoinsNext)
            {
                if (Joined(parts) is { } whole)
                {
                    yield return whole;
                }

                parts.Clear();
            }
        }
    }

    /// <summary>Parts as one word; null where there are too many, or the word is too long, to be one.</summary>
    internal static string? Joined(IReadOnlyList<string> parts) =>
        parts.Count <= JoinedRunsMax && string.Join('-', parts) is { Length: <= WordCharactersMax } whole ? whole : null;

    /// <summary>The number that stands for a word in the index: the first 8 bytes of its SHA-256, big-endian.</summary>
    /// <remarks>The same as <c>search.word(text)</c> in the database.</remarks>
    public static long Number(string word)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(word), digest);
        return BinaryPrimitives.ReadInt64BigEndian(digest);
    }

    internal static string Cut(string word) => word.Length <= WordCharactersMax ? word : word[..WordCharactersMax];

    internal static IEnumerable<string> Pairs(string run)
    {
        var runes = run.EnumerateRunes().ToArray();
        for (var i = 0; i < runes.Length; i++)
        {
            if (Runs.IsHan(runes[i]) || runes.Length == 1)
            {
                yield return runes[i].ToString();
            }

            if (i + 1 < runes.Length)
            {
                yield return $"{runes[i]}{runes[i + 1]}";
            }
        }
    }
}
