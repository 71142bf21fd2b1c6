using System.Text.Json;
using CyberExchange.Cli;
using CyberExchange.DevHost.Certificates;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Partners;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Cli;

public sealed class PartnerCommandsTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    [Fact]
    public async Task A_steward_keeps_a_partner_from_its_enrolment_to_the_loss_of_its_key()
    {
        var id = ReceiptOf(await StewardAsync(PartnerExamples.Enrol, "enrol", "-", "--json"));
        var member = ReceiptOf(await StewardAsync("", "add-member", id, "desk", "--kind", "person", "--name", "Jana Novotná", "--json"));
        using var certificate = RunningExchange.IssueEuropean("desk");
        var key = CertificateKey.Fingerprint(certificate);

        AssertDone($"bound a key of {member}\n", await StewardAsync(certificate.ExportCertificatePem(), "bind-key", "cert-water-eu", "desk", "--certificate", "-"));
        Assert.Contains($"desk, person, Jana Novotná, {member}, keys {key}", (await StewardAsync("", "show", "cert-water-eu")).Output, StringComparison.Ordinal);

        AssertDone($"unbound a key of {member}\n", await StewardAsync("", "unbind-key", "cert-water-eu", "desk", key, "--reason", "stolen"));
        Assert.Contains("no key", (await StewardAsync("", "show", id)).Output, StringComparison.Ordinal);
        AssertDone($"removed {member}\n", await StewardAsync("", "remove-member", "cert-water-eu", "desk"));
        Assert.DoesNotContain("desk", (await StewardAsync("", "show", id)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_show_prints_as_facts_can_be_changed_and_sent_back()
    {
        using var shown = JsonDocument.Parse((await StewardAsync("", "show", "maker-jp", "--json")).Output);
        var facts = shown.RootElement.GetProperty("facts").GetRawText().Replace("Hikari", "Akari", StringComparison.Ordinal);

        var stale = await StewardAsync(facts, "change", "maker-jp", "-", "--etag", "\"stale\"");
        Assert.Equal(ExitCode.Conflict, stale.Code);
        AssertDone($"changed {exchange.PartnerOf("maker-jp").Id.Value}\n", await StewardAsync(facts, "change", "maker-jp", "-"));

        Assert.Contains("Akari Instruments", (await exchange.CyxAsync("cert-eu", "", "partner", "show", "maker-jp")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspended_partner_is_told_so_until_it_is_reinstated()
    {
        var id = exchange.PartnerOf("grid-jp").Id.Value;

        AssertDone($"suspended {id}\n", await StewardAsync("", "suspend", "grid-jp", "--reason", "key lost"));
        var refused = await exchange.CyxAsync("grid-jp", "", "me");
        Assert.Equal(ExitCode.NotPermitted, refused.Code);
        Assert.Contains("partner-suspended", refused.Error, StringComparison.Ordinal);
        Assert.Contains("grid-jp (suspended)", (await StewardAsync("", "list")).Output, StringComparison.Ordinal);

        AssertDone($"reinstated {id}\n", await StewardAsync("", "reinstate", "grid-jp"));
        var me = await exchange.CyxAsync("grid-jp", "", "me");
        Assert.Equal(ExitCode.Done, me.Code);
        Assert.Contains("ReportIncidents", me.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_steward_lists_who_holds_what_and_confirms_it()
    {
        var listed = await StewardAsync("", "recertify", "--json");
        Assert.Equal((ExitCode.Done, ""), (listed.Code, listed.Error));
        var line = Assert.Single(listed.Output.Split('\n'), l => l.Contains("\"delegate-eu\"", StringComparison.Ordinal) && l.Contains("\"due\":true", StringComparison.Ordinal));
        using var entry = JsonDocument.Parse(line);
        var etag = entry.RootElement.GetProperty("etag").GetString()!; // It is required.

        var stale = await StewardAsync("", "confirm", "delegate-eu", "--etag", "stale");
        Assert.Equal(ExitCode.Conflict, stale.Code);
        var confirmed = await StewardAsync("", "confirm", "delegate-eu", "--etag", etag.Trim('"'));
        Assert.Equal((ExitCode.Done, ""), (confirmed.Code, confirmed.Error));
        Assert.StartsWith("confirmed     delegate-eu\n", confirmed.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await StewardAsync("", "confirm", "authority-jp")).Code);

        var due = await StewardAsync("", "recertify", "--due");
        Assert.DoesNotContain("delegate-eu\t", due.Output, StringComparison.Ordinal);
        Assert.Contains("cert-jp\tJP\tcert\t", due.Output, StringComparison.Ordinal);
        var all = await StewardAsync("", "recertify");
        var row = Assert.Single(all.Output.Split('\n'), l => l.StartsWith("delegate-eu\t", StringComparison.Ordinal)).Split('\t');
        Assert.Equal(["steward", "", etag], row[^3..]);
        var cert = Assert.Single(all.Output.Split('\n'), l => l.StartsWith("cert-eu\t", StringComparison.Ordinal)).Split('\t');
        Assert.Contains("grid-eu", cert[4], StringComparison.Ordinal); // Its constituency, by the handles that people know.
        Assert.Equal(ExitCode.NotPermitted, (await exchange.CyxAsync("cert-eu", "", "partner", "recertify")).Code);
    }

    private static void AssertDone(string output, CyxRun run) => Assert.Equal((ExitCode.Done, "", output), (run.Code, run.Error, run.Output));

    private static string ReceiptOf(CyxRun run)
    {
        Assert.Equal((ExitCode.Done, ""), (run.Code, run.Error));
        using var receipt = JsonDocument.Parse(run.Output);
        return receipt.RootElement.GetProperty("id").GetString()!; // The receipt's id is a required member.
    }

    private Task<CyxRun> StewardAsync(string input, params string[] args) => exchange.CyxAsync("steward", input, ["partner", .. args]);
}
