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
    /// <summary>The word of whoever takes documents for one that came in by this provider.</summary>
    public const string Imported = "imported";

    /// <summary>The same for one that took the place of another.</summary>
    public const string Revised = "revised";

    private readonly ProviderHttp _http = new(options);
    private int _unanswered;

    /// <summary>Finds the provider and reads its lists.</summary>
    /// <param name="source">A domain, or the https URL of a provider-metadata.json.</param>
    /// <exception cref="FetchException">There is no provider there.</exception>
    public async Task<FetchPlan> PlanAsync(string source, CancellationToken ct)
    {
        var finder = new MetadataFinder(_http, state);
        var (url, metadata) = await finder.FindAsync(source, ct);
        var plan = await new PlanReader(_http, state, options, url, metadata).ReadAsync(ct);
        plan.Notes.InsertRange(0, finder.Notes);
        return plan;
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

        IReadOnlyList<FetchRecord> gone = stopped is null ? plan.Gone : [];
        return new(lines, plan.Aside, plan.Later + plan.Documents.Count - done, [.. plan.Notes, .. keys.Faults], stopped)
        {
            Gone = [.. gone.Select(record => record.Url)],
            Unlisted = [.. gone.Where(record => record is { Sha512: not null, Reason: null }).Select(record => record.Url)],
        };
    }

    public void Dispose() => _http.Dispose();

    private void Remember(FetchPlan plan)
    {
        foreach (var (url, validators) in plan.Read.Where(list => !plan.Unfinished.Contains(list.Key)))
        {
            state.Put(new FetchRecord { Url = url, Etag = validators.Etag, LastModified = validators.LastModified });
        }

        // What is named no more is forgotten, so that a list that is as it was does not say that it is unchanged.
        foreach (var record in plan.Gone)
        {
            state.Put(new FetchRecord { Url = record.Url, IsBrought = record.IsBrought });
        }
    }

    private async Task<(FetchLine Line, bool IsDone)> OneAsync(FetchPlan plan, ProviderKeys keys, ListedDocument listed, CancellationToken ct)
    {
        var mustBeSigned = plan.Metadata.IsTrustedProvider || options.PinnedKeys is not null;
        var publisher = options.PublisherOf(plan.Metadata);
        var known = state.Find(listed.Url.AbsoluteUri) is { Sha512: not null } record && !record.IsToBeTestedAnew(publisher) ? record : null;
        var check = new DocumentCheck(_http, keys, plan.Metadata, mustBeSigned, publisher, options.Clock.GetUtcNow())
        {
            Line = new(listed.Url, known is null or { Reason: not null } ? FetchOutcome.New : FetchOutcome.Changed),
        };
        if (known is not null && FetchLines.IsAsListed(known, listed, publisher))
        {
            return (FetchLines.OfKnown(known), true);
        }

        DateTimeOffset? at = plan.Later > 0 ? options.Clock.GetUtcNow() : null;
        try
        {
            return (await LookAsync(check, listed, known, publisher, at, ct), true);
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

    private async Task<FetchLine> LookAsync(
        DocumentCheck check, ListedDocument listed, FetchRecord? known, string? publisher, DateTimeOffset? at, CancellationToken ct)
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
            IsBrought = state.Find(listed.Url.AbsoluteUri)?.IsBrought,
        };
        if (known?.Sha512 == sha512)
        {
            record = record with { Reason = known.Reason, Detail = known.Detail, TestedBy = known.TestedBy };
            state.Put(record);
            return FetchLines.OfKnown(record);
        }

        try
        {
            var document = await check.RunAsync(listed, answer.Bytes!, ct) with { IsBrought = record.IsBrought is true };
            var taken = await take(document, ct);
            state.Put(taken is null or Imported or Revised ? record with { IsBrought = true } : record);
            var notes = answer.IsRedirected ? [.. check.Line.Notes, "it is redirected, which CSAF advises against (requirement 6)"] : check.Line.Notes;
            return check.Line with { Taken = taken, Notes = notes };
        }
        catch (FetchException e) when (e.Reason.IsOfBytes())
        {
            state.Put(record with { Reason = e.Reason, Detail = e.Message, TestedBy = TestedBy(e.Reason, publisher) });
            throw;
        }
    }

    private static string? TestedBy(FetchReason reason, string? publisher) => reason switch
    {
        FetchReason.Invalid => CsafValidator.Version,
        FetchReason.OtherPublisher => publisher,
        _ => null,
    };

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
