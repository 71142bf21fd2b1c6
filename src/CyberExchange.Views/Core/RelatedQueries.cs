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
        from core.related_advisories($1) r
        """;

    /// <summary>At most 50; none where the viewer does not see the advisory.</summary>
    public async Task<IReadOnlyList<RelatedRow>> ListAsync(Viewer viewer, ItemId advisory, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        return await connection.Statement(OfItem).With(advisory.Value)
            .ReadAsync(RowCaller.Of(viewer), r => new RelatedRow(new(r.GetGuid(0)), RelationOf(r.GetString(1)), r.GetBoolean(2)), ct);
    }

    private static AdvisoryRelation RelationOf(string text) => text switch
    {
        "original" => AdvisoryRelation.Original,
        "translation" => AdvisoryRelation.Translation,
        "successor" => AdvisoryRelation.Successor,
        _ => throw new InvalidDataException("Two advisories have a relation that is not known."),
    };
}
