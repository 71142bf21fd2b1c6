namespace CyberExchange.Domain.Taxonomies;

/// <summary>The names of terms in Japanese and French: as their source has them, and else translated here.</summary>
/// <remarks>French names of sectors follow Directive (UE) 2022/2555, annexes I and II.</remarks>
public static class TermNames
{
    /// <summary>In Japanese; in English where there is none.</summary>
    public static string Japanese(Term term) => term.NameJa ?? JapaneseTerms.All.GetValueOrDefault(term.Id) ?? term.Name;

    /// <summary>In French; in English where there is none.</summary>
    public static string French(Term term) => FrenchTerms.All.GetValueOrDefault(term.Id) ?? term.Name;

    /// <summary>Every id that is named here, by language.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Translated { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["ja"] = [.. JapaneseTerms.All.Keys],
        ["fr"] = [.. FrenchTerms.All.Keys],
    };
}
