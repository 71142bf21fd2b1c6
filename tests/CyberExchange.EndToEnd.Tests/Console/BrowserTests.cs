using CyberExchange.Cli;
using CyberExchange.Cli.Open;
using CyberExchange.EndToEnd.Tests.Hosting;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CyberExchange.EndToEnd.Tests.Console;

public sealed class BrowserTests(RunningExchange exchange, Browser browser) : IClassFixture<RunningExchange>, IClassFixture<Browser>
{
    private const float AppearsWithinMs = 15_000;

    [Fact]
    public async Task A_partner_sees_what_was_released_to_it_and_opens_it()
    {
        await ReportAsync(Reports.For("grid-jp", "Portal unreachable"));
        await ReportAsync(Reports.Kept("Kept to ourselves"));
        var page = await browser.OpenAsync(exchange, "grid-jp");
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.AddRange(message.Type is "error" or "warning" ? [message.Text] : []);

        await page.GotoAsync("/");

        await Expect(page.GetByText("Minato Power Grid (demo)").First).ToBeVisibleAsync();
        var line = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Portal unreachable" });
        var badge = line.GetByText("TLP:AMBER", new() { Exact = true });
        await Expect(badge).ToHaveCSSAsync("color", "rgb(255, 192, 0)");
        await Expect(badge).ToHaveCSSAsync("background-color", "rgb(0, 0, 0)");
        await Expect(page.GetByText("Kept to ourselves")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Portal unreachable" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Portal unreachable");
        await Expect(page.GetByText("Duty officer")).ToBeVisibleAsync();
        await Expect(page.GetByText("12,000")).ToBeVisibleAsync();
        Assert.Empty(complaints); // A breach of the content policy would be one.
    }

