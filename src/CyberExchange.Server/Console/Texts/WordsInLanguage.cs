using CyberExchange.Domain.Trends;

namespace CyberExchange.Server.Console.Texts;

/// <summary>Texts that come in the languages of the pages.</summary>
internal static class WordsInLanguage
{
    public static string In(this Words words, PageLanguage language) => language switch
    {
        PageLanguage.English => words.En,
        PageLanguage.Japanese => words.Ja,
        PageLanguage.French => words.Fr,
    };
}
