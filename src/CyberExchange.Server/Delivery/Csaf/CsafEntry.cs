using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Audit;
using CyberExchange.Storage.Csaf;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Delivery.Csaf;

/// <summary>One advisory as a file of its publisher's site: what feeds and lists say of it.</summary>
public sealed record CsafEntry
{
    public required ItemId Item { get; init; }

    public required string TrackingId { get; init; }

    public required string Title { get; init; }

    public required string PublisherName { get; init; }

    public required string PublisherNamespace { get; init; }

    /// <summary>The label in the document itself; null where it has none.</summary>
    public required TlpLabel? OwnLabel { get; init; }

    /// <summary>When the exchange recorded this revision.</summary>
    public required DateTimeOffset StatedAt { get; init; }

    public required CsafFileRow File { get; init; }

    /// <summary>The folder by the year of the initial release date.</summary>
    public string Year => FolderOf(File.FolderYear);

    /// <summary>Below the folder of the label, such as <c>2026/vwc-2026-0042.json</c>.</summary>
    public string Path => $"{Year}/{File.FileName}";

    /// <summary>The word of the feed that a document without a label, or TLP:CLEAR, is in (CSAF 2.0, requirement 15: one feed has one label).</summary>
    public string PublicLabel => OwnLabel is null ? CsafPlaces.Unlabeled : CsafPlaces.White;

    public static string FolderOf(int year) => year.ToString("D4", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Whether an advisory is its holder's own word: what it imported is another's to publish.</summary>
    public static bool IsOwn(ItemRow row) => row.Advisory is { Provenance: not Provenance.ThirdParty };

    /// <summary>Whether it stands on the site: its document says what there is to say of it, that it ended too.</summary>
    public static bool IsOnSite(ItemRow row) => IsOwn(row) && !row.IsWithdrawnByOrder;

    /// <summary>The entry of an advisory as it is shown; null where that revision has no file yet.</summary>
    /// <param name="shown">The advisory.</param>
    /// <param name="files">Its files, one for each revision that has one.</param>
    public static CsafEntry? Of(ShownItem shown, IEnumerable<CsafFileRow> files) =>
        shown.Row is { Advisory: { } advisory } row ? Of(row.Id, advisory, row.StatedAt, files) : null;

    /// <summary>The entry of an advisory that is shown, as the latest of some revisions that has a file; null where none has.</summary>
    /// <param name="shown">The advisory.</param>
    /// <param name="seen">Revisions that its viewer may know of, the first one first.</param>
    /// <param name="files">Its files, one for each revision that has one.</param>
    public static CsafEntry? OfLatest(ShownItem shown, IReadOnlyList<RevisionRow> seen, IReadOnlyCollection<CsafFileRow> files) =>
        seen.Reverse().Select(revision => Of(shown.Row.Id, revision.Advisory, revision.StatedAt, files)).FirstOrDefault(entry => entry is not null);

    /// <summary>The file of the revision that the row has; null where it has none yet.</summary>
    public static CsafFileRow? FileOf(ItemRow row, IEnumerable<CsafFileRow> files) => row.Advisory is { } advisory ? FileOf(row.Id, advisory, files) : null;

    private static CsafEntry? Of(ItemId item, AdvisoryContent advisory, DateTimeOffset statedAt, IEnumerable<CsafFileRow> files) => FileOf(item, advisory, files) is { } file
        ? new()
        {
            Item = item,
            TrackingId = advisory.Document.TrackingId,
            Title = advisory.Document.Title,
            PublisherName = advisory.PublisherName,
            PublisherNamespace = advisory.Document.PublisherNamespace,
            OwnLabel = advisory.Document.Label,
            StatedAt = statedAt,
            File = file,
        }
        : null;

    private static CsafFileRow? FileOf(ItemId item, AdvisoryContent advisory, IEnumerable<CsafFileRow> files) =>
        files.FirstOrDefault(f => f.ItemId == item.Value && string.Equals(f.Sha512, advisory.Document.Sha512, StringComparison.Ordinal));

    /// <summary>By path; of two with one path, the advisory with the lower id first, which has it.</summary>
    public static IComparer<CsafEntry> ByPath { get; } = Comparer<CsafEntry>.Create((x, y) =>
        x.File.FolderYear != y.File.FolderYear ? x.File.FolderYear.CompareTo(y.File.FolderYear)
        : string.CompareOrdinal(x.File.FileName, y.File.FileName) is not 0 and var byName ? byName
        : x.Item.Value.CompareTo(y.Item.Value));

    /// <summary>The latest release first, as changes.csv has them.</summary>
    public static IComparer<CsafEntry> ByRelease { get; } = Comparer<CsafEntry>.Create((x, y) =>
        y.File.CurrentReleaseAt.CompareTo(x.File.CurrentReleaseAt) is not 0 and var byTime ? byTime : ByPath.Compare(x, y));
}
