using CyberExchange.Server.Partners;

namespace CyberExchange.Server.Workers;

/// <summary>Writes down which certificates came, and tells once a day which members need another one soon.</summary>
internal sealed class CertificatesWorker(DueCertificates certificates, TimeProvider clock, ILogger<CertificatesWorker> logger) : RoundsWorker(TimeSpan.FromMinutes(1), clock)
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromDays(1);

    private DateTimeOffset _told = DateTimeOffset.MinValue;

    protected override async Task RoundAsync(CancellationToken ct)
    {
        await certificates.WriteDownAsync(ct);
        if (Clock.GetUtcNow() - _told >= TellEvery)
        {
            await TellAsync(ct);
            _told = Clock.GetUtcNow();
        }
    }

    protected override void Failed(Exception e) => WorkersLog.CertificatesRoundFailed(logger, e);

    private async Task TellAsync(CancellationToken ct)
    {
        foreach (var due in await certificates.FindAsync(ct))
        {
            WorkersLog.CertificateDue(logger, due.Member.Id.Value, due.Member.Partner.Value, due.EndsAt);
        }
    }
}
