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
/// nothing has moved, that costs one comparison. A revision that has no file yet leaves the one before it in its place.
/// </remarks>
public sealed class CsafSites(
    FeedQueries feed, CsafFileTable files, LiveDirectory directory, ShownItem.Witness witness, ProjectionRunner core, CsafSigning signing, CsafDocuments documents)
{
    private const int PageMax = 500;

    private readonly SemaphoreSlim _one = new(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<PartnerId, CsafSite> _sites = [];
    private readonly Dictionary<ItemId, PartnerId> _holders = [];
    private readonly Dictionary<ItemId, ShownItem> _withoutFile = [];
    private ItemCursor? _after;
    private long _position = -1;

    /// <summary>The site of a partner, if anything is on it.</summary>
    public async Task<CsafSite?> FindAsync(string handle, CancellationToken ct)
    {
        await FollowAsync(ct);
        return directory.Current.FindHandle(handle) is { } partner ? SiteOf(partner) : null;
    }

    /// <summary>Every site with something on it, by its handle.</summary>
    public async Task<IReadOnlyList<CsafSite>> AllAsync(CancellationToken ct)
    {
        await FollowAsync(ct);
        return [.. directory.Current.Partners.Partners
            .Where(p => directory.Current.FindHandle(p.Handle)?.Id == p.Id)
            .Select(SiteOf).OfType<CsafSite>().OrderBy(s => s.Handle, StringComparer.Ordinal)];
    }

    /// <summary>Follows the feed up to the present.</summary>
    public async Task FollowAsync(CancellationToken ct)
    {
        if (IsPresent)
        {
            return;
        }

        await _one.WaitAsync(ct);
        try
        {
            if (IsPresent)
            {
                return;
            }

            var position = core.Checkpoint; // Before the read: what comes after it is read the next time.
            while (true)
            {
                var slice = await feed.FeedAsync(Viewer.Public, ItemKind.Advisory, _after, PageMax, ct);
                await TakeInAsync(slice.Rows, ct);
                _after = slice.Last;
                if (!slice.More)
                {
                    break;
                }
            }

            Volatile.Write(ref _position, position);
        }
        finally
        {
            _one.Release();
        }
    }

    // A node that does not write the view hears of its changes a little late.
    private bool IsPresent => core.Holds && Volatile.Read(ref _position) == core.Checkpoint && IsWhole;

    private bool IsWhole
    {
        get
        {
            lock (_lock)
            {
                return _withoutFile.Count == 0;
            }
        }
    }

    private async Task TakeInAsync(IReadOnlyList<FeedRow> rows, CancellationToken ct)
    {
        var own = rows.OfType<FeedRow.Arrived>().Select(r => r.Row).Where(CsafEntry.IsOwn).ToList();
        var arrived = await witness.ShowAsync([.. own.Where(CsafEntry.IsOnSite)], Viewer.Public, Door.CsafFeed, "", ct);
        var removed = rows.OfType<FeedRow.Removed>().Select(r => r.Id).Concat(own.Where(row => !CsafEntry.IsOnSite(row)).Select(row => row.Id));
        List<ShownItem> unsettled;
        lock (_lock)
        {
            foreach (var shown in arrived)
            {
                _withoutFile[shown.Row.Id] = shown;
            }

            foreach (var item in removed)
            {
                _withoutFile.Remove(item);
                if (_holders.Remove(item, out var holder))
                {
                    _sites[holder].Remove(item);
                }
            }

            unsettled = [.. _withoutFile.Values];
        }

        var found = (await files.OfItemsAsync([.. unsettled.Select(s => s.Row.Id.Value)], signing.Fingerprint, ct)).ToLookup(f => f.ItemId);
        lock (_lock)
        {
            foreach (var shown in unsettled)
            {
                if (CsafEntry.Of(shown, found[shown.Row.Id.Value]) is { } entry)
                {
                    Put(shown.Row.Originator, entry);
                    _withoutFile.Remove(shown.Row.Id);
                }
            }
        }
    }

    private void Put(PartnerId holder, CsafEntry entry)
    {
        _holders[entry.Item] = holder;
        Site(holder, directory.Current.Partners.Find(holder)?.Handle ?? $"{holder.Value}").Put(entry);
    }

    private CsafSite? SiteOf(PartnerProfile partner)
    {
        lock (_lock)
        {
            return _sites.ContainsKey(partner.Id) && Site(partner.Id, partner.Handle) is { IsEmpty: false } site ? site : null;
        }
    }

    // Addresses have the handle in them: under another one the site is made anew.
    private CsafSite Site(PartnerId holder, string handle)
    {
        if (_sites.TryGetValue(holder, out var site) && site.Handle == handle)
        {
            return site;
        }

        var renamed = new CsafSite(handle, documents);
        foreach (var entry in site?.Entries ?? [])
        {
            renamed.Put(entry);
        }

        return _sites[holder] = renamed;
    }
}
