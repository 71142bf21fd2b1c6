using System.Globalization;
using System.Text;

namespace CyberExchange.Interop.Csaf;

/// <summary>What is asked of the characters of a text, whatever it means.</summary>
internal static class CsafText
{
    private const int QuotedCharsMax = 80;

    /// <summary>Whether an escaped JSON text, without its quotes, writes half a surrogate pair (RFC 8259, section 8.2).</summary>
    /// <remarks>The text must have passed a JSON reader, so that every escape in it is complete.</remarks>
    public static bool HasLoneSurrogate(ReadOnlySpan<byte> escaped)
    {
        var highBefore = false;
        while (true)
        {
            var next = escaped.IndexOf((byte)'\\');
            if (next < 0)
            {
                return highBefore;
            }

            if (highBefore && next > 0)
            {
                return true;
            }

            var isUnicodeEscape = escaped[next + 1] == (byte)'u';
            var unit = isUnicodeEscape ? ushort.Parse(escaped.Slice(next + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : (ushort)0;
            if (highBefore != char.IsLowSurrogate((char)unit))
            {
                return true;
            }

            highBefore = char.IsHighSurrogate((char)unit);
            escaped = escaped[(next + (isUnicodeEscape ? 6 : 2))..];
        }
    }

    /// <summary>A value as a problem may quote it: short and on one line.</summary>
    public static string Shorten(string text)
    {
        var cut = Cut(text, QuotedCharsMax);
        return Plain(cut).ReplaceLineEndings(" ") + (cut.Length < text.Length ? "..." : "");
    }

    /// <summary>A text without the control characters that could confuse a page: line feeds and tabs stay.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var unit in text)
        {
            if (!char.IsControl(unit) || unit is '\n' or '\t')
            {
                plain.Append(unit);
            }
        }

        return plain.ToString();
    }

    /// <summary>The start of a text, without half a surrogate pair at its end.</summary>
    public static string Cut(string text, int charsMax)
    {
        if (text.Length <= charsMax)
        {
            return text;
        }

        return char.IsHighSurrogate(text[charsMax - 1]) ? text[..(charsMax - 1)] : text[..charsMax];
    }
}
