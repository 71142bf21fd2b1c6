using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EventStore;
using CyberExchange.Server.Startup;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Server;

public sealed class FirstPartnerTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_start_enrols_nobody_twice()
    {
        var log = exchange.Services.GetRequiredService<EventLog>();
        var head = await log.HeadAsync(Ct);
        await exchange.Services.GetRequiredService<FirstPartner>().EnrolAsync(exchange.BootstrapFile, Ct);
        Assert.Equal(head, await log.HeadAsync(Ct));
        Assert.Equal("steward", exchange.PartnerOf("steward").Handle);
    }

    [Theory]
    [InlineData("steward", "e")]
    [InlineData("renamed-steward", "f")]
    public async Task What_the_file_gained_after_the_first_start_is_refused_and_burns_no_key(string partner, string digit)
    {
        var log = exchange.Services.GetRequiredService<EventLog>();
        var head = await log.HeadAsync(Ct);
        var key = string.Concat(Enumerable.Repeat(digit, 64));
        var file = Path.Combine(Path.GetTempPath(), $"bootstrap-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(
            file,
            $$"""
            {
              "name": "{{partner}}", "displayName": "Steward", "role": "steward", "jurisdiction": "EU", "organizationIdentifier": "NTRDE-HRB12345",
              "members": [{ "name": "latecomer", "kind": "person", "keySha256": "{{key}}" }]
            }
            """,
            Ct);

        var refused = await Assert.ThrowsAsync<StartupException>(
            () => exchange.Services.GetRequiredService<FirstPartner>().EnrolAsync(file, Ct));

        Assert.Contains("latecomer", refused.Message, StringComparison.Ordinal);
        Assert.Equal(head, await log.HeadAsync(Ct));
        File.Delete(file);
    }

    [Fact]
    public async Task A_file_that_says_something_else_is_refused_in_one_line()
    {
        var file = Path.Combine(Path.GetTempPath(), $"bootstrap-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, """{ "name": "steward", "colour": "red" }""", Ct);
        var refused = Assert.Throws<StartupException>(() => BootstrapFile.Read(file));
        Assert.StartsWith(file, refused.Message, StringComparison.Ordinal);
        File.Delete(file);
    }
}
