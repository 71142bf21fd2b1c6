using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Core;

/// <summary>What a viewer may read of the items. Lists, single reads and counts all join the one relation.</summary>
public sealed class ItemQueries(NpgsqlDataSource service)
{
    private const string Count = $"""
        select count(*)
        from core.item i
        where exists (select 1 from core.open_paths($1, $2) p where p.item_id = i.item_id)
        {ViewerPages.Filter}
        """;

    // Without a filter the relation alone tells.
    private const string CountAll = "select count(distinct p.item_id) from core.open_paths($1, $2) p";

    private const string One = $"""
        select {ItemReader.Columns}, p.reason, p.feed_position, p.changed_position
        from core.open_paths($1, $2) p
        join core.item i on i.item_id = p.item_id
        where p.item_id = $3
        order by p.opened, p.reason, p.audience_id, p.destination
        limit 1
        """;

    private const string Lost = """
        select i.kind, max(l.lost_at)
        from core.lost_paths($1, $2) l
        join core.item i on i.item_id = l.item_id
        where l.item_id = $3
        group by i.kind
        """;

    /// <summary>A part of the viewer's items, newest change first.</summary>
    public async Task<ItemSlice> ListAsync(Viewer viewer, ItemFilter filter, ItemCursor? after, int max, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        var rows = await connection.Statement(ViewerPages.NewestFirst)
            .WithPage(viewer, filter, after ?? ItemCursor.Last, max + 1)
            .ReadAsync(r => ItemReader.Read(r, viewer), ct);
        return rows.Count <= max
            ? new(rows, Next: null)
            : new(rows[..max], rows[max - 1].Cursor);
    }

    /// <summary>How many items the viewer sees.</summary>
    public async Task<long> CountAsync(Viewer viewer, ItemFilter filter, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        var command = filter.NarrowsNothing
            ? connection.Statement(CountAll).WithViewer(viewer)
            : connection.Statement(Count).WithViewer(viewer).WithFilter(filter, viewer);
        var rows = await command.ReadAsync(r => r.GetInt64(0), ct);
        return rows[0];
    }

    /// <summary>One item, if the viewer sees it.</summary>
    public async Task<ItemLookup> FindAsync(Viewer viewer, ItemId id, CancellationToken ct)
    {
        // One snapshot for both looks, so that an item which goes in between is not reported as absent.
        await using var connection = await service.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var rows = await connection.Statement(One).WithViewer(viewer).With(id.Value)
            .ReadAsync(r => ItemReader.Read(r, viewer), ct);
        if (rows.Count > 0)
        {
            return new ItemLookup.Found(rows[0]);
        }

        var lost = await connection.Statement(Lost).WithViewer(viewer).With(id.Value)
            .ReadAsync(r => new ItemLookup.Gone(ItemReader.KindOf(r.GetString(0)), r.GetFieldValue<DateTimeOffset>(1)), ct);
        return lost is [var gone] ? gone : new ItemLookup.Absent();
    }
}

internal static class ViewerParameters
{
    /// <summary>Adds the viewer's partner and member; the public is the zero id in both.</summary>
    public static NpgsqlCommand WithViewer(this NpgsqlCommand command, Viewer viewer) => viewer switch
    {
        Viewer.Partner partner => command.With(partner.Profile.Id.Value).With(partner.Member.Value),
        Viewer.Anyone => command.With(Guid.Empty).With(Guid.Empty),
        _ => throw new System.Diagnostics.UnreachableException("A viewer of no known kind."),
    };

    /// <summary>Adds the filter: $3 to $16.</summary>
    public static NpgsqlCommand WithFilter(this NpgsqlCommand command, ItemFilter filter, Viewer viewer) => command
        .WithSome(NpgsqlDbType.Text, filter.Kinds.Select(kind => kind.Text()))
        .WithSome(NpgsqlDbType.Smallint, filter.Labels.Select(label => (short)label))
        .WithSome(NpgsqlDbType.Text, filter.Sectors.SelectMany(Sectors.Below))
        .WithSome(NpgsqlDbType.Uuid, filter.Originators.Select(originator => originator.Value))
        .WithSome(NpgsqlDbType.Text, filter.Severities)
        .WithSome(NpgsqlDbType.Text, filter.Cves)
        .WithSome(NpgsqlDbType.Text, filter.Vendors.Select(Searchable.Folded))
        .WithSome(NpgsqlDbType.Text, filter.Products.Select(Searchable.Folded))
        .WithNullable(NpgsqlDbType.Double, filter.CvssMin)
        .WithNullable(NpgsqlDbType.TimestampTz, filter.ChangedSince?.ToUniversalTime())
        .WithNullable(NpgsqlDbType.Boolean, filter.Withdrawn)
        .With(filter.Originators.Where(o => VictimNames.AreShown(viewer, o, byOperator: true)).Select(o => o.Value).ToArray()) // Else a narrowed list would name them.
        .WithSome(NpgsqlDbType.Text, filter.ProductTexts.Select(Searchable.Folded))
        .WithSome(NpgsqlDbType.Text, filter.Areas);

    /// <summary>Adds what <see cref="ViewerPages"/> takes: viewer, filter, cursor and the number of rows.</summary>
    public static NpgsqlCommand WithPage(this NpgsqlCommand command, Viewer viewer, ItemFilter filter, ItemCursor cursor, int rowsMax) => command
        .WithViewer(viewer)
        .WithFilter(filter, viewer)
        .With(cursor.Position).With(cursor.Change).With(cursor.Item)
        .With(rowsMax);
}
