namespace CyberExchange.Fetching;

/// <summary>Reads the lists of a provider: its ROLIE feeds, or its directories where it has none. CSAF 2.0, section 7.3.</summary>
/// <param name="url">Where the metadata was found.</param>
internal sealed class PlanReader(ProviderHttp http, FetchState state, FetchOptions options, Uri url, ProviderMetadata metadata)
{
    // Lists that named what is to be tested anew. Nothing of it changes while lists are read.
    private readonly HashSet<string?> _testedAnew = [.. state.All.Where(record => record.IsToBeTestedAnew(options.PublisherOf(metadata))).Select(record => record.From)];
    private bool _isAnew;
    private long _listedBytes;

    public async Task<FetchPlan> ReadAsync(CancellationToken ct)
    {
        var plan = await ReadOnceAsync(ct);
        if (plan.Gone.Count == 0 || !plan.HasKeptList)
        {
            return plan;
        }

        // A list that is as it was may name what another one has dropped: only all of them, whole, say that something is gone.
        (_isAnew, _listedBytes) = (true, 0);
        return await ReadOnceAsync(ct);
    }

    private async Task<FetchPlan> ReadOnceAsync(CancellationToken ct)
    {
        var plan = new FetchPlan(url, metadata);
        if (metadata.CanonicalUrl != url)
        {
            plan.Notes.Add($"the metadata says that it stands at {metadata.CanonicalUrl}");
        }

        var listed = new List<ListedDocument>();
        foreach (var distribution in metadata.Feeds.Count > 0 ? metadata.Feeds : metadata.Directories)
        {
            try
            {
                CheckMayAsk(distribution);
                var more = await (metadata.Feeds.Count > 0 ? FeedAsync(plan, distribution, ct) : DirectoryAsync(plan, distribution, ct));
                listed.AddRange(listed.Count + more.Count <= options.ListedMax
                    ? more
                    : throw new FetchException(FetchReason.TooLarge, $"{distribution.Url} is left out: all lists together name more than {options.ListedMax} documents"));
            }
            catch (FetchException e) when (distribution.IsLimited && e.Reason is (FetchReason.NotPermitted or FetchReason.Absent))
            {
                // It is for others: what is for us is all there.
                plan.Notes.Add(e.Message);
                plan.NotForUs.UnionWith(ListsOf(distribution));
                plan.Unfinished.UnionWith(ListsOf(distribution));
            }
            catch (FetchException e)
            {
                plan.LacksList = true;
                plan.Lines.Add(new(distribution.Url, FetchOutcome.Refused) { Reason = e.Reason, Detail = e.Message });
                plan.Unfinished.UnionWith(ListsOf(distribution));
            }
        }

        if (metadata.Feeds.Count + metadata.Directories.Count == 0)
        {
            plan.Notes.Add("the metadata names neither a ROLIE feed nor a directory");
        }

        Choose(plan, listed);
        return plan;
    }

    private static IEnumerable<string> ListsOf(Distribution distribution) =>
        [distribution.Url.AbsoluteUri, Changes(distribution).AbsoluteUri, Index(distribution).AbsoluteUri];

    private static Uri Changes(Distribution directory) => new(directory.Url, "changes.csv");

    private static Uri Index(Distribution directory) => new(directory.Url, "index.txt");

    private void CheckMayAsk(Distribution distribution)
    {
        if (distribution.IsProtected && !http.MayShowCertificate(distribution.Url))
        {
            throw new FetchException(
                FetchReason.NotPermitted, $"{distribution.Url} is TLP:{distribution.Label}: name its host as one that may see the certificate");
        }
    }

    private async Task<IReadOnlyList<ListedDocument>> FeedAsync(FetchPlan plan, Distribution feed, CancellationToken ct) =>
        await ListAsync(plan, feed.Url, ct) is { } bytes ? Listing.OfFeed(feed.Url, feed.Label, bytes, options.ListedMax) : Known(plan, feed.Url);

    // Both lists are read: changes.csv says what is new, and index.txt what changes.csv leaves out.
    private async Task<IReadOnlyList<ListedDocument>> DirectoryAsync(FetchPlan plan, Distribution directory, CancellationToken ct)
    {
        var (folder, label) = (directory.Url, directory.Label);
        var (changesUrl, indexUrl) = (Changes(directory), Index(directory));
        var (hasChanges, changes) = await TryListAsync(plan, changesUrl, ct);
        var (hasIndex, index) = await TryListAsync(plan, indexUrl, ct);
        if (!hasChanges && !hasIndex)
        {
            throw new FetchException(FetchReason.Absent, $"{folder} has neither changes.csv nor index.txt");
        }

        var ofChanges = changes is not null ? Listing.OfChanges(folder, changesUrl, changes, options.ListedMax) : hasChanges ? Known(plan, changesUrl) : [];
        var named = (changes is not null ? ofChanges.Select(document => document.Url) : state.Of(changesUrl).Select(record => new Uri(record.Url))).ToHashSet();
        var ofIndex = index is not null ? Listing.OfIndex(folder, indexUrl, index, options.ListedMax) : hasIndex ? Again(folder, indexUrl) : [];
        var more = ofIndex.Where(document => document.Fault is not null || !hasChanges || !named.Contains(document.Url))
            .Select(document => hasChanges ? document with { Note = "index.txt names it, and changes.csv does not" } : document);
        return [.. ofChanges.Concat(more).Select(document => document with { Label = label })];
    }

