using CyberExchange.Server.Console.Texts;
using Microsoft.AspNetCore.Http.Extensions;

namespace CyberExchange.Server.Console;

/// <summary>What every page takes from its request: the language, and addresses that keep it.</summary>
/// <param name="Language">The language of the page.</param>
/// <param name="LanguageIsChosen">Whether the address names it; links then name it too.</param>
/// <param name="Path">The path of the page.</param>
/// <param name="Query">Its parameters, the language left out.</param>
public sealed record PageRequest(
    PageLanguage Language, bool LanguageIsChosen, string Path, IReadOnlyList<KeyValuePair<string, string>> Query)
{
    public PageText Text => Language.Text();

    public static PageRequest Of(HttpRequest request)
    {
        var chosen = PageLanguages.Chosen(request);
        return new(
            chosen ?? PageLanguages.Preferred(request),
            chosen is not null,
            request.Path.Value ?? "/",
            [.. request.Query.Where(q => q.Key != PageLanguages.Parameter).SelectMany(q => q.Value.Select(value => KeyValuePair.Create(q.Key, value ?? "")))]);
    }

    /// <summary>The address of another page, in the language that was chosen.</summary>
    public string LinkTo(string path, params IEnumerable<(string Name, string? Value)> query) =>
        Address(path, query.Where(q => q.Value is not null).Select(q => (q.Name, q.Value!)), LanguageIsChosen ? Language : null); // Filtered just before.

    /// <summary>The address of this page in another language.</summary>
    public string InLanguage(PageLanguage language) => Address(Path, Query.Select(q => (q.Key, q.Value)), language);

    private static string Address(string path, IEnumerable<(string Name, string Value)> query, PageLanguage? language)
    {
        var parameters = new QueryBuilder(query.Select(q => KeyValuePair.Create(q.Name, q.Value)));
        if (language is { } named)
        {
            parameters.Add(PageLanguages.Parameter, named.Tag());
        }

        return path + parameters.ToQueryString();
    }
}
