using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Storage.Csaf;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Delivery.Csaf;

/// <summary>The part of the sites behind the gate: to each caller what is released to it, and nothing of what is not.</summary>
/// <remarks>Nothing of it is kept: each answer is asked of the relation. A feed and a label without anything for the caller are absent.</remarks>
public sealed class ReadReleasedCsaf(
    ItemQueries items, CsafFileTable table, CsafFiles files, LiveDirectory directory, ShownItem.Witness witness, CsafDocuments documents, CsafSigning signing)
{
    private const int PageMax = 200;

    /// <summary>The caller's feed of one label of one partner.</summary>
    public async Task<IResult> FeedAsync(HttpContext http, Caller caller, string handle, string folder, string name, CancellationToken ct)
    {
        if (LabelOf(folder) is not { } label || directory.Current.FindHandle(handle) is not { } holder || name != CsafPlaces.FeedOf(folder))
        {
            return ProblemAnswers.NotFound;
        }

        var filter = new ItemFilter { Kinds = [ItemKind.Advisory], Labels = [label], Originators = [holder.Id] };
        var ready = new List<(ItemRow Row, CsafFileRow File)>();
        ItemCursor? after = null;
        do
        {
            var slice = await items.ListAsync(caller.Viewer, filter, after, PageMax, ct);
            ready.AddRange(await ReadyAsync(slice.Rows, ct));
            after = slice.Next;
        }
        while (after is not null);

        // Of two with one path the lower id has it, as on the part that everybody may read.
        var first = ready.OrderBy(r => r.Row.Id.Value).DistinctBy(r => (r.File.FolderYear, r.File.FileName)).ToList();
        var entries = new SortedSet<CsafEntry>(await ShowAsync(http, caller.Viewer, first, Door.CsafFeed, ct), CsafEntry.ByPath);
        return entries.Count == 0
            ? ProblemAnswers.NotFound
            : Private(CsafFile.Made(documents.Feed(handle, folder, folder, year: null, entries.Max(e => e.StatedAt), entries), CsafFile.Json));
    }

    /// <summary>A document, a hash of it or its signature.</summary>
    public async Task<IResult> FileAsync(HttpContext http, Caller caller, string handle, string folder, string year, string name, CancellationToken ct)
    {
        if (LabelOf(folder) is not { } label || directory.Current.FindHandle(handle) is not { } holder || CsafFileKinds.Read(year, name) is not var (number, fileName, kind))
        {
            return ProblemAnswers.NotFound;
        }

        IResult other = ProblemAnswers.NotFound;
        foreach (var item in (await table.AtAsync(holder.Id.Value, number, fileName, signing.Fingerprint, ct)).Select(r => r.ItemId).Distinct().Order())
        {
            var lookup = await items.FindAsync(caller.Viewer, new(item), ct);
            if (lookup is ItemLookup.Gone gone)
            {
                other = ProblemAnswers.Gone(gone.RemovedAt);
            }

            if (lookup is not ItemLookup.Found { Row: var row } || row.Label != label)
            {
                continue;
            }

            if (row.IsWithdrawnByOrder)
            {
                other = ProblemAnswers.Withdrawn;
                continue;
            }

            var ready = (await ReadyAsync([row], ct)).Where(r => r.File.FolderYear == number && r.File.FileName == fileName).ToList();
            var entry = (await ShowAsync(http, caller.Viewer, ready, Door.CsafDocument, ct)).FirstOrDefault();
            if (entry is not null && await files.OfAsync(entry, kind, ct) is { } file)
            {
                return Private(file);
            }
        }

        return other;
    }

    // A revision that has no file yet is not shown.
    private async Task<IReadOnlyList<(ItemRow Row, CsafFileRow File)>> ReadyAsync(IReadOnlyList<ItemRow> rows, CancellationToken ct)
    {
        var own = rows.Where(CsafEntry.IsOnSite).ToList();
        if (own.Count == 0)
        {
            return [];
        }

        var there = (await table.OfItemsAsync([.. own.Select(r => r.Id.Value)], signing.Fingerprint, ct)).ToLookup(f => f.ItemId);
        return [.. own.SelectMany(row => CsafEntry.FileOf(row, there[row.Id.Value]) is { } file ? [(row, file)] : Array.Empty<(ItemRow, CsafFileRow)>())];
    }

    // Who is shown nothing is not written down.
    private async Task<IReadOnlyList<CsafEntry>> ShowAsync(
        HttpContext http, Viewer viewer, IReadOnlyList<(ItemRow Row, CsafFileRow File)> ready, Door door, CancellationToken ct)
    {
        var shown = await witness.ShowAsync([.. ready.Select(r => r.Row)], viewer, door, http.TraceIdentifier, ct);
        return [.. shown.Zip(ready, (item, r) => CsafEntry.Of(item, [r.File])).OfType<CsafEntry>()];
    }

    private static TlpLabel? LabelOf(string folder) => CsafPlaces.Gated.Cast<TlpLabel?>().FirstOrDefault(label => CsafPlaces.FolderOf(label!.Value) == folder);

    private static CsafFileAnswer Private(CsafFile file) => new(file, isPublic: false);
}
