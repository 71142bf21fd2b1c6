using System.Security.Cryptography;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EventStore;
using CyberExchange.Server;
using CyberExchange.Server.Sealing;
using CyberExchange.Server.Startup;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Server;

/// <summary>A database opens under the instance key that it was begun with, and under no other.</summary>
public sealed class InstanceKeyTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ServerOptions Options => exchange.Services.GetRequiredService<ServerOptions>();

    [Fact]
    public async Task A_server_with_another_key_does_not_start_on_the_database_and_writes_nothing()
    {
        var secrets = Directory.CreateTempSubdirectory("cyberexchange-secrets-").FullName;
        await File.WriteAllBytesAsync(Path.Combine(secrets, InstanceKey.FileName), RandomNumberGenerator.GetBytes(InstanceKey.KeyBytes), Ct);
        var head = await exchange.Services.GetRequiredService<EventLog>().HeadAsync(Ct);

        var refused = await Assert.ThrowsAsync<StartupException>(() => ExchangeHost.StartAsync(Options with { SecretsFolder = secrets }, Ct));

        Assert.Contains(InstanceKey.FileName, refused.Message, StringComparison.Ordinal);
        Assert.Equal(head, await exchange.Services.GetRequiredService<EventLog>().HeadAsync(Ct));
        Directory.Delete(secrets, recursive: true);
    }

    [Fact]
    public async Task A_second_node_with_the_same_key_starts()
    {
        await using var second = await ExchangeHost.StartAsync(Options, Ct);

        Assert.NotEmpty(second.Urls);
        await second.StopAsync(Ct);
    }
}
