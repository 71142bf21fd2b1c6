using CyberExchange.EventStore;

namespace CyberExchange.Server.Workers;

/// <summary>Carries the news of appends between nodes for as long as the server runs.</summary>
internal sealed class HintsWorker(LogHints hints) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => hints.RunAsync(stoppingToken);
}
