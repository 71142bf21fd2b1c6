using CyberExchange.EventStore;
using CyberExchange.Views.Projections;

namespace CyberExchange.Server.Workers;

/// <summary>Runs every view for as long as the server does.</summary>
internal sealed class ViewsWorker(ViewRunners views, EventLog log, ILogger<ViewsWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var metrics = new ExchangeMetrics(views, log);
        await Task.WhenAll(views.All.Select(view => RunAsync(view, stoppingToken)));
    }

    private Task RunAsync(ProjectionRunner view, CancellationToken ct)
    {
        view.Troubled = cause =>
        {
            if (view.Health is ProjectionHealth.Stopped stopped)
            {
                // The server goes on: what the view shows is withheld until a newer program reads the event. Of the core, health says so.
                WorkersLog.ViewStopped(logger, view.View, stopped.Position, stopped.Because);
            }
            else
            {
                WorkersLog.ViewTroubled(logger, view.View, view.Checkpoint, cause);
            }
        };
        return view.RunAsync(ct);
    }
}
