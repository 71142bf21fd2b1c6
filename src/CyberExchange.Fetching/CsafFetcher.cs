using System.Security.Cryptography;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Csaf.Validation;

namespace CyberExchange.Fetching;

/// <summary>Follows one CSAF provider: finds its metadata, reads its lists, and takes each document that passes every check.</summary>
/// <remarks>
/// CSAF 2.0, section 7.3. A document whose list has not changed costs no request, and one that is listed without a date a
/// conditional one. What fails is told of, and the others are taken; the next run looks at it again.
/// </remarks>
/// <param name="take">Keeps a document, and answers a word about it or null. Throws <see cref="FetchException"/> to refuse it, <see cref="FetchingStoppedException"/> to end the run.</param>
public sealed class CsafFetcher(FetchOptions options, FetchState state, Func<CheckedDocument, CancellationToken, Task<string?>> take) : IDisposable
{
    private readonly ProviderHttp _http = new(options);
    private int _unanswered;

    /// <summary>Finds the provider and reads its lists.</summary>
    /// <param name="source">A domain, or the https URL of a provider-metadata.json.</param>
    /// <exception cref="FetchException">There is no provider there.</exception>
    public async Task<FetchPlan> PlanAsync(string source, CancellationToken ct)
    {
        var (url, metadata) = await new MetadataFinder(_http, state).FindAsync(source, ct);
        return await new PlanReader(_http, state, options).ReadAsync(url, metadata, ct);
    }

