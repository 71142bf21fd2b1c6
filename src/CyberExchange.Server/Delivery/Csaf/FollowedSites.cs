using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Audit;
using CyberExchange.Storage.Csaf;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Delivery.Csaf;

/// <summary>The sites as the public's feed makes them, up to a place in it.</summary>
/// <param name="fence">Whose hands the view was in that the feed was read of.</param>
/// <param name="documents">Writes what sites have beside the documents.</param>
internal sealed class FollowedSites(long fence, CsafDocuments documents)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<PartnerId, CsafSite> _sites = [];
    private readonly Dictionary<ItemId, PartnerId> _holders = [];
    private readonly Dictionary<ItemId, ShownItem> _waiting = [];
    private readonly Queue<ItemId> _turns = new();
    private long _position = -1;

    public long Fence => fence;

    /// <summary>The last entry of the feed that was read; null for none.</summary>
    public ItemCursor? After { get; set; }

    /// <summary>Up to which event the feed was read.</summary>
    public long Position
    {
        get => Volatile.Read(ref _position);
        set => Volatile.Write(ref _position, value);
    }

    /// <summary>The site of a partner under its handle, if anything is on it.</summary>
    public CsafSite? Find(PartnerProfile partner)
    {
        lock (_lock)
        {
            return _sites.ContainsKey(partner.Id) && Site(partner.Id, partner.Handle) is { IsEmpty: false } site ? site : null;
        }
    }

    /// <summary>Whether an advisory is on a site, be it as an earlier revision.</summary>
    public bool Has(ItemId item)
    {
        lock (_lock)
        {
            return _holders.ContainsKey(item);
        }
    }

    /// <summary>Puts advisories on their holders' sites, as far as their files are made; the rest wait for theirs.</summary>
    /// <param name="shown">The advisories.</param>
    /// <param name="files">Their files.</param>
    /// <param name="earlier">Of those that wait, the revisions that have their places meanwhile, where no former one has it.</param>
    /// <param name="handleOf">Who the holders are.</param>
    public void Put(IEnumerable<ShownItem> shown, ILookup<Guid, CsafFileRow> files, IReadOnlyDictionary<ItemId, CsafEntry> earlier, Func<PartnerId, string> handleOf)
    {
        lock (_lock)
        {
            foreach (var item in shown)
            {
                var (id, holder) = (item.Row.Id, item.Row.Originator);
                if (CsafEntry.Of(item, files[id.Value]) is { } entry)
                {
                    _waiting.Remove(id);
                    _holders[id] = holder;
                    Site(holder, handleOf(holder)).Put(entry);
                }
                else
                {
                    if (item.Row.WithdrawnBecause is not null)
                    {
                        Take(id, item.Row.StatedAt, files[id.Value], handleOf); // What was there before says that the advisory stands.
                    }
                    else if (earlier.TryGetValue(id, out var former))
                    {
                        _holders[id] = holder;
                        Site(holder, handleOf(holder)).Put(former);
                    }

                    if (_waiting.TryAdd(id, item))
                    {
                        _turns.Enqueue(id);
                    }

                    _waiting[id] = item;
                }
            }
        }
    }

    /// <summary>Takes an advisory off its site that is released to everybody no more.</summary>
    /// <param name="item">The advisory.</param>
    /// <param name="at">When that was.</param>
    /// <param name="files">Its files: they tell what has changed by it, on a node too that never had it.</param>
    /// <param name="handleOf">Who the holders are.</param>
    public void Remove(ItemId item, DateTimeOffset at, IEnumerable<CsafFileRow> files, Func<PartnerId, string> handleOf)
    {
        lock (_lock)
        {
            _waiting.Remove(item);
            Take(item, at, files, handleOf);
        }
    }

    /// <summary>Those of some advisories that wait for their files.</summary>
    public IReadOnlyList<ShownItem> Waiting(IEnumerable<Guid> among)
    {
        lock (_lock)
        {
            return [.. among.Select(id => _waiting.GetValueOrDefault(new(id))).OfType<ShownItem>()];
        }
    }

    /// <summary>Some that wait for their files, each in its turn.</summary>
    public IReadOnlyList<ShownItem> NextWaiting(int max)
    {
        lock (_lock)
        {
            var next = new List<ShownItem>();
            for (var turns = _turns.Count; turns > 0 && next.Count < max; turns--)
            {
                var id = _turns.Dequeue();
                if (_waiting.TryGetValue(id, out var item))
                {
                    _turns.Enqueue(id);
                    next.Add(item);
                }
            }

            return next;
        }
    }

    /// <summary>What sites said of the time of their changes they never take back, when they are made anew.</summary>
    public void KeepTimesOf(FollowedSites former)
    {
        List<KeyValuePair<PartnerId, CsafSite>> sites;
        lock (former._lock)
        {
            sites = [.. former._sites];
        }

        lock (_lock)
        {
            foreach (var (holder, site) in sites)
            {
                Site(holder, site.Handle).KeepTimesOf(site);
            }
        }
    }

    private void Take(ItemId item, DateTimeOffset at, IEnumerable<CsafFileRow> files, Func<PartnerId, string> handleOf)
    {
        if (_holders.Remove(item, out var holder))
        {
            _sites[holder].Remove(item);
        }

        foreach (var file in files)
        {
            Site(new(file.HolderId), handleOf(new(file.HolderId))).Changed(file.FolderYear, at);
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

        if (site is not null)
        {
            renamed.KeepTimesOf(site);
        }

        return _sites[holder] = renamed;
    }
}
