using CyberExchange.EventStore;

namespace CyberExchange.Server.Workers;

/// <summary>Keeps the log's partitions and marks ahead of it for as long as the server runs.</summary>
internal sealed class UpkeepWorker(LogUpkeep upkeep) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => upkeep.RunAsync(stoppingToken);
}
