using System.Text.Json;
using CyberExchange.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Cli;

public sealed class ExplainCommandsTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    [Fact]
    public async Task An_originator_is_told_at_a_glance_who_sees_its_incident_and_why()
    {
        var id = await ReportTemplateAsync();

        var sees = await exchange.CyxAsync("cert-eu", "", "incident", "explain", id, "--partner", "grid-jp");
        Assert.Equal(ExitCode.Done, sees.Code);
        Assert.StartsWith("grid-jp  SEES IT (named)", sees.Output, StringComparison.Ordinal);
        var not = await exchange.CyxAsync("cert-eu", "", "incident", "explain", id, "--partner", "grid-eu");
        Assert.StartsWith("grid-eu  DOES NOT SEE IT (not-in-audience)", not.Output, StringComparison.Ordinal);
        var before = await exchange.CyxAsync("cert-eu", "", "incident", "explain", id, "--partner", "grid-jp", "--at", "2026-01-01T00:00:00Z");
        Assert.Contains("(not-yet)", before.Output, StringComparison.Ordinal);

        var holders = await exchange.CyxAsync("cert-eu", "", "incident", "holders", id);
        Assert.Equal(["cert-eu", "grid-jp"], Lines(holders).Skip(1).Select(line => line.Split('\t')[0]).Order(StringComparer.Ordinal));
        Assert.Contains("neither named nor counted", holders.Error, StringComparison.Ordinal);

        var unknown = await exchange.CyxAsync("cert-eu", "", "incident", "explain", id, "--partner", "nobody");
        Assert.Equal(ExitCode.Refused, unknown.Code);
        Assert.EndsWith("(unknown-party, at partner)\n", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotFound, (await exchange.CyxAsync("grid-eu", "", "incident", "explain", id, "--partner", "grid-jp")).Code);
    }

    [Fact]
    public async Task A_preview_shows_what_a_partner_would_read_and_what_sharing_would_change()
    {
        var template = (await exchange.CyxAsync("cert-eu", "", "incident", "template")).Output;
        var preview = await exchange.CyxAsync("cert-eu", template, "incident", "preview", "-", "--seen-by", "grid-jp");
        Assert.Equal((ExitCode.Done, ""), (preview.Code, preview.Error));
        Assert.StartsWith("grid-jp", preview.Output, StringComparison.Ordinal);
        Assert.Contains("1: grid-jp", preview.Output, StringComparison.Ordinal);

        var id = await ReportTemplateAsync();
        var other = (await exchange.CyxAsync("cert-eu", "", "incident", "template", "--to", "cert-jp")).Output;
        var sharing = await exchange.CyxAsync("cert-eu", other, "incident", "preview-sharing", id, "-", "--json");
        using var effect = JsonDocument.Parse(sharing.Output);
        Assert.Equal("cert-jp", Only(effect, "gain"));
        Assert.Equal("grid-jp", Only(effect, "lose"));
    }

    [Fact]
    public async Task A_steward_audits_by_the_reference_that_the_originator_reads()
    {
        var id = await ReportTemplateAsync();
        var shown = await exchange.CyxAsync("cert-eu", "", "incident", "show", id, "--json");
        using var incident = JsonDocument.Parse(shown.Output);
        var reference = incident.RootElement.GetProperty("sharing").GetProperty("auditReference").GetString()!; // The originator's has one.

        var explained = await exchange.CyxAsync("steward", "", "audit", "explain", reference, "--partner", "grid-jp");
        Assert.StartsWith("grid-jp  SEES IT (named)", explained.Output, StringComparison.Ordinal);
        var holders = await exchange.CyxAsync("steward", "", "audit", "holders", reference);
        Assert.Equal(3, Lines(holders).Length);
        Assert.DoesNotContain("grid-jp", holders.Output, StringComparison.Ordinal);
    }

    private static string Only(JsonDocument preview, string what) =>
        preview.RootElement.GetProperty("effect").GetProperty(what).GetProperty("partners").EnumerateArray().Single().GetProperty("handle").GetString()!; // The demo's partners have one.

    private async Task<string> ReportTemplateAsync()
    {
        var template = await exchange.CyxAsync("cert-eu", "", "incident", "template");
        var reported = await exchange.CyxAsync("cert-eu", template.Output, "incident", "report", "-", "--json");
        using var receipt = JsonDocument.Parse(reported.Output);
        return receipt.RootElement.GetProperty("id").GetString()!; // The receipt's id is a required member.
    }

    private static string[] Lines(CyxRun run) => run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
