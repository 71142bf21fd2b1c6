using System.Globalization;
using System.Text;

namespace CyberExchange.Cli;

/// <summary>Text of other partners, made harmless for a terminal.</summary>
/// <remarks>
/// A title may hold escape sequences that move the cursor or retitle the window, or marks that turn the direction of
/// what follows: each such character is shown as U+FFFD.
/// </remarks>
public static class SafeText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text on one line, for tables and messages.</summary>
    public static string OneLine(string text) => Filter(text, keepLineFeeds: false);

    /// <summary>The text with its line breaks.</summary>
    public static string Lines(string text) => Filter(text.ReplaceLineEndings("\n"), keepLineFeeds: true);

    private static string Filter(string text, bool keepLineFeeds)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            safe.Append(rune.Value switch
            {
                '\n' when keepLineFeeds => "\n",
                '\n' or '\r' or '\t' => " ",
                _ => IsHarmless(rune) ? rune.ToString() : Replacement.ToString(),
            });
        }

        return safe.ToString();
    }

    // Format characters include the bidirectional overrides; the joiners among them are part of words and emoji.
    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        _ => true,
    };
}
