using CyberExchange.Server.Partners;

namespace CyberExchange.Server.Workers;

/// <summary>Writes down which certificates came, and tells once a day which members need another one soon.</summary>
internal sealed class CertificatesWorker(DueCertificates certificates, TimeProvider clock, ILogger<CertificatesWorker> logger) : BackgroundService
{
    private static readonly TimeSpan WriteEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TellEvery = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var told = DateTimeOffset.MinValue;
        using var timer = new PeriodicTimer(WriteEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await certificates.WriteDownAsync(stoppingToken);
                if (clock.GetUtcNow() - told >= TellEvery)
                {
                    await TellAsync(stoppingToken);
                    told = clock.GetUtcNow();
                }
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                WorkersLog.CertificatesRoundFailed(logger, e);
            }
        }
    }

    private async Task TellAsync(CancellationToken ct)
    {
        foreach (var due in await certificates.FindAsync(ct))
        {
            WorkersLog.CertificateDue(logger, due.Member.Id.Value, due.Member.Partner.Value, due.EndsAt);
        }
    }
}
