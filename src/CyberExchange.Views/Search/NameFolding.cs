using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace CyberExchange.Views.Search;

/// <summary>Brings a whole name to the form in which names are compared, with its signs and spaces: a product is told from another by them.</summary>
/// <remarks>
/// It is NFKC_Casefold (Unicode 14, UAX 31 section 5) without the accents of Latin letters: <c>㈱</c> and <c>(株)</c> are one, and so are
/// forms of spaces, and what nobody sees is left out. Marks of other scripts tell names apart and stay, each after its letter. What
/// <see cref="Folding"/> does not make of a character as it is here stands in <c>NameFolding.txt</c>, one line for each form: its code points,
/// a semicolon, and the characters that come to it.
/// </remarks>
public static class NameFolding
{
    private static readonly FrozenDictionary<Rune, string> Forms = Read();

    /// <summary>The form of a name. It may be empty, and is its own form.</summary>
    public static string Of(string name)
    {
        var folded = new StringBuilder(name.Length);
        for (int at = 0, end; at < name.Length; at = end)
        {
            var letter = at + (char.IsSurrogatePair(name, at) ? 2 : 1);
            for (end = letter; end < name.Length && Folding.IsMark(name[end]);)
            {
                end++;
            }

            var form = Form(name.AsSpan(at, end - at), letter - at);
            folded.Append(form);
            foreach (var mark in name.AsSpan(letter, end - letter))
            {
                folded.Append(IsLost(mark, form) ? "" : mark.ToString());
            }
        }

        return folded.ToString();
    }

    private static string Form(ReadOnlySpan<char> cluster, int length)
    {
        if (Rune.DecodeFromUtf16(cluster, out var rune, out _) is not System.Buffers.OperationStatus.Done)
        {
            return ""; // Half a surrogate pair: JSON can say it, and it is no character.
        }

        if (Forms.TryGetValue(rune, out var form))
        {
            return form;
        }

        return Folding.Of(cluster) is { Length: > 0 } letter ? letter : Folding.HalfWidth(cluster[..length]);
    }

    // Folding has made one character of a kana and its sound mark. What chooses among variants of a sign is not seen by itself.
    private static bool IsLost(char mark, string form) =>
        Folding.IsSoundMark(mark) || mark is '\u034F' or (>= '\u180B' and <= '\u180F') or (>= '\uFE00' and <= '\uFE0F') || form is [.., var last] && IsLatin(last);

    private static bool IsLatin(char c) =>
        c is (>= 'a' and <= 'z') or (>= '\u00DF' and <= '\u02AF' and not '\u00F7') or (>= '\u1D00' and <= '\u1DBF') or (>= '\u1E00' and <= '\u1EFF')
            or (>= '\u2C60' and <= '\u2C7F') or (>= '\uA720' and <= '\uA7FF') or (>= '\uAB30' and <= '\uAB6F');

    private static FrozenDictionary<Rune, string> Read()
    {
        using var stream = typeof(NameFolding).Assembly.GetManifestResourceStream("NameFolding.txt")!; // Embedded by the project file.
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var forms = new Dictionary<Rune, string>();
        while (reader.ReadLine() is { } line)
        {
            var semicolon = line.IndexOf(';', StringComparison.Ordinal);
            var form = string.Concat(Runes(line[..semicolon]));
            foreach (var rune in Runes(line[(semicolon + 1)..]))
            {
                forms.Add(rune, form);
            }
        }

        return forms.ToFrozenDictionary();
    }

    private static IEnumerable<Rune> Runes(string codePoints) =>
        codePoints.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(hex => new Rune(int.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)));
}
