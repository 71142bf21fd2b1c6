using CyberExchange.Views.Projections;

namespace CyberExchange.Server.Workers;

/// <summary>Runs the sharing core for as long as the server does.</summary>
internal sealed class CoreWorker(ProjectionRunner core, ILogger<CoreWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        core.Troubled = cause => WorkersLog.CoreTroubled(logger, core.Checkpoint, cause);
        await core.RunAsync(stoppingToken);
        if (core.Health is ProjectionHealth.Stopped stopped)
        {
            // The server goes on: health says so, and content is withheld until a newer program reads the event.
            WorkersLog.CoreStopped(logger, stopped.Position, stopped.Because);
        }
    }
}
