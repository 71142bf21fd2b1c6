using System.Text.Json;
using CyberExchange.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Cli;

/// <summary>cert-jp reports to cert-eu, which serves grid-eu; and the other way round where a client departs for good.</summary>
public sealed class ForwardCommandsTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static readonly string[] Basis = ["--basis", "contract", "--reference", "service agreement 12"];

    [Fact]
    public async Task What_a_cert_forwards_its_client_shows_and_what_it_takes_back_is_gone()
    {
        var id = await ReportAsync();

        var forwarded = await exchange.CyxAsync("cert-eu", "", ["incident", "forward", id, "--client", "grid-eu", .. Basis]);
        Assert.Equal((ExitCode.Done, $"forwarded {id}\n"), (forwarded.Code, forwarded.Output));
        Assert.Contains("forwarded by cert-eu", (await exchange.CyxAsync("grid-eu", "", "incident", "show", id)).Output, StringComparison.Ordinal);

        var ended = await exchange.CyxAsync("cert-eu", "", "incident", "end-forward", id);
        Assert.Equal((ExitCode.Done, $"no longer forwarded {id}\n"), (ended.Code, ended.Output));
        Assert.Contains("(gone", (await exchange.CyxAsync("grid-eu", "", "incident", "show", id)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forward_says_for_whom_it_is_and_a_refusal_is_one_line()
    {
        var id = await ReportAsync();

        var toNobody = await exchange.CyxAsync("cert-eu", "", ["incident", "forward", id, .. Basis]);
        Assert.Equal((ExitCode.Usage, "name clients with --client, or take them all with --all\n"), (toNobody.Code, toNobody.Error));
        var toStranger = await exchange.CyxAsync("cert-eu", "", ["incident", "forward", id, "--client", "grid-jp", .. Basis]);
        Assert.Equal(ExitCode.Refused, toStranger.Code);
        Assert.EndsWith("(unknown-party, at /clients/0)\n", toStranger.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_departs_by_the_handle_of_its_cert()
    {
        var id = await ReportAsync("cert-eu", "cert-jp", "JP");
        Assert.Equal(ExitCode.Done, (await exchange.CyxAsync("cert-jp", "", ["incident", "forward", id, "--all", .. Basis])).Code);

        var departed = await exchange.CyxAsync("grid-jp", "", "depart", "cert-jp");

        Assert.Equal((ExitCode.Done, $"departed from {exchange.PartnerOf("cert-jp").Id.Value}\n"), (departed.Code, departed.Output));
        Assert.Contains("(gone", (await exchange.CyxAsync("grid-jp", "", "incident", "show", id)).Error, StringComparison.Ordinal);
    }

    private async Task<string> ReportAsync(string by = "cert-jp", string to = "cert-eu", string destination = "EU")
    {
        var template = await exchange.CyxAsync(by, "", "incident", "template", "--to", to);
        var report = template.Output.Replace("\"JP\"", $"\"{destination}\"", StringComparison.Ordinal); // The template is a European's.
        var reported = await exchange.CyxAsync(by, report, "incident", "report", "-", "--json");
        Assert.Equal((ExitCode.Done, ""), (reported.Code, reported.Error));
        using var receipt = JsonDocument.Parse(reported.Output);
        return receipt.RootElement.GetProperty("id").GetString()!; // The receipt's id is a required member.
    }
}
