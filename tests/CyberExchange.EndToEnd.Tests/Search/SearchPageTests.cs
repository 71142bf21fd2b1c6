using System.Net;
using System.Net.Http.Headers;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Console;
using CyberExchange.EndToEnd.Tests.Hosting;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CyberExchange.EndToEnd.Tests.Search;

public sealed class SearchPageTests(RunningExchange exchange, Browser browser) : IClassFixture<RunningExchange>, IClassFixture<Browser>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_key_leads_to_the_box_and_what_is_found_is_marked()
    {
        await ReportAsync(Reports.For("grid-jp", "Portal of Ravenscar unreachable"));
        var page = await browser.OpenAsync(exchange, "grid-jp");
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.AddRange(message.Type is "error" or "warning" ? [message.Text] : []);
        await page.GotoAsync("/");

        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("ravenscar portals");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Portal of Ravenscar unreachable" })).ToBeVisibleAsync();
        await Expect(page.Locator("mark")).ToHaveTextAsync(["Portal", "Ravenscar", "portal"]);
        await Expect(page.GetByText("1 found")).ToBeVisibleAsync();
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Filters_are_given_in_a_form_kept_in_the_address_and_taken_off_one_by_one()
    {
        await exchange.As("maker-eu").PublishedAsync(AdvisoryRequests.Terms("TLP:GREEN"), await ReadAdvisoriesTests.FixtureAsync("egw-2026-0001.json"));
        await exchange.As("maker-eu").PublishedAsync(AdvisoryRequests.Terms("TLP:GREEN"), AdvisoryRequests.NewDocument());
        await exchange.CaughtUpAsync();
        var page = await browser.OpenAsync(exchange, "grid-jp");
        await page.GotoAsync("/search?lang=en");

        await page.GetByText("All filters").ClickAsync();
        await page.GetByLabel("CPE name").FillAsync("cpe:2.3:o:example_grid_works:gridgate_200:*:*:*:*:*:*:*:*");
        await page.GetByLabel("Highest CVSS score from").FillAsync("0.1");
        await page.GetByLabel("First released since").FillAsync("2000-01-01");
        await page.GetByLabel("CSAF status").SelectOptionAsync("final");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();

        await Expect(page.GetByText("1 found")).ToBeVisibleAsync();
        Assert.Contains("initialReleaseSince=2000-01-01", page.Url, StringComparison.Ordinal);
        var chips = page.GetByRole(AriaRole.List, new() { Name = "Filters in force" }).GetByRole(AriaRole.Link);
        await Expect(chips).ToHaveCountAsync(4);
        await Expect(page.GetByLabel("CPE name").First).ToHaveValueAsync("cpe:2.3:o:example_grid_works:gridgate_200:*:*:*:*:*:*:*:*");
        await Expect(page.GetByLabel("First released since").First).ToHaveValueAsync("2000-01-01");
        Assert.Empty((await page.RunAxe()).Violations.Select(violation => violation.Id));

        await page.GotoAsync(page.Url + "&vendor=Nobody");
        await Expect(page.GetByText("Nothing that you may see meets all of these filters.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Take off the filter Vendor (whole name): Nobody" }).ClickAsync();

        await Expect(page.GetByText("1 found")).ToBeVisibleAsync();
        await Expect(chips).ToHaveCountAsync(4);
    }

    [Fact]
    public async Task The_list_is_narrowed_by_the_same_fields()
    {
        var (advisory, _) = await exchange.As("maker-eu").PublishedAsync(AdvisoryRequests.Terms("TLP:GREEN"), AdvisoryRequests.NewDocument());
        await exchange.CaughtUpAsync();

        var found = await HtmlAsync("grid-jp", "/?kind=advisory&label=&vendor=&originator=maker-eu&status=final&changedSince=2000-01-01&lang=en");
        var none = await HtmlAsync("grid-jp", "/?kind=advisory&purl=pkg:npm/nobody-has-this&lang=en");

        Assert.Contains($"/items/{advisory.Id}", found, StringComparison.Ordinal);
        Assert.DoesNotContain($"/items/{advisory.Id}", none, StringComparison.Ordinal);
        Assert.Contains("Take one of them off.", none, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Search", "Nothing that you may see has all of these words.")]
    [InlineData("fr", "Recherche", "Aucun élément que vous pouvez voir ne contient tous ces mots.")]
    [InlineData("ja", "検索", "あなたが閲覧できる情報に、これらの語をすべて含むものはありません。")]
    public async Task A_page_that_found_nothing_helps_in_each_language(string language, string heading, string help)
    {
        var html = await HtmlAsync("grid-jp", $"/search?q=absentword&lang={language}");

        Assert.Contains($"<h1 id=\"found-heading\">{heading}</h1>", html, StringComparison.Ordinal);
        Assert.Contains(help, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_partners_wrote_and_what_was_typed_is_text_and_never_markup()
    {
        await ReportAsync(Reports.For("grid-jp", "<b>Grimsdyke</b> & sons"));

        var html = await HtmlAsync("grid-jp", $"/search?q={Uri.EscapeDataString("grimsdyke \"<b>\"")}");

        Assert.Contains("&lt;", html, StringComparison.Ordinal);
        Assert.Contains("<mark>Grimsdyke</mark>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_without_words_shows_where_to_type_them() =>
        Assert.Contains("An item must have all of the words.", await HtmlAsync("grid-jp", "/search?lang=en"), StringComparison.Ordinal);

    [Fact]
    public async Task A_search_that_cannot_be_read_is_a_page_under_its_status()
    {
        using var answer = await GetAsync("grid-jp", "/search?q=!!");

        Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    private async Task ReportAsync(string body)
    {
        await exchange.As("cert-eu").ReportAsync(body);
        await exchange.CaughtUpAsync();
    }

    private async Task<string> HtmlAsync(string member, string path)
    {
        using var answer = await GetAsync(member, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    private async Task<HttpResponseMessage> GetAsync(string member, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        return await exchange.As(member).SendAsync(request, Ct);
    }
}
