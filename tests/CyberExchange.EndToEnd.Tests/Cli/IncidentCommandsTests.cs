using System.Text.Json;
using CyberExchange.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Cli;

public sealed class IncidentCommandsTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    [Fact]
    public async Task The_template_can_be_reported_as_it_is_and_reaches_grid_jp_only()
    {
        var id = await ReportTemplateAsync();

        var received = await exchange.CyxAsync("grid-jp", "", "incident", "show", id, "--json");
        Assert.Equal(ExitCode.Done, received.Code);
        using var incident = JsonDocument.Parse(received.Output);
        Assert.Equal("named", incident.RootElement.GetProperty("received").GetProperty("reason").GetString());
        Assert.Equal("Duty analyst", incident.RootElement.GetProperty("report").GetProperty("contacts")[0].GetProperty("name").GetString());
        Assert.Contains(id, (await exchange.CyxAsync("grid-jp", "", "incident", "list")).Output, StringComparison.Ordinal);

        var other = await exchange.CyxAsync("grid-eu", "", "incident", "show", id);
        Assert.Equal(ExitCode.NotFound, other.Code);
        Assert.Contains("(not-found", other.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(id, (await exchange.CyxAsync("grid-eu", "", "incident", "list", "--all", "--json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_file_serves_to_report_to_amend_and_to_share()
    {
        var id = await ReportTemplateAsync();
        var file = (await exchange.CyxAsync("cert-eu", "", "incident", "template", "--to", "cert-jp")).Output;

        var amended = await exchange.CyxAsync("cert-eu", file, "incident", "amend", id, "-");
        var shared = await exchange.CyxAsync(
            "cert-eu", file, "incident", "share", id, "-");

        Assert.Equal((ExitCode.Done, $"amended {id}\n"), (amended.Code, amended.Output));
        Assert.Equal((ExitCode.Done, $"shared anew {id}\n"), (shared.Code, shared.Output));
        Assert.Equal(ExitCode.Done, (await exchange.CyxAsync("cert-jp", "", "incident", "show", id)).Code);
        Assert.Equal(ExitCode.NotFound, (await exchange.CyxAsync("grid-jp", "", "incident", "show", id)).Code);
    }

    [Fact]
    public async Task A_stale_tag_is_a_conflict_and_a_withdrawal_tells_why()
    {
        var id = await ReportTemplateAsync();

        var stale = await exchange.CyxAsync("cert-eu", "", "incident", "withdraw", id, "--reason", "a drill", "--etag", "\"stale\"");
        Assert.Equal(ExitCode.Conflict, stale.Code);
        Assert.Contains("(stale, at If-Match)", stale.Error, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Done, (await exchange.CyxAsync("cert-eu", "", "incident", "withdraw", id, "--reason", "a drill")).Code);
        Assert.Contains("a drill", (await exchange.CyxAsync("grid-jp", "", "incident", "show", id)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_names_the_culprit_by_its_place_in_the_file()
    {
        var file = (await exchange.CyxAsync("cert-eu", "", "incident", "template")).Output
            .Replace("eu.energy.electricity", "eu.energy.perpetual-motion", StringComparison.Ordinal);

        var refused = await exchange.CyxAsync("cert-eu", file, "incident", "report", "-");

        Assert.Equal(ExitCode.Refused, refused.Code);
        Assert.EndsWith("(unknown-term, at /report/sectors/0)\n", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_stops_at_its_limit_and_says_so_and_all_has_as_many_as_the_count()
    {
        await ReportTemplateAsync();
        await ReportTemplateAsync();

        var one = await exchange.CyxAsync("cert-eu", "", "incident", "list", "--limit", "1", "--json");
        var all = await exchange.CyxAsync("cert-eu", "", "incident", "list", "--all", "--json");
        var count = await exchange.CyxAsync("cert-eu", "", "incident", "count", "--label", "TLP:AMBER");

        Assert.Single(Lines(one));
        Assert.Contains("there are more than 1", one.Error, StringComparison.Ordinal);
        Assert.Equal($"{Lines(all).Length}\n", count.Output);
    }

    private async Task<string> ReportTemplateAsync()
    {
        var template = await exchange.CyxAsync("cert-eu", "", "incident", "template");
        var reported = await exchange.CyxAsync("cert-eu", template.Output, "incident", "report", "-", "--json");
        Assert.Equal((ExitCode.Done, ""), (reported.Code, reported.Error));
        using var receipt = JsonDocument.Parse(reported.Output);
        return receipt.RootElement.GetProperty("id").GetString()!; // The receipt's id is a required member.
    }

    private static string[] Lines(CyxRun run) => run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
