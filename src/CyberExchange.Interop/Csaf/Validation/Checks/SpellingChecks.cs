using System.Text;

namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>6.3.8: the texts of a document are spelled as the dictionary has it.</summary>
internal static class SpellingChecks
{
    // Members that hold prose. Names of people, parties and ids are not words of a language.
    private static readonly string[] Prose =
    [
        "audience", "details", "entitlements", "issuing_authority", "legacy_version", "name", "summary", "text", "title",
    ];

    public static void Further(CsafSubject s)
    {
        if (s.Options.Spelling is { } dictionary && dictionary.Covers(s.Document["lang"u8].Text))
        {
            Look(s, dictionary, s.Root, isProse: false, []);
        }
    }

    private static void Look(CsafSubject s, SpellingDictionary dictionary, CsafNode node, bool isProse, Dictionary<string, bool> known)
    {
        if (isProse && node.IsText && Mistakes(dictionary, node.Text, known) is { Count: > 0 } mistakes)
        {
            s.Fail("6.3.8", node, $"The dictionary does not know: {string.Join(", ", mistakes.Distinct(StringComparer.Ordinal).Take(10).Select(CsafText.Shorten))}.");
        }

        foreach (var item in node.Items())
        {
            Look(s, dictionary, item, isProse, known);
        }

        foreach (var member in node.Members())
        {
            var name = Encoding.UTF8.GetString(member.Name);
            if (name is not ("acknowledgments" or "engine" or "publisher" or "cwe" or "cwes"))
            {
                Look(s, dictionary, member.Value, Prose.Contains(name, StringComparer.Ordinal), known);
            }
        }
    }

    private static List<string> Mistakes(SpellingDictionary dictionary, string text, Dictionary<string, bool> known)
    {
        var mistakes = new List<string>();
        foreach (var token in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var word in WordsOf(token))
            {
                if (!known.TryGetValue(word, out var isWord))
                {
                    known.Add(word, isWord = dictionary.IsWord(word));
                }

                if (!isWord)
                {
                    mistakes.Add(word);
                }
            }
        }

        return mistakes;
    }

    /// <summary>The words between two blanks: parted by hyphens and slashes, without what is around them. What holds a digit, an underscore, a dot or an at sign inside, or only capitals, is a name or an address.</summary>
    private static IEnumerable<string> WordsOf(string token)
    {
        var bare = token.Trim(token.Where(unit => !char.IsLetterOrDigit(unit)).Distinct().ToArray());
        if (bare.Any(unit => char.IsDigit(unit) || unit is '.' or '@' or '_' or ':' or '\\' or '='))
        {
            return [];
        }

        return bare.Split('-', '/', ',', '(', ')').Where(word => word.Length > 1 && word.All(unit => char.IsLetter(unit) || unit is '\'' or '\u2019') && !IsAbbreviation(word));
    }

    private static bool IsAbbreviation(string word) => word.Count(char.IsUpper) > 1;
}
