using System.Text.Json;
using CyberExchange.Cli;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Console;
using CyberExchange.EndToEnd.Tests.Hosting;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Search;

public sealed class SearchCommandTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    [Fact]
    public async Task What_is_found_is_told_with_where_it_stands()
    {
        await ReportAsync(Reports.For("grid-jp", "Portal of Thistlecombe unreachable"));

        var found = await exchange.CyxAsync("grid-jp", "", "search", "thistlecombe", "portals");

        Assert.Equal(ExitCode.Done, found.Code);
        Assert.Contains("Portal of Thistlecombe unreachable", found.Output, StringComparison.Ordinal);
        Assert.Contains("    /report/title  Portal of Thistlecombe unreachable", found.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', found.Output); // No person reads it.
        Assert.Contains("1 found", found.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_a_result_a_line_and_filters_narrow()
    {
        await ReportAsync(Reports.For("grid-jp", "Tarnwick one"));
        await ReportAsync(Reports.Public("Tarnwick two"));

        var all = await exchange.CyxAsync("grid-jp", "", "search", "tarnwick", "--json");
        var clear = await exchange.CyxAsync("grid-jp", "", "search", "tarnwick", "--label", "TLP:CLEAR", "--kind", "incident", "--json");
        var alone = await exchange.CyxAsync("grid-jp", "", "search", "--label", "TLP:CLEAR", "--kind", "incident", "--json");

        Assert.Equal(2, Lines(all.Output).Length);
        Assert.Contains(Lines(alone.Output), line => line.Contains("Tarnwick two", StringComparison.Ordinal));
        using var result = JsonDocument.Parse(Assert.Single(Lines(clear.Output)));
        Assert.Equal("Tarnwick two", result.RootElement.GetProperty("incident").GetProperty("report").GetProperty("title").GetString());
    }

    [Fact]
    public async Task Who_does_not_see_it_is_told_that_nothing_is_found()
    {
        await ReportAsync(Reports.Kept("Kept at Wolfsbarrow"));

        var found = await exchange.CyxAsync("grid-jp", "", "search", "wolfsbarrow");

        Assert.Equal((ExitCode.Done, ""), (found.Code, found.Output));
        Assert.Contains("nothing that you may see", found.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_search_is_one_line()
    {
        var refused = await exchange.CyxAsync("grid-jp", "", "search", "!!");

        Assert.NotEqual(ExitCode.Done, refused.Code);
        Assert.Contains("(bad-parameter, at q)", Assert.Single(Lines(refused.Error)), StringComparison.Ordinal);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private async Task ReportAsync(string body)
    {
        await exchange.As("cert-eu").ReportAsync(body);
        await exchange.CaughtUpAsync();
    }
}