    /// <summary>Looks at the documents of a plan.</summary>
    /// <param name="onLine">Told of each as it ends, one at a time and in no particular order.</param>
    public async Task<FetchSummary> RunAsync(FetchPlan plan, Action<FetchLine> onLine, CancellationToken ct)
    {
        using var keys = new ProviderKeys(_http, options);
        var lines = new List<FetchLine>(plan.Lines);
        var gate = new Lock();
        plan.Lines.ForEach(onLine);
        FetchingStoppedException? stopped = null;
        var done = 0;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            var run = new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(options.ParallelRequests, 1, FetchLimits.ParallelRequestsMax), CancellationToken = stop.Token };
            await Parallel.ForEachAsync(plan.Documents, run, async (listed, oneCt) =>
            {
                try
                {
                    var (line, isDone) = await OneAsync(plan, keys, listed, oneCt);
                    lock (gate)
                    {
                        done++;
                        lines.Add(line);
                        onLine(line);
                        if (!isDone)
                        {
                            plan.Unfinished.Add(listed.Listing.AbsoluteUri);
                        }
                    }
                }
                catch (FetchingStoppedException e)
                {
                    Interlocked.CompareExchange(ref stopped, e, null);
                    await stop.CancelAsync();
                }
            });
        }
        catch (OperationCanceledException) when (stopped is not null && !ct.IsCancellationRequested)
        {
            // What was on its way is looked at again by the next run.
        }

        if (stopped is null)
        {
            Remember(plan);
        }

        return new(lines, plan.Aside, plan.Later + plan.Documents.Count - done, [.. plan.Notes, .. keys.Faults], stopped) { Gone = stopped is null ? Gone(plan) : [] };
    }

    public void Dispose() => _http.Dispose();

    private void Remember(FetchPlan plan)
    {
        foreach (var (url, validators) in plan.Read.Where(list => !plan.Unfinished.Contains(list.Key)))
        {
            state.Put(new FetchRecord { Url = url, Etag = validators.Etag, LastModified = validators.LastModified });
        }
    }

    private IReadOnlyList<string> Gone(FetchPlan plan)
    {
        if (plan.LacksList || plan.Later > 0 || plan.Aside > 0)
        {
            return [];
        }

        var named = plan.Documents.Select(document => document.Url.AbsoluteUri).Concat(plan.Lines.Select(line => line.Url.AbsoluteUri)).ToHashSet(StringComparer.Ordinal);
        return [.. state.All.Where(record => (record.Sha512 is not null || record.LookedAt is not null) && !named.Contains(record.Url)).Select(record => record.Url)];
    }

    private async Task<(FetchLine Line, bool IsDone)> OneAsync(FetchPlan plan, ProviderKeys keys, ListedDocument listed, CancellationToken ct)
    {
        var mustBeSigned = plan.Metadata.IsTrustedProvider || options.PinnedKeys is not null;
        var known = state.Find(listed.Url.AbsoluteUri) is { Sha512: not null, IsToBeTestedAnew: false } record ? record : null;
        var check = new DocumentCheck(_http, keys, plan.Metadata, mustBeSigned, options.Clock.GetUtcNow())
        {
            Line = new(listed.Url, known is null or { Reason: not null } ? FetchOutcome.New : FetchOutcome.Changed),
        };
        if (known is not null && FetchLines.IsAsListed(known, listed))
        {
            return (FetchLines.OfKnown(known), true);
        }

        DateTimeOffset? at = plan.Later > 0 ? options.Clock.GetUtcNow() : null;
        try
        {
            return (await LookAsync(check, listed, known, at, ct), true);
        }
        catch (FetchException e)
        {
            CountUnanswered(e);
            if (at is not null && !e.Reason.IsOfBytes())
            {
                state.Put((state.Find(listed.Url.AbsoluteUri) ?? new FetchRecord { Url = listed.Url.AbsoluteUri }) with { LookedAt = at });
            }

            return (check.Line with { Outcome = FetchOutcome.Refused, Reason = e.Reason, Detail = e.Message }, e.Reason.IsOfBytes());
        }
    }

    private async Task<FetchLine> LookAsync(DocumentCheck check, ListedDocument listed, FetchRecord? known, DateTimeOffset? at, CancellationToken ct)
    {
        var answer = await _http.GetAsync(listed.Url, CsafLimits.DocumentBytesMax, known?.Validators, ct);
        Interlocked.Exchange(ref _unanswered, 0);
        var sha512 = answer.Bytes is { } received ? Convert.ToHexStringLower(SHA512.HashData(received)) : known!.Sha512!;
        var record = new FetchRecord
        {
            Url = listed.Url.AbsoluteUri,
            From = listed.Listing.AbsoluteUri,
            Listed = listed.Listed,
            Etag = answer.Validators.Etag,
            LastModified = answer.Validators.LastModified,
            Sha512 = sha512,
            LookedAt = at ?? known?.LookedAt,
        };
        if (known?.Sha512 == sha512)
        {
            record = record with { Reason = known.Reason, Detail = known.Detail, TestedBy = known.TestedBy };
            state.Put(record);
            return FetchLines.OfKnown(record);
        }

        try
        {
            var document = await check.RunAsync(listed, answer.Bytes!, ct);
            var taken = await take(document, ct);
            state.Put(record);
            var notes = answer.IsRedirected ? [.. check.Line.Notes, "it is redirected, which CSAF advises against (requirement 6)"] : check.Line.Notes;
            return check.Line with { Taken = taken, Notes = notes };
        }
        catch (FetchException e) when (e.Reason.IsOfBytes())
        {
            state.Put(record with { Reason = e.Reason, Detail = e.Message, TestedBy = e.Reason is FetchReason.Invalid ? CsafValidator.Version : null });
            throw;
        }
    }

    private void CountUnanswered(FetchException e)
    {
        if (e.Reason is not (FetchReason.Unreachable or FetchReason.Busy or FetchReason.TooSlow))
        {
            Interlocked.Exchange(ref _unanswered, 0);
        }
        else if (Interlocked.Increment(ref _unanswered) >= FetchLimits.UnansweredInRowMax)
        {
            throw new FetchingStoppedException($"the provider has gone away: {FetchLimits.UnansweredInRowMax} documents in a row had no answer; the last was {e.Message}", e);
        }
    }
}
