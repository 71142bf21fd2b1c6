using System.Text.Json;
using CyberExchange.Cli;
using CyberExchange.EndToEnd.Tests.Explain;
using CyberExchange.EndToEnd.Tests.Hosting;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Cli;

/// <summary><c>cyx audit reads</c> and <c>gate</c>.</summary>
public sealed class AuditCommandsTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Terms = """ "label": "TLP:AMBER+STRICT", "audience": { "partners": ["grid-eu"] } """;

    [Fact]
    public async Task An_owner_lists_and_exports_who_was_shown_its_items_and_is_told_of_nobody_in_words()
    {
        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync("=1+1", Terms);
        var none = await exchange.CyxAsync("cert-eu", "", "audit", "reads", "--incident", $"{incident.Id}");
        Assert.Equal((ExitCode.Done, "", "nobody whom your directory shows was shown a TLP:RED or TLP:AMBER+STRICT item of yours\n"), (none.Code, none.Output, none.Error));
        foreach (var path in new[] { $"/v1/incidents/{incident.Id}", "/v1/incidents" })
        {
            using var read = await exchange.As("grid-eu").ReadAsync(path);
            Assert.Equal(200, (int)read.StatusCode);
        }

        var table = await exchange.CyxAsync("cert-eu", "", "audit", "reads");
        Assert.Equal(["list", "item"], Lines(table).Skip(1).Select(line => line.Split('\t')[6]));
        Assert.All(Lines(table).Skip(1), line => Assert.Contains("\tgrid-eu\t", line, StringComparison.Ordinal));
        var json = await exchange.CyxAsync("cert-eu", "", "audit", "reads", "--json", "--limit", "1");
        using (var row = JsonDocument.Parse(Assert.Single(Lines(json))))
        {
            Assert.Equal("list", row.RootElement.GetProperty("door").GetString());
        }

        var csv = await exchange.CyxAsync("cert-eu", "", "audit", "reads", "--csv", "--incident", $"{incident.Id}");
        Assert.Equal((ExitCode.Done, ""), (csv.Code, csv.Error));
        Assert.Equal(3, csv.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        var all = await exchange.CyxAsync("steward", "", "audit", "reads", "--reference", incident.Sharing!.AuditReference); // The originator's has one.
        Assert.Equal(3, Lines(all).Length);
        Assert.DoesNotContain("grid-eu", all.Output, StringComparison.Ordinal);
        Assert.Equal(all.Output, (await exchange.CyxAsync("steward", "", "audit", "reads", "--all")).Output);

        Assert.Equal(ExitCode.Usage, (await exchange.CyxAsync("cert-eu", "", "audit", "reads", "--all", "--incident", $"{incident.Id}")).Code);
        Assert.Equal(ExitCode.Usage, (await exchange.CyxAsync("cert-eu", "", "audit", "reads", "--csv", "--json")).Code);
        Assert.Equal(ExitCode.Usage, (await exchange.CyxAsync("cert-eu", "", "audit", "reads", "--limit", "0")).Code);
    }

    [Fact]
    public async Task A_partner_lists_what_the_gate_decided_about_its_keys_and_csv_goes_on_over_pages()
    {
        for (var look = 0; Lines(await exchange.CyxAsync("maker-eu", "", "audit", "gate")).Length < 2; look++)
        {
            Assert.True(look < 100, "It is not written down.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        var gate = await exchange.CyxAsync("maker-eu", "", "audit", "gate");
        Assert.StartsWith("FIRST\tLAST\tTIMES\tDECISION\tFAULT\tMEMBER\tKEY\n", gate.Output, StringComparison.Ordinal);
        Assert.Contains("\tadmitted\t", gate.Output, StringComparison.Ordinal);
        var all = await exchange.CyxAsync("steward", "", "audit", "gate", "--all", "--csv");
        Assert.StartsWith("firstAt,lastAt,times,decision,fault,partner,member,source\r\n", all.Output, StringComparison.Ordinal);
        Assert.Equal(1, all.Output.Split("firstAt").Length - 1);
        Assert.Equal(ExitCode.NotPermitted, (await exchange.CyxAsync("maker-eu", "", "audit", "gate", "--all")).Code);
    }

    private static string[] Lines(CyxRun run) => run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
