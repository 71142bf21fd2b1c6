using CyberExchange.EventStore;
using CyberExchange.Server.Sources;

namespace CyberExchange.Server.Workers;

/// <summary>Runs the CSAF providers that partners follow, for as long as the server lives and where its operator lets it fetch at all.</summary>
internal sealed class SourcesWorker(FollowSources sources, TimeProvider clock, ILogger<SourcesWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, SourceLimits.RunsSideBySide).Select(_ => GoOnAsync(stoppingToken)));

    private async Task GoOnAsync(CancellationToken stoppingToken)
    {
        while (sources.MayFetch && !stoppingToken.IsCancellationRequested)
        {
            var news = sources.Asked.Next; // Before the read: what comes between the two still wakes us.
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
