using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Audit;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Advisories;

/// <summary>Another advisory, and what it is to the one that was asked for.</summary>
/// <param name="Relation">What it is.</param>
/// <param name="IsOutdated">Whether the translation of the two is older than what its original says now.</param>
public sealed record RelatedAdvisory(ShownItem Shown, AdvisoryRelation Relation, bool IsOutdated);

/// <summary>What other advisories, of those that the viewer sees, are to one: the original of a translation, translations, and what supersedes it.</summary>
public sealed class RelatedAdvisories(ItemQueries items, RelatedQueries related, ShownItem.Witness witness)
{
    /// <summary>Each by what the relation shows of it; one that was lost in between is left out.</summary>
    public async Task<IReadOnlyList<RelatedAdvisory>> FindAsync(Viewer viewer, ItemId advisory, Door door, string correlationId, CancellationToken ct)
    {
        var seen = new List<(ItemRow Row, RelatedRow Related)>();
        foreach (var other in await related.ListAsync(viewer, advisory, ct))
        {
            if (await items.FindAsync(viewer, other.Advisory, ct) is ItemLookup.Found { Row: var row })
            {
                seen.Add((row, other));
            }
        }

        var shown = await witness.ShowAsync([.. seen.Select(s => s.Row)], viewer, door, correlationId, ct);
        return [.. shown.Zip(seen, (item, s) => new RelatedAdvisory(item, s.Related.Relation, s.Related.IsOutdated))];
    }
}
