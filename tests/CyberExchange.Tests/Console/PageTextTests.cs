using System.Collections;
using System.Reflection;
using CyberExchange.Domain.Taxonomies;
using CyberExchange.Server.Console.Texts;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CyberExchange.Tests.Console;

public sealed class PageTextTests
{
    // Words that two languages really share.
    private static readonly HashSet<string> Shared = new(StringComparer.Ordinal)
    {
        "Organisation", "Incident", "CERT", "service", "Contacts", "Classification", "Version", "Document", ",",
        "EU", "Dialogue", "Date", "Pages", "Relation",
    };

    public static TheoryData<PageLanguage> Languages => [.. Enum.GetValues<PageLanguage>()];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_text_exists(PageLanguage language)
    {
        var texts = TextsOf(language.Text()).ToList();

        Assert.True(texts.Count > 100, "The walk sees the texts.");
        Assert.DoesNotContain(texts, text => string.IsNullOrWhiteSpace(text.Value) && text.Name != nameof(PageText.ThousandsSeparator));
    }

    [Theory]
    [InlineData(PageLanguage.Japanese)]
    [InlineData(PageLanguage.French)]
    public void No_text_was_left_in_English(PageLanguage language)
    {
        var english = TextsOf(PageLanguage.English.Text()).ToDictionary(text => text.Name, text => text.Value, StringComparer.Ordinal);

        Assert.DoesNotContain(TextsOf(language.Text()), text => text.Value == english[text.Name] && !Shared.Contains(text.Value));
    }

    [Fact]
    public void Every_word_of_the_vocabularies_has_a_name_in_every_language()
    {
        var terms = new[] { IncidentClasses.All, Severities.All, Sectors.All }.SelectMany(all => all).ToList();

        var (japanese, french) = (TermNames.Translated["ja"], TermNames.Translated["fr"]);
        Assert.DoesNotContain(terms, term => !french.Contains(term.Id));
        Assert.DoesNotContain(terms, term => term.NameJa is null && !japanese.Contains(term.Id));
        Assert.Empty(french.Concat(japanese).Except(terms.Select(term => term.Id), StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("", "ja;q=0.8, fr;q=0.9", PageLanguage.French)]
    [InlineData("", "de-CH, fr-CH;q=0.5", PageLanguage.French)]
    [InlineData("", "ja-JP", PageLanguage.Japanese)]
    [InlineData("", "fr;q=0, de", PageLanguage.English)]
    [InlineData("", "", PageLanguage.English)]
    [InlineData("?lang=ja", "fr", PageLanguage.Japanese)]
    [InlineData("?lang=de", "fr", PageLanguage.French)]
    public void The_address_chooses_before_the_browser(string query, string accepted, PageLanguage expected)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new QueryString(query);
        request.Headers.AcceptLanguage = accepted;

        Assert.Equal(expected, PageLanguages.Chosen(request) ?? PageLanguages.Preferred(request));
    }

    // Texts are strings, functions of closed sets, counts and texts, and records of such.
    private static IEnumerable<(string Name, string Value)> TextsOf(object texts) =>
        texts.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property => property.GetValue(texts) switch
        {
            string text => [(property.Name, text)],
            Delegate function => ArgumentsOf(function).Select(arguments => ($"{property.Name}({string.Join(", ", arguments)})", (string)function.DynamicInvoke(arguments)!)), // Returns texts.
            { } part => TextsOf(part).Select(text => ($"{property.Name}.{text.Name}", text.Value)),
            null => [(property.Name, "")],
        });

    // A function may be one of an object's own, whose target is no argument of Invoke.
    private static IEnumerable<object[]> ArgumentsOf(Delegate function) =>
        function.GetType().GetMethod("Invoke")!.GetParameters().Aggregate( // Every delegate has it.
            (IEnumerable<object[]>)[[]],
            (lists, parameter) => lists.SelectMany(_ => ValuesOf(parameter.ParameterType), (list, value) => (object[])[.. list, value]));

    private static IEnumerable<object> ValuesOf(Type type) =>
        type.IsEnum ? ((IEnumerable)Enum.GetValues(type)).Cast<object>()
        : type == typeof(bool) ? [false, true]
        : type == typeof(string) ? ["what a partner wrote"]
        : [1, 2];
}
