using CyberExchange.EventStore;
using CyberExchange.Server.Sources;

namespace CyberExchange.Server.Workers;

/// <summary>Runs the CSAF providers that partners follow, for as long as the server lives and where its operator lets it fetch at all.</summary>
internal sealed class SourcesWorker(FollowSources sources, EventLog log, TimeProvider clock, ILogger<SourcesWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (sources.MayFetch && !stoppingToken.IsCancellationRequested)
        {
            var news = Task.WhenAny(log.Signal.Next, sources.Asked.Next); // Before the read: what comes between the two still wakes us.
            try
            {
                while (await sources.RunNextAsync(stoppingToken))
                {
                }

                await LogSignal.WaitAsync(news, Poll, clock, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                SourcesLog.RoundFailed(logger, e);
                await Task.Delay(PauseAfterFailure, clock, stoppingToken);
            }
        }
    }
}