    [Fact]
    public async Task What_is_reported_and_withdrawn_appears_without_reload()
    {
        await ReportAsync(Reports.For("grid-jp", "There before"));
        var page = await browser.OpenAsync(exchange, "grid-jp");
        await page.GotoAsync("/");
        await Expect(page.GetByText("Live: changes appear by themselves.")).ToBeVisibleAsync(new() { Timeout = AppearsWithinMs });
        await page.EvaluateAsync("window.loadedOnce = true");

        var late = await ReportAsync(Reports.For("grid-jp", "Came later"));
        var link = page.GetByRole(AriaRole.Link, new() { Name = "Came later" });
        await Expect(link).ToBeVisibleAsync(new() { Timeout = AppearsWithinMs });
        using var answer = await exchange.As("cert-eu").WriteAsync(
            HttpMethod.Post, $"/v1/incidents/{late.Id}/withdrawal", """{ "reason": "Reported twice." }""", ifMatch: late.ETag);
        Assert.True(answer.IsSuccessStatusCode, answer.StatusCode.ToString());
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Came later" }).GetByText("withdrawn"))
            .ToBeVisibleAsync(new() { Timeout = AppearsWithinMs });

        Assert.True(await page.EvaluateAsync<bool>("window.loadedOnce"));
        await link.ClickAsync();
        await Expect(page.GetByText("Reported twice.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_item_that_is_taken_away_leaves_the_open_page()
    {
        var item = await ReportAsync(Reports.For("grid-jp", "Taken away"));
        var page = await browser.OpenAsync(exchange, "grid-jp");
        await page.GotoAsync($"/items/{item.Id}");
        await Expect(page.GetByText("Live: changes appear by themselves.")).ToBeVisibleAsync(new() { Timeout = AppearsWithinMs });

        using var answer = await exchange.As("cert-eu").WriteAsync(
            HttpMethod.Put, $"/v1/incidents/{item.Id}/sharing", """{ "sharing": { "label": "TLP:AMBER+STRICT" } }""", ifMatch: item.ETag);
        Assert.True(answer.IsSuccessStatusCode, answer.StatusCode.ToString());

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("No longer yours to see", new() { Timeout = AppearsWithinMs });
    }

    [Fact]
    public async Task Without_a_certificate_the_page_explains_itself_and_shows_what_is_public()
    {
        await ReportAsync(Reports.Public("For everybody"));
        await ReportAsync(Reports.For("grid-jp", "Not for everybody"));
        var page = await browser.OpenAsync(exchange, member: null);

        await page.GotoAsync("/");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No certificate was shown" })).ToBeVisibleAsync();
        await Expect(page.GetByText("cyx --as NAME open")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "For everybody", Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("Not for everybody")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Through_cyx_open_a_browser_without_a_certificate_sees_what_the_caller_sees_and_follows_it()
    {
        var files = new IdentityFiles("grid-jp", Path.Combine(exchange.Home, "certificates", "grid-jp.pem"), Path.Combine(exchange.Home, "certificates", "grid-jp.key"));
        var settings = new CyxSettings { Home = exchange.Home, Server = exchange.Address, Identity = files, RetryFor = TimeSpan.Zero };
        using var certificate = CyberExchange.Cli.ClientCertificate.Load(files);
        using var handler = ExchangeClient.Handler(settings, certificate);
        await using var proxy = await PageProxy.StartAsync(exchange.Address, handler, port: 0, TestContext.Current.CancellationToken);
        var page = await browser.OpenAsync(exchange, member: null);

        await page.GotoAsync(proxy.FirstUrl.ToString());
        await Expect(page.GetByText("Live: changes appear by themselves.")).ToBeVisibleAsync(new() { Timeout = AppearsWithinMs });
        await Expect(page.GetByText("Minato Power Grid (demo)").First).ToBeVisibleAsync();

        await ReportAsync(Reports.For("grid-jp", "Came through the proxy"));
        await Expect(page.GetByText("Came through the proxy")).ToBeVisibleAsync(new() { Timeout = AppearsWithinMs });
    }

    [Fact]
    public async Task A_Japanese_browser_reads_Japanese_and_may_choose_French()
    {
        var page = await browser.OpenAsync(exchange, "grid-jp", new() { Locale = "ja-JP" });

        await page.GotoAsync("/");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "ja");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "最新の情報" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Français" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "fr");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Derniers éléments" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_filter_works_without_script()
    {
        await ReportAsync(Reports.Public("Clear as day"));
        await ReportAsync(Reports.For("grid-jp", "Amber at dusk"));
        var page = await browser.OpenAsync(exchange, "grid-jp", new() { JavaScriptEnabled = false });
        await page.GotoAsync("/");

        await page.GetByLabel("Label").SelectOptionAsync("TLP:CLEAR");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Clear as day" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Amber at dusk")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Nothing_serious_stands_in_the_way_of_anybody(ColorScheme colours)
    {
        var item = await ReportAsync(Reports.For("grid-jp", "For all eyes"));
        using var answer = await exchange.As("cert-eu").WriteAsync(
            HttpMethod.Post, $"/v1/incidents/{item.Id}/withdrawal", """{ "reason": "Reported twice." }""", ifMatch: item.ETag);
        Assert.True(answer.IsSuccessStatusCode, answer.StatusCode.ToString());
        await exchange.CaughtUpAsync();
        var partner = await browser.OpenAsync(exchange, "grid-jp", new() { ColorScheme = colours });
        var visitor = await browser.OpenAsync(exchange, member: null, new() { ColorScheme = colours });

        await AssertAccessibleAsync(partner, "/");
        await AssertAccessibleAsync(partner, $"/items/{item.Id}");
        await AssertAccessibleAsync(partner, $"/items/{Guid.NewGuid()}");
        await AssertAccessibleAsync(visitor, "/?lang=ja");
    }

    private static async Task AssertAccessibleAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        var result = await page.RunAxe();
        Assert.NotEmpty(result.Passes);
        Assert.Empty(result.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .SelectMany(violation => violation.Nodes.Select(node => $"{path}: {violation.Help}: {node.Html}")));
    }

    private async Task<(Guid Id, string ETag)> ReportAsync(string body)
    {
        var (incident, tag, _) = await exchange.As("cert-eu").ReportAsync(body);
        return (incident.Id, tag);
    }
}
