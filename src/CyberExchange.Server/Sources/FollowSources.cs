using System.Text.Json;
using CyberExchange.EventStore;
using CyberExchange.Storage.Csaf;

namespace CyberExchange.Server.Sources;

/// <summary>Runs sources that are due, one at a time on each node and each by one node at a time.</summary>
public sealed class FollowSources(LiveSources live, CsafSourceTable table, RunSource runner, SourceOptions options, TimeProvider clock, ILogger<FollowSources> logger)
{
    private readonly string _node = Guid.CreateVersion7().ToString("N");
    private readonly HashSet<Guid> _scheduled = [];

    /// <summary>Pulses when a run was asked for here; what was asked for on another node is found by looking.</summary>
    public LogSignal Asked { get; } = new();

    /// <summary>Whether the operator lets anything be fetched.</summary>
    public bool MayFetch => !options.Reach.IsNowhere;

    /// <summary>Runs the source that is due longest.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RunNextAsync(CancellationToken ct)
    {
        var standing = (await live.ReadAsync(ct)).Values.ToDictionary(one => one.Source.Id.Value);
        if (standing.Keys.Where(id => !_scheduled.Contains(id)).ToList() is { Count: > 0 } fresh)
        {
            await table.ScheduleAsync(fresh, clock.GetUtcNow(), ct);
            _scheduled.UnionWith(fresh);
        }

        if (standing.Count == 0 || await table.TakeAsync(standing.Keys, _node, clock.GetUtcNow(), ct) is not { } lease)
        {
            return false;
        }

        await HoldAsync(standing[lease.SourceId], lease, ct);
        return true;
    }

    private async Task HoldAsync(StandingSource source, CsafSourceLease lease, CancellationToken ct)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var over = new CancellationTokenSource();
        var renewing = RenewAsync(lease, held, over.Token);
        try
        {
            var (run, nextAt) = await runner.RunAsync(source, lease, held.Token);
            if (await table.EndAsync(lease, JsonSerializer.Serialize(run, SourceRunJson.Default.SourceRunDocument), nextAt, ct))
            {
                SourcesLog.Ended(logger, lease.SourceId, source.Owner.Value, run.Outcome, run.New, run.Changed, run.Unchanged, run.Refused);
            }
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
        finally
        {
            await over.CancelAsync();
            await renewing;
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
