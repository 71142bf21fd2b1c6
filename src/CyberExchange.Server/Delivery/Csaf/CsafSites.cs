using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Audit;
using CyberExchange.Storage.Csaf;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;

namespace CyberExchange.Server.Delivery.Csaf;

/// <summary>What everybody may read of the partners' sites: the public's own feed, followed.</summary>
/// <remarks>
/// The feed tells what became public and what is so no more, and its order is the relation's; nothing else decides what is on a site. It
/// is followed up to the present before each answer, so that what is withdrawn is gone at once; where this node writes the view and
/// nothing has moved, that costs one comparison. A revision that has no file yet leaves the one before it in its place, unless it ends the
/// advisory. Where the view was made anew, the sites are made anew from it, and of such a revision the place is that of the latest one that
/// was public and has a file.
/// </remarks>
public sealed class CsafSites(
    FeedQueries feed, RevisionQueries revisions, CsafFileTable files, LiveDirectory directory, ShownItem.Witness witness, ProjectionRunner core, CsafSigning signing, CsafProgress progress, CsafDocuments documents)
{
    private const int PageMax = 500;

    private readonly SemaphoreSlim _one = new(1);
    private volatile FollowedSites _followed = new(fence: -1, documents);

    /// <summary>The site of a partner, if anything is on it.</summary>
    public async Task<CsafSite?> FindAsync(string handle, CancellationToken ct)
    {
        await FollowAsync(ct);
        return directory.Current.FindHandle(handle) is { } partner ? _followed.Find(partner) : null;
    }

    /// <summary>Every site with something on it, by its handle.</summary>
    public async Task<IReadOnlyList<CsafSite>> AllAsync(CancellationToken ct)
    {
        await FollowAsync(ct);
        return [.. directory.Current.Partners.Partners
            .Where(p => directory.Current.FindHandle(p.Handle)?.Id == p.Id)
            .Select(_followed.Find).OfType<CsafSite>().OrderBy(s => s.Handle, StringComparer.Ordinal)];
    }

    /// <summary>Follows the feed up to the present, and puts on the sites of what waits there what this node has made files of.</summary>
    public async Task FollowAsync(CancellationToken ct)
    {
        if (IsPresent)
        {
            return;
        }

        await _one.WaitAsync(ct);
        try
        {
            if (!IsPresent)
            {
                await ReadOnAsync(ct);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The same, and looks whether other nodes have made files of what waits for them.</summary>
    public async Task FollowWithFilesOfOthersAsync(CancellationToken ct)
    {
        await FollowAsync(ct);
        await _one.WaitAsync(ct);
        try
        {
            await PutAsync(_followed, _followed.NextWaiting(PageMax), [], ct);
        }
        finally
        {
            _one.Release();
        }
    }

    // A node that does not write the view hears of its changes a little late.
    private bool IsPresent => _followed is var here && core.Holds && here.Fence == core.Fence && here.Position == core.Checkpoint && !progress.HasMade;

    private async Task ReadOnAsync(CancellationToken ct)
    {
        var (fence, position) = (core.Fence, core.Checkpoint); // Before the read: what comes after it is read the next time.
        var made = progress.NewlyMade;
        var sites = _followed.Fence == fence ? _followed : new(fence, documents);
        while (true)
        {
            var slice = await feed.FeedAsync(Viewer.Public, ItemKind.Advisory, sites.After, PageMax, ct);
            await TakeInAsync(sites, slice.Rows, ct);
            sites.After = slice.Last;
            if (!slice.More)
            {
                break;
            }
        }

        await PutAsync(sites, sites.Waiting(made.Distinct()), [], ct);
        if (sites != _followed)
        {
            sites.KeepTimesOf(_followed);
        }

        sites.Position = position;
        _followed = sites;
        progress.Known(made.Count);
    }

    private async Task TakeInAsync(FollowedSites sites, IReadOnlyList<FeedRow> rows, CancellationToken ct)
    {
        var own = rows.OfType<FeedRow.Arrived>().Select(r => r.Row).Where(CsafEntry.IsOwn).ToList();
        var arrived = await witness.ShowAsync([.. own.Where(CsafEntry.IsOnSite)], Viewer.Public, Door.CsafFeed, "", ct);
        var removed = rows.OfType<FeedRow.Removed>().Select(r => (r.Id, At: r.RemovedAt))
            .Concat(own.Where(row => !CsafEntry.IsOnSite(row)).Select(row => (row.Id, At: row.WithdrawnAt ?? row.StatedAt))).ToList();
        await PutAsync(sites, arrived, removed, ct);
    }

    private async Task PutAsync(FollowedSites sites, IReadOnlyList<ShownItem> arrived, IReadOnlyList<(ItemId Id, DateTimeOffset At)> removed, CancellationToken ct)
    {
        if (arrived.Count + removed.Count == 0)
        {
            return;
        }

        var found = (await files.OfItemsAsync([.. arrived.Select(s => s.Row.Id.Value), .. removed.Select(r => r.Id.Value)], signing.Fingerprint, ct)).ToLookup(f => f.ItemId);
        sites.Put(arrived, found, await EarlierAsync(sites, arrived, found, ct), HandleOf);
        foreach (var (item, at) in removed)
        {
            sites.Remove(item, at, found[item.Value], HandleOf);
        }
    }

    private async Task<IReadOnlyDictionary<ItemId, CsafEntry>> EarlierAsync(
        FollowedSites sites, IReadOnlyList<ShownItem> arrived, ILookup<Guid, CsafFileRow> found, CancellationToken ct)
    {
        var earlier = new Dictionary<ItemId, CsafEntry>();
        foreach (var item in arrived)
        {
            var (row, there) = (item.Row, found[item.Row.Id.Value].ToList());
            if (row.WithdrawnBecause is null && there.Count > 0 && CsafEntry.FileOf(row, there) is null && !sites.Has(row.Id)
                && CsafEntry.OfLatest(item, await revisions.ListAsync(Viewer.Public, row.Id, ct), there) is { } entry)
            {
                earlier.Add(row.Id, entry);
            }
        }

        return earlier;
    }

    private string HandleOf(PartnerId holder) => directory.Current.Partners.Find(holder)?.Handle ?? $"{holder.Value}";
}
