using System.Collections.Concurrent;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Gate.Revocation;
using CyberExchange.Server.Trust;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Workers;

/// <summary>Fetches revocation lists before they are asked for: every hour, sooner where their life is short, and again soon where that fails.</summary>
/// <remarks>An authority makes a list out of turn when something happened: its next update says when one comes at the latest.</remarks>
public sealed class RevocationWorker(
    TrustSource trust, LiveTrust live, RevocationLists lists, RevocationFetching fetching, TimeProvider clock, ILogger<RevocationWorker> logger) : BackgroundService
{
    /// <summary>A list may have some megabytes; and an authority that does not answer is waited for half a minute.</summary>
    private const int AtOnceMax = 8;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryMax = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AgeMax = TimeSpan.FromHours(1);
    private static readonly TimeSpan RemindEvery = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, TimeSpan Wait)> _next = new(StringComparer.Ordinal);
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

    /// <summary>Before anybody is let in or turned away, the lists that were had before are there again.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await live.ReloadAsync(cancellationToken);
            await fetching.LookAroundAsync([.. trust.Current.RevocationPoints], cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            RevocationLog.RoundFailed(logger, e);
        }

        await base.StartAsync(cancellationToken);
    }

    private async Task FetchDueAsync(CancellationToken ct)
    {
        List<RevocationPoint> points = [.. trust.Current.RevocationPoints];
        await fetching.LookAroundAsync(points, ct);
        await Parallel.ForEachAsync(points.Where(IsDue), new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = ct }, FetchAsync);
    }

    // One that fails must not hold up the others: whose list is overdue may change nothing.
    private async ValueTask FetchAsync(RevocationPoint point, CancellationToken ct)
    {
        var (name, now) = (NameOf(point), clock.GetUtcNow());
        try
        {
            if (await fetching.FetchAsync(point, ct) is { } fault)
            {
                RevocationLog.NotTaken(logger, point.Address, fault);
                Again(name, now);
            }
            else if (lists.Of(point.IssuerKey) is { } list)
            {
                // The closer the next one's time, the sooner it is looked for.
                var left = (list.NextUpdate - now) / 2;
                _next[name] = (now + (left < RetryMin ? RetryMin : left < AgeMax ? left : AgeMax), RetryMin);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            RevocationLog.FetchFailed(logger, point.Address, e);
            Again(name, now);
        }
    }

    private void Again(string name, DateTimeOffset now)
    {
        var wait = _next.TryGetValue(name, out var before) ? before.Wait * 2 : RetryMin;
        var bounded = TimeSpan.FromTicks(Math.Clamp(wait.Ticks, RetryMin.Ticks, RetryMax.Ticks));
        _next[name] = (now + bounded, bounded);
    }

    private static string NameOf(RevocationPoint point) => $"{point.IssuerKey} {point.Address}";

    private bool IsDue(RevocationPoint point) => !_next.TryGetValue(NameOf(point), out var next) || next.At <= clock.GetUtcNow();

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
