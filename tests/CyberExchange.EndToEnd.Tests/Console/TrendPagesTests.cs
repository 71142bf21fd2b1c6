using System.Text.Json.Nodes;
using CyberExchange.Contracts;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CyberExchange.EndToEnd.Tests.Console;

/// <summary>The pages of live figures and of the dialogue in a real browser.</summary>
public sealed class TrendPagesTests(RunningExchange exchange, Browser browser) : IClassFixture<RunningExchange>, IClassFixture<Browser>
{
    private const string Then = "by=quarter&from=2026-Q1&to=2026-Q2";

    [Fact]
    public async Task A_partner_reads_the_figures_of_both_sides_and_prints_them()
    {
        await exchange.As("cert-eu").ReportAsync(Reports.For("grid-jp", "Counted for one"));
        await exchange.As("cert-eu").ReportAsync(Reports.Kept("Not counted"));
        await exchange.CaughtUpAsync();
        using var count = await exchange.As("grid-jp").ReadAsync("/v1/incidents/count");
        var seen = (await count.BodyAsync(WireJson.Default.CountDocument)).Count;
        var page = await browser.OpenAsync(exchange, "grid-jp");
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.AddRange(message.Type is "error" or "warning" ? [message.Text] : []);

        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Trends", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Trends");
        await page.GotoAsync($"/trends?{Then}");

        await Expect(page.GetByText("another viewer has other figures").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = $"EU 2026-Q1 {seen}, 2026-Q2 0" })).ToBeVisibleAsync();
        var line = page.GetByRole(AriaRole.Region, new() { Name = "Sectors of both sides" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "the same sector on both sides" });
        await Expect(line).ToContainTextAsync("Electricity");
        Assert.Equal([$"{seen}", "0", "0", "0"], (await line.Locator("td").AllInnerTextsAsync()).Skip(1));
        await Expect(page.GetByText("TLP:AMBER", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Comparisons to quote" })).ToBeVisibleAsync();
        await Expect(page.Locator("blockquote").First).ToContainTextAsync("too few to tell a difference from chance");

        await page.Locator("select[name=by]").SelectOptionAsync("year");
        await page.Locator("select[name=sector]").SelectOptionAsync("eu.space");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page.GetByText("Nothing that you may see falls into these periods.").First).ToBeVisibleAsync();
        Assert.Empty(complaints); // A breach of the content policy would be one.

        await page.GotoAsync($"/trends?{Then}");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Show" })).ToBeHiddenAsync();
        await Expect(page.Locator("svg.picture")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_public_reads_public_figures_in_Japanese_and_no_dialogue()
    {
        var page = await browser.OpenAsync(exchange, member: null, new() { Locale = "ja-JP" });

        await page.GotoAsync("/");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "対話", Exact = true })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "動向", Exact = true }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("動向");
        await Expect(page.GetByText("閲覧者が異なれば数値も異なる").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Français" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Tendances");
    }

    [Fact]
    public async Task A_delegate_reads_what_is_next_what_changed_and_searches()
    {
        await AgreeAsync();
        var page = await browser.OpenAsync(exchange, "delegate-jp");
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.AddRange(message.Type is "error" or "warning" ? [message.Text] : []);

        await page.GotoAsync("/dialogue");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What is next" })).ToBeVisibleAsync();
        Assert.NotEqual(0, await page.GetByRole(AriaRole.Region, new() { Name = "What is next" }).GetByRole(AriaRole.Rowheader).CountAsync());
        Assert.NotEqual(0, await page.Locator("section:has(#changes-heading) li").CountAsync());
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "To be done: overdue, or without a date" }).GetByRole(AriaRole.Rowheader)).ToHaveCountAsync(9);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "What is next" }).Locator("ol li")).ToContainTextAsync("The cables. · Submarine cables");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Meeting brief: Fourth Digital Partnership Council (planned)" })).ToBeVisibleAsync();

        await page.GetByLabel("Topic").SelectOptionAsync("product_security");
        await page.GetByLabel("Words").FillAsync("CERTIFICATION framework");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page.Locator("section:has(#found-heading) li").First).ToContainTextAsync("Regulation (EU) 2019/881 (Cybersecurity Act)");
        Assert.All(await page.Locator("section:has(#found-heading) li").AllInnerTextsAsync(), text => Assert.Contains("Product security", text, StringComparison.Ordinal));
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Meeting brief: Product security" })).ToBeVisibleAsync();

        await page.GetByLabel("Changes since").FillAsync(exchange.Clock.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", null));
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page.GetByText("Nothing changed.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "日本語" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "今後" })).ToBeVisibleAsync();
        Assert.Empty(complaints); // A breach of the content policy would be one.

        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(page.Locator("form.filter")).ToBeHiddenAsync();
    }

    private static bool IsQuick => Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is null or "quick";

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Nothing_serious_stands_in_the_way_of_anybody(ColorScheme colours, int width)
    {
        await AgreeAsync();
        await exchange.As("cert-eu").ReportAsync(Reports.Public("For all eyes"));
        await exchange.CaughtUpAsync();
        var page = await browser.OpenAsync(exchange, "delegate-eu", new() { ColorScheme = colours, ViewportSize = new() { Width = width, Height = 900 } });

        string[] all = [$"/trends?{Then}", "/dialogue?q=act&lang=fr", "/trends?lang=ja"]; // Each takes axe some seconds.
        foreach (var path in IsQuick ? [all[colours is ColorScheme.Light ? 0 : 1]] : all)
        {
            await page.GotoAsync(path);
            var result = await page.RunAxe();
            Assert.NotEmpty(result.Passes);
            Assert.Empty(result.Violations
                .Where(violation => violation.Impact is "serious" or "critical")
                .SelectMany(violation => violation.Nodes.Select(node => $"{path}: {violation.Help}: {node.Html}")));
            var wide = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll *, .skip') && e.getBoundingClientRect().right > window.innerWidth + 1).map(e => e.tagName + ' ' + e.className)");
            Assert.True(wide.Length == 0, $"{path} is wider than {width} pixels: {string.Join(", ", wide)}");
        }
    }

    // The record that comes with the program; once in an exchange.
    private async Task AgreeAsync()
    {
        var list = await exchange.CyxAsync("delegate-eu", "", "dialogue", "list");
        if (list.Output.Contains("product_security", StringComparison.Ordinal))
        {
            return;
        }

        var shipped = await exchange.CyxAsync("delegate-eu", "", "dialogue", "shipped");
        var entries = JsonNode.Parse(shipped.Output)!.AsArray();
        entries.Single(e => (string?)e!["id"] == "dpc-4")!["agenda"] = JsonNode.Parse("""[ { "text": "The cables.", "topic": "submarine_cables", "entries": [ "submarine-cables" ] } ]""");
        var proposed = await exchange.CyxAsync("delegate-eu", entries.ToJsonString(), "dialogue", "propose", "-", "--reason", "To begin with.");
        await exchange.CyxAsync("delegate-jp", "", "dialogue", "agree", proposed.Output.Trim().Split(' ')[^1]);
    }
}
