using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.Server.Policies;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Policies;

public sealed class AdoptPolicyTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Address = "/v1/policy";

    [Fact]
    public async Task A_steward_reads_the_version_in_force_and_adopts_what_the_program_knows()
    {
        var steward = exchange.As("steward");
        using var adopted = await steward.PostJsonAsync(Address, PolicyRoutes.AdoptExample);
        Assert.Equal(1, (await adopted.BodyAsync(WireJson.Default.PolicyReceipt)).Version);
        await steward.PostJsonAsync(Address, """{"version":2}""").AssertRefusedAsync(422, "unknown-term", "/version");

        using var read = await steward.ReadAsync(Address);
        var policy = await read.BodyAsync(WireJson.Default.PolicyDocument);
        Assert.Equal(1, policy.Version);
        Assert.Equal([1], policy.Known);
    }

    [Fact]
    public async Task Nobody_else_does() => await exchange.As("cert-eu").PostJsonAsync(Address, PolicyRoutes.AdoptExample).AssertRefusedAsync(403, "not-permitted");

    [Fact]
    public async Task Cyx_says_the_same_in_one_line()
    {
        Assert.Equal((ExitCode.Done, "version 1 is in force\n"), Of(await exchange.CyxAsync("steward", "", "policy", "adopt", "1")));
        Assert.Contains("known", (await exchange.CyxAsync("steward", "", "policy", "show")).Output, StringComparison.Ordinal);
        var refused = await exchange.CyxAsync("steward", "", "policy", "adopt", "7");
        Assert.EndsWith("(unknown-term, at /version)\n", refused.Error, StringComparison.Ordinal);
    }

    private static (ExitCode Code, string Output) Of(CyxRun run) => (run.Code, run.Output);
}
