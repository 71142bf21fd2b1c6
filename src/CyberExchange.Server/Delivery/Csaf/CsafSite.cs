using CyberExchange.Domain;

namespace CyberExchange.Server.Delivery.Csaf;

/// <summary>What everybody may read of one partner's site, kept as it is served.</summary>
/// <remarks>
/// A file is made when it is first asked for after a change of what is in it: of a new document those of its year, and the lists of all.
/// </remarks>
public sealed class CsafSite(string handle, CsafDocuments documents)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ItemId, CsafEntry> _entries = [];
    private readonly SortedSet<CsafEntry> _byPath = new(CsafEntry.ByPath);
    private readonly SortedSet<CsafEntry> _byRelease = new(CsafEntry.ByRelease);
    private readonly Dictionary<string, int> _feeds = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Year, string FileName), List<CsafEntry>> _places = [];
    private readonly Dictionary<int, DateTimeOffset> _changedAt = [];
    private readonly Dictionary<string, CsafFile> _kept = new(StringComparer.Ordinal);

    public string Handle => handle;

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count == 0;
            }
        }
    }

    /// <summary>All that is on it.</summary>
    public IReadOnlyList<CsafEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries.Values];
            }
        }
    }

    /// <summary>Puts an entry in the place of the one that its advisory had.</summary>
    public void Put(CsafEntry entry)
    {
        lock (_lock)
        {
            Take(entry.Item);
            _entries.Add(entry.Item, entry);
            _byPath.Add(entry);
            _byRelease.Add(entry);
            Count(entry, 1);
            Forget(entry.File.FolderYear);
            Change(entry.File.FolderYear, entry.StatedAt);
        }
    }

    /// <summary>Takes an advisory away that is released to everybody no more.</summary>
    public void Remove(ItemId item)
    {
        lock (_lock)
        {
            Take(item);
        }
    }

    /// <summary>Says that something of a year has changed at an instant. What is said of times never goes back (CSAF 2.0, requirements 7 and 15).</summary>
    public void Changed(int year, DateTimeOffset at)
    {
        lock (_lock)
        {
            Change(year, at);
        }
    }

    /// <summary>The times of a site that this one takes the place of.</summary>
    public void KeepTimesOf(CsafSite former)
    {
        List<KeyValuePair<int, DateTimeOffset>> times;
        lock (former._lock)
        {
            times = [.. former._changedAt];
        }

        lock (_lock)
        {
            foreach (var (year, at) in times)
            {
                Change(year, at);
            }
        }
    }

    /// <summary>The entry at a place.</summary>
    public CsafEntry? Find(int year, string fileName)
    {
        lock (_lock)
        {
            return First(year, fileName);
        }
    }

    /// <summary>A file that is made of the entries, by its path below the site; null for none, and on a site without entries.</summary>
    public CsafFile? FindMade(string path)
    {
        lock (_lock)
        {
            if (_kept.TryGetValue(path, out var kept))
            {
                return kept;
            }

            if (_entries.Count == 0 || Make(path) is not { } bytes)
            {
                return null;
            }

            var media = path.Length == 0 || path.EndsWith('/') ? CsafFile.Html : CsafFile.MediaTypeOf(path);
            return _kept[path] = CsafFile.Made(bytes, media);
        }
    }

    private byte[]? Make(string path)
    {
        const string white = $"{CsafPlaces.White}/";
        return path switch
        {
            "" => CsafDocuments.Listing(Below(""), [CsafPlaces.Metadata, CsafPlaces.Service, white]),
            CsafPlaces.Metadata => documents.Metadata(handle, First(), _changedAt.Values.Max(), Feeds()),
            CsafPlaces.Service => documents.Service(handle, Feeds()),
            white => CsafDocuments.Listing(Below(white), ListedIn()),
            white + CsafPlaces.Index => CsafDocuments.Index(Shown(_byPath)),
            white + CsafPlaces.Changes => CsafDocuments.Changes(Shown(_byRelease)),
            _ when path.StartsWith(white, StringComparison.Ordinal) => MakeOfYearOrLabel(path[white.Length..]),
            _ => null,
        };
    }

    private byte[]? MakeOfYearOrLabel(string name)
    {
        foreach (var (label, year) in Feeds())
        {
            if (name == $"{year}/")
            {
                return CsafDocuments.Listing(Below($"{CsafPlaces.White}/{name}"), Shown(Year(year)).SelectMany(e => FilesOf(e.File.FileName)));
            }

            if (name == CsafPlaces.CategoryOf(label))
            {
                return CsafDocuments.Category(label);
            }

            if (name == CsafPlaces.FeedOf(label, year))
            {
                return documents.Feed(handle, CsafPlaces.White, label, year, _changedAt[Number(year)], [.. Shown(Year(year)).Where(e => e.PublicLabel == label)]);
            }
        }

        return null;
    }

    private string Below(string path) => $"{CsafPlaces.Root}{handle}/{path}";

    private IEnumerable<string> ListedIn() =>
    [
        .. Feeds().Select(f => $"{f.Year}/").Distinct(StringComparer.Ordinal), CsafPlaces.Index, CsafPlaces.Changes,
        .. Feeds().Select(f => CsafPlaces.CategoryOf(f.Label)).Distinct(StringComparer.Ordinal), .. Feeds().Select(f => CsafPlaces.FeedOf(f.Label, f.Year)),
    ];

    private IEnumerable<string> FilesOf(string name) => documents.Signs ? [name, $"{name}.sha256", $"{name}.sha512", $"{name}.asc"] : [name, $"{name}.sha256", $"{name}.sha512"];

    private IReadOnlyList<(string Label, string Year)> Feeds() =>
        [.. _feeds.Keys.Order(StringComparer.Ordinal).Select(key => key.Split(' ')).Select(parts => (Label: parts[1], Year: parts[0])).OrderByDescending(f => f.Label, StringComparer.Ordinal)];

    // Of two advisories with one path the first has it. Mostly there are none, and a list of all need not ask for each.
    private IEnumerable<CsafEntry> Shown(IEnumerable<CsafEntry> entries) =>
        _places.Count == _entries.Count ? entries : entries.Where(e => ReferenceEquals(First(e.File.FolderYear, e.File.FileName), e));

    private SortedSet<CsafEntry> Year(string year)
    {
        var number = Number(year);
        return _byPath.GetViewBetween(Bound(number, ""), Bound(number + 1, ""));
    }

    private static int Number(string year) => int.Parse(year, System.Globalization.CultureInfo.InvariantCulture);

    // That of the earliest release, which no later document and no revision of another one moves.
    private CsafEntry First() => _entries.Values.MinBy(e => (e.File.InitialReleaseAt, e.Item.Value))!; // There are entries.

    private CsafEntry? First(int year, string fileName) => _places.TryGetValue((year, fileName), out var there) ? there[0] : null;

    private static CsafEntry Bound(int year, string fileName) => new()
    {
        Item = new(Guid.Empty),
        TrackingId = "",
        Title = "",
        PublisherName = "",
        PublisherNamespace = "",
        OwnLabel = null,
        StatedAt = default,
        File = new()
        {
            ItemId = Guid.Empty,
            Sha512 = "",
            Position = 0,
            HolderId = Guid.Empty,
            FolderYear = year,
            FileName = fileName,
            CsafVersion = "",
            PublisherCategory = "",
            InitialReleaseAt = default,
            CurrentReleaseAt = default,
            Sha256 = "",
        },
    };

    private void Take(ItemId item)
    {
        if (_entries.Remove(item, out var entry))
        {
            _byPath.Remove(entry);
            _byRelease.Remove(entry);
            Count(entry, -1);
            Forget(entry.File.FolderYear);
        }
    }

    private void Count(CsafEntry entry, int by)
    {
        var place = (entry.File.FolderYear, entry.File.FileName);
        if (!_places.TryGetValue(place, out var there))
        {
            _places[place] = there = new(1);
        }

        var before = there.FirstOrDefault();
        if (by < 0)
        {
            there.Remove(entry);
        }
        else
        {
            there.Add(entry);
            there.Sort(CsafEntry.ByPath);
        }

        if (there.Count == 0)
        {
            _places.Remove(place);
        }

        // A feed is of what is shown: it may not be listed for an entry that another one hides.
        CountFeed(before, -1);
        CountFeed(there.FirstOrDefault(), 1);
    }

    private void CountFeed(CsafEntry? shown, int by)
    {
        if (shown is null)
        {
            return;
        }

        var feed = $"{shown.Year} {shown.PublicLabel}";
        if ((_feeds[feed] = _feeds.GetValueOrDefault(feed) + by) == 0)
        {
            _feeds.Remove(feed);
        }
    }

    private void Change(int year, DateTimeOffset at)
    {
        if (!_changedAt.TryGetValue(year, out var before) || before < at)
        {
            _changedAt[year] = at;
            Forget(year);
        }
    }

    private void Forget(int number)
    {
        var year = CsafEntry.FolderOf(number);
        foreach (var path in _kept.Keys.Where(path => !IsOfAnotherYear(path, year)).ToList())
        {
            _kept.Remove(path);
        }
    }

    private static bool IsOfAnotherYear(string path, string year) =>
        path.StartsWith($"{CsafPlaces.White}/csaf-feed-", StringComparison.Ordinal) ? !path.EndsWith($"-{year}.json", StringComparison.Ordinal)
        : path.Length == CsafPlaces.White.Length + 6 && path.EndsWith('/') && path != $"{CsafPlaces.White}/{year}/";
}
