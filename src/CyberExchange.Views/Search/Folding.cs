using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace CyberExchange.Views.Search;

/// <summary>Brings characters to the form in which they are compared: no case, no accent of Latin letters, no variant form.</summary>
/// <remarks>
/// The runtime is started without the data of Unicode normalization, and rows must come out alike wherever they are made. So
/// what NFKC and the loss of accents (Unicode 14) make of a character stands in <c>Folding.txt</c>, one line for each form: the
/// form, a space, and the characters that come to it. Full-width ASCII and the sound marks of kana are computed.
/// </remarks>
internal static class Folding
{
    private const char FullWidthFirst = '\uFF01';
    private const char FullWidthLast = '\uFF5E';
    private const int FullWidthDistance = FullWidthFirst - '!';

    // Kana whose voiced form is the next code point, and of these the row whose half-voiced form is the one after it.
    private const string Voiceable = "かきくけこさしすせそたちつてとはひふへほカキクケコサシスセソタチツテトハヒフヘホゝヽ";
    private const string HalfVoiceable = "はひふへほハヒフヘホ";

    private static readonly FrozenDictionary<Rune, string> Forms = Read();

    /// <summary>Whether the character changes the one before it and is none by itself.</summary>
    public static bool IsMark(char c) =>
        c >= '\u0300' && (IsSoundMark(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark);

    /// <summary>A character with its marks as it is compared; empty where it is not compared at all.</summary>
    public static string Of(ReadOnlySpan<char> cluster)
    {
        if (cluster is [< '\u0080' and var ascii, ..])
        {
            return char.IsAsciiLetterOrDigit(ascii) ? char.ToLowerInvariant(ascii).ToString() : ""; // An accent that follows is left out.
        }

        if (Rune.DecodeFromUtf16(cluster, out var rune, out var length) is not System.Buffers.OperationStatus.Done)
        {
            return ""; // Half a surrogate pair: JSON can say it, and it is no character.
        }

        if (rune.Value is >= FullWidthFirst and <= FullWidthLast)
        {
            return Of([(char)(rune.Value - FullWidthDistance)]);
        }

        var form = Forms.TryGetValue(rune, out var found) ? found : Rune.ToLowerInvariant(rune).ToString();
        if (cluster.Length > length && IsSoundMark(cluster[length]))
        {
            return Voiced(form, half: cluster[length] is '\u309A' or '\u309C' or 'ﾟ');
        }

        return found is not null || Rune.IsLetterOrDigit(rune) ? form : "";
    }

    /// <summary>A sign in its usual width.</summary>
    public static string HalfWidth(ReadOnlySpan<char> sign) => sign switch
    {
        [>= FullWidthFirst and <= FullWidthLast and var c, ..] => ((char)(c - FullWidthDistance)).ToString(),
        ['\u3000', ..] => " ",
        _ => sign.ToString(),
    };

    public static bool IsSoundMark(char c) => c is (>= '\u3099' and <= '\u309C') or 'ﾞ' or 'ﾟ';

    private static string Voiced(string kana, bool half) => kana switch
    {
        "う" when !half => "ゔ",
        "ウ" when !half => "ヴ",
        [var one] when half && HalfVoiceable.Contains(one, StringComparison.Ordinal) => ((char)(one + 2)).ToString(),
        [var one] when !half && Voiceable.Contains(one, StringComparison.Ordinal) => ((char)(one + 1)).ToString(),
        _ => kana,
    };

    private static FrozenDictionary<Rune, string> Read()
    {
        using var stream = typeof(Folding).Assembly.GetManifestResourceStream("Folding.txt")!; // Embedded by the project file.
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var forms = new Dictionary<Rune, string>();
        while (reader.ReadLine() is { } line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            foreach (var rune in line[(space + 1)..].EnumerateRunes())
            {
                forms.Add(rune, line[..space]);
            }
        }

        return forms.ToFrozenDictionary();
    }
}
