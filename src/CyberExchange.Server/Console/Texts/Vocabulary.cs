using System.Collections.Frozen;
using CyberExchange.Domain.Taxonomies;

namespace CyberExchange.Server.Console.Texts;

/// <summary>The words of the vocabularies, for people.</summary>
public static class Vocabulary
{
    private static readonly FrozenDictionary<string, Term> ById =
        new[] { IncidentClasses.All, Severities.All, Sectors.All }.SelectMany(terms => terms).ToFrozenDictionary(term => term.Id, StringComparer.Ordinal);

    /// <summary>The name of a term in a language; the text itself where it is no term.</summary>
    public static string Name(string id, PageLanguage language)
    {
        if (ById.GetValueOrDefault(id) is not { } term)
        {
            return id;
        }

        return language switch
        {
            PageLanguage.English => term.Name,
            PageLanguage.Japanese => TermNames.Japanese(term),
            PageLanguage.French => TermNames.French(term),
        };
    }
}
