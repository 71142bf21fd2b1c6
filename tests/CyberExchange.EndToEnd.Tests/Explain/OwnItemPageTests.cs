using System.Net.Http.Headers;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Explain;

/// <summary>An originator's page of its own item tells who holds it, and why a partner can, or cannot, see it.</summary>
public sealed class OwnItemPageTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_originator_reads_who_holds_it_and_recipients_do_not()
    {
        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync("paged", """ "label": "TLP:AMBER", "audience": { "partners": ["grid-eu"] } """);
        var own = await HtmlAsync("cert-eu", $"/items/{incident.Id}?lang=en");
        Assert.Contains("Who holds it", own, StringComparison.Ordinal);
        Assert.Contains("<code>grid-eu</code>", own, StringComparison.Ordinal);
        Assert.Contains("is named in the audience", own, StringComparison.Ordinal);

        var received = await HtmlAsync("grid-eu", $"/items/{incident.Id}?lang=en&partner=maker-eu");
        Assert.DoesNotContain("Who holds it", received, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"why\"", received, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "It is neither named nor of the kinds that the audience asks for.")]
    [InlineData("fr", "Il n’est ni nommé ni des catégories que les conditions visent.")]
    [InlineData("ja", "指名されておらず、共有先の条件にも合致しません。")]
    public async Task A_question_is_answered_in_the_language_of_the_page(string language, string answer)
    {
        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync("asked", """ "label": "TLP:AMBER" """);
        Assert.Contains(answer, await HtmlAsync("cert-eu", $"/items/{incident.Id}?lang={language}&partner=grid-eu"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hidden_partner_is_answered_as_one_that_does_not_exist()
    {
        await exchange.As("steward").EnrolUnlistedAsync("hidden-on-pages");
        await exchange.CaughtUpAsync();
        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync("hidden", """ "label": "TLP:GREEN" """);
        foreach (var name in new[] { "hidden-on-pages", "absent-on-pages" })
        {
            var html = await HtmlAsync("cert-eu", $"/items/{incident.Id}?lang=en&partner={name}");
            Assert.Contains("Your directory shows no partner of this name.", html, StringComparison.Ordinal);
            Assert.DoesNotContain($"<code>{name}</code>", html, StringComparison.Ordinal);
        }
    }

    private async Task<string> HtmlAsync(string partner, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var answer = await exchange.As(partner).SendAsync(request, Ct);
        Assert.Equal(200, (int)answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }
}
