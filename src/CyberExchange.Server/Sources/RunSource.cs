using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.Contracts.Sources;
using CyberExchange.Domain.Sources;
using CyberExchange.Fetching;
using CyberExchange.Server.Gate;
using CyberExchange.Storage.Csaf;

namespace CyberExchange.Server.Sources;

/// <summary>Runs one source once: asks its provider for what has changed, and imports it.</summary>
public sealed class RunSource(ImportFetched import, CsafSourceTable table, Deputations deputations, SourceOptions options, TimeProvider clock, ILogger<RunSource> logger)
{
    private const string Done = "done";
    private const string Stopped = "stopped";
    private const string Failed = "failed";
    private const string NotPermitted = "not-permitted";

    /// <summary>Runs it.</summary>
    /// <param name="standing">The source.</param>
    /// <param name="lease">Under which what is learnt is kept.</param>
    /// <param name="ct">Gives up: the lease is lost, or the server stops.</param>
    /// <returns>How it ended, and when the next run is due.</returns>
    public async Task<(SourceRunDocument Run, DateTimeOffset NextAt)> RunAsync(StandingSource standing, CsafSourceLease lease, CancellationToken ct)
    {
        var tally = new SourceTally(clock.GetUtcNow());
        var deputation = deputations.Of(standing.Owner, standing.Source.By, Capability.FollowProviders, Capability.PublishAdvisories);
        var (outcome, because) = deputation.Ask() is (null, { } refusal)
            ? (NotPermitted, refusal.Problem.Detail)
            : await FetchAsync(standing.Source, deputation, lease, tally, ct);
        if (outcome == Stopped && deputation.Ask() is (null, { } meanwhile))
        {
            (outcome, because) = (NotPermitted, meanwhile.Problem.Detail);
        }

        var (now, interval) = (clock.GetUtcNow(), TimeSpan.FromMinutes(standing.Source.Plan.IntervalMinutes));
        return (tally.Ended(now, outcome, because), now + (outcome == Stopped && SourceLimits.GoOnAfter < interval ? SourceLimits.GoOnAfter : interval));
    }

    private async Task<(string Outcome, string? Because)> FetchAsync(
        FollowedSource source, Deputation deputation, CsafSourceLease lease, SourceTally tally, CancellationToken ct)
    {
        var learnt = new ConcurrentQueue<FetchRecord>();
        var state = new FetchState(learnt.Enqueue);
        foreach (var record in (await table.FilesAsync(lease.SourceId, ct)).Select(FetchRecord.Parse).OfType<FetchRecord>())
        {
            state.Load(record);
        }

        var run = $"csaf-source-{lease.SourceId:D}-run-{lease.Fence}";
        using var time = new CancellationTokenSource(SourceLimits.RunTimeMax, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, ct);
        using var fetcher = new CsafFetcher(Options(), state, async (document, takeCt) =>
        {
            var word = await import.RunAsync(document, source.Plan.Terms, deputation, run, takeCt);
            if (learnt.Count >= SourceLimits.FilesPerStatement)
            {
                await KeepAsync(lease, learnt, takeCt);
            }

            return word;
        });
        try
        {
            var plan = await fetcher.PlanAsync(source.Provider, either.Token);
            tally.Planned(plan);
            var summary = await fetcher.RunAsync(plan, tally.Add, either.Token);
            tally.Note(summary);
            return summary switch
            {
                { Stopped: { } stopped } => (Stopped, stopped.Message),
                { NotDone: > 0 } => (Stopped, $"one run asks for {SourceLimits.DocumentsPerRun} documents; a later one goes on"),
                _ => (Done, null),
            };
        }
        catch (FetchException e)
        {
            // Who gives no answer now may give one soon.
            return (e.Reason is FetchReason.Unreachable or FetchReason.Busy or FetchReason.TooSlow ? Stopped : Failed, e.Message);
        }
        catch (FetchingStoppedException e)
        {
            return (Stopped, e.Message);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return (Stopped, $"the run took longer than {SourceLimits.RunTimeMax.TotalMinutes:0} minutes; a later one goes on");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            SourcesLog.RunFailed(logger, lease.SourceId, e);
            return (Stopped, "the exchange failed; its operator finds why in its log");
        }
        finally
        {
            // A node that has lost the source, or stops, leaves it: what was imported is found again by its bytes.
            while (!ct.IsCancellationRequested && !learnt.IsEmpty)
            {
                await KeepAsync(lease, learnt, ct);
            }
        }
    }

    private FetchOptions Options() => new()
    {
        Anchors = Anchors(),
        DocumentsMax = SourceLimits.DocumentsPerRun,
        ParallelRequests = SourceLimits.ParallelRequests,
        ListingBytesMax = SourceLimits.ListingBytesMax,
        RunBytesMax = SourceLimits.RunBytesMax,
        Clock = clock,
        Connect = options.Reach.ConnectAsync,
    };

    // Read anew for each run: authorities are renewed.
    private X509Certificate2Collection? Anchors()
    {
        if (options.AnchorsFile is not { } file)
        {
            return null;
        }

        var anchors = new X509Certificate2Collection();
        anchors.ImportFromPemFile(file);
        return anchors;
    }

    private async Task KeepAsync(CsafSourceLease lease, ConcurrentQueue<FetchRecord> learnt, CancellationToken ct)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        while (files.Count < SourceLimits.FilesPerStatement && learnt.TryDequeue(out var record))
        {
            files[record.Url] = record.ToLine();
        }

        await table.KeepFilesAsync(lease, [.. files.Select(file => (file.Key, file.Value))], ct);
    }
}
