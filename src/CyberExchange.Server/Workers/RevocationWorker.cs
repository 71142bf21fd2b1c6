using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Gate.Revocation;
using CyberExchange.Server.Trust;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Workers;

/// <summary>Fetches revocation lists before they are asked for: halfway to the next one's time, and again soon where that fails.</summary>
internal sealed class RevocationWorker(
    TrustSource trust, LiveTrust live, RevocationLists lists, RevocationFetching fetching, TimeProvider clock, ILogger<RevocationWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryMax = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RemindEvery = TimeSpan.FromDays(1);

    private readonly Dictionary<string, (DateTimeOffset At, TimeSpan Wait)> _next = new(StringComparer.Ordinal);
    private DateTimeOffset _remindedAt = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await FetchDueAsync(stoppingToken);
                Remind();
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                RevocationLog.RoundFailed(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task FetchDueAsync(CancellationToken ct)
    {
        var due = trust.Current.RevocationPoints.Where(IsDue).ToList();
        if (due.Count == 0)
        {
            return;
        }

        await fetching.LookAroundAsync(due, ct);
        foreach (var point in due.Where(IsDue))
        {
            var known = _next.TryGetValue(point.IssuerKey, out var before);
            if (await fetching.FetchAsync(point, ct) is { } fault)
            {
                RevocationLog.NotTaken(logger, point.Address, fault);
                Again(point, known ? before.Wait * 2 : RetryMin, clock.GetUtcNow());
            }
            else
            {
                // It may be the same as before: the closer the next one's time, the sooner it is looked for.
                var now = clock.GetUtcNow();
                Again(point, (lists.Of(point.IssuerKey)!.NextUpdate - now) / 8, now); // It was taken a moment ago, now or earlier.
            }
        }
    }

    private void Again(RevocationPoint point, TimeSpan wait, DateTimeOffset now)
    {
        var bounded = TimeSpan.FromTicks(Math.Clamp(wait.Ticks, RetryMin.Ticks, RetryMax.Ticks));
        _next[point.IssuerKey] = (now + bounded, bounded);
    }

    private bool IsDue(RevocationPoint point)
    {
        var now = clock.GetUtcNow();
        return (!_next.TryGetValue(point.IssuerKey, out var next) || next.At <= now)
            && (lists.Of(point.IssuerKey) is not { } list || list.ThisUpdate + ((list.NextUpdate - list.ThisUpdate) / 2) <= now);
    }

    private void Remind()
    {
        var now = clock.GetUtcNow();
        if (now - _remindedAt < RemindEvery)
        {
            return;
        }

        _remindedAt = now;
        foreach (var (jurisdiction, list) in live.Current.InForce)
        {
            if (SignedTrustList.DocumentOf(list.Signed).NextUpdate is var nextUpdate && nextUpdate < now)
            {
                RevocationLog.TrustListOverdue(logger, jurisdiction.Text(), nextUpdate);
            }
        }
    }
}
