using System.Collections.Concurrent;
using System.Text.Json;
using CyberExchange.Contracts.Sources;
using CyberExchange.Domain.Sources;
using CyberExchange.EventStore;
using CyberExchange.Fetching;
using CyberExchange.Server.Items;
using CyberExchange.Storage.Csaf;
using CyberExchange.Views.Projections;

namespace CyberExchange.Server.Sources;

/// <summary>Runs sources that are due: on each node one of a provider at a time, and each by one node at a time.</summary>
public sealed class FollowSources(
    LiveSources live, CsafSourceTable table, RunSource runner, ProjectionRunner core, SourceOptions options, TimeProvider clock, ILogger<FollowSources> logger) : IDisposable
{
    private readonly string _node = Guid.CreateVersion7().ToString("N");
    private readonly HashSet<Guid> _scheduled = [];
    private readonly SemaphoreSlim _taking = new(1);
    private readonly ConcurrentDictionary<Guid, Running> _running = [];

    /// <summary>Pulses when a run was asked for here; what was asked for on another node is found by looking.</summary>
    public LogSignal Asked { get; } = new();

    /// <summary>Whether the operator lets anything be fetched.</summary>
    public bool MayFetch => !options.Reach.IsNowhere;

    /// <summary>Runs the source that is due longest, of those whose provider is not asked here now.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RunNextAsync(CancellationToken ct)
    {
        // A directory that is not whole yet, as after a start, knows nobody for whom a source could be run.
        if (!core.IsFresh(FreshReads.AgeMax) || await TakeAsync(ct) is not { } running)
        {
            return false;
        }

        try
        {
            await HoldAsync(running, ct);
            return true;
        }
        finally
        {
            _running.TryRemove(running.Lease.SourceId, out _);
            running.Held.Dispose();
        }
    }

    /// <summary>Ends a run here of a source that was stated anew or removed; other nodes see it when they next import or renew.</summary>
    public void End(Guid source)
    {
        try
        {
            _running.GetValueOrDefault(source)?.Held.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }

    public void Dispose() => _taking.Dispose();

    private async Task<Running?> TakeAsync(CancellationToken ct)
    {
        await _taking.WaitAsync(ct);
        try
        {
            return await TakeNextAsync(ct);
        }
        finally
        {
            _taking.Release();
        }
    }

    private async Task<Running?> TakeNextAsync(CancellationToken ct)
    {
        var standing = (await live.ReadAsync(ct)).Values.ToDictionary(one => one.Source.Id.Value);
        if (standing.Keys.Where(id => !_scheduled.Contains(id)).ToList() is { Count: > 0 } fresh)
        {
            await table.ScheduleAsync(fresh, clock.GetUtcNow(), ct);
            _scheduled.UnionWith(fresh);
        }

        var asked = _running.Values.Select(one => HostOf(one.Source)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        List<Guid> free = [.. standing.Values.Where(one => !asked.Contains(HostOf(one))).Select(one => one.Source.Id.Value)];
        return free.Count > 0 && await table.TakeAsync(free, _node, clock.GetUtcNow(), ct) is { } lease
            ? _running[lease.SourceId] = new(standing[lease.SourceId], lease, CancellationTokenSource.CreateLinkedTokenSource(ct))
            : null;
    }

    private static string HostOf(StandingSource source) => ProviderHttp.HostOf(SourceRules.UrlOf(source.Source.Provider));

    private async Task HoldAsync(Running running, CancellationToken ct)
    {
        var (source, lease, held) = running;
        using var over = new CancellationTokenSource();
        var renewing = RenewAsync(lease, held, over.Token);
        try
        {
            var (run, nextAt) = await runner.RunAsync(source, lease, held.Token);
            await EndAsync(source, lease, run, nextAt, ct);
        }
        catch (OperationCanceledException) when (held.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            SourcesLog.Lost(logger, lease.SourceId);
        }
        catch (OperationCanceledException)
        {
            await table.ReleaseAsync(lease, CancellationToken.None); // The server stops: another node takes it at once.
            throw;
        }
        catch (Exception e)
        {
            // Put off, so that what fails each time is not tried without a pause.
            SourcesLog.RunFailed(logger, lease.SourceId, e);
            var now = clock.GetUtcNow();
            await EndAsync(source, lease, RunSource.Broken(now), now + SourceLimits.GoOnAfter, ct);
        }
        finally
        {
            await over.CancelAsync();
            await renewing;
        }
    }

    private async Task EndAsync(StandingSource source, CsafSourceLease lease, SourceRunDocument run, DateTimeOffset nextAt, CancellationToken ct)
    {
        if (await table.EndAsync(lease, JsonSerializer.Serialize(run, SourceRunJson.Default.SourceRunDocument), run.EndedAt, nextAt, ct))
        {
            SourcesLog.Ended(logger, lease.SourceId, source.Owner.Value, run.Outcome, run.New, run.Changed, run.Unchanged, run.Refused);
        }
    }

    // By the real clock, as the lease is: whatever the exchange is told the time is.
    private async Task RenewAsync(CsafSourceLease lease, CancellationTokenSource held, CancellationToken over)
    {
        try
        {
            var renewed = TimeProvider.System.GetTimestamp();
            while (true)
            {
                await Task.Delay(CsafSourceTable.RenewEvery, over);
                try
                {
                    if (!await table.RenewAsync(lease, over))
                    {
                        break;
                    }

                    renewed = TimeProvider.System.GetTimestamp();
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    SourcesLog.NotRenewed(logger, lease.SourceId, e);
                    if (TimeProvider.System.GetElapsedTime(renewed) > CsafSourceTable.Term)
                    {
                        break;
                    }
                }
            }

            await held.CancelAsync();
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    private sealed record Running(StandingSource Source, CsafSourceLease Lease, CancellationTokenSource Held);
}

/// <summary>What is logged of sources.</summary>
internal static partial class SourcesLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Source {SourceId} of partner {PartnerId} was run: {Outcome}, {New} new, {Changed} changed, {Unchanged} unchanged, {Refused} refused")]
    public static partial void Ended(ILogger logger, Guid sourceId, Guid partnerId, string outcome, int @new, int changed, int unchanged, int refused);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Source {SourceId} was removed, or another node has taken it; the run here ended")]
    public static partial void Lost(ILogger logger, Guid sourceId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease of source {SourceId} was not renewed")]
    public static partial void NotRenewed(ILogger logger, Guid sourceId, Exception cause);

    [LoggerMessage(Level = LogLevel.Error, Message = "A run of source {SourceId} failed; a later one goes on")]
    public static partial void RunFailed(ILogger logger, Guid sourceId, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of running sources failed; the next one follows")]
    public static partial void RoundFailed(ILogger logger, Exception exception);
}
