using System.Collections.Frozen;

namespace CyberExchange.Interop.Languages;

/// <summary>A language tag of BCP 47 (RFC 5646), looked up in the IANA registry of subtags.</summary>
/// <remarks>Extensions are checked for their form only: their subtags are registered elsewhere.</remarks>
public static class LanguageTag
{
    private static readonly Dictionary<string, HashSet<string>> Registry = ReferenceList.Read("subtags.tsv")
        .ToDictionary(fields => fields[0], fields => fields[1].Split(' ').ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

    private static readonly HashSet<string> Languages = Registry["language"];
    private static readonly FrozenDictionary<string, string> Extlangs = Registry["extlang"]
        .Select(entry => entry.Split(':')).ToFrozenDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static readonly HashSet<string> Scripts = Registry["script"];
    private static readonly HashSet<string> Regions = Registry["region"];
    private static readonly HashSet<string> Variants = Registry["variant"];
    private static readonly HashSet<string> Grandfathered = Registry["grandfathered"];

    /// <summary>Whether a tag is in a language range: RFC 4647, basic filtering. A tag is in the range of itself and of what it begins with.</summary>
    public static bool IsIn(string range, string tag) =>
        tag.StartsWith(range, StringComparison.OrdinalIgnoreCase) && (tag.Length == range.Length || tag[range.Length] == '-');

    /// <summary>Why a tag is not valid (RFC 5646, section 2.2.9), as a clause; null for a valid one.</summary>
    public static string? WhyInvalid(string tag)
    {
        var lower = tag.ToLowerInvariant();
        var subtags = lower.Split('-');
        if (Grandfathered.Contains(lower) || IsPrivateUse(subtags, 0))
        {
            return null;
        }

        if (!Languages.Contains(subtags[0]) && !IsPrivateLanguage(subtags[0]))
        {
            return $"\"{subtags[0]}\" is no registered language";
        }

        var at = 1;
        if (at < subtags.Length && subtags[at].Length == 3 && subtags[at].All(char.IsAsciiLetter))
        {
            if (!Extlangs.TryGetValue(subtags[at], out var prefix) || prefix != subtags[0])
            {
                return $"\"{subtags[at]}\" is no registered extension of the language \"{subtags[0]}\"";
            }

            at++;
        }

        if (at < subtags.Length && subtags[at].Length == 4 && subtags[at].All(char.IsAsciiLetter))
        {
            if (!Scripts.Contains(subtags[at]) && !IsPrivateScript(subtags[at]))
            {
                return $"\"{subtags[at]}\" is no registered script";
            }

            at++;
        }

        if (at < subtags.Length && (subtags[at].Length == 2 || (subtags[at].Length == 3 && subtags[at].All(char.IsAsciiDigit))))
        {
            if (!Regions.Contains(subtags[at]) && !IsPrivateRegion(subtags[at]))
            {
                return $"\"{subtags[at]}\" is no registered region";
            }

            at++;
        }

        return WhyInvalidRest(subtags, at);
    }

    /// <summary>Whether a tag has a subtag that is reserved for private use: languages qaa-qtz, scripts Qaaa-Qabx, regions AA, QM-QZ, XA-XZ, ZZ, and whatever follows x.</summary>
    public static bool HasPrivateUse(string tag)
    {
        var subtags = tag.ToLowerInvariant().Split('-');
        for (var i = 0; i < subtags.Length; i++)
        {
            if (subtags[i] is "x")
            {
                return true;
            }

            // After a singleton comes an extension, whose subtags mean something else.
            if (subtags[i].Length == 1 && i > 0)
            {
                return Array.IndexOf(subtags, "x", i) >= 0;
            }

            if (i == 0 ? IsPrivateLanguage(subtags[i]) : IsPrivateScript(subtags[i]) || IsPrivateRegion(subtags[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static string? WhyInvalidRest(string[] subtags, int at)
    {
        var variants = new HashSet<string>(StringComparer.Ordinal);
        for (; at < subtags.Length && (subtags[at].Length >= 5 || (subtags[at].Length == 4 && char.IsAsciiDigit(subtags[at][0]))); at++)
        {
            if (!Variants.Contains(subtags[at]))
            {
                return $"\"{subtags[at]}\" is no registered variant";
            }

            if (!variants.Add(subtags[at]))
            {
                return $"the variant \"{subtags[at]}\" stands twice";
            }
        }

        var singletons = new HashSet<string>(StringComparer.Ordinal);
        while (at < subtags.Length && !IsPrivateUse(subtags, at))
        {
            if (subtags[at].Length != 1 || !singletons.Add(subtags[at]))
            {
                return $"\"{subtags[at]}\" cannot stand there";
            }

            var first = ++at;
            while (at < subtags.Length && subtags[at].Length is >= 2 and <= 8)
            {
                at++;
            }

            if (at == first)
            {
                return $"the extension \"{subtags[first - 1]}\" is empty";
            }
        }

        return null;
    }

    private static bool IsPrivateUse(string[] subtags, int at) => subtags[at] is "x" && subtags.Length > at + 1;

    private static bool IsPrivateLanguage(string subtag) => subtag.Length == 3 && subtag[0] is 'q' && subtag[1] is >= 'a' and <= 't' && subtag[2] is >= 'a' and <= 'z';

    private static bool IsPrivateScript(string subtag) =>
        subtag.Length == 4 && string.CompareOrdinal(subtag, "qaaa") >= 0 && string.CompareOrdinal(subtag, "qabx") <= 0;

    private static bool IsPrivateRegion(string subtag) =>
        subtag is "aa" or "zz" || (subtag.Length == 2 && ((subtag[0] is 'q' && subtag[1] is >= 'm' and <= 'z') || (subtag[0] is 'x' && subtag[1] is >= 'a' and <= 'z')));
}
