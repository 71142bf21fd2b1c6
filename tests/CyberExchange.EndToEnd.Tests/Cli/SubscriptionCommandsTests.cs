using System.Text.Json;
using CyberExchange.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Incidents;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Cli;

public sealed class SubscriptionCommandsTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    [Fact]
    public async Task A_subscription_is_created_followed_changed_and_cancelled()
    {
        var created = await SubscriptionAsync("create", "--name", "Grid", "--sector", "jp.electricity", "--sector", "eu.energy", "--json");
        using var receipt = JsonDocument.Parse(created.Output);
        var id = receipt.RootElement.GetProperty("id").GetString()!; // The receipt's id is a required member.
        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync(IncidentExamples.Report);

        var feed = await exchange.CyxAsync("grid-jp", "", "feed", "--subscription", id);
        Assert.Contains(incident.Id.ToString(), feed.Output, StringComparison.Ordinal);
        Assert.EndsWith("  because sectors eu.energy: eu.energy.electricity\n", feed.Output, StringComparison.Ordinal);
        Assert.Equal($"ID\tNAME\tASKS FOR\n{id}\tGrid\tsector: jp.electricity or eu.energy\n", (await SubscriptionAsync("list")).Output);

        AssertDone($"changed {id}\n", await SubscriptionAsync("change", id, "--vendor", "Siemens", "--product-text", "S7-1500", "--cvss-min", "7"));
        var shown = (await SubscriptionAsync("show", id)).Output;
        Assert.Matches("product text +S7-1500\n", shown);
        Assert.DoesNotContain("sector", shown, StringComparison.Ordinal);
        Assert.Equal("", (await exchange.CyxAsync("grid-jp", "", "feed", "--subscription", id)).Output);

        AssertDone($"cancelled {id}\n", await SubscriptionAsync("cancel", id));
        Assert.Equal(ExitCode.NotFound, (await SubscriptionAsync("show", id)).Code);
        Assert.Equal(ExitCode.NotFound, (await exchange.CyxAsync("grid-jp", "", "feed", "--subscription", id, "--follow")).Code);
    }

    [Fact]
    public async Task Following_ends_well_when_the_subscription_is_cancelled()
    {
        var created = await SubscriptionAsync("create", "--name", "Short", "--label", "TLP:AMBER", "--json");
        using var receipt = JsonDocument.Parse(created.Output);
        var id = receipt.RootElement.GetProperty("id").GetString()!; // The receipt's id is a required member.
        var following = exchange.CyxAsync("grid-jp", "", "feed", "--subscription", id, "--follow");
        await SubscriptionAsync("cancel", id);

        // Whether it had begun to follow or not: it is told, and does not try for ever.
        var ended = await following;
        Assert.True(ended.Code is ExitCode.Done or ExitCode.NotFound, ended.Error);
        Assert.Equal(ended.Code is ExitCode.Done, ended.Error.Contains("subscription-cancelled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_value_that_cannot_be_looked_for_is_refused_in_one_line()
    {
        var refused = await SubscriptionAsync("create", "--name", "Wrong", "--sector", "eu.energies");
        Assert.Equal(ExitCode.Refused, refused.Code);
        Assert.Contains("/filter/sectors/0", refused.Error, StringComparison.Ordinal);
        Assert.Single(refused.Error.TrimEnd().Split('\n'));
    }

    private static void AssertDone(string output, CyxRun run) => Assert.Equal((ExitCode.Done, "", output), (run.Code, run.Error, run.Output));

    private Task<CyxRun> SubscriptionAsync(params string[] args) => exchange.CyxAsync("grid-jp", "", ["subscription", .. args]);
}
