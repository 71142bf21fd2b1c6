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
