using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CyberExchange.Contracts.Sources;
using CyberExchange.Fetching;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Storage.Csaf;
using CyberExchange.Views.Projections;

namespace CyberExchange.Server.Sources;

/// <summary>Runs one source once: asks its provider for what has changed, and imports it.</summary>
public sealed class RunSource(
    ImportFetched import, CsafSourceTable table, Deputations deputations, ProjectionRunner core, SourceOptions options, TimeProvider clock, ILogger<RunSource> logger)
{
    private const string Done = "done";
    private const string Stopped = "stopped";
    private const string Failed = "failed";
    private const string NotPermitted = "not-permitted";
    private const string OwnFailure = "the exchange failed; its operator finds why in its log";

    /// <summary>Runs it.</summary>
    /// <param name="standing">The source.</param>
    /// <param name="lease">Under which what is learnt is kept.</param>
    /// <param name="ct">Gives up: the lease is lost, or the server stops.</param>
    /// <returns>How it ended, and when the next run is due.</returns>
    public async Task<(SourceRunDocument Run, DateTimeOffset NextAt)> RunAsync(StandingSource standing, CsafSourceLease lease, CancellationToken ct)
    {
        var tally = new SourceTally(clock.GetUtcNow(), await UnlistedBeforeAsync(lease, ct));
        var deputation = deputations.Of(standing.Owner, standing.Source.By, Capability.FollowProviders, Capability.PublishAdvisories);
        var (outcome, because) = Verdict(deputation) ?? await FetchAsync(standing, deputation, lease, tally, ct);
        if (outcome == Stopped && Verdict(deputation) is (NotPermitted, _) verdict)
        {
            (outcome, because) = verdict;
        }

        var (now, interval) = (clock.GetUtcNow(), TimeSpan.FromMinutes(standing.Source.Plan.IntervalMinutes));
        return (tally.Ended(now, outcome, because), now + (outcome == Stopped ? SourceLimits.GoOnAfter : interval));
    }

    /// <summary>A run that failed for a reason that is the exchange's own, as its owner reads it.</summary>
    internal static SourceRunDocument Broken(DateTimeOffset at) => new SourceTally(at, []).Ended(at, Stopped, OwnFailure);

    // A directory that is behind, as while the core is made anew, may know nobody: that is no verdict.
    private (string Outcome, string? Because)? Verdict(Deputation deputation) =>
        !core.IsFresh(FreshReads.AgeMax) ? (Stopped, "the exchange is not up to date; a later run goes on")
        : deputation.Ask() is (null, { } refusal) ? (NotPermitted, refusal.Problem.Detail)
        : null;

    private async Task<(string Outcome, string? Because)> FetchAsync(
        StandingSource standing, Deputation deputation, CsafSourceLease lease, SourceTally tally, CancellationToken ct)
    {
        var learnt = new ConcurrentQueue<FetchRecord>();
        var run = SourceRunName.Of(lease.SourceId, lease.Fence);
        using var time = new CancellationTokenSource(SourceLimits.RunTimeMax, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, ct);
        try
        {
            FetchState state = null!; // It is there before it tells of anything.
            state = new(record =>
            {
                if (state.Count <= SourceLimits.FilesKnownMax)
                {
                    learnt.Enqueue(record);
                }
            });
            foreach (var record in (await table.FilesAsync(lease.SourceId, either.Token)).Select(FetchRecord.Parse).OfType<FetchRecord>())
            {
                state.Load(record);
            }

            using var fetcher = new CsafFetcher(Options(standing), state, async (document, takeCt) =>
            {
                var word = await import.RunAsync(document, standing, deputation, run, takeCt);
                if (learnt.Count >= SourceLimits.FilesPerStatement)
                {
                    await KeepAsync(lease, learnt, takeCt);
                }

                return word;
            });
            var plan = await fetcher.PlanAsync(standing.Source.Provider, either.Token);
            tally.Planned(plan);
            var summary = await fetcher.RunAsync(plan, tally.Add, either.Token);
            tally.Note(plan, summary);
            await KeepAllAsync(lease, learnt, either.Token); // What is forgotten is not among them any more.
            await table.ForgetFilesAsync(lease, summary.Gone, either.Token);
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
            return (Stopped, OwnFailure);
        }
        finally
        {
            // A node that has lost the source, or stops, leaves it: what was imported is found again by its bytes.
            if (!ct.IsCancellationRequested)
            {
                await KeepAllAsync(lease, learnt, ct);
            }
        }
    }

    private async Task<IReadOnlyList<SourceUnlistedDocument>> UnlistedBeforeAsync(CsafSourceLease lease, CancellationToken ct) =>
        (await table.ReadAsync([lease.SourceId], ct)).GetValueOrDefault(lease.SourceId)?.LastRun is { } text
            ? JsonSerializer.Deserialize(text, SourceRunJson.Default.SourceRunDocument)?.Unlisted ?? []
            : [];

    private FetchOptions Options(StandingSource standing) => new()
    {
        AnyPublisher = standing.Source.Plan.AnyPublisher,
        Anchors = Anchors(),
        DocumentsMax = SourceLimits.DocumentsPerRun,
        ParallelRequests = SourceLimits.ParallelRequests,
        ListingBytesMax = SourceLimits.ListingBytesMax,
        ListingsBytesMax = SourceLimits.ListingsBytesMax,
        ListedMax = SourceLimits.ListedMax,
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

    private async Task KeepAllAsync(CsafSourceLease lease, ConcurrentQueue<FetchRecord> learnt, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested && !learnt.IsEmpty)
        {
            await KeepAsync(lease, learnt, ct);
        }
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