    // Null where the list is as it was.
    private async Task<byte[]?> ListAsync(FetchPlan plan, Uri list, CancellationToken ct)
    {
        // A list that is as it was is not sent again, and says nothing of where the hashes of its documents are.
        var known = _isAnew || _testedAnew.Contains(list.AbsoluteUri) ? null : state.Find(list.AbsoluteUri)?.Validators;
        var answer = await http.GetAsync(list, (int)Math.Min(options.ListingBytesMax, options.ListingsBytesMax - _listedBytes), known, ct);
        _listedBytes += answer.Bytes?.Length ?? 0;
        if (answer.IsRedirected)
        {
            plan.Notes.Add($"{list} is redirected, which CSAF advises against (requirement 6)");
        }

        if (answer.Bytes is not null)
        {
            plan.Read[list.AbsoluteUri] = answer.Validators;
        }
        else
        {
            plan.HasKeptList = true;
        }

        return answer.Bytes;
    }

    private async Task<(bool IsThere, byte[]? Bytes)> TryListAsync(FetchPlan plan, Uri list, CancellationToken ct)
    {
        try
        {
            return (true, await ListAsync(plan, list, ct));
        }
        catch (FetchException e) when (e.Reason is FetchReason.Absent)
        {
            return (false, null);
        }
    }

    // A list with dates that is as it was says that its documents are.
    private IReadOnlyList<ListedDocument> Known(FetchPlan plan, Uri listing)
    {
        plan.Lines.AddRange(state.Of(listing).Select(FetchLines.OfKnown));
        return [];
    }

    // A list without dates says nothing of its documents, so each is asked for.
    private IReadOnlyList<ListedDocument> Again(Uri folder, Uri listing) =>
        [.. state.Of(listing).SelectMany(record => Listing.OfIndex(folder, listing, System.Text.Encoding.UTF8.GetBytes(folder.MakeRelativeUri(new Uri(record.Url)).ToString())))];

    private void Choose(FetchPlan plan, List<ListedDocument> listed)
    {
        // What cannot be followed is told of in any case, and needs no request.
        foreach (var broken in listed.Where(document => document.Fault is not null))
        {
            plan.Unfinished.Add(broken.Listing.AbsoluteUri);
            plan.Lines.Add(new(broken.Url, FetchOutcome.Refused) { Reason = broken.Fault!.Reason, Detail = broken.Fault.Message });
        }

        var each = listed.Where(document => document.Fault is null).GroupBy(document => document.Url.AbsoluteUri, StringComparer.Ordinal).Select(Once).ToList();
        var wanted = each.Where(document => options.Since is not { } since || !Listing.TryDate(document.Listed, out var date) || date >= since).ToList();
        plan.Aside = each.Count - wanted.Count;
        // What was never looked at comes first, then what waits longest: else the same would be asked for in each run, and the rest never.
        var isKnown = wanted.ToLookup(IsKnown);
        var now = isKnown[false].OrderBy(LookedAt).Take(options.DocumentsMax).Concat(isKnown[true]).ToList();
        plan.Later = wanted.Count - now.Count;
        plan.Documents = now;
        plan.Unfinished.UnionWith(each.Except(now).Select(document => document.Listing.AbsoluteUri));
        plan.Named = each.Select(document => document.Url.AbsoluteUri).Concat(plan.Lines.Select(line => line.Url.AbsoluteUri)).ToHashSet(StringComparer.Ordinal);
        plan.Gone = plan.LacksList ? [] : [.. state.All.Where(record => record.IsOfDocument && !plan.Named.Contains(record.Url) && !plan.NotForUs.Contains(record.From ?? ""))];
    }

    private DateTimeOffset LookedAt(ListedDocument document) => state.Find(document.Url.AbsoluteUri)?.LookedAt ?? DateTimeOffset.MinValue;

    // The newest date counts, which stands first. Several feeds may name one document; one list should not.
    private static ListedDocument Once(IGrouping<string, ListedDocument> same) =>
        same.CountBy(document => document.Listing).Any(list => list.Value > 1) ? same.First() with { Note = "it is listed more than once" } : same.First();

    private bool IsKnown(ListedDocument document) => state.Find(document.Url.AbsoluteUri) is { } record && FetchLines.IsAsListed(record, document, options.PublisherOf(metadata));
}
