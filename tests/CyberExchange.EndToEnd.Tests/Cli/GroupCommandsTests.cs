using CyberExchange.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Cli;

public sealed class GroupCommandsTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static readonly string[] Facts = ["--name", "Port Watch", "--purpose", "Disturbances of ports.", "--default-label"];

    [Fact]
    public async Task A_steward_keeps_a_group_from_its_forming_to_its_dissolution()
    {
        AssertDone("formed port-watch\n", await StewardAsync(["form", "port-watch", "cert-eu", "grid-eu", .. Facts, "TLP:AMBER"]));
        AssertDone("added to port-watch\n", await StewardAsync("add", "port-watch", "cert-jp", "grid-jp"));
        AssertDone("removed from port-watch\n", await StewardAsync("remove", "port-watch", "grid-eu"));
        AssertDone("changed port-watch\n", await StewardAsync(["change", "port-watch", .. Facts, "TLP:AMBER+STRICT"]));

        var shown = (await exchange.CyxAsync("cert-jp", "", "group", "show", "port-watch")).Output;
        Assert.Contains("TLP:AMBER+STRICT", shown, StringComparison.Ordinal);
        Assert.Contains("grid-jp, JP, Minato Power Grid (demo)", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("grid-eu", shown, StringComparison.Ordinal);
        Assert.Contains("port-watch", (await StewardAsync("list")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotFound, (await exchange.CyxAsync("grid-eu", "", "group", "show", "port-watch")).Code);

        var refused = await StewardAsync("add", "port-watch", "delegate-eu");
        Assert.NotEqual(ExitCode.Done, refused.Code);
        Assert.Contains("/join/0", refused.Error, StringComparison.Ordinal);
        AssertDone("dissolved port-watch\n", await StewardAsync("dissolve", "port-watch", "--reason", "merged"));
        Assert.Equal(ExitCode.NotFound, (await StewardAsync("show", "port-watch")).Code);
    }

    private static void AssertDone(string output, CyxRun run) => Assert.Equal((ExitCode.Done, "", output), (run.Code, run.Error, run.Output));

    private Task<CyxRun> StewardAsync(params string[] args) => exchange.CyxAsync("steward", "", ["group", .. args]);
}
