using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>What another advisory is to one.</summary>
public enum AdvisoryRelation
{
    /// <summary>The one is a translation of the other.</summary>
    Original,

    /// <summary>The other is a translation of the one.</summary>
    Translation,

    /// <summary>The other supersedes the one.</summary>
    Successor,
}

/// <summary>An advisory and what it is to the one that was asked for.</summary>
/// <param name="IsOutdated">Whether the translation of the two is older than what its original says now.</param>
public sealed record RelatedRow(ItemId Advisory, AdvisoryRelation Relation, bool IsOutdated);

/// <summary>What the documents of advisories say of each other, to whoever sees both.</summary>
public sealed class RelatedQueries(NpgsqlDataSource service)
{
    // A table is named beside the function, so that the statement waits for one that is being changed over; of it no row is read.
    private const string OfItem = """
        select r.item_id, r.relation, r.is_outdated, exists (select 1 from core.item where false)
        from core.related_advisories($1, $2) r
        """;

    /// <summary>So many of each relation are told at most: many successors that somebody names hide no original.</summary>
    public const int EachMax = 25;

    /// <summary>Those of each relation, and whether there are more; none where the viewer does not see the advisory.</summary>
    public async Task<(IReadOnlyList<RelatedRow> Related, bool More)> ListAsync(Viewer viewer, ItemId advisory, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        var found = await connection.Statement(OfItem).With(advisory.Value).With(EachMax + 1)
            .ReadAsync(RowCaller.Of(viewer), r => new RelatedRow(new(r.GetGuid(0)), RelationOf(r.GetString(1)), r.GetBoolean(2)), ct);
        var told = found.GroupBy(r => r.Relation).SelectMany(relation => relation.Take(EachMax)).ToList();
        return (told, told.Count < found.Count);
    }

    private static AdvisoryRelation RelationOf(string text) => text switch
    {
        "original" => AdvisoryRelation.Original,
        "translation" => AdvisoryRelation.Translation,
        "successor" => AdvisoryRelation.Successor,
        _ => throw new InvalidDataException("Two advisories have a relation that is not known."),
    };
}
