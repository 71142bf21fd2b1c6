using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Faults;

/// <summary>The rows of the core are those that the log gives.</summary>
internal static class Replay
{
    /// <summary>Fills the core anew from the log, with no server running, and compares.</summary>
    public static async Task EqualsAsync(string connectionString, TimeSpan patience, CancellationToken ct)
    {
        await using var exchange = new ExchangeDatabase(connectionString);
        await using var log = new EventLog(exchange.Service);
        var runner = new ProjectionRunner(log, exchange.Projector, new SharingCore(new LiveDirectory(exchange.Service)), TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var running = Task.Run(() => runner.RunAsync(stop.Token), ct);
        var head = await log.HeadAsync(ct);
        Assert.True(await runner.WaitForAsync(head, patience, ct));
        var before = await CoreRows.DumpAsync(connectionString, ct);

        await runner.ClearAsync(ct);
        Assert.True(await runner.WaitForAsync(head, patience, ct));
        Assert.Equal(before, await CoreRows.DumpAsync(connectionString, ct));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
