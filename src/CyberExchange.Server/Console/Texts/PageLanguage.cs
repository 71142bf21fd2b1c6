using Microsoft.Net.Http.Headers;

namespace CyberExchange.Server.Console.Texts;

/// <summary>The languages of the pages.</summary>
public enum PageLanguage
{
    English,
    Japanese,
    French,
}

/// <summary>Names and choice of the languages.</summary>
public static class PageLanguages
{
    /// <summary>The query parameter that chooses a language.</summary>
    public const string Parameter = "lang";

    /// <summary>The language's tag, as <c>lang</c> and <c>hreflang</c> write it (BCP 47).</summary>
    public static string Tag(this PageLanguage language) => language switch
    {
        PageLanguage.English => "en",
        PageLanguage.Japanese => "ja",
        PageLanguage.French => "fr",
    };

    /// <summary>The language in its own words.</summary>
    public static string OwnName(this PageLanguage language) => language switch
    {
        PageLanguage.English => "English",
        PageLanguage.Japanese => "日本語",
        PageLanguage.French => "Français",
    };

    /// <summary>The texts in this language.</summary>
    public static PageText Text(this PageLanguage language) => language switch
    {
        PageLanguage.English => EnglishText.All,
        PageLanguage.Japanese => JapaneseText.All,
        PageLanguage.French => FrenchText.All,
    };

    /// <summary>The language that the address names; null where it names none of ours.</summary>
    public static PageLanguage? Chosen(HttpRequest request) => request.Query[Parameter] is [{ } tag] ? Parse(tag) : null;

    /// <summary>The language that the browser likes best among ours (RFC 9110, 12.5.4); English where it likes none.</summary>
    public static PageLanguage Preferred(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .Where(wish => wish.Quality is not 0)
            .OrderByDescending(wish => wish, StringWithQualityHeaderValueComparer.QualityComparer)
            .Select(wish => Parse(wish.Value.ToString().Split('-')[0]))
            .FirstOrDefault(language => language is not null)
        ?? PageLanguage.English;

    private static PageLanguage? Parse(string tag) =>
        Enum.GetValues<PageLanguage>().Cast<PageLanguage?>().FirstOrDefault(l => string.Equals(l!.Value.Tag(), tag, StringComparison.OrdinalIgnoreCase));
}
