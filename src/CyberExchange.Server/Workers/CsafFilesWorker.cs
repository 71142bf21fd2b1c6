using CyberExchange.EventStore;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Delivery.Csaf;

namespace CyberExchange.Server.Workers;

/// <summary>Makes files of what is published, and keeps the public's sites in memory up to date, for as long as the server lives.</summary>
internal sealed class CsafFilesWorker(PrepareCsafFiles files, CsafSites sites, EventLog log, TimeProvider clock, ILogger<CsafFilesWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var grown = log.Signal.Next; // Before the read: an append between the two still wakes us.
            try
            {
                while (await files.RoundAsync(stoppingToken))
                {
                    await sites.FollowAsync(stoppingToken);
                }

                await files.RetryAsync(stoppingToken);
                await sites.FollowWithFilesOfOthersAsync(stoppingToken);
                await LogSignal.WaitAsync(grown, Poll, clock, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                WorkersLog.CsafFilesRoundFailed(logger, e);
                await Task.Delay(PauseAfterFailure, clock, stoppingToken);
            }
        }
    }
}
