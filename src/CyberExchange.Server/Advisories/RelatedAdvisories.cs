using CyberExchange.Contracts.Advisories;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Items;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Advisories;

/// <summary>Another advisory, and what it is to the one that was asked for.</summary>
/// <param name="Label">Under which the viewer has it.</param>
public sealed record RelatedAdvisory(RelatedAdvisoryDocument Document, AdvisoryRelation Relation, TlpLabel Label);

/// <summary>What other advisories, of those that the viewer sees, are to one: the original of a translation, translations, and what supersedes it.</summary>
public sealed class RelatedAdvisories(ItemQueries items, RelatedQueries related, ShownItem.Witness witness, LiveDirectory directory)
{
    /// <summary>Each by what the relation shows of it, and whether there are more; one that was lost in between is left out.</summary>
    public async Task<(IReadOnlyList<RelatedAdvisory> Found, bool More)> FindAsync(Viewer viewer, ItemId advisory, Door door, string correlationId, CancellationToken ct)
    {
        var seen = new List<(ItemRow Row, RelatedRow Related)>();
        var (others, more) = await related.ListAsync(viewer, advisory, ct);
        foreach (var other in others)
        {
            if (await items.FindAsync(viewer, other.Advisory, ct) is ItemLookup.Found { Row: var row })
            {
                seen.Add((row, other));
            }
        }

        var now = directory.Current;
        var shown = await witness.ShowAsync([.. seen.Select(s => s.Row)], viewer, door, correlationId, ct);
        return ([.. shown.Zip(seen, (item, s) => new RelatedAdvisory(Document(item.Row, s.Related.IsOutdated, now), s.Related.Relation, item.Row.Label))], more);
    }

    private static RelatedAdvisoryDocument Document(ItemRow row, bool isOutdated, DirectorySnapshot now)
    {
        var content = row.Advisory!; // Only advisories are related.
        return new()
        {
            Id = row.Id.Value,
            Originator = SharingRendition.Originator(row, now),
            Provenance = content.Provenance.Text(),
            Label = row.Label.Text(),
            Pap = row.Pap.Text(),
            Title = content.Document.Title,
            TrackingId = content.Document.TrackingId,
            TrackingVersion = content.Document.TrackingVersion,
            Language = content.Language,
            Outdated = isOutdated ? true : null,
            Ended = row.Ended?.Text(),
        };
    }
}
