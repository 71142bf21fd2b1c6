using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>The words of a language by a Hunspell dictionary: stems, and the prefixes and suffixes that they take.</summary>
/// <remarks>Compound words are not put together: a dictionary of a language that lives by them finds too much wrong.</remarks>
public sealed class SpellingDictionary
{
    private static readonly char[] Blanks = [' ', '\t'];

    private readonly FrozenDictionary<string, string> _flagsOf;
    private readonly List<Affix> _affixes;

    private SpellingDictionary(string language, Dictionary<string, string> flagsOf, List<Affix> affixes)
    {
        Language = language;
        _flagsOf = flagsOf.ToFrozenDictionary(StringComparer.Ordinal);
        _affixes = affixes;
    }

    /// <summary>The language tag of the words, such as `en` or `en-GB`.</summary>
    public string Language { get; }

    /// <summary>Reads the two files of a dictionary.</summary>
    /// <param name="affixLines">The .aff file. Flags are single characters.</param>
    /// <param name="wordLines">The .dic file.</param>
    /// <exception cref="FormatException">A rule cannot be read.</exception>
    public static SpellingDictionary Read(string language, IEnumerable<string> affixLines, IEnumerable<string> wordLines)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in wordLines.Skip(1))
        {
            var parts = line.Split(Blanks, 2)[0].Split('/', 2);
            words[parts[0]] = words.GetValueOrDefault(parts[0], "") + (parts.Length > 1 ? parts[1] : "");
        }

        return new(language, words, ReadAffixes(affixLines));
    }

    /// <summary>Whether documents of a language are in that of this dictionary: `en-GB` is in `en`, and `en` is not in `en-GB`.</summary>
    public bool Covers(string tag) =>
        string.Equals(tag, Language, StringComparison.OrdinalIgnoreCase) || tag.StartsWith(Language + "-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a word is one of the language. One that starts a sentence, or is written in capitals, may be so.</summary>
    public bool IsWord(string word)
    {
        var plain = word.Replace('\u2019', '\'');
        return IsForm(plain) || (char.IsUpper(plain[0]) && IsForm(char.ToLowerInvariant(plain[0]) + plain[1..])) || IsForm(plain.ToLowerInvariant());
    }

    private static List<Affix> ReadAffixes(IEnumerable<string> lines)
    {
        var affixes = new List<Affix>();
        foreach (var line in lines)
        {
            var fields = line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            if (fields is ["FLAG", not "UTF-8", ..])
            {
                throw new FormatException("flags of more than one character are not read");
            }

            // The head of a rule has four fields and says how many lines it has.
            if (fields.Length >= 5 && fields[0] is "PFX" or "SFX")
            {
                var isPrefix = fields[0] is "PFX";
                affixes.Add(new(
                    isPrefix,
                    fields[1][0],
                    fields[2] is "0" ? "" : fields[2],
                    fields[3].Split('/')[0] is "0" ? "" : fields[3].Split('/')[0],
                    ReadCondition(isPrefix, fields[4])));
            }
        }

        return affixes;
    }

    private static Regex ReadCondition(bool isPrefix, string condition)
    {
        var pattern = condition is "." ? "" : condition;
        try
        {
            return new(isPrefix ? @"\A" + pattern : pattern + @"\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"the condition {condition} cannot be read", e);
        }
    }

    private bool IsForm(string word)
    {
        if (_flagsOf.ContainsKey(word))
        {
            return true;
        }

        foreach (var affix in _affixes)
        {
            if (affix.StemOf(word) is not { } stem)
            {
                continue;
            }

            if (_flagsOf.TryGetValue(stem, out var flags) && flags.Contains(affix.Flag, StringComparison.Ordinal))
            {
                return true;
            }

            // A word may have both a prefix and a suffix, both of its stem.
            if (affix.IsPrefix && HasSuffix(stem, affix.Flag))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasSuffix(string word, char prefix)
    {
        foreach (var affix in _affixes)
        {
            if (!affix.IsPrefix && affix.StemOf(word) is { } stem && _flagsOf.TryGetValue(stem, out var flags)
                && flags.Contains(affix.Flag, StringComparison.Ordinal) && flags.Contains(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private sealed record Affix(bool IsPrefix, char Flag, string Stripped, string Added, Regex Condition)
    {
        /// <summary>The word before this affix was put to it; null when it cannot have been.</summary>
        public string? StemOf(string word)
        {
            if (word.Length <= Added.Length || !(IsPrefix ? word.StartsWith(Added, StringComparison.Ordinal) : word.EndsWith(Added, StringComparison.Ordinal)))
            {
                return null;
            }

            var stem = IsPrefix ? Stripped + word[Added.Length..] : word[..^Added.Length] + Stripped;
            return Condition.IsMatch(stem) ? stem : null;
        }
    }
}
